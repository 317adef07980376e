#!/usr/bin/env python3
"""The program's judgement against the oracle's, bin by bin, on cases, templates and random models.

  against.py --bin build/release/flowtime --dump build/release/tests/judgement/ft_judgement_dump [--count N] [MODEL...]

Without models: every file of cases/, every template, and N random models (the same for the same N).
Prints each difference with model, node and first bin; exit 1 when there is one.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import generate
import oracle
import reading

HERE = os.path.dirname(os.path.abspath(__file__))
NUMBERS = ["harmed", "dropped", "undelivered", "lost"]
SAME = ["kind", "verdict", "members", "fromBin", "toBin", "recovered", "atLeast"]


def run(arguments, data, model, number):
    run_id = "m%d" % number
    source = ["--template-id", model[9:]] if model.startswith("template:") else [model]
    made = subprocess.run([arguments.bin, "run", *source, "--json", "--run-id", run_id, "--data-dir", data,
                           "--fail-on", "none"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if made.returncode != 0:
        raise SystemExit("%s: %s" % (model, made.stderr.strip()[:300]))
    dumped = subprocess.run([arguments.dump, data, run_id], stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(dumped.stdout)


def close(a, b, scale):
    a, b = a or 0, b or 0
    return a == b or abs(a - b) <= 1e-6 * max(abs(a), abs(b)) + 1e-6 * scale


def first_difference(a, b):
    for t, (x, y) in enumerate(zip(a, b)):
        if x != y:
            return "bin %d: %s, the oracle says %s" % (t, x, y)
    return None


def differences(got, want):
    for node, expected in want["nodes"].items():
        found = got["nodes"][node]
        for name in ["state", "verdict", "by"]:
            answer, truth = found[name], expected[name]
            if name == "verdict" and all(v is None for v in answer):
                continue
            different = first_difference(answer, truth)
            if different:
                yield "%s.%s %s" % (node, name, different)
        if not close(found["promiseMinutes"], expected["promiseMinutes"], 0):
            yield "%s promises %s, the oracle says %s" % (node, found["promiseMinutes"], expected["promiseMinutes"])
    told = [f for f in got["findings"] if f["verdict"] != "good"]
    truths = [f for f in want["findings"] if f["verdict"] != "good"]
    def about(f):
        return f.get("nodeId") or f.get("constraintId")
    if [about(f) for f in told] != [about(f) for f in truths]:
        yield "findings about %s, the oracle's about %s" % ([about(f) for f in told], [about(f) for f in truths])
        return
    for found, expected in zip(told, truths):
        for name in SAME:
            # A constraint is told with its worst episode, by the oracle with all of them.
            whole = "constraintId" in expected and name in ("fromBin", "toBin", "recovered")
            if found.get(name, found["wait"].get(name)) != expected.get(name) and not whole:
                yield "finding %s: %s %s, the oracle says %s" % (about(found), name, found.get(name), expected.get(name))
        for name in NUMBERS:
            if not close(found.get(name), expected.get(name), expected["harmed"] or 1):
                yield "finding %s: %s %s, the oracle says %s" % (about(found), name, found.get(name), expected.get(name))
        for name in ["longestMinutes", "p95Minutes"]:
            if expected[name] is not None and not close(found["wait"][name], expected[name], 1):
                yield "finding %s: %s %s, the oracle says %s" % (about(found), name, found["wait"][name], expected[name])


def models(arguments, folder):
    if arguments.models:
        return arguments.models
    cases = sorted(f for f in os.listdir(os.path.join(HERE, "cases")) if f.endswith(".yaml"))
    chosen = [os.path.join(HERE, "cases", f) for f in cases]
    templates = os.path.join(HERE, "..", "..", "templates")
    chosen += ["template:" + f[:-5] for f in sorted(os.listdir(templates)) if f.endswith(".yaml")]
    for seed in range(arguments.count):
        path = os.path.join(folder, "random_%d.yaml" % seed)
        with open(path, "w", encoding="utf-8") as file:
            file.write(generate.text_of(generate.make(seed + 1)))
        chosen.append(path)
    return chosen


def main():
    parser = argparse.ArgumentParser(description="hold the program's judgement against the oracle's")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--dump", required=True)
    parser.add_argument("--count", type=int, default=1000 if os.environ.get("FT_LONG") == "1" else 40)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        chosen = models(arguments, folder)
        for number, model in enumerate(chosen):
            got = run(arguments, os.path.join(folder, "data"), model, number)
            want = oracle.judge(reading.read(arguments.bin, model))
            found = list(differences(got, want))
            wrong += bool(found)
            for line in found[:6]:
                print("%s: %s" % (os.path.basename(model), line))
    print("%d models, %d differ" % (len(chosen), wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
