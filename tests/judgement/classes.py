#!/usr/bin/env python3
"""Waits of one class, `p95Wait(Desk@A)`, against a replay of its items one by one.

  classes.py --bin build/release/flowtime

Definitions: docs/semantics.md, "Judgement": where an author writes which classes leave, or by priority,
a class waits in a line of its own; else its items are those of it in the line of all.
"""
import argparse
import json
import math
import os
import sys
import tempfile

import reading
from findings import Judgement

HERE = os.path.dirname(os.path.abspath(__file__))
SHARES = {"p50Wait": 0.5, "p85Wait": 0.85, "p95Wait": 0.95}
GRAINS = 400  # an item of a piece is that many

# By hand, in minutes and items: the sums are in the comments of the models.
KNOWN = {
    "served_by_class.yaml": {
        "p50Wait(Desk@A)": 150, "p95Wait(Desk@A)": 285, "longest(Desk@A)": 300, "late(Desk@A)": 9.6,
        "p95Wait(Desk@B)": 0, "longest(Desk@B)": 0, "late(Desk@B)": 0, "undelivered(Desk@A)": 0,
        "p95Wait(Desk)": 240, "late(Desk)": 9.6},
    "one_class_is_never_served.yaml": {
        "longest(Desk@A)": 0, "late(Desk@A)": 0, "longest(Desk@B)": 240, "p50Wait(Desk@B)": 120,
        "late(Desk@B)": 4, "undelivered(Desk@B)": 4, "undelivered(Desk@A)": 0},
    "standard_waits_for_vip.yaml": {
        "longest(Desk@VIP)": 0, "late(Desk@VIP)": 0, "late(Desk@STD)": 15, "longest(Desk@STD)": 10},
}


def figures(program, model, names):
    with tempfile.TemporaryDirectory(prefix="classes") as folder:
        reading.run(program, ["run", model, "--run-id", "run", "--data-dir", folder, "--json", "--fail-on", "none"])
        found = {}
        for first in range(0, len(names), 8):  # as many as a comparison takes
            words = ["runs", "diff", "run", "run", "--json", "--data-dir", folder]
            for name in names[first:first + 8]:
                words += ["--figure", name]
            answer = json.loads(reading.run(program, words))
            found.update((f["figure"], f["before"]["value"]) for f in answer["comparisons"][0]["figures"])
    return found


def replayed(line, bins):
    """(wait so far in bins, items) of every item of a class, walked through its line grain by grain."""
    waiting = [[line.initial / GRAINS, 0.0]] * GRAINS if line.initial > 0 else []
    waits, behind = [], 0.0  # of a grain that left in part
    for t in range(bins):
        left = line.left(t)
        if line.entered[t] > 0:
            grain = line.entered[t] / GRAINS
            waiting = waiting + [[grain, t + (i + 0.5) / GRAINS] for i in range(GRAINS)]
        done = behind
        while waiting and done + waiting[0][0] / 2 < left * (1 + 1e-9):
            amount, came = waiting.pop(0)
            waits.append((max(0.0, t + (done + amount / 2) / left - came), amount))
            done += amount
        behind = done - left if waiting else 0.0
    return waits + [(bins - came, amount) for amount, came in waiting]


def percentile(waits, share):
    below, total = 0.0, sum(a for _, a in waits)
    for wait, amount in sorted(waits):
        below += amount
        if below >= share * total * (1 - 1e-9):
            return wait
    return 0.0


def differences(program, name, known):
    path = os.path.join(HERE, "cases", name)
    judgement = Judgement(reading.read(program, path))
    minutes, bins = judgement.model.bin_minutes, judgement.model.bins
    node, f = next(iter(judgement.figures.items()))
    want = {}
    for line in f.lines or []:
        for one in line.classes if len(line.classes) == 1 else []:
            if one != "DEFAULT" and sum(line.entered) > 0:
                waits = replayed(line, bins)
                for reducer, share in SHARES.items():
                    want["%s(%s@%s)" % (reducer, node, one)] = percentile(waits, share) * minutes
    got = figures(program, path, sorted(set(known) | set(want)))
    for figure, value in known.items():
        if got[figure] is None or not math.isclose(got[figure], value, rel_tol=1e-6, abs_tol=1e-6):
            yield "%s is %s, by hand %s" % (figure, got[figure], value)
    for figure, value in want.items():
        if got[figure] is None or abs(got[figure] - value) > 0.02 * minutes:
            yield "%s is %s, item by item %s" % (figure, got[figure], value)
    if not want:
        yield "no class leaves by itself"


def main():
    parser = argparse.ArgumentParser(description="waits of classes against a replay item by item")
    parser.add_argument("--bin", required=True)
    arguments = parser.parse_args()
    wrong = [(name, d) for name, known in KNOWN.items() for d in differences(arguments.bin, name, known)]
    for name, difference in wrong:
        print("FAIL %s: %s" % (name, difference))
    print("%d models, %d differences" % (len(KNOWN), len(wrong)))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
