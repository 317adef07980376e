#!/usr/bin/env python3
"""Laws that every judgement obeys, tried on random models and on the templates.

  laws.py --bin build/release/flowtime [--count 60] [--seed 1]

Scaling    every flow and level x 1000: the same states, loads, waits and spans, harm x 1000. The rows that
           count single attempts or servers (useful, overlay) have a scale of their own and are left out.
Renaming   other ids: the same answer with those ids.
Order      series, nodes and edges in another order: the same for every node.
Items      waits of 20,000 single items, by inverting the two cumulative curves, give the same late
           items and percentiles as the exact pieces.
Blame      what findings are harmed by is what nodes were harmed by, no item twice, none missing.
"""
import argparse
import bisect
import copy
import random
import re
import sys

import fifo
import generate
import reading
from findings import Judgement
from rows import CRITICAL

SCALE = 1000.0
OWN_SCALE = ("useful", "overlay")


def scaled(document):
    """All amounts x 1000. Constants that are ratios stay: the generator writes none as a series."""
    document = copy.deepcopy(document)
    for node in document["nodes"]:
        if "values" in node:
            node["values"] = [v * SCALE for v in node["values"]]
    for node in document["topology"]["nodes"]:
        if "wipLimit" in node:
            node["wipLimit"] *= SCALE
        if "initialCondition" in node:
            node["initialCondition"]["queueDepth"] *= SCALE
    return document


def reordered(document, seed):
    document, shuffle = copy.deepcopy(document), random.Random(seed).shuffle
    shuffle(document["nodes"])
    shuffle(document["topology"]["nodes"])
    shuffle(document["topology"]["edges"])
    return document


NAMES = re.compile(r"\b([a-z]+\d?_[a-z_0-9]+|demand|splitter|pool|in\d|q\d|own\d|want\d|done\d|e\d"
                   r"|Stage\d(?:Spare)?|Member\d|Before|Behind|(?:Left|Right)(?:Spare)?)\b")


def renamed_id(name):
    """Still of the shape that the compiler's made-up ids need: the prefix is the node's own."""
    if name.endswith("_served_effective"):
        return "zz_" + name
    return ("Zz" if name[0].isupper() else "zz_") + name


def renamed(text):
    return NAMES.sub(lambda m: renamed_id(m.group(1)), text)


class Law:
    def __init__(self, name):
        self.name, self.tried, self.broken = name, 0, []

    def hold(self, where, condition, *what):
        self.tried += 1
        if not condition:
            self.broken.append("%s: %s" % (where, " ".join(map(str, what))))


def near(a, b, tolerance=1e-6):
    if a is None or b is None:
        return a is b
    return a == b or abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))


def compare(law, where, one, other, rename=lambda name: name, scale=1.0, skip=()):
    """`other` is the judgement of the changed model: every figure of every node."""
    for node_id, f in one.figures.items():
        name = rename(node_id)
        g, here = other.figures[name], "%s %s" % (where, node_id)
        s, u = one.states[node_id], other.states[name]
        law.hold(here, s.state == u.state, "states differ")
        law.hold(here, [x and rename(x) for x in s.by] == u.by, "holders differ")
        law.hold(here, all(near(a, b) for a, b in zip(f.load, g.load)), "loads differ")
        law.hold(here, all(near(a, b) for a, b in zip(f.ages, g.ages)), "ages differ")
        law.hold(here, near(f.promise, g.promise), "promises differ")
        law.hold(here, near(f.late_so_far() * scale, g.late_so_far()), "late differs")
        for row, levels in one.rows[node_id].levels.items():
            law.hold(here, row in skip or levels == other.rows[name].levels[row], "row", row, "differs")
    if not skip:
        law.hold(where, told(one, rename) == told(other), "findings differ", told(one, rename), told(other))
    harm, changed = (sum(f.harm.items for f in j.findings) for j in (one, other))
    law.hold(where, near(harm * scale, changed), "harm", harm, changed)


def told(judgement, rename=lambda name: name):
    return sorted((rename(f.node or f.constraint), f.kind, f.verdict, str(f.span)) for f in judgement.findings)


def single_items(law, where, judgement, count=20000):
    for node_id, f in judgement.figures.items():
        if f.depth is None or f.planned_lag is not None or not f.pieces:
            continue
        waits, total = sampled_waits(f, count)
        late = sum(w > f.late_limit for w in waits) / count * total
        slack = total * 20 / count + 1e-6  # the items next to each cut of the curves
        law.hold(where, abs(late - f.late_so_far()) <= slack, node_id, "late", late, f.late_so_far())
        p95, exact = waits[int(0.95 * count)], fifo.percentile(f.pieces, 0.95)
        around = waits[int(0.949 * count)], waits[min(count - 1, int(0.951 * count))]
        law.hold(where, around[0] - 1e-6 <= exact <= around[1] + 1e-6, node_id, "p95", p95, exact)


def sampled_waits(f, count):
    came, gone = [f.node.initial], [0.0]
    for t in range(f.bins):
        came.append(came[-1] + f.entered[t])
        gone.append(max(gone[-1], came[-1] - f.depth[t]))
    came = [0.0] + came  # the initial depth came at once, at time 0
    waits = []
    for k in range(count):
        item = (k + 0.5) / count * came[-1]
        at = max(0.0, time_of(came, item) - 1)
        waits.append(max(0.0, (f.bins if item > gone[-1] else time_of(gone, item)) - at))
    return sorted(waits), came[-1]


def time_of(curve, item):
    """When a curve with a point per bin reaches an item."""
    t = bisect.bisect_left(curve, item)
    return t - 1 + (item - curve[t - 1]) / (curve[t] - curve[t - 1]) if t else 0.0


def blame(law, where, judgement):
    told_harm = sum(f.harm.items for f in judgement.findings)
    harmed = 0.0
    for node_id, f in judgement.figures.items():
        if not judgement.states[node_id].pile:
            late_refused = sum(part.items for part in judgement.given[node_id].values())
            harmed += late_refused
            late = f.late_so_far() if f.is_transit else f.will_be_late() + sum(
                p.amount * p.share_over(f.late_limit) for p in f.pieces if p.left_bin < f.bins)
            law.hold(where, late <= late_refused + 1e-6 * max(1, late), node_id, "late items lost")
            law.hold(where, late_refused <= late + sum(f.dropped) + 1e-6 * max(1, late), node_id, "twice")
    law.hold(where, near(told_harm, harmed), "findings", told_harm, "nodes", harmed)


def partition(law, where, judgement):
    for node_id, s in judgement.states.items():
        f = judgement.figures[node_id]
        for t, state in enumerate(s.state):
            waits = f.waits(t)
            law.hold(where, state is None or f.depth is None or waits == (
                state not in ("empty", "flowing")), node_id, "bin", t, state, "waits", waits)
        worst = judgement.rows[node_id]
        law.hold(where, f.declared or worst.worst(["waiting", "will_be_late"]) < CRITICAL, node_id,
                 "is critical by waiting without a promise")


def main():
    parser = argparse.ArgumentParser(description="laws of the judgement on random models")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    laws = {n: Law(n) for n in ("scaling", "renaming", "order", "items", "blame", "partition")}

    def judged(text):
        return Judgement(reading.read_text(arguments.bin, text))
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        document, where = generate.make(seed), "seed %d" % seed
        text = generate.text_of(document)
        one = judged(text)
        compare(laws["scaling"], where, one, judged(generate.text_of(scaled(document))),
                scale=SCALE, skip=OWN_SCALE)
        compare(laws["renaming"], where, one, judged(renamed(text)), rename=renamed_id)
        compare(laws["order"], where, one, judged(generate.text_of(reordered(document, seed))))
        single_items(laws["items"], where, one)
        blame(laws["blame"], where, one)
        partition(laws["partition"], where, one)
    for law in laws.values():
        print("%-10s %6d tried, %d broken" % (law.name, law.tried, len(law.broken)))
        for line in law.broken[:10]:
            print("   " + line)
    sys.exit(1 if any(law.broken for law in laws.values()) else 0)


if __name__ == "__main__":
    main()
