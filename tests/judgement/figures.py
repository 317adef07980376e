"""What each node did in each bin, in numbers (docs/semantics.md, Judgement).

A   entered    what entered its queue (of a node without queue: what arrived)
S   served     what left by being served
F   failures   worked on without success; refused = declared errors that are no work
C   capacity   items per bin; 0 agents: 0
W   work       attempts where they are authored, else S + F
Q   depth      items that wait at the end of the bin
"""
import math
from dataclasses import replace

import fifo
from class_lines import class_lines
from reading import safe
from transit import planned_lag

FULL = 1 - 1e-6


def in_turn(pieces, bins, rate):
    """What has not left, with the times at which its first and its last item will have."""
    ahead, expected = 0.0, []
    for p in pieces:
        if p.left_bin < bins:
            continue
        times = [bins + place / rate if rate > 0 else math.inf for place in (ahead, ahead + p.amount)]
        expected.append((p, times))
        ahead += p.amount
    return expected


class Figures:
    """All figures of one node. `promise` and `wait_*` are in bins."""

    def __init__(self, model, node):
        self.model, self.node, self.bins = model, node, model.bins
        self.entered = [safe(a) for a in node.arrivals or [0.0] * self.bins]
        self.offered = [safe(a) for a in node.offered or [0.0] * self.bins]
        self.served = [safe(s) for s in node.served or [0.0] * self.bins]
        self.capacity = node.capacity
        self.depth = node.depth if node.has_queue else None
        self.noise = 1e-6 * (max(self.offered, default=0) or self.peak_depth())
        self.split_errors()
        self.read_work()
        self.read_line()
        self.drop()
        self.read_useful()
        self.read_promise()

    def peak_depth(self):
        return max((safe(q) for q in self.depth or []), default=0)

    def waits(self, t):
        return self.depth is not None and safe(self.depth[t]) > self.noise

    def depth_before(self, t):
        return self.node.initial if t == 0 else safe(self.depth[t - 1])

    # What of the declared errors is work that failed, and what is refused.

    def split_errors(self):
        zero = [0.0] * self.bins
        failures, errors = self.node.role("failures"), self.node.role("errors")
        if failures is not None:
            self.failures = [safe(f) for f in failures]
            # Errors beside failures are the failures; what is more than they are was refused.
            self.refused = [max(0.0, safe(e) - safe(f)) for e, f in zip(errors or zero, failures)]
        elif errors is not None and self.errors_are_work(errors):
            self.failures, self.refused = [safe(e) for e in errors], zero
        else:
            self.failures, self.refused = zero, [safe(e) for e in errors or zero]

    def errors_are_work(self, errors):
        waiting = [t for t in range(self.bins) if self.waits(t)]
        return bool(waiting) and self.capacity is not None and all(
            abs(self.served[t] + safe(errors[t]) - self.possible(t)) <= 1e-6 for t in waiting)

    def possible(self, t):
        return min(safe(self.capacity[t]), self.entered[t] + self.depth_before(t))

    # Work and load.

    def read_work(self):
        attempts = self.node.role("attempts")
        self.work = [s + f for s, f in zip(self.served, self.failures)] if attempts is None \
            else [safe(a) for a in attempts]
        self.load = [self.load_at(t) for t in range(self.bins)]

    def load_at(self, t):
        c = self.capacity[t] if self.capacity else None
        if c is None or c <= 0 or not self.node.open(t):
            return None
        return max(self.served[t], min(c, self.work[t])) / c

    def full(self, t):
        return self.load[t] is not None and self.load[t] >= FULL

    def dead(self, t):
        """Declared capacity, and none of it."""
        return self.capacity is not None and self.capacity[t] is not None \
            and self.capacity[t] <= self.noise and self.node.open(t)

    # The wait of single items.

    def read_line(self):
        self.planned_lag = planned_lag(self.model, self.node)
        self.pieces, self.ages, self.lines = [], [0.0] * self.bins, None
        if self.depth is None:
            return
        lost = None
        if self.planned_lag is not None:
            lost = [max(0.0, safe(e)) for e in self.node.loss or [0.0] * self.bins]
        self.lines = class_lines(self) if lost is None else None
        if self.lines is None:
            self.pieces, self.ages = fifo.run_line(self.entered, self.depth, self.node.initial,
                                                   self.noise, lost)
        else:
            self.pieces = [p for line in self.lines for p in line.pieces]
            self.ages = [max(ages) for ages in zip(*(line.ages for line in self.lines))]
        self.ages = [a if self.waits(t) else 0.0 for t, a in enumerate(self.ages)]
        self.pieces = [p for p in self.pieces if p.amount > 0]

    def undelivered(self):
        return safe(self.depth[-1]) if self.waits(self.bins - 1) else 0.0

    def longest_wait(self):
        """Of all items; a piece below the noise is rounding."""
        return max((p.longest for p in self.pieces if p.amount > self.noise), default=0.0)

    def longest_of_arrivals(self):
        """By bin of arrival: the longest wait of what came in it, so far for what has not left."""
        longest = [0.0] * self.bins
        for p in self.pieces:
            if p.came_bin >= 0 and p.amount > self.noise:
                longest[p.came_bin] = max(longest[p.came_bin], p.longest)
        return longest

    def rate_ahead(self):
        """Items per bin at which what has not left is expected to leave."""
        period, last = self.node.period, self.bins - 1
        if self.capacity is not None:
            opens = [t for t in range(self.bins) if self.node.open(t) and self.capacity[t] is not None]
            c = self.capacity[opens[-1]] if opens else 0
            if c > self.noise:
                return c / (period or 1)
        window = range(max(0, self.bins - (period or 6)), self.bins)
        return sum(self.left(t) for t in window) / len(window)

    def late_so_far(self):
        return sum(p.amount * p.share_over(self.late_limit) for p in self.pieces)

    def expected(self):
        """What has not left, with the times at which its first and its last item are expected to
        leave: position / rate. Of a transit nothing is expected but its own time."""
        if self.is_transit or self.depth is None:
            return []
        lines = self.lines or []
        if any(line.own_rate is not None for line in lines):
            return [e for line in lines for e in in_turn(line.pieces, self.bins, line.own_rate)]
        return in_turn(self.pieces, self.bins, self.rate_ahead())

    def projected(self):
        """All pieces, those that have not left as if they left when they are expected to."""
        expected = {id(p): times for p, times in self.expected()}
        return [replace(p, left_from=expected[id(p)][0], left_to=expected[id(p)][1])
                if id(p) in expected else p for p in self.pieces]

    def will_be_late(self):
        """Items that have not left and have waited, or will have waited, longer than the promise."""
        return sum(p.amount * self.share_late(p, times) for p, times in self.expected())

    def share_late(self, piece, times):
        if math.inf in times:
            return 1.0
        return fifo.share_above(times[0] - piece.came_from, times[1] - piece.came_to,
                                self.late_limit)

    def left(self, t):
        return max(0.0, self.depth_before(t) + self.entered[t] - safe(self.depth[t]))

    # What is lost.

    def drop(self):
        """dropped[t]: overflow that is lost, what a full node refused, all that a dead one failed."""
        self.overflowed = [safe(o) if self.node.to_loss else 0.0 for o in self.node.overflow]
        self.turned_away = [0.0] * self.bins
        for t in range(self.bins):
            if self.dead(t):
                self.turned_away[t] = self.refused[t] + self.failures[t]
            elif self.full(t):
                self.turned_away[t] = self.refused[t]
        self.dropped = [a + b for a, b in zip(self.overflowed, self.turned_away)]

    # The useful share of the work.

    def read_useful(self):
        self.useful = [self.useful_at(t) for t in range(self.bins)]
        shares = [(t, u) for t, (u, n) in enumerate(self.useful) if u is not None]
        self.norm = self.band_of = None
        if not shares:
            return
        quiet = [u for t, u in shares if not self.waits(t)] or [u for t, u in shares]
        self.norm = nearest_rank(quiet, 0.9)
        spread = min(deviation([u for t, u in shares]), self.hourly_change(dict(shares)))
        b = self.norm
        self.band_of = lambda n: max(0.05, 3 * 1.4826 * spread, 4 * (b * (1 - b) / n) ** 0.5)

    def useful_at(self, t):
        served = work = 0.0
        for s in range(t, -1, -1):
            served, work = served + self.served[s], work + self.work[s]
            if work >= 200:
                break
        return (served / work, work) if work > self.noise else (None, 0.0)

    def hourly_change(self, shares):
        hour = self.model.hour()
        changes = [abs(u - shares[t - hour]) for t, u in shares.items() if t - hour in shares]
        return median(changes) if changes else 0.0

    # The promise.

    def read_promise(self):
        self.declared = self.node.promised is not None
        self.own_time = self.transit_time()
        self.is_transit = self.own_time is not None
        undeclared = max(1.0, self.node.period or 0, self.own_time or 0)
        self.promise = self.node.promised if self.declared else undeclared
        self.late_limit = self.promise * (1 + 1e-9)  # a wait that equals the promise kept it

    def transit_time(self):
        if self.depth is None or any(self.full(t) for t in range(self.bins)) or self.ever_limited():
            return None
        if self.planned_lag is not None:
            return float(self.planned_lag)
        left = [p for p in self.pieces if 0 <= p.came_bin and p.left_bin < self.bins]
        if len({p.came_bin for p in left}) < 10:
            return None
        p5, median, p95 = (fifo.percentile(left, s) for s in (0.05, 0.5, 0.95))
        by_design = p95 - p5 <= max(0.5, median / 4) and median >= 0.5
        return p95 + 0.5 if by_design else None

    def ever_limited(self):
        return any(any(safe(v) > 0 for v in c.limited(self.node) or [])
                   for c in self.model.constraints if self.node in c.members)


def nearest_rank(values, share):
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def deviation(values):
    """Median absolute deviation from the median."""
    middle = median(values)
    return median([abs(v - middle) for v in values])


def median(values):
    """The 50th percentile, by the one definition of percentiles of bins."""
    return nearest_rank(values, 0.5)
