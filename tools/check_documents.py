#!/usr/bin/env python3
"""Checks that every file that a document names in backticks, or links to, exists.

usage: check_documents.py [--root DIR]

Read are the documents of the project's folder, docs/, ui/ and bench/. `room/file.cc` means
src/room/file.cc; a name may end before its suffix (`state/snapshot`) or hold a * or <word>, which then
matches anything. Prints every dead name as place: name, and exits 1 when there is one.
"""
import argparse
import pathlib
import re
import sys

NAME = re.compile(r"`([A-Za-z0-9_.*<>-]+(?:/[A-Za-z0-9_.*<>-]+)+)`")
LINK = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")
SOURCE = re.compile(r"\.(cc|h|def)$")
SUFFIX = re.compile(r"\.(cc|h|def|json|md|py|sh|mjs|ts|svelte|flow|txt|yaml|http|cmake|css|wasm)$")
FOLDERS = (".", "docs", "docs/decisions", "docs/http", "ui", "bench")


def candidates(root, name):
    """The places where a document may mean `name` to be."""
    pattern = re.sub(r"<[^>]*>", "*", name)
    for base in (root, root / "src", root / "ui", root / "ui" / "src"):
        yield from base.glob(pattern)


def is_of_the_project(root, name):
    """A source of a room, or a file in one of the project's own folders; a run's folder has neither."""
    first = name.split("/")[0]
    if (root / "src" / first).is_dir() and SOURCE.search(name):
        return True
    return bool(SUFFIX.search(name)) and (root / first).is_dir()


def violations(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.md")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                place = "%s:%d" % (path.relative_to(root), number)
                for name in NAME.findall(line):
                    if is_of_the_project(root, name) and not any(candidates(root, name)):
                        yield "%s: there is no %s" % (place, name)
                for link in LINK.findall(line):
                    if not (path.parent / link).exists():
                        yield "%s: the link leads nowhere: %s" % (place, link)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    root = parser.parse_args().root
    found = list(violations(root))
    print("\n".join(found) if found else "documents: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
