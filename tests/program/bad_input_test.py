#!/usr/bin/env python3
"""Input that is hostile or broken: exit code 1, a reason, bounded memory and time, nothing written.

usage: bad_input_test.py FLOWTIME
"""
import os
import re
import resource
import subprocess
import sys

from world import expect, main

GRID = "schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n"
HEAD = GRID + "nodes:\n"
ONE = "- {id: a, kind: const, values: [1]}\n"
MEGABYTES = 1200          # resident; the largest text below has 50 MB
ADDRESS_MEGABYTES = 1500  # where it takes more it says so and ends
CPU_SECONDS = 60


def each(count, pattern):
    return "".join(pattern.replace("#", str(i)) for i in range(count))


def doubling_aliases():
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += ["a%d: &a%d [%s]" % (i, i, ", ".join(["*a%d" % (i - 1)] * 10)) for i in range(1, 40)]
    return "\n".join(rows) + "\n"


# what, text, code that is told
CASES = [
    ("nothing", "", "yaml_empty"),
    ("blanks", " \n\n", "yaml_empty"),
    ("a comment", "# only this\n", "yaml_empty"),
    ("a bracket that stays open", GRID + "nodes: [\n", "yaml_syntax"),
    ("a quote that stays open", HEAD + "- {id: \"a\n", "yaml_syntax"),
    ("a tab as indentation", "schemaVersion: 1\n\tgrid: 1\n", "yaml_syntax"),
    ("bytes that are no text", b"\xff\xfe\x00\x01", "yaml_syntax"),
    ("zero bytes", b"\x00" * 1000, "yaml_syntax"),
    ("100,000 brackets", "[" * 100_000, "yaml_too_deep"),
    ("100,000 braces", "a: " + "{a: " * 100_000, "yaml_too_deep"),
    ("100,000 dashes", "- " * 100_000, "yaml_too_deep"),
    ("100,000 parentheses", HEAD + "- {id: a, kind: expr, expr: \"" + "(" * 100_000 + "\"}\n", "expression_too_deep"),
    ("100,000 minus signs", HEAD + "- {id: a, kind: expr, expr: \"" + "-" * 100_000 + "1\"}\n", "expression_too_deep"),
    ("a long sum", HEAD + ONE + "- {id: b, kind: expr, expr: \"a" + " + a" * 300_000 + "\"}\n", None),
    ("alias bomb", doubling_aliases(), "yaml_alias_bomb"),
    ("alias of nobody", "a: *b\n", "yaml_unknown_alias"),
    ("alias of itself", "a: &a [*a]\n", "yaml_unknown_alias"),
    ("a key twice", HEAD + ONE + "nodes: []\n", "yaml_duplicate_key"),
    ("two documents", HEAD + ONE + "---\na: 1\n", "yaml_multiple_documents"),
    ("a list", "- 1\n", "wrong_type"),
    ("a word", "hello\n", "wrong_type"),
    ("every field of a wrong type", "schemaVersion: []\ngrid: 1\nnodes: {}\ntopology: []\nclasses: 1\ntraffic: []\nrng: x\n"
                                    "outputs: y\nprovenance: []\n", "wrong_type"),
    ("unknown fields", GRID + each(1000, "x#: 1\n") + "nodes:\n" + ONE, "unknown_field"),
    ("a ring", HEAD + "- {id: a, kind: expr, expr: b}\n- {id: b, kind: expr, expr: a}\n", "cycle"),
    ("a ring of 50,000", HEAD + each(50_000, "- {id: n#, kind: expr, expr: m#}\n- {id: m#, kind: expr, expr: n#}\n"), "cycle"),
    ("missing series", HEAD + "- {id: a, kind: expr, expr: b + c}\n", "unknown_name"),
    ("50,000 missing series", HEAD + each(50_000, "- {id: n#, kind: expr, expr: missing#}\n"), "unknown_name"),
    ("50,000 missing ends of edges", HEAD + ONE + "topology:\n  nodes: []\n  edges:\n" +
     each(50_000, "  - {from: x#, to: y#}\n"), "unknown_name"),
    ("NaN", HEAD + "- {id: a, kind: const, values: [NaN]}\n", "wrong_type"),
    ("infinity", HEAD + "- {id: a, kind: const, values: [.inf]}\n", "wrong_type"),
    ("a number beyond all", HEAD + "- {id: a, kind: const, values: [1e999]}\n", "wrong_type"),
    ("too many bins", "schemaVersion: 1\ngrid: {bins: 99999999999999999999, binSize: 1, binUnit: hours}\nnodes:\n" + ONE, "wrong_type"),
    ("100,001 nodes", HEAD + each(100_001, "- {id: n#, kind: const, values: [1]}\n"), "limit_exceeded"),
    ("100,000 equal ids", HEAD + ONE * 100_000, "duplicate_id"),
    ("a lag beyond all", HEAD + ONE + "- {id: b, kind: expr, expr: \"SHIFT(a, 99999999999)\"}\n", "literal_argument"),
    ("a long id", HEAD + "- {id: " + "a" * 1_000_000 + "!, kind: const, values: [1]}\n", "bad_id"),
    ("50 MB of letters", "a" * 50_000_000, "wrong_type"),
    ("50 MB of numbers", HEAD + "- {id: a, kind: const, values: [" + "1, " * 16_600_000 + "1]}\n", None),
    ("50 MB of list", "- 1\n" * 12_500_000, "yaml_too_large"),
    ("50 MB of keys", each(4_000_000, "k#: 1\n"), None),
    ("50 MB of comment", "# c\n" * 12_500_000, "yaml_empty"),
    ("70 MB", "a" * 70_000_000, "too_large_model"),
]
REASON = re.compile(r"^(?:bad\.yaml:\d+:\d+|flowtime|bad\.yaml): \S.* \[(\w+)\]$", re.M)


def limit_myself():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_MEGABYTES << 20, ADDRESS_MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def refused(world, what, text, code):
    path = os.path.join(world.home, "bad.yaml")
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    sanitized = os.environ.get("FT_SANITIZED")      # sanitizers need address space without end
    end = subprocess.run([world.program, "run", "bad.yaml", "--data-dir", world.data], cwd=world.home, capture_output=True,
                         preexec_fn=None if sanitized else limit_myself, env={"HOME": world.home})
    err = end.stderr.decode(errors="replace")
    shown = err[:500]
    expect(end.returncode == 1, "%s: exit %d: %s" % (what, end.returncode, shown))
    expect(not end.stdout, "%s: prints %s" % (what, end.stdout[:100]))
    codes = REASON.findall(err)
    expect(codes and (code is None or code in codes), "%s: %s is not among %s: %s" % (what, code, sorted(set(codes)), shown))
    expect("internal_defect" not in codes, "%s: %s" % (what, shown))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    expect(sanitized or most < MEGABYTES, "%s: takes %d MB" % (what, most))
    expect(len(err) < 1_000_000, "%s: %d bytes of reasons" % (what, len(err)))
    expect(not world.names("runs") and not world.names("staging") and not world.names("locks"), what + ": something was written")


def too_little_memory(world):
    path = os.path.join(world.home, "long.yaml")
    with open(path, "w") as file:
        file.write(HEAD + "- {id: a, kind: const, values: [" + "1, " * 2_000_000 + "1]}\n")
    if os.environ.get("FT_SANITIZED"):
        return "not under the sanitizers"
    few = (200 << 20, 200 << 20)
    end = subprocess.run([world.program, "run", path, "--data-dir", world.data], capture_output=True, env={"HOME": world.home},
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, few))
    expect(end.returncode == 1 and b"[not_enough_memory]" in end.stderr, "exit %d: %s" % (end.returncode, end.stderr[:200]))
    expect(not world.names("runs") and not world.names("staging"), "something was written")
    return "says so"


def every_case(world):
    for what, text, code in CASES:
        refused(world, what, text, code)
    return "%d inputs" % len(CASES)


sys.exit(main([every_case, too_little_memory], sys.argv[1]))
