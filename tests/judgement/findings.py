"""What a run says about itself: findings, their kinds and rank."""
from dataclasses import dataclass, field

import fifo
from figures import Figures
from harm import Blame, Harm
from reading import bare, safe
from rows import CRITICAL, FAILING_ROWS, GOOD, Rows
from states import WAITING, States, joined
from storm import Echoes, Storm

KIND_OF_STATE = {"saturated": "overload", "shared": "shared", "outage": "outage",
                 "downstream": "downstream", "scheduled": "schedule", "transit": "schedule",
                 "held": "held"}


@dataclass
class Finding:
    order: int
    node: str = None
    constraint: str = None
    kind: str = "calm"
    verdict: int = GOOD
    members: list = field(default_factory=list)
    harm: Harm = field(default_factory=Harm)
    span: list = None          # first and last bin of the worst episode
    load: float = 0.0          # the largest of the run
    declared: bool = False
    weight: float = 1.0
    storm: object = None

    def rank(self):
        return (self.kind == "pile", -self.verdict, not self.declared,
                -self.harm.items * self.weight, -self.harm.late_minutes, -self.load, self.order)


def digits(value):
    """Without what rounding may have added: equals are equal."""
    return float("%.9g" % value)


class Judgement:
    def __init__(self, model):
        self.model = model
        judged = [n for n in model.nodes if n.has_queue or n.capacity is not None or
                  (n.served is not None and n.kind != "sink")]
        self.figures = {n.id: Figures(model, n) for n in judged}
        self.states = {i: States(model, f) for i, f in self.figures.items()}
        self.rows = {i: Rows(model, f, self.states[i]) for i, f in self.figures.items()}
        self.blame = Blame(model, self.figures, self.states, self.rows)
        self.given = self.blame.given
        self.echoes = Echoes(model)
        all_findings = [self.of_node(k, i) for k, i in enumerate(self.figures)] + \
            [self.of_constraint(len(self.figures) + k, c) for k, c in enumerate(model.constraints)]
        ranked = sorted(all_findings, key=Finding.rank)
        self.headline = ranked[0] if ranked else None
        self.findings = [f for f in ranked if f is self.headline or f.verdict > GOOD
                         or f.harm.items > 0 or f.kind == "pile"]

    # A finding of a node or of a constraint.

    def of_node(self, order, node_id):
        f, rows = self.figures[node_id], self.rows[node_id]
        finding = Finding(order, node=node_id, verdict=self.own_verdict(node_id),
                          declared=f.declared, weight=f.node.weight)
        finding.load = max((l for l in f.load if l is not None), default=0.0)
        self.collect(finding, node_id)
        finding.declared |= any(self.figures[m].declared for m in finding.members)
        self.tell_span(finding)
        finding.kind = self.kind(finding, f, self.states[node_id], rows)
        self.narrow_span(finding, f, rows)
        return finding

    def of_constraint(self, order, constraint):
        finding = Finding(order, constraint=constraint.id)
        self.collect(finding, constraint.id)
        finding.declared = any(self.figures[m].declared for m in finding.members)
        finding.load = max((l for l in constraint.loads() if l is not None), default=0.0)
        held = [t for t in range(self.model.bins) if any(
            self.states[m].by[t] == constraint.id for m in finding.members)]
        finding.span = [held[0], held[-1]] if held else None
        finding.kind = "shared" if finding.members else \
            "nearLimit" if finding.load >= 0.8 else "calm"
        return finding

    def collect(self, finding, recipient):
        """Harm that the node or constraint is to blame for; who was harmed elsewhere is a member."""
        for giver, given in self.given.items():
            if recipient in given:
                finding.harm.add(given[recipient])
                if giver != recipient:
                    finding.members.append(giver)
                    finding.verdict = max(finding.verdict, given[recipient].level)

    def own_verdict(self, node_id):
        """A node that was harmed only by others is told as their member: only its failing rows count."""
        rows, given = self.rows[node_id], self.given[node_id]
        kept = given[node_id].items if node_id in given else 0.0
        if set(given) - {node_id} and kept <= self.figures[node_id].noise:
            return rows.worst(FAILING_ROWS)
        return rows.worst()

    # Which bins a finding is about.

    def tell_span(self, finding):
        node_id = finding.node
        f, s, rows = self.figures[node_id], self.states[node_id], self.rows[node_id]
        episodes = s.episodes()
        storms = [Storm(f, self.echoes, self.figures, e) for e in episodes]
        finding.storm = next((x for x in reversed(storms) if x.is_storm), None)
        if finding.storm:
            finding.span = list(finding.storm.episode)
        elif episodes:
            finding.span = max(episodes, key=lambda e: (digits(self.harm_in(f, e)),
                                                        digits(self.waited_in(f, e)), -e[0]))
        else:
            near = [l is not None and l >= 0.8 for l in f.load]
            marked = s.spans(lambda t: rows.verdict[t]) or s.spans(lambda t: near[t])
            finding.span = max(marked, key=lambda e: e[1] - e[0], default=None)

    def narrow_span(self, finding, f, rows):
        """Loss and failing are about the bins in which it was lost, or failed."""
        def failed(t):
            return any(rows.levels[n][t] for n in FAILING_ROWS if n in rows.levels)
        tests = {"loss": lambda t: f.dropped[t] > f.noise, "failing": failed}
        sizes = {"loss": f.dropped, "failing": [w - s for w, s in zip(f.work, f.served)]}
        if finding.kind in tests:
            runs = joined(self.states[finding.node].spans(tests[finding.kind]), f.promise)
            finding.span = max(runs, default=finding.span,
                               key=lambda e: sum(sizes[finding.kind][e[0]:e[1] + 1]))

    def harm_in(self, f, episode):
        last = self.model.bins - 1
        late = sum(p.amount * p.share_over(f.late_limit) for p in f.pieces
                   if episode[0] <= min(p.left_bin, last) <= episode[1])
        return late + sum(f.dropped[episode[0]:episode[1] + 1])

    @staticmethod
    def waited_in(f, episode):
        return sum(safe(q) for q in (f.depth or [])[episode[0]:episode[1] + 1])

    # Kinds.

    def kind(self, finding, f, s, rows):
        harm, worst = finding.harm, rows.worst()
        others = max((rows.worst([n]) for n in rows.levels if n not in FAILING_ROWS), default=GOOD)
        if finding.storm:
            return "retryStorm"
        if harm.items > f.noise and harm.dropped >= harm.items / 2:
            return "loss"
        if s.pile:
            return "pile"
        if worst > GOOD and others < worst:
            return "failing"
        if harm.items > f.noise or worst == CRITICAL:
            return "catchingUp" if self.began_and_fell(f, finding.span) else self.of_states(f, s)
        if rows.worst(["will_be_late"]):
            return "growing"
        if s.episodes() and self.began_and_fell(f, finding.span):
            return "catchingUp"
        if rows.worst(["stuck"]):
            return self.of_states(f, s)
        if rows.worst(["adherence"]):
            return "schedule"
        return "nearLimit" if finding.load >= 0.8 else "calm"

    def began_and_fell(self, f, span):
        """The episode began with the run, with a backlog that did nothing but fall."""
        if f.depth is None or f.node.initial <= f.noise or not span or span[0] > 0:
            return False
        levels = [f.node.initial] + [safe(q) for q in f.depth[:span[1] + 1]]
        return all(b <= a + 1e-9 * max(levels) for a, b in zip(levels, levels[1:]))

    def of_states(self, f, s):
        """The state with most item-minutes among bins whose oldest is over the promise, else among all."""
        bins = range(self.model.bins)
        if f.depth is None:
            weights = {t: f.entered[t] for t in bins if s.state[t] in WAITING}
        else:
            over = [t for t in bins if f.waits(t) and f.ages[t] > f.late_limit]
            weights = {t: f.depth[t] for t in over or bins if f.waits(t)}
        by_state = {}
        for t, weight in weights.items():
            by_state[s.state[t]] = by_state.get(s.state[t], 0.0) + weight
        told = [state for state in KIND_OF_STATE if state in by_state]
        return KIND_OF_STATE[max(told, key=by_state.get)] if told else "overload"


def owners_of(finding):
    """The node and all members: where the items of the finding waited."""
    return ([finding.node] if finding.node else []) + finding.members


def wait_of(judgement, finding):
    """Wait of a finding's items over the run, of its node and its members together."""
    figures = [judgement.figures[i] for i in owners_of(finding)
               if judgement.figures[i].depth is not None and not judgement.states[i].pile]
    pieces = [p for f in figures for p in f.pieces]
    if not pieces:
        return {"p95": None, "longest": None, "at_least": False}
    p95 = fifo.percentile(pieces, 0.95)
    projected = fifo.percentile([p for f in figures for p in f.projected()], 0.95)
    return {"p95": p95, "longest": max(f.longest_wait() for f in figures),
            "at_least": projected - p95 > max(0.5, 0.05 * p95)}


def lost_of(judgement, finding):
    """Dropped, less what of it was sent again."""
    again = 0.0
    for f in (judgement.figures[i] for i in owners_of(finding)):
        sources = [f.node.snake + "_overflow"] if sum(f.overflowed) > 0 else []
        if sum(f.turned_away) > 0:
            sources += [f.node.roles[r] for r in ("errors", "failures") if f.node.roles.get(r)]
        again += judgement.echoes.sent_again(set(map(bare, sources)))
    return max(0.0, finding.harm.dropped - again)


def cause_of(judgement, finding):
    """What was asked for where most was asked for, inside the span of the finding."""
    if finding.node is None or finding.span is None:
        return None
    f = judgement.figures[finding.node]
    bins = range(finding.span[0], finding.span[1] + 1)
    peak = max(bins, key=lambda t: (f.offered[t], -t))
    retries = judgement.echoes.of(f.node)[0][peak]
    first = max(0.0, f.offered[peak] - retries)
    return {"bin": peak, "demandPeak": f.offered[peak], "firstAttempts": first, "retries": retries,
            "capacity": f.capacity[peak] if f.capacity else None,
            "amplification": f.offered[peak] / first if first > 0 else None,
            "usefulShare": f.useful[peak][0]}
