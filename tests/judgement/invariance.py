#!/usr/bin/env python3
"""What must not change the program's judgement of a model, on seeded random ones.

  invariance.py --bin build/release/flowtime [--count N]

  scale       all flows x 1000 or x 1e-6: the same verdicts and kinds (rows that count attempts or
              servers apart)
  order       other ids, another order of nodes, an idle node more: the same findings
  refined     a grid five times as fine, where promises are declared: the same verdict, harmed within 5 %
  capacity    more capacity at the headline's node never raises its harm, where nothing is retried
  rows        no verdict is better than any of its rows; late beyond 1.5 x a declared promise is critical
"""
import argparse
import copy
import json
import os
import random
import subprocess
import sys
import tempfile

import generate
import laws


def judged(arguments, folder, document, name):
    path = os.path.join(folder, name + ".yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(generate.text_of(document))
    made = subprocess.run([arguments.bin, "run", path, "--json", "--run-id", name, "--overwrite", "--fail-on", "none",
                           "--data-dir", os.path.join(folder, "data")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if made.returncode != 0:
        raise SystemExit("%s: %s" % (path, made.stderr.strip()[:300]))
    return json.loads(made.stdout)


def line(seed, refine=1):
    """Two services in series, each serving what it can; the day has one rush. Declared promises."""
    source = random.Random(seed)
    bins, minutes = 48, 10
    base, rush = source.uniform(20, 80), source.uniform(1.05, 2.2)
    begin, length = source.randrange(6, 20), source.randrange(3, 16)
    demand = [base * (rush if begin <= t < begin + length else 1) for t in range(bins)]
    first, second = base * source.uniform(1.05, 1.5), base * source.uniform(1.05, 1.5)
    split = [value / refine for value in demand for _ in range(refine)]
    promise = source.choice([10, 20, 30, 60])
    return {
        "grid": {"bins": bins * refine, "binSize": minutes // refine, "binUnit": "minutes"},
        "nodes": [
            {"id": "demand", "kind": "const", "values": split},
            {"id": "cap_a", "kind": "const", "values": [first / refine]},
            {"id": "cap_b", "kind": "const", "values": [second / refine]},
            {"id": "done_a", "kind": "expr", "expr": "MIN(cap_a, demand + SHIFT(q_a, 1))"},
            {"id": "done_b", "kind": "expr", "expr": "MIN(cap_b, done_a + SHIFT(q_b, 1))"}],
        "topology": {
            "nodes": [
                {"id": "A", "kind": "serviceWithBuffer", "semantics": {
                    "arrivals": "demand", "served": "done_a", "queueDepth": "q_a", "capacity": "cap_a", "slaMin": promise}},
                {"id": "B", "kind": "serviceWithBuffer", "semantics": {
                    "arrivals": "done_a", "served": "done_b", "queueDepth": "q_b", "capacity": "cap_b", "slaMin": promise}}],
            "edges": [{"id": "e", "from": "A", "to": "B", "type": "throughput"}]}}


def findings(answer):
    return [(f.get("nodeId") or f.get("constraintId"), f["kind"], f["verdict"]) for f in answer["judgement"]["findings"]]


class Laws:
    def __init__(self, arguments, folder):
        self.arguments, self.folder, self.broken, self.held = arguments, folder, 0, 0

    def judge(self, document, name):
        return judged(self.arguments, self.folder, document, name)

    def expect(self, law, seed, holds, told):
        self.held += bool(holds)
        if not holds:
            self.broken += 1
            print("%s, seed %d: %s" % (law, seed, told))

    def scale(self, seed):
        document = line(seed)
        want = self.judge(document, "plain")
        for factor in (1000, 1e-6):
            other = copy.deepcopy(document)
            for node in other["nodes"]:
                if "values" in node:
                    node["values"] = [value * factor for value in node["values"]]
            got = self.judge(other, "scaled")
            self.expect("scale %g" % factor, seed, findings(got) == findings(want) and got["verdict"] == want["verdict"],
                        "%s, was %s" % (findings(got), findings(want)))

    def order(self, seed):
        document = generate.make(seed)
        want = self.judge(document, "ordered")
        other = laws.reordered(copy.deepcopy(document), seed)
        told = self.judge(other, "reordered")
        bad = [f for f in findings(want) if f[2] != "good"]
        self.expect("order", seed, [f for f in findings(told) if f[2] != "good"] == bad, "%s, was %s" % (findings(told), bad))
        idle = copy.deepcopy(document)
        idle["nodes"] += [{"id": "idle_in", "kind": "const", "values": [0]}, {"id": "idle_cap", "kind": "const", "values": [5]}]
        idle["topology"]["nodes"].append({"id": "Idle", "kind": "serviceWithBuffer", "semantics": {
            "arrivals": "idle_in", "served": "idle_in", "queueDepth": "idle_q", "capacity": "idle_cap"}})
        told = self.judge(idle, "idle")
        self.expect("idle node", seed, [f for f in findings(told) if f[2] != "good"] == bad, "%s, was %s" % (findings(told), bad))

    def refined(self, seed):
        want, got = self.judge(line(seed), "coarse"), self.judge(line(seed, 5), "fine")
        a, b = want["headline"], got["headline"]
        near = abs(a["harmed"] - b["harmed"]) <= 0.05 * max(a["harmed"], b["harmed"]) + 1
        self.expect("refined", seed, want["verdict"] == got["verdict"] and near, "%s %s harmed %.1f, coarse %s %s %.1f" % (
            b.get("nodeId"), got["verdict"], b["harmed"], a.get("nodeId"), want["verdict"], a["harmed"]))

    def capacity(self, seed):
        document = line(seed)
        want = self.judge(document, "before")
        node = want["headline"]["nodeId"]
        more = copy.deepcopy(document)
        cap = next(n for n in more["nodes"] if n["id"] == "cap_" + node.lower())
        cap["values"] = [cap["values"][0] * 1.1]
        got = self.judge(more, "after")
        after = sum(f["harmed"] for f in got["judgement"]["findings"] if f.get("nodeId") == node)
        self.expect("capacity", seed, after <= want["headline"]["harmed"] * (1 + 1e-9), "%.3f, was %.3f" % (after, want["headline"]["harmed"]))

    def late(self, seed):
        answer = self.judge(line(seed), "late")
        for finding in answer["judgement"]["findings"]:
            longest = finding["wait"]["longestMinutes"] or 0
            node = next(n for n in line(seed)["topology"]["nodes"] if n["id"] == finding["nodeId"])
            if longest > 1.5 * node["semantics"]["slaMin"] * (1 + 1e-9):
                self.expect("late", seed, finding["verdict"] == "critical" and answer["verdict"] == "critical",
                            "%s waits %.1f min and is %s" % (finding["nodeId"], longest, finding["verdict"]))


def main():
    parser = argparse.ArgumentParser(description="laws of the program's judgement")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--count", type=int, default=50 if os.environ.get("FT_LONG") == "1" else 8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        held = Laws(arguments, folder)
        for seed in range(1, arguments.count + 1):
            for law in (held.scale, held.order, held.refined, held.capacity, held.late):
                law(seed)
    print("%d held, %d broken" % (held.held, held.broken))
    sys.exit(1 if held.broken else 0)


if __name__ == "__main__":
    main()
