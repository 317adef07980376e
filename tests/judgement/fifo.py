"""First come, first served: which items left when, from what entered a queue and its depth.

Within a bin what enters and what leaves are spread evenly, so the curves of what has come and what
has left are straight lines between their breakpoints, and the wait along a piece is straight too.
"""
import math
from dataclasses import dataclass

NEGLIGIBLE = 1e-12  # of what is in the line: rounding


@dataclass
class Piece:
    """Items that came one after the other and left one after the other. Times in bins."""
    amount: float
    came_bin: int      # -1: there before bin 0, came at time 0
    came_from: float
    came_to: float
    left_bin: int      # number of bins: still there at the end
    left_from: float
    left_to: float

    def wait(self, share):
        """Wait of the item at `share` (0 first, 1 last) of the piece."""
        if self.left_to == math.inf:
            return math.inf
        came = self.came_from + share * (self.came_to - self.came_from)
        return max(0.0, self.left_from + share * (self.left_to - self.left_from) - came)

    @property
    def longest(self):
        return max(self.wait(0), self.wait(1))

    def share_over(self, limit):
        """Share of the items that waited longer than `limit`."""
        return share_above(self.wait(0), self.wait(1), limit)

    def excess(self, limit):
        """Sum over the items of what they waited beyond `limit`, in item-bins."""
        high, share = self.longest, self.share_over(limit)
        low = limit if share < 1 else min(self.wait(0), self.wait(1))
        return self.amount * share * ((high + low) / 2 - limit) if share else 0.0


def share_above(first, last, limit):
    """Share of a straight line from `first` to `last` that lies above `limit`."""
    low, high = min(first, last), max(first, last)
    if low > limit:
        return 1.0
    if high <= limit:
        return 0.0
    return (high - limit) / (high - low)


class Line:
    """The items that wait, oldest first: [amount, came_bin, came_from, came_to]."""

    def __init__(self, initial):
        self.items = [[initial, -1, 0.0, 0.0]] if initial > 0 else []
        self.pieces = []

    def enter(self, t, amount):
        if amount > 0:
            self.items.append([amount, t, float(t), float(t + 1)])

    def leave(self, t, amount, total, back=False):
        """`amount` leaves in bin t, from the front, or from the back where the newest are lost."""
        done = 0.0
        while self.items and amount - done > NEGLIGIBLE * total:
            item = self.items[-1 if back else 0]
            part = min(item[0], amount - done)
            at = (t + done / amount, t + min(1.0, (done + part) / amount))
            self.pieces.append(self.cut(item, part, t, at, back))
            done += part
            if item[0] <= NEGLIGIBLE * total:
                self.items.pop(-1 if back else 0)

    @staticmethod
    def cut(item, part, t, left, back):
        amount, came_bin, came_from, came_to = item
        share = min(1.0, part / amount)
        if back:
            split = came_to - share * (came_to - came_from)
            item[0], item[3] = amount - part, split
            return Piece(part, came_bin, came_to, split, t, left[0], left[1])
        split = came_from + share * (came_to - came_from)
        item[0], item[2] = amount - part, split
        return Piece(part, came_bin, came_from, split, t, left[0], left[1])

    def oldest_age(self, time, noise):
        older = 0.0
        for amount, _, came_from, _ in self.items:
            older += amount
            if older > noise:
                return time - came_from
        return 0.0

    def keep_rest(self, bins):
        for amount, came_bin, came_from, came_to in self.items:
            if amount > 0:
                self.pieces.append(Piece(amount, came_bin, came_from, came_to, bins, bins, bins))


def run_line(entered, depth, initial, noise, lost_from_back=None):
    """(pieces, ages): all items as pieces in the order in which they left, what has not left last;
    and the age of the oldest waiting item at the end of each bin, in bins.

    left[t] = max(0, Q[t-1] + entered[t] - Q[t]): the depth says what left, whichever way.
    A level below `noise` is empty, and items that are less than it in all are not the oldest ones.
    lost_from_back[t]: of a transit, what is lost leaves from the back of the line: first what comes
    in the same bin (it leaves as it comes), then the youngest that are there.
    """
    before = initial if initial > noise else 0.0
    line, ages = Line(before), []
    for t, came in enumerate(entered):
        after = before if depth[t] is None else depth[t] if depth[t] > noise else 0.0
        left = max(0.0, before + came - after)
        total = before + came + after
        lost = min(left, lost_from_back[t]) if lost_from_back else 0.0
        at_once = min(lost, came)
        if at_once > 0:
            line.pieces.append(Piece(at_once, t, t, t + 1, t, t, t + 1))
        line.leave(t, lost - at_once, total, back=True)
        line.enter(t, came - at_once)
        line.leave(t, left - lost, total)
        if after == 0:
            line.items.clear()  # rounding left it
        ages.append(line.oldest_age(t + 1, noise))
        before = after
    line.keep_rest(len(entered))
    return line.pieces, ages


def percentile(pieces, share):
    """The wait that `share` of the items did not exceed; None without items."""
    total = sum(p.amount for p in pieces)
    if total <= 0:
        return None
    low, high = 0.0, max((p.longest for p in pieces if p.longest < math.inf), default=0.0)
    if below(pieces, low) >= share * total:
        return low
    if below(pieces, high) < share * total * (1 - 1e-12):
        return math.inf
    for _ in range(80):  # a monotone function: halving needs no cleverness
        middle = (low + high) / 2
        low, high = (low, middle) if below(pieces, middle) >= share * total else (middle, high)
    return high


def below(pieces, limit):
    return sum(p.amount * (1 - p.share_over(limit)) for p in pieces)
