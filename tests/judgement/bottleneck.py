"""What held the flow in each bin (docs/semantics.md, Judgement)."""
from harm import HELD
from reading import safe


def bottlenecks(judgement):
    """[(node or constraint id or None, first bin, last bin)], over the whole grid."""
    spans = []
    for t in range(judgement.model.bins):
        name = bottleneck_at(judgement, t)
        if spans and spans[-1][0] == name:
            spans[-1][2] = t
        else:
            spans.append([name, t, t])
    return spans


def bottleneck_at(judgement, t):
    """The one in outage, before all; else the largest (Q[t-1] + A) / C; of equals the first."""
    best = (0.0, None)
    for node_id, state in judgement.states.items():
        if state.state[t] == "outage":
            return node_id
        if state.state[t] == "saturated" or state.state[t] in HELD:
            name = judgement.blame.holder(node_id, t)
            press = pressure(judgement, name, t)
            if press > best[0] * (1 + 1e-9):
                best = (press, name)
    return best[1]


def pressure(judgement, name, t):
    if name in judgement.figures:
        f = judgement.figures[name]
        waiting = f.depth_before(t) if f.depth is not None else 0.0
        return ratio(waiting + f.entered[t], f.capacity[t] if f.capacity else None)
    constraint = next(c for c in judgement.model.constraints if c.id == name)
    return ratio(demand(judgement, constraint, t), constraint.capacity[t])


def demand(judgement, constraint, t):
    """As the constraint declares it, else what its members had to do."""
    if constraint.demand is not None:
        return safe(constraint.demand[t])
    figures = [judgement.figures[m.id] for m in constraint.members]
    return sum(f.entered[t] + (f.depth_before(t) if f.depth is not None else 0.0) for f in figures)


def ratio(work, capacity):
    return work / capacity if safe(capacity) > 0 else 0.0
