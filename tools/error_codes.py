#!/usr/bin/env python3
"""Checks src/problems/codes.def, the catalogue of problems, and writes docs/error-codes.md from it.

usage: error_codes.py [--root DIR] [--update]

Every code that a source gives to a problem has a row, every row is used, rows are sorted, and their
texts are sentences. The page says for each code what it means, what to do, and which messages the
sources say with it, with … for what is filled in. A message that cannot be put together from the
source alone is left out. Without --update the page is compared with what it should be.
"""
import argparse
import pathlib
import re
import sys

from problem_sources import ELLIPSIS, other_codes, shown_codes, uses

TABLE = "src/problems/codes.def"
PAGE = "docs/error-codes.md"
ROW = re.compile(r'^FT_PROBLEM\((\w+), (\d+), (\w+),\n?\s*((?:"(?:[^"\\]|\\.)*"\s*)+),'
                 r'\n?\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)$', re.M)
FAMILY = re.compile(r'^FT_FAMILY\((\w+), "([^"]+)"\)$', re.M)
STATUSES = {400, 401, 403, 404, 405, 408, 409, 412, 413, 414, 415, 421, 422, 429, 431, 500, 501, 503, 507}
MOST_MESSAGES = 8
HEAD = """# Error codes

Every problem has a code: in brackets behind the message on the command line, as `code` in JSON. The table below is the catalogue,
`src/problems/codes.def`. Each entry says what the code means and what to do; *HTTP* is the status of an answer about it. Under it are
the messages of the program, with … for what is filled in; a message names the place and the cause more exactly than the entry can.

Findings of a run (`served_exceeds_arrivals`, `health_overload` …) have codes of their own. They are described in
[semantics](semantics.md#checks); where one of them refuses a run (`--fail-on`), the HTTP status is 400.
`tools/error_codes.py` writes this page.

"""


class Row:
    def __init__(self, found, text):
        self.code, self.status, self.family = found.group(1), int(found.group(2)), found.group(3)
        self.means, self.remedy = (joined(found.group(n)) for n in (4, 5))
        self.line = text.count("\n", 0, found.start()) + 1


def joined(literals):
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"', literals)
    return "".join(parts).replace('\\"', '"')


def read_table(root):
    text = (root / TABLE).read_text()
    return [Row(found, text) for found in ROW.finditer(text)], dict(FAMILY.findall(text)), text


def faults_of_text(text, what):
    if not re.match(r"[A-Z]", text):
        yield "%s does not begin with a capital" % what
    if not re.search(r"[^.]\.$", text):
        yield "%s does not end with a full stop" % what
    if "  " in text or text != text.strip():
        yield "%s has blanks that do not belong there" % what


def faults_of_rows(rows, families, text):
    """Rows that are unsorted, badly written, or not read at all."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("FT_PROBLEM(") and number not in {row.line for row in rows}:
            yield "%s:%d: not of the form FT_PROBLEM(code, status, Family, \"...\", \"...\")" % (TABLE, number)
    for before, row in zip(rows, rows[1:]):
        if before.code >= row.code:
            yield "%s:%d: %s belongs before %s" % (TABLE, row.line, row.code, before.code)
    for row in rows:
        faults = list(faults_of_text(row.means, "the meaning")) + list(faults_of_text(row.remedy, "the remedy"))
        if row.family not in families:
            faults.append("there is no family %s" % row.family)
        if row.status not in STATUSES:
            faults.append("%d is not a status of a refusal" % row.status)
        for fault in faults:
            yield "%s:%d: %s: %s" % (TABLE, row.line, row.code, fault)


def faults_of_uses(root, rows, found):
    known = {row.code for row in rows}
    for use in found:
        if use.code not in known:
            yield "%s:%d: %s has no row in %s" % (use.path, use.line, use.code, TABLE)
    made = {use.code for use in found}
    for row in rows:
        if row.code not in made:
            yield "%s:%d: no source makes %s" % (TABLE, row.line, row.code)
    known |= other_codes(root)
    for path, line, code in shown_codes(root):
        if code not in known:
            yield "%s:%d: shows %s, which has no row in %s" % (path, line, code, TABLE)


def faults_of_messages(found):
    """Messages that class Sentence cannot bring into form: it would write a name with a capital."""
    for use in found:
        for message in use.messages:
            first = message.split(" ")[0]
            if re.match(r"[a-z][^ ]*([A-Z_/=]|[.:][a-z])", first):
                yield "%s:%d: \"%s\" begins with a name, which belongs into single quotes" % (use.path, use.line, message)
            if '"%s' % ELLIPSIS in message:
                yield "%s:%d: \"%s\" has a name in double quotes; messages use single ones" % (use.path, use.line, message)


def as_sentence(message):
    """The message as class Sentence (src/base/sentence.h) forms it; what ends with … ends as what is filled in."""
    if re.match(r"[a-z]", message):
        message = message[0].upper() + message[1:]
    return message if message.endswith((".", "?", "!", ELLIPSIS)) else message + "."


def messages_by_code(found):
    messages = {}
    for use in found:
        for message in map(as_sentence, use.messages):
            said = messages.setdefault(use.code, [])
            if message not in said:
                said.append(message)
    return messages


def escaped(text):
    return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")


def entry(row, families, messages, rooms):
    yield "## %s\n" % row.code
    yield "%s *%s*\n" % (escaped(row.means), escaped(row.remedy))
    yield "HTTP %d · %s · from %s\n" % (row.status, families[row.family], ", ".join(rooms))
    for message in messages[:MOST_MESSAGES]:
        yield "- %s" % escaped(message)
    if messages:
        yield ""


def index(rows, families):
    """A table of the families with links to their codes."""
    yield "| about | codes |\n|---|---|"
    for family, name in families.items():
        links = ["[%s](#%s)" % (row.code, row.code) for row in rows if row.family == family]
        yield "| %s | %s |" % (name, ", ".join(links))
    yield ""


def page(rows, families, found):
    messages = messages_by_code(found)
    rooms = {}
    for use in found:
        rooms.setdefault(use.code, set()).add(use.path.parent.name)
    lines = list(index(rows, families))
    for row in rows:
        lines += entry(row, families, messages.get(row.code, []), sorted(rooms.get(row.code, [])))
    return HEAD + "\n".join(lines).rstrip("\n") + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    rows, families, text = read_table(options.root)
    found = list(uses(options.root))
    faults = list(faults_of_rows(rows, families, text)) + list(faults_of_uses(options.root, rows, found))
    faults += faults_of_messages(found)
    target, wanted = options.root / PAGE, page(rows, families, found)
    if options.update:
        target.write_text(wanted)
    elif not target.exists() or target.read_text() != wanted:
        faults.append("%s differs from the catalogue and the sources: tools/error_codes.py --update" % PAGE)
    print("\n".join(faults) if faults else "error codes: clean")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
