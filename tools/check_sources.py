#!/usr/bin/env python3
"""Checks the C++ sources: sizes, and that nothing lies about unused.

usage: check_sources.py [--root DIR] [--compile-commands FILE]

A function has at most 70 lines and a file at most 600; tests, whose tables are long, 120 and 800.
tools/size_exceptions.json names what may be longer, each with its reason; files over 400 lines
are told. Every .cc is part of the build
(with --compile-commands) and every header is included by somebody.
"""
import argparse
import json
import pathlib
import re
import sys

from cpp_text import functions

FILE_NOTE = 400
FOLDERS = ("src", "tests", "bench", "fuzz")


def sources(root):
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cc"):
                yield path.relative_to(root)


def limits_of(path):
    """(lines of a function, lines of a file)"""
    test = path.parts[0] == "tests" or path.stem.endswith("_test")
    return (120, 800) if test else (70, 600)


def size_violations(root, exceptions):
    used = set()
    for path in sources(root):
        text = (root / path).read_text()
        lines = text.count("\n")
        function_lines, file_lines = limits_of(path)
        if lines > file_lines:
            used.add(str(path))
            if str(path) not in exceptions:
                yield "%s: %d lines, more than %d" % (path, lines, file_lines)
        for name, line, count in functions(text):
            key = "%s %s" % (path, name)
            if count <= function_lines:
                continue
            used.add(key)
            if key not in exceptions:
                yield "%s:%d: %s has %d lines, more than %d" % (path, line, name, count,
                                                                function_lines)
    for key, reason in exceptions.items():
        if key not in used:
            yield "tools/size_exceptions.json: '%s' is short enough, remove it" % key
        if len(reason) < 15:
            yield "tools/size_exceptions.json: '%s' needs its reason" % key


def long_files(root):
    for path in sources(root):
        lines = (root / path).read_text().count("\n")
        if lines > FILE_NOTE:
            yield "note: %s has %d lines" % (path, lines)


def unused_headers(root):
    included = set()
    for path in sources(root):
        included |= set(re.findall(r'#\s*include "([^"]+)"', (root / path).read_text()))
    for path in sources(root):
        spelled = {str(pathlib.PurePath(*path.parts[1:])), str(path), path.name}
        if path.suffix == ".h" and not spelled & included:
            yield "%s: nobody includes this header" % path


def compiled_files(root, compile_commands):
    """Every source that is compiled, by itself or as part of a unit (ft_units, cmake/rooms.cmake)."""
    for entry in json.loads(compile_commands.read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        yield path
        if path.parent.name == "units":
            for name in re.findall(r'^#include "(.*\.cc)"$', path.read_text(), re.MULTILINE):
                yield root.resolve() / "src" / name


def unbuilt_files(root, compile_commands):
    built = set()
    for path in compiled_files(root, compile_commands):
        if path.is_relative_to(root.resolve()):
            built.add(path.relative_to(root.resolve()))
    for path in sources(root):
        if path.suffix == ".cc" and path not in built:
            yield "%s: not part of the build" % path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    parser.add_argument("--compile-commands", type=pathlib.Path)
    options = parser.parse_args()
    exceptions = json.loads((options.root / "tools" / "size_exceptions.json").read_text())
    print("\n".join(long_files(options.root)))
    found = list(size_violations(options.root, exceptions)) + list(unused_headers(options.root))
    if options.compile_commands:
        found += unbuilt_files(options.root, options.compile_commands)
    print("\n".join(found) if found else "sources: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
