"""The verdict of each bin of a node: the worst row of the table that applies.

levels[row][t] is GOOD, WARNING or CRITICAL. Times are in bins.
"""
import math

from reading import bare, safe
from storm import delayed_sources

GOOD, WARNING, CRITICAL = 0, 1, 2
WORDS = ("good", "warning", "critical")
LOSS_ROWS = ("dropped",)
FAILING_ROWS = ("useful", "failing", "refused", "unaccounted", "completion")


class Rows:
    def __init__(self, model, figures, states):
        self.model, self.f, self.s, self.node = model, figures, states, figures.node
        self.bins = model.bins
        self.wait = [max(a, b) for a, b in zip(figures.longest_of_arrivals(), figures.ages)]
        rows = {name: getattr(self, name)() for name in (
            "waiting", "will_be_late", "full", "dropped", "useful", "failing", "refused",
            "unaccounted", "completion", "adherence", "stuck", "overlay")}
        self.levels = {n: row for n, row in rows.items() if not states.pile or n in LOSS_ROWS}
        self.verdict = [self.verdict_at(t) for t in range(self.bins)]

    def verdict_at(self, t):
        if self.s.state[t] == "unknown":
            return self.levels["dropped"][t] or None
        return max(row[t] for row in self.levels.values())

    def worst(self, names=None):
        """The worst level of some rows, of all without names."""
        return max(max(self.levels[n], default=GOOD) for n in names or self.levels
                   if n in self.levels) if self.levels else GOOD

    def mark(self, level_at):
        return [level_at(t) for t in range(self.bins)]

    # The rows, in the order of the table.

    def waiting(self):
        promise, declared = self.f.promise, self.f.declared

        def level(t):
            if self.wait[t] <= promise * (1 + 1e-9):
                return GOOD
            return CRITICAL if declared and self.wait[t] > 1.5 * promise * (1 + 1e-9) else WARNING
        return self.mark(level)

    def will_be_late(self):
        f, row = self.f, [GOOD] * self.bins
        if f.depth is None or not f.waits(self.bins - 1) or f.is_transit:
            return row
        if f.declared and f.will_be_late() > f.noise:
            row[-1] = CRITICAL
        elif self.rising_at_end() and f.late_so_far() <= f.noise:
            row[-1] = WARNING
        return row

    def rising_at_end(self):
        f = self.f
        back = self.bins - 1 - (self.node.period or 6)
        before = safe(f.depth[back]) if back >= 0 else self.node.initial
        return safe(f.depth[-1]) > before + 1e-9 * f.peak_depth()

    def full(self):
        row = [GOOD] * self.bins
        for first, last in self.full_spans():
            if last - first + 1 > max(self.f.promise, 3):
                for t in range(first, last + 1):
                    if self.wait[t] > self.f.promise / 2:
                        row[t] = WARNING
        return row

    def full_spans(self):
        """Runs of bins at full load; a bin that the schedule closes goes on with what was before."""
        full = []
        for t in range(self.bins):
            closed = not self.node.open(t)
            full.append(self.f.full(t) or (closed and bool(full) and full[-1]))
        return self.s.spans(lambda t: full[t])

    def dropped(self):
        f, hour = self.f, self.model.hour()
        much = sum(f.dropped) >= 0.001 * sum(f.offered)

        def level(t):
            if f.dropped[t] <= f.noise:
                return GOOD
            window = range(max(0, t - hour + 1), t + 1)
            part = sum(f.dropped[s] for s in window) >= 0.01 * sum(f.offered[s] for s in window)
            return CRITICAL if part and much else WARNING
        return self.mark(level)

    def useful(self):
        def level(t):
            share, n = self.f.useful[t]
            if share is None or self.f.work[t] <= self.f.noise:
                return GOOD
            band, norm = self.f.band_of(n), self.f.norm
            return CRITICAL if share < norm - 4 * band else WARNING if share < norm - band else GOOD
        return self.mark(level)

    def over_run(self, part, whole, warning, critical):
        """A row over the run marks the bins whose own ratio is over its limit."""
        if sum(whole) <= self.f.noise:
            return [GOOD] * self.bins
        ratio = sum(part) / sum(whole)
        worst = CRITICAL if ratio > critical else WARNING if ratio > warning else GOOD
        limit = critical if worst == CRITICAL else warning
        return self.mark(lambda t: worst if part[t] > limit * whole[t] + self.f.noise else GOOD)

    def failing(self):
        return self.over_run(for_good(self.model, self.f), self.f.work, 0.10, 0.25)

    def refused(self):
        f = self.f
        part = [0.0 if f.full(t) or f.dead(t) else f.refused[t] for t in range(self.bins)]
        return self.over_run(part, f.entered, 0.10, math.inf)

    def unaccounted(self):
        f = self.f
        if f.depth is not None or self.node.served is None or self.node.arrivals is None:
            return [GOOD] * self.bins
        part = [max(0.0, a - s - x - r) for a, s, x, r in
                zip(f.entered, f.served, f.failures, f.refused)]
        return self.over_run(part, f.entered, 0.01, 0.05)

    def missed(self, t):
        missed = self.node.period and self.node.open(t) and self.f.served[t] <= self.f.noise
        return bool(missed) and self.f.waits(t)

    def adherence(self):
        """A missed departure with items waiting; with a declared target also what all of them come to."""
        target, row = self.node.roles.get("adherenceTarget"), WARNING
        due = sum(1 for t in range(self.bins) if self.node.period and self.node.open(t))
        if target and due and target - 1 + sum(map(self.missed, range(self.bins))) / due > 0.05:
            row = CRITICAL
        return self.mark(lambda t: row if self.missed(t) else GOOD)

    def completion(self):
        """Served / arrivals of the latest bin that has it (of a schedule: departure), against the target."""
        target, latest = self.node.roles.get("completionTarget"), None
        if not target or self.node.served is None:
            return [GOOD] * self.bins
        came, levels = self.node.role("arrivals"), []
        for t in range(self.bins):
            if safe(came[t]) > 0 and self.node.open(t):
                latest = min(1.0, max(0.0, self.f.served[t] / came[t]))
            missing = 0 if latest is None else target - latest
            levels.append(CRITICAL if missing > 0.05 else WARNING if missing > 1e-9 else GOOD)
        return levels

    def stuck(self):
        row = [GOOD] * self.bins
        for state in ("shared", "downstream", "held", "outage"):
            for first, last in self.s.spans(lambda t: self.s.state[t] == state):
                if last - first + 1 > self.f.promise:
                    row[first:last + 1] = [WARNING] * (last - first + 1)
        return row

    def overlay(self):
        """Over the run; it marks the bins whose own chance is over the limit, however few came in them."""
        chance = [self.chance_to_be_late(t) for t in range(self.bins)]
        came = sum(a for a, p in zip(self.f.entered, chance) if p is not None)
        late = sum(a * p for a, p in zip(self.f.entered, chance) if p is not None)
        if came <= 0 or late / came <= 0.05:
            return [GOOD] * self.bins
        return self.mark(lambda t: WARNING if (chance[t] or 0) > 0.05 else GOOD)

    def chance_to_be_late(self, t):
        """P(wait > promise) of M/M/c at the load of bin t; None where it says nothing."""
        f, node = self.f, self.node
        minutes = service_minutes(node)
        if f.depth is None or minutes is None or f.is_transit or f.waits(t):
            return None
        u, c = f.load[t], f.capacity[t] if f.capacity else None
        if u is None or u >= 1 - 1e-6:
            return None
        lanes = node.parallelism(t)
        bin_minutes = self.model.bin_minutes
        servers = max(1, math.floor(lanes)) if lanes else \
            max(1, math.floor(c * minutes / bin_minutes + 0.5))
        service = servers / c  # bins: servers that work off c in a bin
        offered = u * servers
        return erlang_c(servers, offered) * math.exp(-(servers - offered) * f.promise / service)


def service_minutes(node):
    """Declared mean service time of the items of the run."""
    total, count = node.role("processingTimeMsSum"), node.role("servedCount")
    if total is None or count is None or sum(map(safe, count)) <= 0:
        return None
    return sum(map(safe, total)) / sum(map(safe, count)) / 60000


def erlang_c(servers, offered):
    """Probability to wait in M/M/c."""
    b = 1.0
    for k in range(1, servers + 1):
        b = offered * b / (k + offered * b)
    return b / (1 - (offered / servers) * (1 - b))


def for_good(model, figures):
    """By bin: failures that nobody tries again."""
    exhausted = figures.node.role("exhaustedFailures")
    if exhausted is not None:
        return [safe(x) for x in exhausted]
    return [0.0] * model.bins if has_echo(model, figures.node) else figures.failures


def has_echo(model, node):
    """Somebody reads the node's failures (or errors) again later, or the node declares an echo."""
    if node.roles.get("retryEcho"):
        return True
    own = {bare(node.roles[r]) for r in ("failures", "errors") if node.roles.get(r)}
    return any(own & set(delayed_sources(tree)) for tree in model.trees.values())
