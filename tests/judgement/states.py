"""What a node does in a bin: exactly one state, and its episodes."""
import formula
from reading import bare, safe

WAITING = ("saturated", "shared", "outage", "downstream", "held")


class States:
    """state[t] of one node; by[t] names the constraint or the successor, where one decided."""

    def __init__(self, model, figures):
        self.model, self.f, self.node = model, figures, figures.node
        self.pile = is_pile(model, self.node)
        self.by = [None] * model.bins
        self.state = []
        for t in range(model.bins):
            self.state.append(self.at(t))

    def at(self, t):
        f, node = self.f, self.node
        if not node.has_queue:
            return self.without_queue(t) if node.capacity is not None else None
        if f.depth is None:
            return "unknown"
        if f.depth[t] is None:
            return "unknown"
        if not f.waits(t):
            moved = f.entered[t] + f.served[t] + f.depth_before(t) > f.noise
            return "flowing" if moved else "empty"
        if self.pile:
            return "pile"
        if node.period and f.ages[t] <= node.period + 1e-9:
            return "scheduled"
        if not node.open(t):
            return self.latest_open(t)
        return self.waiting(t)

    def latest_open(self, t):
        for s in range(t - 1, -1, -1):
            if self.node.open(s):
                state = self.waiting(s)
                self.by[t] = self.by[s]
                return state
        return "scheduled"

    def waiting(self, t):
        f = self.f
        constraint = self.limited_by(t)
        if constraint:
            self.by[t] = constraint
            return "shared"
        if f.dead(t):
            return "outage"
        if f.full(t):
            return "saturated"
        successor = self.held_by(t)
        if successor:
            self.by[t] = successor
            return "downstream"
        return "transit" if f.is_transit else "held"

    def without_queue(self, t):
        f = self.f
        if self.node.served is None and self.node.arrivals is None:
            return "unknown"
        constraint = self.limited_by(t)
        if constraint:
            self.by[t] = constraint
            return "shared"
        if f.dead(t) and f.entered[t] > f.noise:
            return "outage"
        c = f.capacity[t] if f.capacity else None
        more = c is not None and f.entered[t] > c * (1 + 1e-9) + f.noise
        if f.full(t) and (f.refused[t] > f.noise or more):
            return "saturated"
        return "flowing" if f.entered[t] + f.served[t] > f.noise else "empty"

    def limited_by(self, t):
        """The constraint that limited the node in bin t and binds no less than its own capacity."""
        own = self.f.capacity[t] if self.f.capacity else None
        best = None
        for c in self.model.constraints:
            if self.node not in c.members or not safe((c.limited(self.node) or {})[t]) > 0:
                continue
            share = safe(c.allocated(self.node)[t])
            if (own is None or share <= own + 1e-6) and (best is None or share < best[0]):
                best = (share, c.id)
        return best and best[1]

    def held_by(self, t):
        """The successor whose depth or limit decided what left in bin t."""
        succ = {e.target for e in self.model.edges
                if e.source == self.node.id and e.type == "throughput"}
        limits = {}
        for other in self.model.nodes:
            if other.id in succ:
                for name in (other.depth_id, other.spec.get("wipLimitSeries")):
                    if name:
                        limits[bare(name)] = other.id
        served = self.node.roles.get("served")
        if not limits or served is None:
            return None
        return self.follow(("name", bare(served)), t, limits, set())

    def follow(self, tree, t, limits, seen):
        if tree[0] == "name":
            if tree[1] in limits:
                return limits[tree[1]]
            if tree[1] in seen or tree[1] not in self.model.trees:
                return None
            return self.follow(self.model.trees[tree[1]], t, limits, seen | {tree[1]})
        if tree[0] == "call" and tree[1] in ("SHIFT", "CONV"):
            # The past of a successor's depth; nothing else of the past decides here.
            return limits.get(tree[2][0][1]) if tree[2][0][0] == "name" else None
        parts = formula.deciding(tree, t, self.model.series, self.model.before, self.f.noise)
        found = (self.follow(p, t, limits, seen) for p in parts)
        return next((name for name in found if name), None)

    def is_waiting(self, t):
        return self.state[t] in WAITING

    def spans(self, test):
        """Maximal runs of bins for which test(t) holds, as [first, last]."""
        spans = []
        for t in range(self.model.bins):
            if test(t):
                if spans and spans[-1][1] == t - 1:
                    spans[-1][1] = t
                else:
                    spans.append([t, t])
        return spans

    def episodes(self):
        """Runs of waiting bins; those less than one promise apart are one."""
        return joined(self.spans(self.is_waiting), self.f.promise)


def joined(spans, promise):
    whole = []
    for first, last in spans:
        if whole and first - whole[-1][1] - 1 < promise:
            whole[-1][1] = last
        else:
            whole.append([first, last])
    return whole


def is_pile(model, node):
    """A dead-letter queue, or a node that only terminal edges lead to and that nothing empties."""
    if node.kind == "dlq":
        return True
    into = [e for e in model.edges if e.target == node.id]
    out = [e for e in model.edges if e.source == node.id and e.type == "throughput"]
    return node.capacity is None and node.period is None and not out and bool(into) \
        and all(e.type == "terminal" for e in into)
