"""A transit by the plan: what is served is the node's own inflow, later."""
import formula
from reading import bare


def planned_lag(model, node):
    """Largest lag, where served is by the plan a SHIFT or CONV of the node's own inflow alone."""
    if node.depth is None or node.inflow_id is None or node.roles.get("served") is None:
        return None
    tree = model.trees.get(bare(node.roles["served"]))
    lag = lag_of(model, tree, bare(node.inflow_id)) if tree else None
    return lag if lag else None


def lag_of(model, tree, inflow, depth=0):
    """Lag in bins of a tree that is a delayed inflow, times numbers; None for anything else."""
    if depth > 50:  # a ring of names
        return None
    if tree[0] == "name":
        if tree[1] == inflow:
            return 0
        made = model.trees.get(tree[1])
        return lag_of(model, made, inflow, depth + 1) if made else None
    if tree[0] == "call" and tree[1] in ("SHIFT", "CONV"):
        taps = [lag for lag, tap in enumerate(formula.kernel_of(tree)) if tap != 0]
        inner = lag_of(model, tree[2][0], inflow, depth + 1)
        return None if inner is None or not taps else inner + taps[-1]
    if tree[0] == "op" and tree[1] in "*/":
        factors = [(tree[2], tree[3])] + ([(tree[3], tree[2])] if tree[1] == "*" else [])
        return next((lag_of(model, a, inflow, depth + 1) for a, b in factors if formula.number(b) is not None),
                    None)
    if tree[0] == "op" and tree[1] == "+":
        lags = [lag_of(model, part, inflow, depth + 1) for part in tree[2:]]
        return None if None in lags else max(lags)
    return None
