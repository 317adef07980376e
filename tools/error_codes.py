#!/usr/bin/env python3
"""docs/error-codes.md: every code that the sources give to a problem, with what is said with it.

usage: error_codes.py [--root DIR] [--update]

Each code gets a heading, so that it can be linked to. The sentences are the ones of the sources,
with … for what is filled in. Without --update the page is compared with the sources.
"""
import argparse
import pathlib
import re
import sys

CODE = re.compile(r'\.code = (?:std::string\()?"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)"')
FIELD = re.compile(r"\.(message|remedy) =")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
HEAD = """# Error codes

Every refusal ends with a code in brackets on the command line and has it as `code` in JSON. Here is each, in alphabetical order: what is said
with it (… stands for what is filled in), what to do, and the rooms of the program it comes from. `tools/error_codes.py` writes this page from
the sources. What the checks find in a run is in [semantics](semantics.md#checks); statuses of HTTP answers are in
[the HTTP reference](http-api.md).
"""


def expression_end(text, at):
    """Behind the initialiser that begins at `at`: a comma or closing bracket of its own level."""
    depth = 0
    while at < len(text):
        c = text[at]
        if c == '"':
            at = LITERAL.match(text, at).end()
            continue
        if c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                return at
            depth -= 1
        elif c in ",;" and depth == 0:
            return at
        at += 1
    return at


def sentence(expression):
    """The literals of an expression joined, with … between and around what is computed."""
    text, last = "", 0
    for literal in LITERAL.finditer(expression):
        between = expression[last:literal.start()]
        if re.search(r"[A-Za-z_]", between):
            text += "\u2026"
        text += literal.group(1).replace('\\"', '"').replace("\\n", " ").replace("\\\\", "\\")
        last = literal.end()
    if re.search(r"[A-Za-z_]", expression[last:]):
        text += "\u2026"
    text = re.sub("(\u2026)+", "\u2026", text).strip()
    return text if re.search(r"[a-z]{3}", text) else ""


def problems_of(text):
    """(code, message, remedy) of every problem that is written down with its fields."""
    for found in CODE.finditer(text):
        stop = text.find(".code =", found.end())
        body = text[found.end():stop if stop >= 0 else len(text)][:900]
        said = {}
        for field in FIELD.finditer(body):
            if field.group(1) in said:
                break
            said[field.group(1)] = sentence(body[field.end():expression_end(body, field.end())])
        yield found.group(1), said.get("message", ""), said.get("remedy", "")


CALL = re.compile(r'\b\w*(?:[Pp]roblem|report|refuse|complain|fail|fault|error|wrong|bad|invalid|add|note)\w*'
                  r'\(\s*(?:[\w.>*\[\]():&-]+,\s*)*"([a-z][a-z0-9]*(?:_[a-z0-9]+)+)"\s*,?')


def calls_of(text):
    """(code, message, remedy) of problems made by a function that takes them in this order."""
    for found in CALL.finditer(text):
        end = expression_end(text, found.end())
        message = sentence(text[found.end():end])
        remedy = ""
        if end < len(text) and text[end] == ",":
            remedy = sentence(text[end + 1:expression_end(text, end + 1)])
        yield found.group(1), message, remedy


def collected(root):
    codes = {}
    for path in sorted((root / "src").rglob("*.cc")) + sorted((root / "src").rglob("*.h")):
        if path.stem.endswith("_test") or "test_support" in path.stem:
            continue
        text = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.M)
        for code, message, remedy in list(problems_of(text)) + list(calls_of(text)):
            entry = codes.setdefault(code, {"said": [], "rooms": set()})
            entry["rooms"].add(path.parent.name)
            if message and (message, remedy) not in entry["said"]:
                entry["said"].append((message, remedy))
    return codes


def shown(text):
    return text.replace("<", "&lt;").replace("|", "\\|")


def page(root):
    lines = [HEAD]
    for code, entry in sorted(collected(root).items()):
        lines.append("## %s\n" % code)
        for message, remedy in entry["said"][:4]:
            lines.append("- %s%s" % (shown(message), " *%s*" % shown(remedy) if remedy else ""))
        lines.append("- From: %s\n" % ", ".join(sorted(entry["rooms"])))
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    target, wanted = options.root / "docs" / "error-codes.md", page(options.root)
    if options.update:
        target.write_text(wanted)
    if not target.exists() or target.read_text() != wanted:
        print("docs/error-codes.md differs from the sources: tools/error_codes.py --update")
        sys.exit(1)
    print("error codes: clean")


if __name__ == "__main__":
    main()
