#!/usr/bin/env python3
"""Checks that the rooms of src/ use only what tools/layers.json allows.

usage: check_layers.py [--root DIR]

A room may include itself, base, the rooms it lists, and what those may include. CMakeLists.txt
must declare the same rooms, link nothing that is not allowed, and link what is included. Prints
every violation as place: what, and exits 1 when there is one.
"""
import argparse
import json
import pathlib
import re
import sys


def cycles(rooms):
    """Every ring of rooms that may include one another, once, from its first room in the file."""
    found = []

    def walk(room, path):
        if room in path:
            ring = path[path.index(room):]
            if min(ring, key=list(rooms).index) == room:
                found.append(" -> ".join(ring + [room]))
            return
        for below in rooms.get(room, []):
            walk(below, path + [room])

    for room in rooms:
        walk(room, [])
    return sorted(set(found))


def closure(rooms, room):
    """Every room that `room` may include; rings end at the room they started from."""
    allowed, waiting = {room, "base"}, [room]
    while waiting:
        for below in rooms.get(waiting.pop(), []):
            if below not in allowed:
                allowed.add(below)
                waiting.append(below)
    return allowed


def declared_rooms(cmake_text):
    """{room: rooms of its DEPENDS} of every ft_room(...) call."""
    rooms = {}
    for call in re.findall(r"^ft_room\(([^)]*)\)", cmake_text, re.MULTILINE):
        words = call.split()
        depends, reading = [], False
        for word in words[1:]:
            if word.isupper():
                reading = word == "DEPENDS"
            elif reading:
                depends.append(word)
        rooms[words[0]] = depends
    return rooms


def table_violations(layers):
    """What is wrong with the table itself."""
    rooms = layers["rooms"]
    for room, below in rooms.items():
        for name in below:
            if name not in rooms:
                yield "layers.json: %s lists unknown room %s" % (room, name)
    for ring in cycles(rooms):
        yield "layers.json: cycle %s" % ring
    for room, never in layers.get("never", {}).items():
        for name in sorted(closure(rooms, room) & set(never)):
            yield "layers.json: %s reaches %s, which it must never see" % (room, name)


def includes(path):
    """(line number, room) of every include that is written from src/."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include "([a-z_]+)/', line)
        if found:
            yield number, found.group(1)


def source_violations(root, rooms, linked):
    allowed = {room: closure(rooms, room) for room in rooms}
    reached = {room: closure(linked, room) for room in linked}
    for path in sorted((root / "src").glob("*/*")):
        room, place = path.parent.name, path.relative_to(root)
        if path.suffix not in (".h", ".cc"):
            continue
        if room not in rooms:
            yield "%s: room %s is not in layers.json" % (place, room)
            continue
        for number, other in includes(path):
            if other not in allowed[room]:
                yield "%s:%d: %s may not include %s" % (place, number, room, other)
            elif room in reached and other not in reached[room]:
                yield "%s:%d: %s includes %s but does not link it" % (place, number, room, other)


def cmake_violations(root, rooms, linked):
    with_sources = {path.parent.name for path in (root / "src").glob("*/*.cc")}
    for room in sorted(with_sources - set(linked)):
        yield "CMakeLists.txt: no ft_room(%s), though src/%s has sources" % (room, room)
    for room, below in linked.items():
        if room not in rooms:
            yield "CMakeLists.txt: ft_room(%s) is not in layers.json" % room
            continue
        for name in below:
            if name not in closure(rooms, room):
                yield "CMakeLists.txt: ft_room(%s) may not depend on %s" % (room, name)


def violations(root):
    layers = json.loads((root / "tools" / "layers.json").read_text())
    linked = declared_rooms((root / "CMakeLists.txt").read_text())
    yield from table_violations(layers)
    yield from source_violations(root, layers["rooms"], linked)
    yield from cmake_violations(root, layers["rooms"], linked)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    found = list(violations(parser.parse_args().root))
    print("\n".join(found) if found else "layers: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
