"""Classes that leave by themselves: by priority, or where an author wrote which of them leave.

Each is a line of its own; what has no place in the order shares the last one.
"""
from dataclasses import dataclass, field

import fifo
import formula
from reading import bare, safe


@dataclass
class ClassLine:
    classes: list                # ids; the last line of an order has several
    entered: list
    depth: list
    initial: float
    own_rate: float = None       # items per bin at which it goes on; None: as the node
    pieces: list = field(default_factory=list)
    ages: list = field(default_factory=list)

    def left(self, t):
        return (self.depth[t - 1] if t else self.initial) + self.entered[t] - self.depth[t]


def named_by(model, series_id):
    """The series that a formula is made from, itself included."""
    found, waiting = [], [series_id]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.append(name)
        if name in model.trees:
            waiting += [bare(n) for n in formula.names_in(model.trees[name])]
    return found


def is_written(model, node):
    """Served is a class, or its classes come from elsewhere than the queue."""
    served = (node.made.get("outflow") if node.made else None) or node.roles.get("served")
    if served is None or "discipline" in node.spec or node.period:
        return False
    if "@" in bare(served):
        return True
    names = named_by(model, bare(served))
    traffic = ((model.document.get("traffic") or {}).get("arrivals")) or []
    classed = {a["nodeId"] for a in traffic if a.get("classId")}
    return bool(classed & set(names)) and not {node.depth_id, bare(node.inflow_id)} & set(names)


def groups(model, node):
    classes = [c["id"] for c in model.document.get("classes") or []]
    discipline = node.spec.get("discipline")
    if isinstance(discipline, dict) and discipline.get("priority"):
        named = list(discipline["priority"])
        return [[c] for c in named] + [[c for c in classes if c not in named] + ["DEFAULT"]]
    if is_written(model, node):
        return [[c] for c in classes] + [["DEFAULT"]]
    return None


def parts(model, name, classes, bins):
    rows = [model.series.get("%s@%s" % (name, c)) or [0.0] * bins for c in classes]
    return [sum(safe(row[t]) for row in rows) for t in range(bins)]


def initial_shares(model, node, grouped, first):
    """Like the inflow of bin 0, else equally over the classes."""
    total, declared = sum(first), len(model.document.get("classes") or [])
    if total > 0:
        return [node.initial * f / total for f in first]
    return [node.initial * len([c for c in g if c != "DEFAULT"]) / declared for g in grouped]


def class_lines(f):
    """The lines of a node, or None where its classes share one."""
    model, node = f.model, f.node
    grouped = groups(model, node)
    if not grouped or not any(s.startswith("%s@" % node.depth_id) for s in model.series):
        return None
    inflow = node.snake + "_inflow" if node.snake + "_inflow" in model.series else bare(node.inflow_id)
    came = [parts(model, inflow, g, f.bins) for g in grouped]
    gone = [parts(model, node.snake + "_overflow", g, f.bins) for g in grouped]
    shares = initial_shares(model, node, grouped, [max(0.0, c[0]) for c in came])
    lines = []
    for i, group in enumerate(grouped):
        depth = [q if q > f.noise else 0.0 for q in parts(model, node.depth_id, group, f.bins)]
        entered = [max(0.0, c - g) for c, g in zip(came[i], gone[i])]
        initial = shares[i] if shares[i] > f.noise else 0.0
        lines.append(ClassLine(group, entered, depth, initial))
    if any(line.left(t) < -2 * f.noise for line in lines for t in range(f.bins)):
        return None  # more of a class left than there was
    for line in lines:
        line.pieces, line.ages = fifo.run_line(line.entered, line.depth, line.initial, f.noise)
        if is_written(model, node):
            last = range(max(0, f.bins - 6), f.bins)
            rate = sum(max(0.0, line.left(t)) for t in last) / len(last)
            line.own_rate = rate if rate >= f.noise else 0.0
    return lines
