#!/usr/bin/env python3
"""The judgement of a run, computed a second time: slow, plain, from the series and the model text alone.

The program computes the same figures in C++ (src/metrics, src/judge) and stores them with the run. This
oracle shares no code with it: it takes what `flowtime eval --format json` prints, reads the model, and
applies the rules of docs/semantics.md one by one. Tests hold one against the other.

  oracle.py --bin build/release/flowtime MODEL...     one JSON line per model
  oracle.py --bin build/release/flowtime --brief ...  one readable line per finding

MODEL is a file or template:ID. Where to find a rule:
  fifo.py      the wait of single items               figures.py  work, load, useful share, loss, promise
  states.py    what a node does in a bin, episodes    rows.py     the verdict table
  harm.py      who is harmed, who is to blame         storm.py    echoes, retry storms
  findings.py  kinds, findings, rank                  bottleneck.py
Needs python3 and python3-yaml.
"""
import argparse
import json
import math

import reading
from bottleneck import bottlenecks
from findings import Judgement, cause_of, lost_of, owners_of, wait_of
from harm import Harm
from rows import WORDS


def finding_json(judgement, finding):
    minutes = judgement.model.bin_minutes
    wait = wait_of(judgement, finding)
    answer = {"kind": finding.kind}
    answer["nodeId" if finding.node else "constraintId"] = finding.node or finding.constraint
    answer.update({
        "verdict": WORDS[finding.verdict], "members": finding.members,
        "fromBin": finding.span[0] if finding.span else None,
        "toBin": finding.span[1] if finding.span else None,
        "recovered": not finding.span or finding.span[1] < judgement.model.bins - 1,
        "harmed": finding.harm.items, "dropped": finding.harm.dropped,
        "undelivered": sum(judgement.figures[i].undelivered() for i in owners_of(finding)),
        "longestMinutes": scaled(wait["longest"], minutes),
        "p95Minutes": scaled(wait["p95"], minutes), "atLeast": wait["at_least"]})
    answer["lost"] = lost_of(judgement, finding)
    answer["peakBin"], answer["peak"] = peak_of(judgement, finding)
    answer["cause"] = cause_of(judgement, finding)
    if finding.storm:
        answer["triggerBin"], answer["dueBin"] = finding.storm.trigger, finding.storm.due
    return answer


def peak_of(judgement, finding):
    """Where most waited inside the span: (bin, items)."""
    depth = judgement.figures[finding.node].depth if finding.node else None
    if depth is None or finding.span is None:
        return None, None
    peak = max(range(finding.span[0], finding.span[1] + 1), key=lambda t: (reading.safe(depth[t]), -t))
    return peak, depth[peak]


def scaled(value, factor):
    return None if value is None or value == math.inf else value * factor


def node_json(judgement, node_id):
    f, s, rows = (part[node_id] for part in (judgement.figures, judgement.states, judgement.rows))
    own = judgement.given[node_id].get(node_id, Harm())
    return {"promiseMinutes": f.promise * judgement.model.bin_minutes, "declared": f.declared,
            "transitMinutes": scaled(f.own_time, judgement.model.bin_minutes), "pile": s.pile,
            "norm": f.norm, "harmedHere": own.items, "dropped": sum(f.dropped),
            "state": s.state, "by": s.by,
            "verdict": [None if v is None else WORDS[v] for v in rows.verdict],
            "load": f.load, "ageMinutes": [a * judgement.model.bin_minutes for a in f.ages]}


def constraint_json(judgement, constraint):
    held = [[m.id for m in constraint.members if m.id in judgement.states
             and judgement.states[m.id].by[t] == constraint.id] for t in range(judgement.model.bins)]
    return {"load": constraint.loads(), "held": held}


def judge(model):
    judgement = Judgement(model)
    findings = [finding_json(judgement, f) for f in judgement.findings]
    return {"headline": findings[0] if findings else None, "findings": findings,
            "nodes": {i: node_json(judgement, i) for i in judgement.figures},
            "constraints": {c.id: constraint_json(judgement, c) for c in model.constraints},
            "bottlenecks": [{"id": name, "fromBin": first, "toBin": last}
                            for name, first, last in bottlenecks(judgement)]}


def brief(path, answer):
    lines = []
    for f in answer["findings"]:
        lines.append("%-28s %-10s %-8s %-14s harmed %.1f dropped %.1f longest %s min p95 %s%s min, bins %s..%s %s" % (
            path, f["kind"], f["verdict"], f.get("nodeId") or f["constraintId"], f["harmed"],
            f["dropped"], shown(f["longestMinutes"]), "at least " if f["atLeast"] else "",
            shown(f["p95Minutes"]), f["fromBin"], f["toBin"], ",".join(f["members"])))
    return "\n".join(lines)


def shown(value):
    return "-" if value is None else "%.4g" % value


def main():
    parser = argparse.ArgumentParser(description="judge models, slowly")
    parser.add_argument("--bin", required=True, help="the flowtime program")
    parser.add_argument("--brief", action="store_true", help="readable lines instead of JSON")
    parser.add_argument("models", nargs="+", metavar="MODEL", help="a file, or template:ID")
    arguments = parser.parse_args()
    for path in arguments.models:
        answer = judge(reading.read(arguments.bin, path))
        if arguments.brief:
            print(brief(path, answer))
        else:
            print(json.dumps({"model": path, **answer}, separators=(",", ":")))


if __name__ == "__main__":
    main()
