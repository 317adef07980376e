"""A model and its evaluated series, by role: what every rule of the judgement starts from.

Units: flows are items per bin, levels are items at the end of a bin, times are bins unless a name
ends in `minutes`. An absent value is None.
"""
import json
import math
import re
import subprocess

import formula

try:
    import yaml
except ImportError:
    raise SystemExit("this needs the package python3-yaml: apt-get install python3-yaml")

UNIT_MINUTES = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080}


def snake(text):
    """HTTPService -> http_service, DLQ -> dlq, Queue2B -> queue2_b (docs/semantics.md, Queues)."""
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", text)
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", text)
    return re.sub(r"[^A-Za-z0-9]+", "_", text).lower().strip("_")


def bare(reference):
    """`series:id` and `id@CLASS` name what the evaluation lists as `id` and `id@CLASS`."""
    return str(reference).split(":", 1)[1] if str(reference).startswith("series:") else str(reference)


class Model:
    """The document, its series (id -> values) and the definition of each series that has one."""

    def __init__(self, document, series):
        self.document, self.series = document, series
        grid = document["grid"]
        self.bins = int(grid["bins"])
        self.bin_minutes = int(grid["binSize"]) * UNIT_MINUTES[grid["binUnit"]]
        self.definitions = {n["id"]: n for n in document.get("nodes") or []}
        self.trees = {i: formula.parse(n["expr"]) for i, n in self.definitions.items()
                      if n.get("kind") == "expr"}
        topology = document.get("topology") or {}
        self.nodes = [Node(self, spec) for spec in topology.get("nodes") or []]
        self.edges = [Edge(spec) for spec in topology.get("edges") or []]
        self.constraints = [Constraint(self, spec) for spec in topology.get("constraints") or []]
        self.starts = {n.depth_id: n.initial for n in self.nodes if n.depth_id}

    def values(self, reference):
        """The series of a reference, or None where there is none."""
        return None if reference is None else self.series.get(bare(reference))

    def node(self, node_id):
        return next(n for n in self.nodes if n.id == node_id)

    def before(self, series_id):
        """What SHIFT reads before bin 0."""
        return self.starts.get(series_id, 0.0)

    def value(self, tree, t):
        return formula.value(tree, t, self.series, self.before)

    def hour(self):
        """Bins of one hour, at least one."""
        return max(1, round(60 / self.bin_minutes))


class Node:
    def __init__(self, model, spec):
        self.model, self.id, self.spec = model, spec["id"], spec
        self.kind = str(spec.get("kind") or "service").lower()
        if str(spec.get("nodeRole") or "").lower() == "sink":
            self.kind = "sink"
        self.roles = spec.get("semantics") or {}
        self.snake = snake(self.id)
        self.initial = float((spec.get("initialCondition") or {}).get("queueDepth") or 0)
        self.constraints = spec.get("constraints") or []
        self.weight = float(spec.get("weight") or 1)
        self.read_queue()
        self.read_flows()
        self.read_schedule()

    def role(self, name):
        return self.model.values(self.roles.get(name))

    def read_queue(self):
        depth = bare(self.roles["queueDepth"]) if self.roles.get("queueDepth") else None
        made = self.model.definitions.get(depth, {})
        named = depth == "self" or made.get("kind") == "serviceWithBuffer"
        self.has_queue = self.kind in ("queue", "dlq", "servicewithbuffer") or named
        if self.has_queue and depth in (None, "self"):
            depth = self.snake + "_queue"
        self.depth_id = depth
        self.depth = self.model.values(depth) if depth else None
        self.made = made
        self.inflow_id = made.get("inflow") or self.roles.get("arrivals")

    def read_flows(self):
        series, bins = self.model.series, self.model.bins
        self.offered = series.get(self.snake + "_inflow") or self.model.values(self.inflow_id)
        self.overflow = series.get(self.snake + "_overflow") or [0.0] * bins
        self.to_loss = str(self.spec.get("wipOverflow") or "loss") == "loss"
        self.arrivals = None if self.offered is None else \
            [max(0.0, safe(a) - safe(o)) for a, o in zip(self.offered, self.overflow)]
        effective = series.get(self.snake + "_served_effective") if self.has_queue else None
        made = self.model.definitions.get(self.depth_id, {})
        self.loss = self.model.values(made.get("loss") or self.roles.get("errors"))
        self.served = effective or self.role("served")
        self.capacity = self.read_capacity()

    def read_capacity(self):
        capacity, lanes = self.role("capacity"), self.roles.get("parallelism")
        if capacity is None or lanes is None:
            return capacity
        return [None if c is None or self.parallelism(t) is None else
                c * max(0.0, self.parallelism(t)) for t, c in enumerate(capacity)]

    def parallelism(self, t):
        lanes = self.roles.get("parallelism")
        series = self.model.values(lanes)
        return series[t] if series else None if lanes is None else float(lanes)

    def read_schedule(self):
        spec = self.spec.get("dispatchSchedule") or \
            self.model.definitions.get(self.depth_id, {}).get("dispatchSchedule")
        self.period = int(spec["periodBins"]) if spec else None
        self.phase = int(spec.get("phaseOffset") or 0) % self.period if spec else 0

    def open(self, t):
        return self.period is None or (t >= self.phase and (t - self.phase) % self.period == 0)

    @property
    def promised(self):
        """Declared promise in bins, or None."""
        sla = self.roles.get("slaMin")
        return None if sla is None else float(sla) / self.model.bin_minutes


class Edge:
    def __init__(self, spec):
        self.source, self.target = (str(spec[e]).split(":")[0] for e in ("from", "to"))
        self.type = str(spec.get("type") or "throughput").lower()


class Constraint:
    def __init__(self, model, spec):
        self.id = spec["id"]
        roles = spec.get("semantics") or {}
        self.capacity, self.demand = model.values(roles.get("served")), model.values(roles.get("arrivals"))
        self.members = [n for n in model.nodes if self.id in n.constraints]

    def loads(self):
        """By bin: the sum of the allocations / capacity, None without a capacity."""
        shares = [s for s in map(self.allocated, self.members) if s]
        return [sum(safe(s[t]) for s in shares) / c if safe(c) > 0 else None
                for t, c in enumerate(self.capacity or [])]

    def allocated(self, member):
        return member.model.series.get("%s_alloc_%s" % (member.snake, self.id))

    def limited(self, member):
        return member.model.series.get("%s_limited_%s" % (member.snake, self.id))


def safe(value):
    return value if value is not None and math.isfinite(value) else 0.0


def run(program, arguments, text=None):
    done = subprocess.run([program] + arguments, input=text, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode:
        raise SystemExit("%s %s failed:\n%s" % (program, " ".join(arguments), done.stderr))
    return done.stdout


def read(program, path):
    """A model file, or `template:ID` for a template with its defaults."""
    if path.startswith("template:"):
        text = run(program, ["templates", "generate", path.split(":", 1)[1]])
    else:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    return read_text(program, text)


def read_text(program, text):
    answer = json.loads(run(program, ["eval", "-", "--format", "json"], text))
    # BaseLoader: every scalar stays text. The other loaders read YAML 1.1, where `no` is a boolean.
    return Model(present(yaml.load(text, Loader=yaml.BaseLoader)), answer["series"])


def present(tree):
    """Without the fields whose value is empty: they are not there."""
    if isinstance(tree, dict):
        return {k: present(v) for k, v in tree.items() if v not in ("", "~", "null")}
    return [present(item) for item in tree] if isinstance(tree, list) else tree
