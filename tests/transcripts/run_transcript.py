#!/usr/bin/env python3
"""Replays a transcript of the command line and compares what comes out. docs/testing.md tells the form.

usage: run_transcript.py --bin DIRECTORY --source DIRECTORY FILE.txt...
FT_UPDATE=1 writes what came out into the file. Exit code 77: the machine lacks what the file needs.
"""
import argparse
import datetime
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile

# That any command may take, on a busy machine and under sanitizers; the thread sanitizer has a factor of its own.
SECONDS = 60 * int(os.environ.get("FT_SLOWNESS", "1"))
SKIPPED = 77


class Step:
    """One command with what is expected of it; `first` and `last` are line indices of the expectation."""

    def __init__(self, command, line):
        self.command, self.line = command, line
        self.out, self.err, self.code = [], [], 0
        self.first = self.last = line + 1


class Transcript:
    def __init__(self, path):
        self.path = path
        with open(path, encoding="utf-8") as f:
            self.lines = f.read().split("\n")
        self.parts = []     # ("file", name, text), ("needs", command), ("step", Step)
        self.parse()

    def parse(self):
        i, step = 0, None
        while i < len(self.lines):
            line = self.lines[i]
            if line.startswith("<< "):
                end = self.lines.index("<<", i + 1)
                text = "".join(row[2:] + "\n" for row in self.lines[i + 1:end])
                self.parts.append(("file", line[3:], text))
                i, step = end, None
            elif line.startswith("needs "):
                self.parts.append(("needs", line[6:]))
            elif line.startswith("$ "):
                step = Step(line[2:], i)
                self.parts.append(("step", step))
            elif line[:2] in ("> ", ">", "! ", "!", "? ") and step:
                self.expect(step, line)
                step.last = i + 1
            elif line.strip() and not line.startswith("#"):
                sys.exit("%s:%d: what is this? %s" % (self.path, i + 1, line))
            else:
                step = None
            i += 1

    @staticmethod
    def expect(step, line):
        if line[0] == ">":
            step.out.append(line[2:])
        elif line[0] == "!":
            step.err.append(line[2:])
        else:
            step.code = int(line[2:])


def rows_of(text):
    return text[:-1].split("\n") if text.endswith("\n") else (text.split("\n") + ["\\ no newline"] if text else [])


def expectation(out, err, code):
    rows = ["> " + row if row else ">" for row in out] + ["! " + row if row else "!" for row in err]
    return rows + (["? %d" % code] if code else [])


class Replay:
    def __init__(self, args):
        self.home = tempfile.mkdtemp(prefix="transcript-")
        for folder in ("examples", "templates"):
            os.symlink(os.path.join(args.source, folder), os.path.join(self.home, folder))
        self.env = {"PATH": args.bin + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": self.home + "/home",
                    "LC_ALL": "C.UTF-8", "TZ": "UTC", "FLOWTIME_DATA_DIR": "data"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def close(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.home], stderr=subprocess.DEVNULL)
        shutil.rmtree(self.home, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    def can(self, command):
        return subprocess.run(["bash", "-c", command], cwd=self.home, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def call(self, command):
        p = subprocess.run(["bash", "-c", command], cwd=self.home, env=self.env, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
        return (rows_of(self.normalised(p.stdout.decode(errors="replace"))),
                rows_of(self.normalised(p.stderr.decode(errors="replace"))), p.returncode)

    def normalised(self, text):
        """What differs from one replay to the next gets a fixed name."""
        text = text.replace(self.home, "<home>")
        text = re.sub(r"run_\d{8}T\d{6}Z_[0-9a-f]{8}", "run_<time>_<random>", text)
        text = re.sub(r"study_\d{8}T\d{6}Z_[0-9a-f]{8}", "study_<time>_<random>", text)
        text = re.sub(r"(staging/[^/\s]+\.)[0-9a-f]{8}\b", r"\1<random>", text)
        text = re.sub(r"(created in )[0-9.e+-]+( ms)", r"\1<n>\2", text)
        text = re.sub(r'("durationMs": ?)[0-9.e+-]+', r"\1<ms>", text)
        text = re.sub(r'("(?:parse|validate|compile|evaluate|check|judge|write|publish)(?:Ms)?": ?)[0-9.e+-]+', r"\1<ms>", text)
        text = re.sub(r"(files intact \()[^)]*", r"\1<size>", text)     # durations have more digits or fewer
        text = re.sub(r"(deleted; until )\S+", r"\1<tomorrow>", text)
        text = re.sub(r'("files": \d+,\s+"bytes": )\d+', r"\1<size>", text)
        text = re.sub(r'("(?:commit|compiler)": )"[^"]*"', r'\1"<build>"', text)
        return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", self.recent, text)

    @staticmethod
    def recent(match):
        when = datetime.datetime.fromisoformat(match.group(0).split(".")[0].rstrip("Z"))
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        return "<now>" if abs((now - when).total_seconds()) < 3600 else match.group(0)


def compare(transcript, step, actual):
    want, got = expectation(step.out, step.err, step.code), expectation(*actual)
    if want == got:
        return None
    diff = difflib.unified_diff(want, got, "expected", "came", lineterm="", n=2)
    return "%s:%d: $ %s\n%s" % (transcript.path, step.line + 1, step.command, "\n".join(list(diff)[2:]))


def update(transcript, results):
    lines = list(transcript.lines)
    for step, actual in reversed(results):
        lines[step.first:step.last] = expectation(*actual)
    with open(transcript.path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines))


def replay(path, args):
    transcript, world, failures, results = Transcript(path), Replay(args), [], []
    try:
        for part in transcript.parts:
            if part[0] == "file":
                world.write(part[1], part[2])
            elif part[0] == "needs":
                if not world.can(part[1]):
                    print("%s: SKIPPED, this machine cannot: %s" % (path, part[1]))
                    return SKIPPED
            else:
                try:
                    actual = world.call(part[1].command)
                except subprocess.TimeoutExpired:
                    failures.append("%s:%d: no end after %d s: $ %s" % (path, part[1].line + 1, SECONDS, part[1].command))
                    continue
                results.append((part[1], actual))
                failures += filter(None, [compare(transcript, part[1], actual)])
    finally:
        world.close()
    if os.environ.get("FT_UPDATE") == "1":
        update(transcript, results)
    for failure in failures:
        print(failure)
    print("%s: %d commands, %d differ" % (path, len(results), len(failures)))
    return 1 if failures else 0


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--bin", required=True)
    ap.add_argument("--source", required=True)
    ap.add_argument("files", nargs="+")
    args = ap.parse_args()
    args.bin, args.source = os.path.abspath(args.bin), os.path.abspath(args.source)
    codes = {replay(path, args) for path in args.files}
    sys.exit(1 if 1 in codes else SKIPPED if codes == {SKIPPED} else 0)


main()
