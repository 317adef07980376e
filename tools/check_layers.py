#!/usr/bin/env python3
"""Checks that the rooms of src/ use only what tools/layers.json allows.

usage: check_layers.py [--root DIR]

A room may include itself, base, the rooms it lists, and what those may include. A room of a wing
named in "direct" may include only itself, base and what it lists. Tests and their support may also
include what "tests" lists. A room lists no room of a wing above its own; no room holds more of the
lines of src/ than "largest_share_percent". CMakeLists.txt must declare the same rooms, link nothing
that is not allowed, and link what is included. What "portable" names also runs in a page: it includes
only what is portable too, and nothing that has threads, files, clocks, streams, exceptions or digits by
precision (wasm/no_long_digits.cc), but for the words that "but" allows to a file. Prints every violation as place: what, and exits 1
when there is one.
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


def permitted(layers, room):
    """Every room that the sources of `room` may include."""
    rooms, wings = layers["rooms"], layers.get("wings", {})
    if any(room in wings.get(wing, []) for wing in layers.get("direct", [])):
        return {room, "base"} | set(rooms[room])
    return closure(rooms, room)


def permitted_to_tests(layers, room):
    """Every room that the tests of `room` may include besides."""
    return set().union(*(closure(layers["rooms"], name)
                         for name in layers.get("tests", {}).get(room, [])))


def declared_rooms(cmake_text, keyword="DEPENDS"):
    """{room: the words after its `keyword`} of every ft_room(...) call."""
    rooms = {}
    for call in re.findall(r"^ft_room\(([^)]*)\)", cmake_text, re.MULTILINE):
        words = call.split()
        depends, reading = [], False
        for word in words[1:]:
            if word.isupper():
                reading = word == keyword
            elif reading:
                depends.append(word)
        rooms[words[0]] = depends
    return rooms


def table_violations(layers):
    """What is wrong with the table itself."""
    rooms = layers["rooms"]
    for table in (rooms, layers.get("tests", {}), layers.get("wings", {})):
        for owner, names in table.items():
            for name in names:
                if name not in rooms:
                    yield "layers.json: %s lists unknown room %s" % (owner, name)
    for ring in cycles(rooms):
        yield "layers.json: cycle %s" % ring
    for room, never in layers.get("never", {}).items():
        for name in sorted(permitted(layers, room) & set(never)):
            yield "layers.json: %s reaches %s, which it must never see" % (room, name)


def wing_violations(layers):
    """Rooms that are in no wing or in two, and those that list a room of a wing above."""
    rooms, wings = layers["rooms"], layers.get("wings", {})
    for name in layers.get("direct", []):
        if name not in wings:
            yield "layers.json: direct names unknown wing %s" % name
    homes = {room: [wing for wing in wings if room in wings[wing]] for room in rooms}
    for room in rooms if wings else []:
        if len(homes[room]) != 1:
            yield "layers.json: %s is in %d wings, not in one" % (room, len(homes[room]))
    order = list(wings)
    for room, below in rooms.items():
        for name in below:
            here, there = homes[room], homes.get(name, [])
            if here and there and order.index(there[0]) > order.index(here[0]):
                yield "layers.json: %s (%s) lists %s of the wing above (%s)" % (
                    room, here[0], name, there[0])


def includes(path):
    """(line number, room) of every include that is written from src/."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include "([a-z_]+)/', line)
        if found:
            yield number, found.group(1)


def sources(root):
    """(room, path) of every source and header below src/."""
    for path in sorted((root / "src").glob("*/*")):
        if path.suffix in (".h", ".cc"):
            yield path.parent.name, path


def is_test(path):
    return path.stem.endswith(("_test", "_test_support"))


def source_violations(root, layers, linked, linked_by_tests):
    allowed = {room: permitted(layers, room) for room in layers["rooms"]}
    reached = {room: closure(linked, room) for room in linked}
    for room, path in sources(root):
        place = path.relative_to(root)
        if room not in allowed:
            yield "%s: room %s is not in layers.json" % (place, room)
            continue
        may, can = allowed[room], reached.get(room)
        if is_test(path):
            may = may | permitted_to_tests(layers, room)
            can = can and can.union(*(closure(linked, name) for name in linked_by_tests[room]))
        for number, other in includes(path):
            if other not in may:
                yield "%s:%d: %s may not include %s" % (place, number, room, other)
            elif can is not None and other not in can:
                yield "%s:%d: %s includes %s but does not link it" % (place, number, room, other)


def cmake_violations(root, layers, linked, linked_by_tests):
    with_sources = {room for room, path in sources(root) if path.suffix == ".cc"}
    for room in sorted(with_sources - set(linked)):
        yield "CMakeLists.txt: no ft_room(%s), though src/%s has sources" % (room, room)
    for room in linked:
        if room not in layers["rooms"]:
            yield "CMakeLists.txt: ft_room(%s) is not in layers.json" % room
            continue
        may = permitted(layers, room)
        for name in linked[room]:
            if name not in may:
                yield "CMakeLists.txt: ft_room(%s) may not depend on %s" % (room, name)
        may |= permitted_to_tests(layers, room)
        for name in linked_by_tests[room]:
            if name not in may:
                yield "CMakeLists.txt: the tests of ft_room(%s) may not depend on %s" % (room, name)


def stale_violations(root, layers):
    """Rooms that do not exist, and permissions of direct rooms that nothing needs."""
    included = {}
    for room, path in sources(root):
        included.setdefault(room, set()).update(other for _, other in includes(path))
    for room in layers["rooms"]:
        if room not in included:
            yield "layers.json: room %s has no sources in src/%s" % (room, room)
    for wing in layers.get("direct", []):
        for room in layers.get("wings", {}).get(wing, []):
            for name in layers["rooms"].get(room, []):
                if name not in included.get(room, set()):
                    yield "layers.json: %s lists %s and includes nothing of it" % (room, name)


NOT_PORTABLE = re.compile(
    r"#\s*include <(thread|mutex|shared_mutex|condition_variable|future|filesystem|fstream|iostream|"
    r"chrono)>|\b(throw)\b|\b(try)\s*\{|\b(catch)\s*\(|(chars_format::\w+),")


def portable_lines(path):
    """(line number, text without its comment) of a source."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        yield number, line.split("//")[0]


def portable_violations(root, layers):
    """Sources that also run in a page and use what a page has not."""
    portable = layers.get("portable", {})
    rooms = set(portable.get("rooms", []))
    for room in sorted(rooms - set(layers["rooms"])):
        yield "layers.json: portable names unknown room %s" % room
    for name in sorted(set(portable.get("left_out", []))):
        if not (root / "src" / name).exists():
            yield "layers.json: portable names src/%s, which does not exist" % name
    for room, path in sources(root):
        name = "%s/%s" % (room, path.name)
        if is_test(path) or room not in rooms:
            continue
        for number, line in portable_lines(path):
            place = "%s:%d" % (path.relative_to(root), number)
            found = re.match(r'\s*#\s*include "([a-z_]+)/([a-z0-9_.]+)"', line)
            if found and found.group(1) not in rooms:
                yield "%s: a portable source may not include %s/%s" % (place, *found.groups())
            used = NOT_PORTABLE.search(line)
            word = used and next(filter(None, used.groups()))
            if word and word not in portable.get("but", {}).get(name, []):
                yield "%s: a portable source may not use %s" % (place, word)


def share_violations(root, layers):
    """Rooms that hold too much of src/; lines of tests count as well."""
    lines = {}
    for room, path in sources(root):
        lines[room] = lines.get(room, 0) + len(path.read_text().splitlines())
    most, total = layers.get("largest_share_percent", 100), sum(lines.values())
    for room, count in lines.items():
        if 100 * count > most * total:
            yield "src/%s: %d of the %d lines of src (%.1f %%), more than %d %%" % (
                room, count, total, 100 * count / total, most)


def violations(root):
    layers = json.loads((root / "tools" / "layers.json").read_text())
    cmake_text = (root / "CMakeLists.txt").read_text()
    linked = declared_rooms(cmake_text)
    linked_by_tests = declared_rooms(cmake_text, "TEST_DEPENDS")
    yield from table_violations(layers)
    yield from wing_violations(layers)
    yield from source_violations(root, layers, linked, linked_by_tests)
    yield from cmake_violations(root, layers, linked, linked_by_tests)
    yield from stale_violations(root, layers)
    yield from share_violations(root, layers)
    yield from portable_violations(root, layers)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    found = list(violations(parser.parse_args().root))
    print("\n".join(found) if found else "layers: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
