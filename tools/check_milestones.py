#!/usr/bin/env python3
"""Checks that the evidence which tracking pages name exists.

usage: check_milestones.py [--root DIR] [--update]

A task is a row of a table: | [x] | 1.1 | what | `test`, `test` | `command` |. A test is named as
`Suite.Name` (a GoogleTest in src/ or tests/), as `tests/....flow`, `.txt` or `.http` (a data file
that the suite runs), or as a ctest name such as `kill.serve`. A command is a subcommand of flowtime
or ./dev with options that its help knows. Links must lead to files. An open task is [ ].
Rows of an acceptance page have no command. With --update the counts in the table "Tests by kind" are written anew.
"""
import argparse
import pathlib
import re
import sys

ROW = re.compile(r"^\| \[(x| )\] \| ([\d.]+) \| (.*) \| (.*) \| (.*) \|$")
# A row of an acceptance page: nothing to be seen with, tests alone.
SHOWN = re.compile(r"^\| \[(x| )\] \| ([\d.]+) \| ([^|]*) \| ([^|]*?) ?\|$")
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
SOURCES = ("src", "tests", "fuzz")


def gtests(root):
    names = set()
    for folder in SOURCES:
        for path in (root / folder).rglob("*.cc"):
            for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)", path.read_text(), re.M):
                names.add("%s.%s" % (suite, name))
    return names


def ctests(root):
    text = "".join(path.read_text() for path in root.glob("**/CMakeLists.txt")
                   if "build" not in path.relative_to(root).parts[:1])
    return set(re.findall(r"NAME ([\w.]+)", text))


def counts(root):
    """Tests by kind: what is written down, one by one, not what a loop makes of it."""
    unit = sum(len(re.findall(r"^TEST", path.read_text(), re.M))
               for path in (root / "src").rglob("*_test.cc"))
    laws = sum(len(re.findall(r"^TEST", path.read_text(), re.M))
               for path in (root / "tests" / "laws").glob("*_test.cc"))
    flows = len(list((root / "tests" / "flows").rglob("*.flow")))
    commands = sum(len(re.findall(r"^\$ ", path.read_text(), re.M))
                   for path in (root / "tests" / "transcripts").glob("*.txt"))
    requests = sum(len(re.findall(r"^(?:>>> )?(?:GET|POST|PUT|DELETE|HEAD|OPTIONS) /", path.read_text(), re.M))
                   for path in (root / "tests" / "http").rglob("*") if path.is_file() and path.suffix in (".http", ".txt"))
    golden = len([path for path in root.glob("tests/**/golden/**/*") if path.is_file()])
    return [("unit tests in `src/`", unit), ("laws over random models", laws),
            ("flow files (golden series)", flows), ("commands in transcripts (integration)", commands),
            ("requests in HTTP transcripts (integration)", requests),
            ("golden documents", golden)]


def counted(root):
    return "\n".join("| %s | %d |" % row for row in counts(root))


def evidence(root, known, text):
    """What a cell names that does not exist."""
    for name in re.findall(r"`([^`]+)`", text):
        if "/" in name:
            if not (root / name).exists():
                yield "there is no %s" % name
        elif name not in known:
            yield "there is no test %s" % name


def command_problems(root, text):
    dev = (root / "dev").read_text()
    table = "".join(path.read_text() for path in (root / "src" / "cli").glob("*.cc"))
    for command in re.findall(r"`([^`]+)`", text):
        words = command.split()
        if words[0] == "./dev":
            if len(words) < 2 or not re.search(r"^  %s\b" % re.escape(words[1]), dev, re.M):
                yield "./dev has no such command: %s" % command
        elif words[0] == "flowtime":
            options = [word.split("=")[0] for word in words if word.startswith("--")]
            yield from ("flowtime has no option %s: %s" % (option, command)
                        for option in options if '"%s"' % option not in table)
        elif not (root / words[0]).exists():
            yield "unknown command: %s" % command


def problems_of(root, path, known):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for target, _ in LINK.findall(line):
            if "://" not in target and not (path.parent / target).exists():
                yield "%s:%d: the link leads nowhere: %s" % (path.relative_to(root), number, target)
        shown = SHOWN.match(line)
        if shown:
            done, task, _, tests = shown.groups()
            if done == "x" and "`" not in tests:
                yield "%s:%d: row %s is ticked without a test" % (path.relative_to(root), number, task)
            for problem in evidence(root, known, tests):
                yield "%s:%d: row %s: %s" % (path.relative_to(root), number, task, problem)
            continue
        row = ROW.match(line)
        if not row:
            continue
        done, task, _, tests, commands = row.groups()
        if done == "x" and ("`" not in tests or "`" not in commands):
            yield "%s:%d: task %s is ticked without a test and a command" % (
                path.relative_to(root), number, task)
        for problem in list(evidence(root, known, tests)) + list(command_problems(root, commands)):
            yield "%s:%d: task %s: %s" % (path.relative_to(root), number, task, problem)


def update(root, path):
    text = path.read_text()
    begin, end = "<!-- counts -->\n", "<!-- /counts -->"
    if begin in text:
        head, rest = text.split(begin, 1)
        tail = rest.split(end, 1)[1]
        text = head + begin + "| kind | number |\n|---|--:|\n" + counted(root) + "\n" + end + tail
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    pages = sorted((options.root / "docs" / "milestones").glob("*.md"))
    if options.update:
        for page in pages:
            update(options.root, page)
    known = gtests(options.root) | ctests(options.root)
    found = [problem for page in pages for problem in problems_of(options.root, page, known)]
    print("\n".join(found) if found else "milestones: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
