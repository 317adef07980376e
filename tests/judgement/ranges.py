#!/usr/bin/env python3
"""Figures of nodes over some bins, and where everything went, held against the oracle.

  ranges.py --bin build/release/flowtime [--count 20] [MODEL...]   default: every template and random models

MODEL is a file or template:ID. A run is compared with itself, which gives any figure of it. Definitions:
docs/figures.md. In a range are the items that came in it, were turned away in it, or were served in it.
"""
import argparse
import copy
import json
import math
import os
import tempfile

import fifo
import generate
import reading
from findings import Judgement
from harm import late_share_of_left

REDUCERS = ["p50Wait", "p95Wait", "late", "lateShare", "dropped", "harmed", "goodput"]


def asked(program, folder, figures):
    words = ["runs", "diff", "run", "run", "--json", "--data-dir", folder]
    for figure in figures:
        words += ["--figure", figure]
    answer = json.loads(reading.run(program, words))
    return {f["figure"]: f["before"] for f in answer["comparisons"][0]["figures"]}


def late_of(f, pieces, first, last):
    ends = f.projected() if not f.is_transit and f.undelivered() > 0 else pieces
    return sum(p.amount * p.share_over(f.late_limit) for p in ends if first <= max(0, p.came_bin) <= last)


def expected(judgement, node_id, first, last):
    f, minutes = judgement.figures[node_id], judgement.model.bin_minutes
    bins = range(first, last + 1)
    pile = judgement.states[node_id].pile
    dropped = sum(f.dropped[t] for t in bins if f.dropped[t] > f.noise)
    want = {"dropped": dropped, "goodput": None, "late": 0.0}
    late = late_share_of_left(f)
    if not pile and f.node.served is not None:
        want["goodput"] = sum(max(0.0, f.served[t]) * (1 - late[t]) for t in bins)
    if f.depth is not None and not pile:
        pieces = [p for p in f.pieces if first <= max(0, p.came_bin) <= last]
        items = sum(p.amount for p in pieces)
        want["late"] = late_of(f, f.pieces, first, last)
        if want["late"] <= f.noise:
            want["late"] = 0.0
        if items > f.noise:
            want["lateShare"] = want["late"] / items
            want["p50Wait"] = fifo.percentile(pieces, 0.5) * minutes
            want["p95Wait"] = fifo.percentile(pieces, 0.95) * minutes
    want["harmed"] = want["late"] + dropped
    if dropped > 0 and want["late"] > 0:
        want["harmed"] -= sum(f.turned_away[t] * late[t] for t in bins if f.dropped[t] > f.noise)
    return want


def near(got, want, scale):
    if got is None or want is None:
        return got is None and want is None
    return math.isclose(got, want, rel_tol=1e-6, abs_tol=1e-6 * max(1.0, scale))


def node_differences(program, folder, judgement, node_id):
    bins = judgement.model.bins
    for first, last in [(0, bins // 3), (bins // 3, 2 * bins // 3), (bins // 2, bins - 1), (0, bins - 1)]:
        want = expected(judgement, node_id, first, last)
        names = {"%s(%s) in %d..%d" % (r, node_id, first, last): r for r in REDUCERS}
        for figure, answer in asked(program, folder, list(names)).items():
            truth = want.get(names[figure])
            scale = max(judgement.figures[node_id].offered, default=0)
            if not near(answer["value"], truth, scale):
                yield "%s is %s, the oracle says %s" % (figure, answer["value"], truth)


def additive(program, folder, node_id, bins):
    """Items of two halves are those of the whole."""
    for reducer in ("late", "dropped", "lost", "harmed", "goodput"):
        parts = ["%s(%s)%s" % (reducer, node_id, r) for r in ("", " in 0..%d" % (bins // 2 - 1), " in %d.." % (bins // 2))]
        whole, left, right = (v["value"] for v in asked(program, folder, parts).values())
        if whole is not None and not near(left + right, whole, whole):
            yield "%s of the halves of %s: %s + %s is not %s" % (reducer, node_id, left, right, whole)


def classes_add_up(program, folder, judgement, node_id):
    """The classes of what comes to a node make up the node."""
    model, figures = judgement.model, judgement.figures[node_id]
    arrivals = reading.bare(figures.node.roles.get("arrivals") or "")
    classes = [s.split("@", 1)[1] for s in model.series if s.startswith(arrivals + "@")]
    for reducer in ("late", "dropped", "harmed", "goodput", "undelivered") if classes else ():
        names = ["%s(%s)" % (reducer, node_id)] + ["%s(%s@%s)" % (reducer, node_id, c) for c in classes]
        whole, *parts = (v["value"] for v in asked(program, folder, names[:8]).values())
        if len(names) <= 8 and whole is not None and not near(sum(parts), whole, whole):
            yield "%s of the classes of %s: %s is not %s" % (reducer, node_id, parts, whole)


def balance(program, folder):
    names = ["offered(run)", "delivered(run)", "lost(run)", "gaveUp(run)", "inside(run)", "unaccounted(run)"]
    values = [v["value"] for v in asked(program, folder, names).values()]
    if values[0] is not None and not near(sum(values[1:]), values[0], values[0]):
        yield "the balance does not close: %s" % values


DEMAND = ("demand", "in0", "in1", "in2", "in3")  # what comes from outside in generated models


def harms(program, document, factor):
    document = copy.deepcopy(document)
    for node in document["nodes"]:
        if node["id"] in DEMAND and "values" in node:
            node["values"] = [factor * v for v in node["values"]]
    judgement = Judgement(reading.read_text(program, generate.text_of(document)))
    for node_id, f in judgement.figures.items():
        if judgement.states[node_id].pile:
            continue
        late = late_of(f, f.pieces, 0, f.bins - 1) if f.depth is not None else 0.0
        if late > f.noise or any(d > f.noise for d in f.dropped):
            return True
    return False


def headroom(program, folder, document):
    """With a little less than the largest factor nobody is harmed, with a little more somebody is."""
    answer = asked(program, folder, ["headroom(run)"])["headroom(run)"]
    factor = answer["value"]
    if factor is None:
        if not harms(program, document, 0):
            yield "headroom has no value, yet nothing harms nobody"
        return
    if harms(program, document, 0.999 * factor):
        yield "somebody is harmed at %s, below the headroom" % (0.999 * factor)
    if not answer.get("atLeast") and not harms(program, document, 1.001 * factor + 1e-5):
        yield "nobody is harmed at %s, above the headroom" % (1.001 * factor + 1e-5)


def differences(program, text, many, document=None):
    judgement = Judgement(reading.read_text(program, text))
    with tempfile.TemporaryDirectory(prefix="ranges") as folder:
        path = os.path.join(folder, "model.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        reading.run(program, ["run", path, "--run-id", "run", "--data-dir", folder, "--json", "--fail-on", "none"])
        yield from balance(program, folder)
        if document is not None:
            yield from headroom(program, folder, document)
        for node_id in list(judgement.figures)[:many]:
            yield from node_differences(program, folder, judgement, node_id)
            yield from additive(program, folder, node_id, judgement.model.bins)
            yield from classes_add_up(program, folder, judgement, node_id)


def texts(arguments):
    if not arguments.models:
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "templates")
        arguments.models = ["template:" + f[:-5] for f in sorted(os.listdir(root)) if f.endswith(".yaml")]
        for seed in range(1, arguments.count + 1):
            document = generate.make(seed)
            yield "random %d" % seed, generate.text_of(document), document
    for path in arguments.models:
        if path.startswith("template:"):
            yield path, reading.run(arguments.bin, ["templates", "generate", path.split(":", 1)[1]]), None
        else:
            with open(path, encoding="utf-8") as file:
                yield path, file.read(), None


def main():
    parser = argparse.ArgumentParser(description="figures of some bins against the oracle")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--count", type=int, default=100 if os.environ.get("FT_LONG") == "1" else 8)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="a file, or template:ID")
    arguments = parser.parse_args()
    failed = count = 0
    for name, text, document in texts(arguments):
        wrong = list(differences(arguments.bin, text, 3, document))
        count, failed = count + 1, failed + bool(wrong)
        for line in wrong[:6]:
            print("%s: %s" % (name, line))
    print("%d models, %d differ" % (count, failed))
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
