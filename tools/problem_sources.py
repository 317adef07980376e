"""Which problems the C++ sources make: code, place and messages, read from the text.

A problem is written down in place ({.code = "x", .message = ...}, problem.code = "x") or made by a
function that takes its code: one with a parameter called `code`. The message is the argument of the
parameter `message`, or what the function makes of its parameters.
"""
import pathlib
import re

ELLIPSIS = "\u2026"
MOST_VARIANTS = 6
_LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_CODE = re.compile(r'"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)"')
_NAME = r"[A-Za-z_]\w*"


class Use:
    """One place that gives a problem its code."""

    def __init__(self, code, path, line, messages):
        self.code, self.path, self.line, self.messages = code, path, line, messages


# ---- text of C++ ----

def without_comments(text):
    pattern = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"', re.S)
    keep = lambda found: found.group(0) if found.group(0)[0] in '"R' else re.sub(r"[^\n]", " ", found.group(0))
    return pattern.sub(keep, text)


def end_of(text, at, stops=",;"):
    """Behind the expression that begins at `at`: a stop or a closing bracket of its own level."""
    depth = 0
    while at < len(text):
        c = text[at]
        if c == '"':
            at = _LITERAL.match(text, at).end()
            continue
        if c == "'":
            at = re.compile(r"'(?:[^'\\]|\\.)+'|'").match(text, at).end()
            continue
        if c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                return at
            depth -= 1
        elif c in stops and depth == 0:
            return at
        at += 1
    return at


def arguments_at(text, at):
    """The arguments of a call whose bracket opens just before `at`."""
    found = []
    while at < len(text) and text[at] != ")":
        end = end_of(text, at)
        found.append(text[at:end].strip())
        at = end + 1 if end < len(text) and text[end] == "," else end
        if end >= len(text) or text[end] != ",":
            break
    return found


def split_at_level(expression, symbol):
    """The parts of an expression between a symbol of its own level."""
    parts, begin, at = [], 0, 0
    while True:
        end = end_of(expression, at, symbol[0])
        if end >= len(expression) or expression[end] in ")]}":
            return parts + [expression[begin:]]
        if expression.startswith(symbol, end) and expression[end:end + 2] not in ("+=", "++", "::"):
            parts.append(expression[begin:end])
            begin = at = end + len(symbol)
        else:
            at = end + 1 if expression[end:end + 2] not in ("++", "::") else end + 2


# ---- sentences ----

def ternary(expression):
    """(condition, then, else) of an expression that is one, else None."""
    at = end_of(expression, 0, "?")
    if at >= len(expression) or expression[at] != "?":
        return None
    depth, end = 0, at + 1
    while end < len(expression):
        end = end_of(expression, end, "?:")
        if end >= len(expression) or expression[end] in ")]}":
            return None
        if expression[end:end + 2] == "::":
            end += 2
            continue
        if expression[end] == "?":
            depth += 1
        elif depth == 0:
            return expression[:at], expression[at + 1:end], expression[end + 1:]
        else:
            depth -= 1
        end += 1
    return None


def variants(expression):
    """Every text that an expression can make, with … for what is computed."""
    expression = expression.strip()
    choice = ternary(expression)
    if choice:
        return variants(choice[1]) + variants(choice[2])
    parts = split_at_level(expression, "+")
    if len(parts) > 1:
        made = [""]
        for part in parts:
            made = [before + after for before in made for after in variants(part)][:MOST_VARIANTS + 1]
        return made
    wrapped = re.fullmatch(r"(?:std::(?:string|move)\s*)?\((.*)\)", expression, re.S)
    if wrapped and end_of(expression, expression.index("(") + 1) == len(expression) - 1:
        return variants(wrapped.group(1))
    if re.fullmatch(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', expression):
        text = "".join(found.group(1) for found in _LITERAL.finditer(expression))
        return [text.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", " ")]
    if re.fullmatch(r"std::string\(\)|(std::string)?\{\}", expression):
        return [""]
    if re.match(r"(in_quotes|quoted)\(", expression):
        return ["'%s'" % ELLIPSIS]
    return [ELLIPSIS]


def is_whole(text):
    """Whether a reader can tell what a message says, although parts of it are filled in."""
    if len(re.findall(r"[A-Za-z]{2,}", text)) < 2 or text.endswith((":", ",")):
        return False
    return not re.search("\u2026['\"]? ['\"]?\u2026|\\b(which|because|says) \u2026", text)


def sentences(expression):
    """The whole sentences that an expression can make; nothing where there are too many or none."""
    made = []
    for text in variants(expression):
        text = re.sub("\u2026+", ELLIPSIS, text).strip()
        if not is_whole(text):
            continue
        if text not in made:
            made.append(text)
    return made if len(made) <= MOST_VARIANTS else []


def codes_in(expression):
    """The codes that an expression can be: a literal, or a choice of literals."""
    choice = ternary(expression)
    if choice:
        return codes_in(choice[1]) + codes_in(choice[2])
    found = re.fullmatch(r'(?:std::string\()?"([a-z][a-z0-9_]*)"\)?', expression.strip())
    return [found.group(1)] if found else []


# ---- functions that take a code ----

class Maker:
    """A function that makes a problem: of a code that it takes or has, with a message of its parameters."""

    def __init__(self, names, message, is_finding, code, span):
        self.names, self.message, self.is_finding, self.code = names, message, is_finding, code
        self.span = span

    def codes(self, arguments):
        if self.code:
            return [self.code]
        at = self.names.index("code")
        return codes_in(arguments[at]) if at < len(arguments) else []

    def messages(self, arguments):
        if self.message is None:
            at = self.names.index("message") if "message" in self.names else -1
            return sentences(arguments[at]) if 0 <= at < len(arguments) else []
        text = self.message
        for name, argument in zip(self.names, arguments):
            text = re.sub(r"(?<![\w.>\"])%s(?![\w(\"])" % name, lambda _: "(" + argument + ")", text)
        return sentences(text)


_SIGNATURE = re.compile(r"(%s)(?:::(%s))?\((?=[^;{}]*\b(?:code|Problem|message|complaint|what|reason)\b)"
                        r"|const auto (%s) = \[[^\]]*\]\((?=[^;{}]*\bcode\b)" % (_NAME, _NAME, _NAME))
_TEXT = r"(char\*|string&?|string_view|string& )\s*%s\b"


def makers_in(text):
    """name -> Maker of the functions declared or defined in a text."""
    made = {}
    for found in _SIGNATURE.finditer(text):
        parameters = arguments_at(text, found.end())
        names = [(re.findall(r"(\w+)\s*(?:=.*)?$", one, re.S) or [""])[0] for one in parameters]
        line = text[text.rfind("\n", 0, found.start()) + 1:found.start()]
        body = body_after(text, end_of_arguments(text, found.end()))
        takes_code = any(re.search(_TEXT % "code", one) for one in parameters)
        code = None if takes_code else code_made_in(body, line, names)
        if not takes_code and not code:
            continue
        name = found.group(3) or found.group(2) or found.group(1)
        if body is not None or name not in made:
            is_finding = bool(re.search(r"\b(Finding|StateWarning) $", line))
            span = (found.start(), found.start() + len(body or ""))
            made[name] = Maker(names, message_made_in(body), is_finding, code, span)
    return made


def end_of_arguments(text, at):
    while at < len(text) and text[at] != ")":
        at = end_of(text, at)
        at += at < len(text) and text[at] in ",;"
    return at


def code_made_in(body, line, names):
    """The code of a function that returns a Problem whose message is made of its parameters."""
    if body is None or not re.search(r"\bProblem $", line):
        return None
    code = re.search(r'\.code = "([a-z_0-9]+)"', body)
    message = re.search(r"\.message = ", body)
    if not code or not message:
        return None
    made = body[message.end():end_of(body, message.end())]
    words = [name for name in names if re.search(r"(?<![\w.])%s(?![\w(])" % name, made)]
    return code.group(1) if words else None


def body_after(text, end):
    """What is between the braces of a definition whose parameters end at `end`; None: a declaration."""
    head = re.compile(r"\)\s*(?:const\s*)?(?:->[\w:<>\s]+)?\{").match(text, end)
    return text[head.end():end_of(text, head.end())] if head else None


def message_made_in(body):
    if body is None:
        return None
    found = re.search(r"\.message = ", body)
    if found:
        made = body[found.end():end_of(body, found.end())]
        return None if re.fullmatch(r"(std::move\()?message\)?", made.strip()) else made
    handed = re.search(r"\w+\(code, ", body)
    if handed:
        made = arguments_at(body, body.index("(", handed.start()) + 1)[1]
        return None if re.fullmatch(r"(std::move\()?message\)?", made.strip()) else made
    return None


# ---- the sources ----

def sources(root):
    for path in sorted((root / "src").rglob("*")):
        if path.suffix in (".cc", ".h") and not path.stem.endswith("_test") and "test_support" not in path.stem:
            yield path.relative_to(root)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def is_of_finding(text, at):
    """Whether the braces around a designated initialiser are of a finding, which has no remedy."""
    begin = text.rfind("{", 0, at)
    return ".remedy =" not in text[begin:end_of(text, begin + 1, "")]


def written_down(path, text, makers):
    """Problems whose fields are written in place, or one after the other into a variable."""
    spans = [maker.span for name, maker in makers.items() if maker.code and is_called(text, name)]
    for found in re.finditer(r"(%s)?\.code = " % _NAME, text):
        end = end_of(text, found.end())
        codes = codes_in(text[found.end():end])
        owner = found.group(1) or ""
        if not codes or "finding" in owner.lower() or (not owner and is_of_finding(text, found.start())):
            continue
        rest = text[end:end + 900]
        said = re.match(r"[,;]\s*%s\.message = " % owner, rest)
        if any(begin <= found.start() < end for begin, end in spans):
            said = None  # said by those who call the function
        messages = sentences(rest[said.end():end_of(rest, said.end())]) if said else []
        for code in codes:
            yield Use(code, path, line_of(text, found.start()), messages)


def made_by(makers, arguments):
    """(codes, messages) of a call: by the first maker whose code is one, with an underscore if any is."""
    fitting = [(maker.codes(arguments), maker) for maker in makers if not maker.is_finding]
    fitting = [(codes, maker) for codes, maker in fitting if codes]
    fitting.sort(key=lambda one: "_" not in one[0][0])
    return (fitting[0][0], fitting[0][1].messages(arguments)) if fitting else ([], [])


def is_called(text, name):
    return len(re.findall(r"\b%s\(" % name, text)) > 1


def handed_over(path, text, nearest_first):
    """Problems made by a function that takes the code, or the words of its message."""
    for found in re.finditer(r"\b(%s)\(" % _NAME, text):
        makers = [made[found.group(1)] for made in nearest_first if found.group(1) in made]
        before = re.search(r"([\w>&*]+) $", text[max(0, found.start() - 40):found.start()])
        is_declared = before is not None and before.group(1) not in ("return", "else")
        if not makers or is_declared or found.group(1) == "failed_with":
            continue
        codes, messages = made_by(makers, arguments_at(text, found.end()))
        for at, code in enumerate(codes):
            own = messages[at:at + 1] if len(codes) == len(messages) else messages
            yield Use(code, path, line_of(text, found.start()), own)


def constants(path, text):
    """Codes that have a name: the constants of namespace io_codes."""
    for space in re.finditer(r"namespace io_codes \{(.*?)\}", text, re.S):
        for found in _CODE.finditer(space.group(1)):
            yield Use(found.group(1), path, line_of(text, space.start(1) + found.start()), [])


def uses(root):
    """Every use of a code, by file."""
    texts = {path: without_comments((root / path).read_text()) for path in sources(root)
             if path.parent.name != "problems"}
    own = {path: makers_in(text) for path, text in texts.items()}
    for path, text in texts.items():
        of_room = [other for other in texts if other.parent == path.parent]
        declared = set().union(*(own[other] for other in of_room if other.suffix == ".h"))
        nearest_first = [own[path]]
        nearest_first += [{name: maker for name, maker in own[other].items() if name in declared}
                          for other in of_room if other != path]
        nearest_first += [own[other] for other in texts if other.suffix == ".h" and other not in of_room]
        yield from written_down(path, text, own[path])
        yield from handed_over(path, text, nearest_first)
        yield from constants(path, text)


# ---- what else has codes ----

def other_codes(root):
    """What else a source has that looks like a code: those of findings and warnings among them."""
    found = set()
    for path in sources(root):
        if path.parent.name != "problems":
            found |= set(_CODE.findall((root / path).read_text()))
    return found


def shown_codes(root):
    """(path, line, code) of codes that tests expect from the program; findings of health_* left out."""
    patterns = {"transcripts/*.txt": r"^! .*\[([a-z]+(?:_[a-z0-9]+)*)\]$",
                "flows/**/*.flow": r"^error \d+:\d+ ([a-z_0-9]+) ",
                "http/*.http": r"urn:flowtime:problem:([a-z_0-9]+)"}
    for glob, pattern in patterns.items():
        for path in sorted((root / "tests").glob(glob)):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                for code in re.findall(pattern, line):
                    if code.startswith("health_"):
                        continue
                    yield path.relative_to(root), number, code
