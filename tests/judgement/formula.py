"""Expressions of a model: read, evaluate one part in one bin, follow what decided.

The grammar is docs/expressions.md. A tree is a tuple:
  ("num", 2.0)   ("name", "cap")   ("call", "MIN", [tree, tree])   ("op", "+", tree, tree)
  ("neg", tree)  ("list", [0.0, 0.7, 0.3])
"""
import math
import re

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)"
                   r"|(<=|>=|==|!=|[-+*/<>()\[\],]))")


def tokens_of(text):
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError("cannot read %r at %d" % (text, at))
        number, name, mark = match.groups()
        tokens.append(("num", float(number)) if number else ("name", name) if name
                      else ("mark", mark))
        at = match.end()
    return tokens + [("mark", "")]


class Parser:
    def __init__(self, text):
        self.tokens, self.at = tokens_of(text), 0

    def peek(self):
        return self.tokens[self.at][1]

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def chain(self, marks, part):
        tree = part()
        while self.tokens[self.at][0] == "mark" and self.peek() in marks:
            tree = ("op", self.take()[1], tree, part())
        return tree

    def whole(self):
        return self.chain(("<", "<=", ">", ">=", "==", "!="), self.sum)

    def sum(self):
        return self.chain(("+", "-"), self.product)

    def product(self):
        return self.chain(("*", "/"), self.unary)

    def unary(self):
        if self.peek() == "-":
            self.take()
            return ("neg", self.unary())
        return self.atom()

    def atom(self):
        kind, value = self.take()
        if kind == "num":
            return ("num", value)
        if kind == "name" and self.peek() == "(":
            return ("call", value.upper(), self.items(")"))
        if kind == "name":
            return ("name", value)
        if value == "[":
            self.at -= 1
            return ("list", [number(tree) for tree in self.items("]")])
        tree = self.whole()  # after "("
        self.take()
        return tree

    def items(self, end):
        self.take()
        items = []
        while self.peek() != end:
            items.append(self.whole())
            if self.peek() == ",":
                self.take()
        self.take()
        return items


def parse(text):
    return Parser(str(text)).whole()


def number(tree):
    """The value of a literal, with any signs; None for anything else."""
    if tree[0] == "num":
        return tree[1]
    if tree[0] == "neg":
        inner = number(tree[1])
        return None if inner is None else -inner
    return None


def names_in(tree):
    if tree[0] == "name":
        return {tree[1]}
    if tree[0] == "call":
        return set().union(set(), *(names_in(part) for part in tree[2]))
    if tree[0] == "neg":
        return names_in(tree[1])
    return names_in(tree[2]) | names_in(tree[3]) if tree[0] == "op" else set()


def kernel_of(call):
    """Taps of SHIFT(x, n) and CONV(x, [..]) as one list, index = lag in bins."""
    if call[1] == "SHIFT":
        return [0.0] * int(number(call[2][1])) + [1.0]
    taps = call[2][1]
    return list(taps[1]) if taps[0] == "list" else [number(taps)]


def value(tree, t, series, before):
    """Value of a tree in bin t. `series`: values by id; `before(id)`: what SHIFT reads before bin 0."""
    kind = tree[0]
    if kind == "num":
        return tree[1]
    if kind == "name":
        return series[tree[1]][t]
    if kind == "neg":
        return -value(tree[1], t, series, before)
    if kind == "op":
        return operate(tree[1], value(tree[2], t, series, before), value(tree[3], t, series, before))
    return call_value(tree, t, series, before)


def operate(mark, a, b):
    if mark == "/":
        return 0.0 if b == 0 else a / b
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
            "<": lambda: float(a < b), "<=": lambda: float(a <= b), ">": lambda: float(a > b),
            ">=": lambda: float(a >= b), "==": lambda: float(a == b),
            "!=": lambda: float(a != b)}[mark]()


def call_value(tree, t, series, before):
    name, parts = tree[1], tree[2]
    if name == "SHIFT":
        lag = int(number(parts[1]))
        if t >= lag:
            return value(parts[0], t - lag, series, before)
        return before(parts[0][1]) if parts[0][0] == "name" else 0.0
    if name == "CONV":
        return sum(tap * value(parts[0], t - lag, series, before)
                   for lag, tap in enumerate(kernel_of(tree)) if lag <= t)
    if name == "CUMSUM":
        return sum(value(parts[0], s, series, before) for s in range(t + 1))
    if name == "EMA":
        level, weight = value(parts[0], 0, series, before), number(parts[1])
        for s in range(1, t + 1):
            level = weight * value(parts[0], s, series, before) + (1 - weight) * level
        return level
    if name == "PULSE":
        period, phase = int(number(parts[0])), int(number(parts[1])) if len(parts) > 1 else 0
        hit = t >= phase and (t - phase) % period == 0
        return (value(parts[2], t, series, before) if len(parts) > 2 else 1.0) if hit else 0.0
    a = [value(part, t, series, before) for part in parts]
    return {"MIN": lambda: min(a), "MAX": lambda: max(a),
            "CLAMP": lambda: max(a[1], min(a[2], a[0])),
            "MOD": lambda: 0.0 if a[1] == 0 else a[0] - a[1] * math.floor(a[0] / a[1]),
            "FLOOR": lambda: float(math.floor(a[0])), "CEIL": lambda: float(math.ceil(a[0])),
            "ROUND": lambda: math.copysign(math.floor(abs(a[0]) + 0.5), a[0]),
            "STEP": lambda: float(a[0] >= a[1]), "ABS": lambda: abs(a[0]),
            "SQRT": lambda: math.sqrt(a[0]) if a[0] >= 0 else math.nan,
            "IF": lambda: a[1] if a[0] != 0 else a[2]}[name]()


def deciding(tree, t, series, before, slack):
    """The operands that the value of this step rests on: of MIN and MAX all within `slack` of it,
    so that a tie, and what rounding makes of one, names every operand that decides."""
    kind = tree[0]
    if kind in ("num", "name", "list"):
        return []
    if kind == "neg":
        return [tree[1]]
    if kind == "op":
        return [tree[2], tree[3]] if tree[1] in "+-*/" else []
    parts = tree[2]
    if tree[1] in ("MIN", "MAX", "CLAMP"):
        whole = value(tree, t, series, before)
        return [p for p in parts if abs(value(p, t, series, before) - whole) <= slack]
    if tree[1] == "IF":
        return [parts[1] if value(parts[0], t, series, before) != 0 else parts[2]]
    if tree[1] == "STEP":
        return []
    return parts[:1] if tree[1] != "PULSE" else parts[2:]
