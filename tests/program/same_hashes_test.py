#!/usr/bin/env python3
"""Equal inputs give equal bytes, wherever and under whatever settings the program runs.

usage: same_hashes_test.py FLOWTIME EXAMPLES
"""
import glob
import json
import os
import shutil
import sys

from world import expect, main

EXAMPLES = os.path.abspath(sys.argv[2])
TELL_THE_TIME = {"createdUtc", "durations"}
OTHERWISE = [
    ("TZ", {"TZ": "Pacific/Kiritimati"}, []),
    ("another TZ", {"TZ": "America/St_Johns"}, []),
    ("locale", {"LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"}, []),
    ("no locale", {"LC_ALL": "C"}, []),
    ("threads", {"OMP_NUM_THREADS": "7"}, []),
    ("tiles of one bin", {}, ["--tile-bins", "1"]),
    ("tiles of seven bins", {}, ["--tile-bins", "7"]),
    ("one large tile", {}, ["--tile-bins", "1000000"]),
    ("not durable", {}, ["--durability", "none"]),
]


def without_time(value):
    if isinstance(value, dict):
        return {key: without_time(item) for key, item in value.items() if key not in TELL_THE_TIME}
    return [without_time(item) for item in value] if isinstance(value, list) else value


def content(directory):
    """Every file of a bundle, JSON without what tells the time; what hashes such a file is left out."""
    files = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, directory)] = file.read()
    timed = [path for path in files if path.endswith(".json") and without_time(json.loads(files[path])) != json.loads(files[path])]
    for path in [path for path in files if path.endswith(".json")]:
        files[path] = without_time(json.loads(files[path]))
    for entry in files["manifest.json"]["files"]:
        if entry["path"] in timed:
            entry["hash"] = entry["bytes"] = None
    del files["manifest.sha256"]
    return files


def stored(world, model, data, env, words, cwd):
    world.done("run", model, "--run-id", "r", "--data-dir", data, *words, env=env, cwd=cwd)
    return content(os.path.join(data if os.path.isabs(data) else os.path.join(cwd, data), "runs", "r"))


def differences(a, b):
    return sorted(path for path in set(a) | set(b) if a.get(path) != b.get(path))


def every_example(world):
    examples, compared = sorted(glob.glob(os.path.join(EXAMPLES, "*.yaml"))), 0
    expect(len(examples) >= 8, "only %d examples" % len(examples))
    for example in examples:
        name = os.path.basename(example)
        want = stored(world, example, os.path.join(world.home, "plain", name), {"TZ": "UTC"}, [], world.home)
        expect(want["run.json"]["contentHash"].startswith("sha256:"), "no contentHash")
        for number, (what, env, words) in enumerate(OTHERWISE):
            place = os.path.join(world.home, "a place", "%d" % number)
            os.makedirs(place, exist_ok=True)
            renamed = shutil.copy(example, os.path.join(place, "Umbenannt %d.yml" % number))
            got = stored(world, os.path.basename(renamed), "data " + name, env, words, place)
            expect(not differences(want, got), "%s: %s changes %s" % (name, what, differences(want, got)))
            compared += 1
    return "%d bundles compared" % compared


def printed_series(world):
    """`eval` prints the same, also from standard input."""
    for example in sorted(glob.glob(os.path.join(EXAMPLES, "*.yaml"))):
        want = world.done("eval", example, "--format", "json")
        for _, env, words in OTHERWISE[:-1]:
            expect(world.done("eval", example, "--format", "json", *words, env=env) == want, example)


# Every function that has a kernel of its own, clock times in settings and expectations.
FUNCTIONS = """schemaVersion: 2
grid: {bins: 48, binSize: 30, binUnit: minutes, start: 2026-03-29T00:00:00Z}
classes: [{id: Gold}, {id: Rest}]
traffic:
  arrivals:
  - {nodeId: gold, classId: Gold, pattern: {kind: constant}}
  - {nodeId: rest, classId: Rest, pattern: {kind: constant}}
nodes:
- {id: a, kind: expr, expr: 'EXP(BIN() / 7) + LN(BIN() + 1) - LOG10(TIME() + 2)'}
- {id: b, kind: expr, expr: 'SIN(a) * COS(TIME()) + ARCTAN(a) - CLAMP(TAN(TIME()), -5, 5)'}
- {id: c, kind: expr, expr: 'POW(BIN() + 0.1, 1.7) ^ 0.3 + INITIAL(b) + SAMPLE(a, MOD(BIN(), 5) == 0)'}
- {id: d, kind: expr, expr: 'LOOKUP(c, [[0, 1], [2.5, 4], [9, -1]]) + DELAY(c, 1 + SIN(BIN()), 4) + SHIFT(b, 3, 0.7)'}
- {id: level, kind: expr, expr: 'SHIFT(level, 1) + 0.1 * MIN(a, c, d)', initial: 2.5}
- {id: gold, kind: expr, expr: '4 + 3 * SIN(TIME() / 3)'}
- {id: rest, kind: const, values: [9]}
- {id: desks, kind: const, values: [12]}
- {id: all, kind: expr, expr: gold + rest}
- {id: done, kind: expr, expr: 'MIN(desks, all + SHIFT(line, 1))'}
topology:
  nodes:
  - {id: Desk, kind: serviceWithBuffer, discipline: {priority: [Gold, Rest]}, semantics: {arrivals: all, served: done, capacity: desks, queueDepth: line, slaMin: 30}}
  edges: []
expect:
- "max(line) < 1000 in 02:00..04:00"
- "longest(Desk@Gold) <= 1 h in 2026-03-29T09:00.."
"""


def every_function(world):
    model, words = world.write("functions.yaml", FUNCTIONS), ["--set", "desks[02:30..05:00]*=0.5", "--set", "rest[2026-03-29T20:00..]=3"]
    want = stored(world, model, os.path.join(world.home, "usual"), {"TZ": "UTC"}, words, world.home)
    expect(want["run.json"]["settings"] == words[1::2], want["run.json"]["settings"])
    expect([outcome["holds"] for outcome in want["run.json"]["expectations"]] == [True, True], want["run.json"]["expectations"])
    for number, (what, env, more) in enumerate(OTHERWISE):
        got = stored(world, model, os.path.join(world.home, "otherwise%d" % number), env, words + more, world.home)
        expect(not differences(want, got), "%s changes %s" % (what, differences(want, got)))
    return "%d bundles compared" % len(OTHERWISE)


def ids_that_follow_from_the_inputs(world):
    model = world.model("m.yaml")
    ids = {json.loads(world.done("run", model, "--deterministic-run-id", "--json", env={"TZ": zone},
                                 stop_at=None))["runId"] for zone in ("UTC", "Asia/Kathmandu")}
    expect(len(ids) == 1, "several ids: %s" % ids)
    with open(model, encoding="utf-8") as file:
        text = file.read()
    crlf = world.write("crlf.yaml", "\ufeff" + text)
    again = json.loads(world.done("run", crlf, "--deterministic-run-id", "--json"))
    expect(again["runId"] in ids and again["wasReused"], "a byte order mark makes another run")


sys.exit(main([every_example, every_function, printed_series, ids_that_follow_from_the_inputs], sys.argv[1]))
