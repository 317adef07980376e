#!/usr/bin/env python3
"""What `flowtime state` says of stored runs, held against the oracle: load, useful share, work, wait, the waits of
what came in a third of the run, and what held the flow.

  answers.py --bin build/release/flowtime [MODEL...]     default: every template, example and case

MODEL is a file or template:ID. States and verdicts are not compared here: they are read from the stored
judgement, which has tests of its own.
"""
import argparse
import glob
import json
import math
import os
import tempfile

import fifo
import reading
from bottleneck import bottlenecks
from findings import Judgement

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def models(program):
    listed = json.loads(reading.run(program, ["templates", "list", "--json"]))
    ids = [t["id"] for t in (listed["templates"] if isinstance(listed, dict) else listed)]
    files = sorted(glob.glob(os.path.join(ROOT, "examples", "*.yaml")) +
                   glob.glob(os.path.join(HERE, "cases", "*.yaml")))
    return ["template:" + i for i in ids] + files


class Answers:
    """The answers about one stored run."""

    def __init__(self, program, text, folder):
        self.program, self.folder = program, folder
        path = os.path.join(folder, "model.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        reading.run(program, ["run", path, "--run-id", "run", "--data-dir", folder, "--json", "--fail-on", "none"])

    def ask(self, *words):
        words = ["state", "run", "--json", "--data-dir", self.folder] + list(words)
        return json.loads(reading.run(self.program, words))


def near(a, b):
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def differing(name, got, want):
    bins = [t for t, (g, w) in enumerate(zip(got, want)) if not near(g, w)]
    if len(got) != len(want):
        return ["%s has %d bins, not %d" % (name, len(got), len(want))]
    return ["%s in bin %d is %s, not %s (%d bins differ)" %
            (name, bins[0], got[bins[0]], want[bins[0]], len(bins))] if bins else []


def work_minutes(f, minutes, t):
    c = f.capacity[t] if f.capacity else None
    if c is None or c <= 0 or f.depth[t] is None:
        return None
    return (f.depth[t] if f.waits(t) else 0.0) / c * minutes


def waits(f, minutes):
    return [max(a, b) * minutes for a, b in zip(f.longest_of_arrivals(), f.ages)]


def node_differences(node_id, series, f, minutes):
    wrong = []
    if "load" in series:
        wrong += differing(node_id + ".load", series["load"], f.load)
    if "usefulShare" in series:
        wrong += differing(node_id + ".usefulShare", series["usefulShare"],
                           [u for u, _ in f.useful])
    if "workMinutes" in series:
        bins = range(len(series["workMinutes"]))
        wrong += differing(node_id + ".workMinutes", series["workMinutes"],
                           [work_minutes(f, minutes, t) for t in bins])
    if "wait" in series:
        wrong += differing(node_id + ".wait", series["wait"], waits(f, minutes))
    return wrong


def part_differences(node, judgement, first, last):
    """The waits of what came in bins first to last; what was there before counts to bin 0."""
    f, minutes = judgement.figures[node["id"]], judgement.model.bin_minutes
    if "fifo" not in node or judgement.states[node["id"]].pile or f.planned_lag is not None:
        return []
    pieces = [p for p in f.pieces if first <= max(0, p.came_bin) <= last]
    items = sum(p.amount for p in pieces)
    if items <= 0:
        return []
    wrong = []
    for member, share in (("p50Minutes", .5), ("p85Minutes", .85), ("p95Minutes", .95)):
        want = fifo.percentile(pieces, share) * minutes
        if not abs(node["fifo"][member] - want) <= 1e-6 * max(1.0, want):
            wrong.append("%s %s is %s, not %s" % (node["id"], member, node["fifo"][member], want))
    ends = f.projected() if not f.is_transit and f.undelivered() > 0 else f.pieces
    late = sum(p.amount * p.share_over(f.late_limit) for p in ends
               if first <= max(0, p.came_bin) <= last)
    if not math.isclose(node["fifo"]["lateShare"], late / items, abs_tol=1e-6):
        wrong.append("%s lateShare is %s, not %s" % (node["id"], node["fifo"]["lateShare"], late / items))
    return wrong


def differences(program, path):
    text = reading.run(program, ["templates", "generate", path.split(":", 1)[1]]) \
        if path.startswith("template:") else open(path, encoding="utf-8").read()
    model = reading.read_text(program, text)
    if not model.nodes:
        return []
    judgement = Judgement(model)
    with tempfile.TemporaryDirectory(prefix="answers") as folder:
        answers = Answers(program, text, folder)
        window, facts = answers.ask(), answers.ask("--queueing")
        first, last = model.bins // 3, 2 * model.bins // 3
        third = answers.ask("--queueing", "--window", "%d..%d" % (first, last))
    wrong = []
    for node in (n for n in window["nodes"] if n["id"] in judgement.figures):
        wrong += node_differences(node["id"], node["series"], judgement.figures[node["id"]],
                                  model.bin_minutes)
    for node in (n for n in third["nodes"] if n["id"] in judgement.figures):
        wrong += part_differences(node, judgement, first, last)
    told = [[s["nodeId"] or s["constraintId"], s["startBin"], s["endBin"]]
            for s in facts["bottlenecks"]]
    if told != bottlenecks(judgement):
        wrong.append("bottlenecks are %s, not %s" % (told, bottlenecks(judgement)))
    return wrong


def main():
    parser = argparse.ArgumentParser(description="state answers against the oracle")
    parser.add_argument("--bin", required=True, help="the flowtime program")
    parser.add_argument("models", nargs="*", metavar="MODEL", help="a file, or template:ID")
    arguments = parser.parse_args()
    failed = 0
    for path in arguments.models or models(arguments.bin):
        wrong = differences(arguments.bin, path)
        failed += bool(wrong)
        print("\n".join(["%s %s" % ("FAIL" if wrong else "ok  ", path)] + ["  " + w for w in wrong]))
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
