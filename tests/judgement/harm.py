"""Who is harmed and who is to blame (docs/semantics.md, Judgement): harm and blame.

An item is harmed once: it was late (or will be, by the projection), or it was dropped.
Harm belongs to the node where it happened, unless a constraint or a successor held the item there
for more than half of its wait.
"""
from dataclasses import dataclass

HELD = ("shared", "downstream")


@dataclass
class Harm:
    items: float = 0.0
    dropped: float = 0.0
    late_minutes: float = 0.0  # what the late items have waited beyond the promise
    level: int = 0             # the worst verdict that this harm alone gives (rows.WARNING ...)

    def add(self, other):
        self.items += other.items
        self.dropped += other.dropped
        self.late_minutes += other.late_minutes
        self.level = max(self.level, other.level)


class Blame:
    """given[node] = {recipient id: Harm}; a recipient is the node, a successor or a constraint."""

    def __init__(self, model, figures, states, rows):
        self.model, self.figures, self.states, self.rows = model, figures, states, rows
        self.given = {node_id: self.of(node_id) for node_id in figures}

    def holder(self, node_id, t):
        """What held the node in bin t, followed along successors that were held themselves."""
        seen = set()
        while node_id in self.states and node_id not in seen:
            seen.add(node_id)
            state = self.states[node_id]
            if state.state[t] not in HELD:
                break
            node_id = state.by[t]
        return node_id

    def of(self, node_id):
        f, given = self.figures[node_id], {}
        if not self.states[node_id].pile:
            expected = {id(p): times for p, times in f.expected()}
            for piece in f.pieces:
                for to, harm in self.late_parts(node_id, piece, expected.get(id(piece))):
                    given.setdefault(to, Harm()).add(harm)
        late = late_share_of_left(f)
        for t in range(self.model.bins):
            if f.dropped[t] > f.noise:
                # What a full node refused had waited: late, it is counted above.
                items = f.overflowed[t] + f.turned_away[t] * (1 - late[t])
                level = self.rows[node_id].levels["dropped"][t]
                given.setdefault(self.holder(node_id, t), Harm()).add(
                    Harm(items, f.dropped[t], 0.0, level))
        self.add_held(node_id, given)
        return given

    def add_held(self, node_id, given):
        """A node that was held for longer than its promise is a member, even if nobody was late yet."""
        stuck, state = self.rows[node_id].levels.get("stuck", []), self.states[node_id].state
        for t, level in enumerate(stuck):
            if level and state[t] in HELD:
                given.setdefault(self.holder(node_id, t), Harm()).add(Harm(level=level))

    def late_parts(self, node_id, piece, times):
        """The late items of a piece, each part with the recipient. All that matters is straight along
        a piece, so it is cut where lateness begins and where a holder has more than half of the wait."""
        f = self.figures[node_id]
        left = times or (piece.left_from, piece.left_to)
        waits = [left[0] - piece.came_from, left[1] - piece.came_to]
        over = [w - f.late_limit for w in waits]
        held = self.held_lines(node_id, piece)
        worst = [w - 1.5 * f.late_limit for w in waits]
        for low, high in pieces_between([over, worst] + list(held.values())):
            middle = (low + high) / 2
            if at(over, middle) > 0:
                to = next((n for n in sorted(held) if at(held[n], middle) > 0), node_id)
                beyond = max(0.0, piece.wait(middle) - f.promise) * self.model.bin_minutes
                amount = piece.amount * (high - low)
                critical = f.declared and (times is not None or at(worst, middle) > 0)
                yield to, Harm(amount, 0.0, amount * beyond, 2 if critical else 1)

    def held_lines(self, node_id, piece):
        """By holder: the time that the first and the last item were held by it, less half of their wait."""
        bins = range(max(0, piece.came_bin), min(piece.left_bin + 1, self.model.bins))
        holders = {t: self.holder(node_id, t) for t in bins}
        lines = {}
        for name in set(holders.values()) - {node_id}:
            lines[name] = [self.held(piece, x, [t for t in bins if holders[t] == name])
                           for x in (0, 1)]
        return lines

    @staticmethod
    def held(piece, x, bins):
        came = piece.came_from + x * (piece.came_to - piece.came_from)
        left = piece.left_from + x * (piece.left_to - piece.left_from)
        held = sum(max(0.0, min(left, t + 1) - max(came, t)) for t in bins)
        return held - (left - came) / 2


def late_share_of_left(f):
    """By bin: the share of the items that left in it that were late."""
    late, left = [0.0] * f.bins, [0.0] * f.bins
    for p in f.pieces:
        if p.left_bin < f.bins:
            left[p.left_bin] += p.amount
            late[p.left_bin] += p.amount * p.share_over(f.late_limit)
    return [a / b if b > 0 else 0.0 for a, b in zip(late, left)]


def pieces_between(lines):
    """[0, 1] cut where any of the straight lines crosses 0."""
    cuts = sorted({0.0, 1.0} | {root(line) for line in lines} - {None})
    return zip(cuts, cuts[1:])


def at(line, x):
    return line[0] if line[0] == line[1] else line[0] + x * (line[1] - line[0])


def root(line):
    a, b = line
    return a / (a - b) if (a < 0 < b) or (b < 0 < a) else None
