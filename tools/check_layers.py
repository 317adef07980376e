#!/usr/bin/env python3
"""Checks that the rooms of src/ include only what tools/layers.json allows.

usage: check_layers.py [--root DIR]

A room may include itself, base, the rooms it lists, and what those may include. Prints every
violation as file:line and exits 1 when there is one.
"""
import argparse
import json
import pathlib
import re
import sys


def closure(rooms, room, path=()):
    """Every room that `room` may include. Refuses cycles."""
    if room in path:
        sys.exit("layers.json: cycle %s" % " -> ".join(path + (room,)))
    allowed = {room, "base"}
    for below in rooms[room]:
        if below not in rooms:
            sys.exit("layers.json: %s lists unknown room %s" % (room, below))
        allowed |= closure(rooms, below, path + (room,))
    return allowed


def violations(root, rooms):
    allowed = {room: closure(rooms, room) for room in rooms}
    for path in sorted((root / "src").glob("*/*")):
        room = path.parent.name
        if path.suffix not in (".h", ".cc"):
            continue
        if room not in rooms:
            yield "%s: room %s is not in layers.json" % (path, room)
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'#include "([a-z_]+)/', line)
            if found and found.group(1) not in allowed[room]:
                yield "%s:%d: %s may not include %s" % (path, number, room, found.group(1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=pathlib.Path(__file__).resolve().parent.parent, type=pathlib.Path)
    root = parser.parse_args().root
    rooms = json.loads((root / "tools" / "layers.json").read_text())["rooms"]
    found = list(violations(root, rooms))
    print("\n".join(found) if found else "layers: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
