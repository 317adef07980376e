#!/usr/bin/env python3
"""Random small models that evaluate cleanly, the same for the same seed, to judge in two ways.

  generate.py --out FOLDER [--seed 1] [--count 60]

Each is a short line of services or queues: what comes has a peak, what a stage can do may break down,
and each stage draws some of: retries that come back, give-up, a limit with loss or overflow into
another queue, a departure schedule, a shared constraint, a router behind it, a small buffer that holds
the stage before it, a plain delay, a promise. `Draft` is a plain tree, so that laws can scale, rename
and reorder it before it becomes text.
"""
import argparse
import json
import os
import random


class Draft:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.bins = self.random.choice([24, 48, 72, 96])
        size, unit = self.random.choice([(5, "minutes"), (15, "minutes"), (1, "hours")])
        self.grid = {"bins": self.bins, "binSize": size, "binUnit": unit}
        self.bin_minutes = size * (60 if unit == "hours" else 1)
        self.nodes, self.topology, self.edges, self.constraints = [], [], [], []

    # Parts that stages are made of.

    def const(self, name, values):
        self.nodes.append({"id": name, "kind": "const", "values": values})
        return name

    def expr(self, name, text):
        self.nodes.append({"id": name, "kind": "expr", "expr": text})
        return name

    def chance(self, share):
        return self.random.random() < share

    def demand(self, name, base):
        """A quiet level, one peak, and now and then a burst or a little noise."""
        first = self.random.randrange(self.bins)
        last = first + self.random.randrange(2, max(3, self.bins // 2))
        lift, noise = self.random.choice([1.1, 1.3, 1.6, 2.5]), self.random.choice([0, 0, 0.05])
        values = [base * (lift if first <= t < last else 1) * (1 + noise * self.random.uniform(-1, 1))
                  for t in range(self.bins)]
        if self.chance(0.15):
            values[self.random.randrange(self.bins)] = base * 20
        return self.const(name, [round(v, 3) for v in values])

    def capacity(self, name, base):
        """Constant, or with a breakdown: to nothing, or to a third."""
        values = [base] * self.bins
        if self.chance(0.3):
            first = self.random.randrange(self.bins)
            low = self.random.choice([0, round(base / 3, 3)])
            for t in range(first, min(self.bins, first + self.random.randrange(1, 10))):
                values[t] = low
        return self.const(name, values)

    def promise(self, roles):
        if self.chance(0.6):
            roles["slaMin"] = self.random.choice([0.5, 1, 2, 4, 12]) * self.bin_minutes

    # Stages: each takes the series that comes and gives the series that goes on.

    def stage(self, k, inflow, base):
        make = self.random.choices([self.queue, self.service, self.delay, self.departures],
                                   [6, 2, 1, 1])[0]
        return make("s%d" % k, "Stage%d" % k, inflow, base)

    def room(self, base):
        return round(base * self.random.choice([0.85, 1.0, 1.05, 1.2, 1.5]), 3)

    def service(self, low, title, inflow, base):
        cap, done = self.capacity(low + "_cap", self.room(base)), low + "_done"
        self.expr(done, "MIN(%s, %s)" % (cap, inflow))
        refused = self.expr(low + "_refused", "%s - %s" % (inflow, done))
        roles = {"arrivals": inflow, "served": done, "errors": refused, "capacity": cap}
        self.topology.append({"id": title, "kind": "service", "semantics": roles})
        return done

    def delay(self, low, title, inflow, base):
        lag = self.random.randrange(1, 6)
        out = self.expr(low + "_out", "SHIFT(%s, %d)" % (inflow, lag))
        roles = {"arrivals": inflow, "served": out, "queueDepth": low + "_road"}
        self.topology.append({"id": title, "kind": "serviceWithBuffer", "semantics": roles})
        return out

    def departures(self, low, title, inflow, base):
        period, q = self.random.randrange(2, 9), low + "_q"
        seats = self.const(low + "_seats", [round(self.room(base) * period, 3)])
        wanting = self.expr(low + "_wanting", "%s + SHIFT(%s, 1)" % (inflow, q))
        roles = {"arrivals": inflow, "served": wanting, "queueDepth": q, "capacity": seats}
        self.promise(roles)
        self.topology.append({"id": title, "kind": "serviceWithBuffer", "semantics": roles,
                              "dispatchSchedule": {"kind": "time-based", "periodBins": period,
                                                   "phaseOffset": self.random.randrange(period),
                                                   "capacitySeries": seats}})
        return "stage%s_served_effective" % low[1:]

    def queue(self, low, title, inflow, base):
        q, cap = low + "_q", self.capacity(low + "_cap", self.room(base))
        roles = {"arrivals": inflow, "queueDepth": q, "capacity": cap}
        spec = {"id": title, "kind": "serviceWithBuffer", "semantics": roles}
        self.promise(roles)
        if self.chance(0.2):
            spec["initialCondition"] = {"queueDepth": round(base * self.random.uniform(0.1, 6), 3)}
        done = self.random.choices([self.plain, self.retried, self.given_up], [4, 3, 2])[0](
            low, roles, inflow, q, cap)
        if self.chance(0.2):
            spec["wipLimit"] = round(base * self.random.choice([0.2, 1, 4]), 3)
            if self.chance(0.4):
                spec["wipOverflow"] = self.second_queue(low, title, base)
        self.topology.append(spec)
        return done

    def plain(self, low, roles, inflow, q, cap):
        roles["served"] = self.expr(low + "_done", "MIN(%s, %s + SHIFT(%s, 1))" % (cap, inflow, q))
        if self.chance(0.3):
            self.serve_time(roles, cap)
        return roles["served"]

    def serve_time(self, roles, cap):
        name = roles["served"] + "_ms"
        self.expr(name, "%s * %d" % (roles["served"], self.random.choice([1000, 20000, 240000])))
        roles.update(processingTimeMsSum=name, servedCount=roles["served"])

    def retried(self, low, roles, inflow, q, cap):
        """Some of the work fails, more of it the more waits; a part of what failed comes again."""
        again, ratio = self.random.choice([0.2, 0.6, 0.9]), self.random.choice([0.02, 0.1, 0.3])
        growth = self.random.choice([0, 0, 0.3, 1])
        echo = self.expr(low + "_again", "%s * CONV(%s_failed, [0, 0.7, 0.3])" % (again, low))
        sent = self.expr(low + "_sent", "%s + %s" % (inflow, echo))
        worked = self.expr(low + "_worked", "MIN(%s, %s + SHIFT(%s, 1))" % (cap, sent, q))
        failed = self.expr(low + "_failed", "%s * MIN(0.9, %s + %s * SHIFT(%s, 1) / MAX(%s, SHIFT(%s, 1)))"
                           % (worked, ratio, growth, q, cap, cap))
        done = self.expr(low + "_done", "%s - %s" % (worked, failed))
        roles.update(arrivals=sent, served=done, errors=failed)
        if self.chance(0.8):
            roles["failures"] = failed
        if self.chance(0.7):
            roles.update(retryEcho=echo, retryKernel=[0, 0.7, 0.3])
        return done

    def given_up(self, low, roles, inflow, q, cap):
        reach = self.expr(low + "_reach", "%s + SHIFT(%s, 1)" % (inflow, q))
        done = self.expr(low + "_done", "MIN(%s, %s)" % (cap, reach))
        gone = self.expr(low + "_gone", "MIN(%s - %s, SHIFT(%s, 1) * 0.15)" % (reach, done, q))
        roles.update(served=done, errors=gone)
        return done

    def second_queue(self, low, title, base):
        """Where the overflow of a stage is worked off."""
        cap, none = self.const(low + "_spare", [round(base / 2, 3)]), self.const(low + "_none", [0])
        depth, done = low + "_over_q", low + "_over_done"
        self.expr(done, "MIN(%s, SHIFT(%s, 1))" % (cap, depth))
        roles = {"arrivals": none, "served": done, "queueDepth": depth, "capacity": cap}
        self.promise(roles)
        self.topology.append({"id": title + "Spare", "kind": "serviceWithBuffer", "semantics": roles})
        return title + "Spare"

    # Whole models.

    def line(self, base):
        flow = self.demand("demand", base)
        before = None
        for k in range(1, self.random.randrange(2, 5)):
            flow = self.stage(k, flow, base)
            title = "Stage%d" % k
            if before:
                self.edges.append({"id": "e%d" % k, "from": before, "to": title, "type": "throughput"})
            before = title
        if self.chance(0.3):
            self.split(before, flow, base)

    def split(self, before, flow, base):
        self.nodes.append({"id": "splitter", "kind": "router", "inputs": {"queue": flow},
                           "routes": [{"target": "to_left", "weight": 2}, {"target": "to_right", "weight": 1}]})
        for side, share in (("left", 2 / 3), ("right", 1 / 3)):
            self.queue("s" + side, side.capitalize(), "to_" + side, round(base * share, 3))
            self.edges.append({"id": "to_%s_edge" % side, "from": before, "to": side.capitalize(),
                               "type": "throughput"})

    def shared(self, base):
        """Two or three queues that share one capacity."""
        pool = self.capacity("pool", round(2 * self.room(base), 3))
        wanted = []
        for k in range(self.random.choice([2, 3])):
            flow, q = self.demand("in%d" % k, round(base * self.random.choice([0.5, 1]), 3)), "q%d" % k
            wanted.append(self.expr("want%d" % k, "%s + SHIFT(%s, 1)" % (flow, q)))
            done = self.expr("done%d" % k, "MIN(%s, %s)" % (
                self.const("own%d" % k, [round(base * self.random.choice([0.9, 3]), 3)]), wanted[-1]))
            roles = {"arrivals": flow, "served": done, "queueDepth": q, "capacity": "own%d" % k}
            self.promise(roles)
            self.topology.append({"id": "Member%d" % k, "kind": "serviceWithBuffer",
                                  "constraints": ["pool_of_all"], "semantics": roles})
        self.expr("all_wanted", " + ".join(wanted))
        self.constraints.append({"id": "pool_of_all",
                                 "semantics": {"arrivals": "all_wanted", "served": pool}})

    def blocked(self, base):
        """A small buffer behind holds the stage before it."""
        room = round(base * self.random.choice([0.2, 1]), 3)
        flow = self.demand("demand", base)
        self.capacity("a_cap", round(base * 2, 3))
        self.capacity("b_cap", self.room(base))
        self.const("b_room", [room])
        self.expr("a_done", "MIN(MIN(a_cap, %s + SHIFT(a_q, 1)), MAX(0, b_room - SHIFT(b_q, 1)) + b_cap)" % flow)
        self.expr("b_done", "MIN(b_cap, a_done + SHIFT(b_q, 1))")
        for low, title, inflow in (("a", "Before", flow), ("b", "Behind", "a_done")):
            roles = {"arrivals": inflow, "served": low + "_done", "queueDepth": low + "_q",
                     "capacity": low + "_cap"}
            self.promise(roles)
            self.topology.append({"id": title, "kind": "serviceWithBuffer", "semantics": roles})
        self.edges.append({"id": "e1", "from": "Before", "to": "Behind", "type": "throughput"})

    def document(self):
        topology = {"nodes": self.topology, "edges": self.edges}
        if self.constraints:
            topology["constraints"] = self.constraints
        return {"schemaVersion": 1, "grid": self.grid, "nodes": self.nodes, "topology": topology}


def make(seed):
    """The document of one seed."""
    draft = Draft(seed)
    base = draft.random.choice([6, 40, 100, 250])
    draft.random.choices([draft.line, draft.shared, draft.blocked], [7, 2, 1])[0](base)
    return draft.document()


def text_of(document):
    """YAML that a person can read: one part per line, each part in JSON."""
    lines = ["schemaVersion: 1", "grid: " + json.dumps(document["grid"]), "nodes:"]
    lines += ["- " + json.dumps(node) for node in document["nodes"]]
    lines.append("topology:")
    for part in ("nodes", "edges", "constraints"):
        items = document["topology"].get(part)
        if items:
            lines.append("  %s:" % part)
            lines += ["  - " + json.dumps(item) for item in items]
        elif part == "edges":
            lines.append("  edges: []")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description="write random small models")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        with open(os.path.join(arguments.out, "random_%03d.yaml" % seed), "w", encoding="utf-8") as file:
            file.write(text_of(make(seed)))


if __name__ == "__main__":
    main()
