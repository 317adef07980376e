#!/usr/bin/env python3
"""Checks that no file says what does not belong into this project.

usage: check_words.py [--root DIR]

The rules are in tools/forbidden_words.json: a pattern, the files it is looked for in, and why. Of a
C++ source that "literals" names only the texts are looked at, not its code and comments.
"""
import argparse
import fnmatch
import json
import pathlib
import re
import subprocess
import sys

from problem_sources import without_comments

SKIPPED = ("build", "data", ".git", "node_modules", ".cache", "__pycache__")


def files(root):
    """Every tracked or new file; without git every file outside build folders."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"],
                            capture_output=True, text=True) if (root / ".git").exists() else None
    if listed and listed.returncode == 0:
        return sorted(pathlib.Path(line) for line in listed.stdout.splitlines())
    every = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return sorted(path for path in every if not set(path.parts) & set(SKIPPED))


def is_in(path, globs):
    return any(fnmatch.fnmatch(str(path), glob) for glob in globs)


def lines_under(rule, path, text):
    """The lines of a file that a rule looks at."""
    if is_in(path, rule.get("except", [])):
        return []
    if is_in(path, rule.get("literals", [])):
        return literals_of(text)
    everywhere = [] if "literals" in rule else ["*"]
    return text.splitlines() if is_in(path, rule.get("files", everywhere)) else []


def literals_of(text):
    """The lines of a C++ source with nothing but its texts in them."""
    pattern = re.compile(r'R"([^(\s]*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"', re.S)
    lines = [""] * (text.count("\n") + 1)
    code = without_comments(text)
    for found in pattern.finditer(code):
        said = found.group(2) if found.group(3) is None else found.group(3)
        for number, part in enumerate(said.split("\n"), code.count("\n", 0, found.start())):
            lines[number] += part + " "
    return lines


def violations(root, rules):
    compiled = [(re.compile(rule["pattern"]), rule) for rule in rules]
    for path in files(root):
        if path.name == "forbidden_words.json" or not (root / path).is_file():
            continue
        try:
            text = (root / path).read_text()
        except UnicodeDecodeError:
            continue
        for pattern, rule in compiled:
            for number, line in enumerate(lines_under(rule, path, text), 1):
                if pattern.search(line):
                    yield "%s:%d: %s" % (path, number, rule["why"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    root = parser.parse_args().root
    rules = json.loads((root / "tools" / "forbidden_words.json").read_text())["rules"]
    found = list(violations(root, rules))
    print("\n".join(found) if found else "words: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
