"""C++ sources as the checks see them: without comments and literals, with their functions."""
import re

# Comments, raw strings, strings, characters; the quote in 1'000 belongs to the number.
_SKIP = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def _blank(found):
    return re.sub(r"[^\n]", " ", found.group(0))


def code_only(text):
    """The text with comments, strings and characters blanked; every line stays where it was."""
    return _SKIP.sub(_blank, text)


def _opens_scope(head):
    """Whether a brace after `head` opens a namespace or a type, whose members are seen too."""
    head = re.sub(r"template\s*<[^{}]*?>\s*(?=\b(class|struct|union|enum)\b)", "", head)
    if re.search(r"\bnamespace\b|\bextern\s*$", head):
        return True
    return bool(re.match(r"[\s\w:<>,\[\]]*\b(class|struct|union|enum)\b[^()=]*$", head))


def _name(head):
    named = re.search(r"([~\w:]+|operator[^\s(]+|operator\(\))\s*\(", head)
    return named.group(1) if named else "?"


def functions(text):
    """(name, first line, number of lines) of every function with a body, in order.

    Works on formatted sources: a body is a brace that stands apart from the parameter list before
    it, at the level of a namespace or a type. Lambdas and blocks belong to the function they stand in.
    """
    code = code_only(text)
    for not_code in (r"^[ \t]*#.*(?:\\\n.*)*$", r"\b(?:public|private|protected):"):
        code = re.sub(not_code, _blank, code, flags=re.MULTILINE)
    found, depth, body_depth, start, opened = [], [], None, 0, None
    for at, char in enumerate(code):
        if char == "{":
            head = code[start:at]
            body = head[-1:].isspace() and "(" in head and not _opens_scope(head)
            if body_depth is None and body:
                body_depth, first = len(depth), start + len(head) - len(head.lstrip())
                opened = (_name(head), code.count("\n", 0, first) + 1)
            depth.append(char)
            if body_depth is None and head[-1:].isspace():
                start = at + 1
        elif char == "}" and depth:
            depth.pop()
            if body_depth == len(depth):
                line = code.count("\n", 0, at) + 1
                found.append((opened[0], opened[1], line - opened[1] + 1))
                body_depth = None
                start = at + 1
            elif body_depth is None and not re.match(r"\s*[,{(]", code[at + 1:at + 20]):
                start = at + 1
        elif char == ";" and body_depth is None:
            start = at + 1
    return found
