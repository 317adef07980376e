"""The value of a formula as an explanation prints it with its values. Knows nothing of the program.

Numbers, `absent`, + - * /, comparisons (1 or 0), brackets, and the functions of docs/expressions.md in lower case.
Absence propagates; x / 0 is 0.
"""
import math
import re

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_]+)|(<=|>=|==|!=|[-+*/(),<>]))")
ABSENT = math.nan


def minimum(a, b):
    return ABSENT if a != a or b != b else min(a, b)


def maximum(a, b):
    return ABSENT if a != a or b != b else max(a, b)


def remainder(a, b):
    if b == 0:
        return 0.0
    return ABSENT if a != a or b != b else a - b * math.floor(a / b)


def nearest(a):
    return ABSENT if a != a else math.copysign(math.floor(abs(a) + 0.5), a)


FUNCTIONS = {
    "min": minimum,
    "max": maximum,
    "clamp": lambda value, low, high: maximum(low, minimum(high, value)),
    "if": lambda c, a, b: ABSENT if c != c else (a if c else b),
    "step": lambda a, b: float(a >= b),
    "mod": remainder,
    "abs": abs,
    "sqrt": lambda a: ABSENT if a != a or a < 0 else math.sqrt(a),
    "floor": lambda a: ABSENT if a != a else math.floor(a),
    "ceil": lambda a: ABSENT if a != a else math.ceil(a),
    "round": nearest,
}
SIGNS = [{"<": lambda a, b: float(a < b), "<=": lambda a, b: float(a <= b), ">": lambda a, b: float(a > b),
          ">=": lambda a, b: float(a >= b), "==": lambda a, b: float(a == b), "!=": lambda a, b: float(a != b)},
         {"+": lambda a, b: a + b, "-": lambda a, b: a - b},
         {"*": lambda a, b: a * b, "/": lambda a, b: 0.0 if b == 0 else a / b}]


class Reader:
    def __init__(self, text):
        self.tokens, at = [], 0
        text = text.rstrip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:
                raise ValueError("no formula from %r on" % text[at:at + 40])
            self.tokens.append(found.group().strip())
            at = found.end()
        self.at = 0

    def next_is(self, *tokens):
        return self.at < len(self.tokens) and self.tokens[self.at] in tokens

    def take(self, token=None):
        taken = self.tokens[self.at]
        if token is not None and taken != token:
            raise ValueError("%r where %r is due" % (taken, token))
        self.at += 1
        return taken

    def binary(self, level=0):
        if level == len(SIGNS):
            return self.single()
        value = self.binary(level + 1)
        while self.next_is(*SIGNS[level]):
            sign = self.take()
            value = SIGNS[level][sign](value, self.binary(level + 1))
        return value

    def single(self):
        token = self.take()
        if token == "-":
            return -self.single()
        if token == "(":
            value = self.binary()
            self.take(")")
            return value
        if token == "absent":
            return ABSENT
        if token[0].isdigit():
            return float(token)
        self.take("(")
        arguments = [self.binary()]
        while self.next_is(","):
            self.take()
            arguments.append(self.binary())
        self.take(")")
        return FUNCTIONS[token](*arguments)


def value_of(text):
    reader = Reader(text)
    value = reader.binary()
    if reader.at != len(reader.tokens):
        raise ValueError("%r after the end" % reader.tokens[reader.at])
    return value
