#!/usr/bin/env python3
"""Runs the command blocks of the documents and compares what they say they print.

usage: check_doc_commands.py --program FLOWTIME [--root DIR] [FILE...]

Every ```sh block of README.md and docs/ is preceded by a line that says what becomes of it:

    <!-- run -->             it is run; exit code 0
    <!-- run: exit 1 -->     it is run; this exit code
    <!-- not run: reason --> it is not run, for this reason

A ```yaml block after <!-- run steps --> is the workflow file of a CI system: its steps are run one
after the other, as such a system does, until one fails; <!-- run steps, not NAME: reason --> leaves
out the step of that name.

A ```text block after <!-- output --> is what the block before it prints: its lines, one after
the other, are part of the output. Run ids, hashes, times and durations may differ, and a line of
dots alone stands for any lines. Blocks run in a scratch copy of the project's root, one after the
other per file, with `flowtime` in the path and ./dev using that program without building.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

CHANGING = [
    (re.compile(r"run_\d{8}T\d{6}Z_[0-9a-f]{8}"), "RUN"),
    (re.compile(r"sha256:[0-9a-f]{64}"), "HASH"),
    (re.compile(r"\d+(\.\d+)? ms"), "N ms"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z created"), "TIME created"),
]


def blocks(text):
    """(line, marker, language, body) of every fenced block."""
    lines, at = text.splitlines(), 0
    while at < len(lines):
        fence = re.match(r"```(\w*)", lines[at])
        if not fence:
            at += 1
            continue
        end = next(i for i in range(at + 1, len(lines)) if lines[i].startswith("```"))
        marker = re.match(r"<!--\s*(.*?)\s*-->", lines[at - 1]) if at else None
        yield at + 1, marker.group(1) if marker else "", fence.group(1), lines[at + 1:end]
        at = end + 1


def steady(text):
    for pattern, replacement in CHANGING:
        text = pattern.sub(replacement, text)
    return [line.rstrip() for line in text.splitlines()]


def part_of(expected, printed):
    """Whether the expected lines stand in the output, parts between dots each in one piece."""
    parts, at = [[]], 0
    for line in expected:
        if line.strip() in ("...", "\u2026"):
            parts.append([])
        else:
            parts[-1].append(line)
    for part in parts:
        places = range(at, len(printed) - len(part) + 1)
        found = next((i for i in places if printed[i:i + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True


def wanted_exit(marker):
    found = re.fullmatch(r"run(?:: exit (\d+))?", marker)
    return None if not found else int(found.group(1) or 0)


def steps_of(marker, body):
    """(name, commands) of the steps that run commands, without the one the marker leaves out."""
    left_out = re.fullmatch(r"run steps(?:, not ([^:]+): .+)?", marker).group(1)
    steps = [step for job in yaml.safe_load("\n".join(body))["jobs"].values()
             for step in job["steps"] if "run" in step]
    if left_out and left_out not in [step["name"] for step in steps]:
        raise ValueError("no step is named %s" % left_out)
    return [(step["name"], step["run"]) for step in steps if step["name"] != left_out]


def failing_step(steps, folder, environment):
    """What the first step that fails printed, or nothing."""
    for name, commands in steps:
        done = subprocess.run(["bash", "-e", "-c", commands], cwd=folder, env=environment,
                              capture_output=True, text=True, timeout=300)
        if done.returncode != 0:
            return "step %s: exit code %d\n%s" % (name, done.returncode, done.stdout + done.stderr)
    return None


def scratch(root, program, folder):
    """A folder that looks like the project's root, without its builds and data."""
    for entry in root.iterdir():
        if entry.name not in ("build", "data", ".git"):
            (folder / entry.name).symlink_to(entry)
    (folder / "bin").mkdir()
    (folder / "bin" / "flowtime").symlink_to(program)
    return {**os.environ, "FT_PROGRAM": str(program),
            "PATH": "%s:%s" % (folder / "bin", os.environ["PATH"])}


def problems_of(path, place, root, program):
    with tempfile.TemporaryDirectory() as name:
        folder, printed = pathlib.Path(name), None
        environment = scratch(root, program, folder)
        for line, marker, language, body in blocks(path.read_text()):
            here = "%s:%d: " % (place, line)
            if language == "sh" and not marker.startswith("not run: "):
                wanted = wanted_exit(marker)
                if wanted is None:
                    yield here + "say <!-- run --> or <!-- not run: reason --> before the block"
                    continue
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", "\n".join(body)],
                                      cwd=folder, env=environment, capture_output=True,
                                      text=True, timeout=300)
                printed = done.stdout + done.stderr
                if done.returncode != wanted:
                    yield here + "exit code %d\n%s" % (done.returncode, printed)
            if language == "yaml" and marker.startswith("run steps"):
                failure = failing_step(steps_of(marker, body), folder, environment)
                if failure:
                    yield here + failure
            if marker == "output":
                if printed is None:
                    yield here + "no block was run before this output"
                elif not part_of(steady("\n".join(body)), steady(printed)):
                    yield here + "prints something else:\n" + printed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--root", default=here, type=pathlib.Path)
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    root, program = options.root.resolve(), options.program.resolve()
    documents = options.files or sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md"))
    found = []
    for path in documents:
        place = path.relative_to(root) if path.is_relative_to(root) else path
        found += problems_of(path, place, root, program)
    print("\n".join(found) if found else "document commands: clean")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
