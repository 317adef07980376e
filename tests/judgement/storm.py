"""Retries: which part of a node's arrivals is an echo, and whether an episode is a retry storm."""
import formula
from reading import bare, safe


def delayed_sources(tree):
    """Ids that a tree reads through CONV or a lagged SHIFT."""
    kind = tree[0]
    if kind == "call" and tree[1] in ("CONV", "SHIFT"):
        taps = [lag for lag, tap in enumerate(formula.kernel_of(tree)) if tap != 0]
        delayed = taps and taps[-1] >= 1 and tree[2][0][0] == "name"
        return [tree[2][0][1]] if delayed else delayed_sources(tree[2][0])
    if kind == "call":
        return [i for part in tree[2] for i in delayed_sources(part)]
    if kind == "op":
        return delayed_sources(tree[2]) + delayed_sources(tree[3])
    return delayed_sources(tree[1]) if kind == "neg" else []


class Echoes:
    """The echoes that reach a node's arrivals without passing a queue: {bin: items}, and whose they are."""

    def __init__(self, model):
        self.model = model
        self.declared = {bare(n.roles["retryEcho"]): n.id for n in model.nodes
                         if n.roles.get("retryEcho")}
        self.failing = {bare(n.roles[r]): n.id for n in model.nodes
                        for r in ("errors", "failures") if n.roles.get(r)}
        self.queued = {bare(n.roles["served"]) for n in model.nodes
                       if n.has_queue and n.roles.get("served")}

    def of(self, node):
        """(total[t], owners): the sum of the echoes in the node's arrivals and whose failures they repeat."""
        total, owners = [0.0] * self.model.bins, []
        if node.roles.get("arrivals") is None:
            return total, owners
        for tree in self.terms(("name", bare(node.roles["arrivals"])), set()):
            owner = self.owner(tree)
            owners.append(owner)
            for t in range(self.model.bins):
                total[t] += safe(self.model.value(tree, t))
        return total, owners

    def owner(self, tree):
        """The node whose failures a tree repeats: a declared retryEcho, or a CONV or lagged SHIFT of
        some node's failures or errors, times constants. None: the tree is no echo."""
        if tree[0] == "name":
            if tree[1] in self.declared:
                return self.declared[tree[1]]
            made = self.model.trees.get(tree[1])
            return self.owner(made) if made and made[0] != "name" else None
        if tree[0] == "op" and tree[1] in "*/":
            sides = [self.owner(side) for side in tree[2:]]
            other = tree[3] if sides[0] else tree[2]
            constant = all(self.is_constant(i) for i in formula.names_in(other))
            return next((o for o in sides if o), None) if constant else None
        delayed = delayed_sources(tree) if tree[0] == "call" and tree[1] in ("CONV", "SHIFT") else []
        return next((self.failing[i] for i in delayed if i in self.failing), None)

    def sent_again(self, sources):
        """Items that come back of what these series lost: the CONV or lagged SHIFT of them, over the run."""
        again = Echoes(self.model)
        again.declared, again.failing = {}, {i: "lost" for i in sources}
        terms = [term for tree in self.model.trees.values() for term in again.literal(tree)]
        return sum(safe(self.model.value(term, t)) for term in terms
                   for t in range(self.model.bins))

    def literal(self, tree):
        """The echoes written in a formula itself, names not followed."""
        if tree[0] != "name" and self.owner(tree):
            return [tree]
        return [e for part in tree[2:] for e in self.literal(part)] if tree[0] == "op" else []

    def is_constant(self, series_id):
        values = self.model.series.get(series_id) or []
        return len(set(values)) <= 1

    def terms(self, tree, seen):
        """The echoes among the terms of a sum, names followed, through MIN and the like."""
        if self.owner(tree):
            return [tree]
        if tree[0] == "name":
            if tree[1] in seen or tree[1] in self.queued or tree[1] not in self.model.trees:
                return []
            return self.terms(self.model.trees[tree[1]], seen | {tree[1]})
        if tree[0] == "op" and tree[1] == "+":
            return self.terms(tree[2], seen) + self.terms(tree[3], seen)
        if tree[0] == "op" and tree[1] == "-":
            return self.terms(tree[2], seen)
        if tree[0] == "call" and tree[1] in ("MIN", "MAX", "CLAMP"):
            return [e for part in tree[2] for e in self.terms(part, seen)]
        return []


class Storm:
    """Judgement of one episode [first, last] of one node: `is_storm` is True, False or None (undecided)."""

    def __init__(self, figures, echoes, all_figures, episode):
        self.f, self.last_bin = figures, figures.bins - 1
        self.episode = self.first_bin, self.end = episode
        echo, owners = echoes.of(figures.node)
        self.echo = echo
        self.first = [max(0.0, a - e) for a, e in zip(figures.offered, echo)]
        self.recovered = self.end < self.last_bin
        self.trigger = self.due = None
        self.is_storm = False
        if figures.capacity is None or figures.depth is None or sum(echo) <= figures.noise:
            return
        self.trigger = self.latest_overload()
        if self.trigger is None:
            return
        self.due = self.drained()
        judged = [figures] + [all_figures[i] for i in owners if i in all_figures]
        if any(self.wasteful(f) for f in judged):
            self.is_storm = self.too_long()

    def latest_overload(self):
        over = [t for t in range(self.first_bin, self.end + 1)
                if self.first[t] > safe(self.f.capacity[t]) * (1 + 1e-9)]
        return over[-1] if over else None

    def drained(self):
        """The bin by which first attempts alone would have emptied the queue; None: not in the run."""
        waiting = safe(self.f.depth[self.trigger])
        for t in range(self.trigger + 1, self.f.bins):
            waiting += self.first[t] - safe(self.f.capacity[t])
            if waiting <= self.f.noise:
                return t
        return None

    def wasteful(self, f):
        """Useful share over [trigger, end] below the norm by more than the band."""
        span = range(self.trigger, self.end + 1)
        work = sum(f.work[t] for t in span)
        if f.norm is None or work <= f.noise:
            return False
        return sum(f.served[t] for t in span) / work < f.norm - f.band_of(work)

    def too_long(self):
        if self.due is None:
            return None
        if self.recovered:
            return self.end - self.trigger > 2 * (self.due - self.trigger) + self.f.promise
        return self.due + self.f.promise < self.last_bin
