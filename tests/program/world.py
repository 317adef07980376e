"""A scratch directory with a data root, and processes of the program in it. For the tests beside this file.

A process that is started with stop_at stops at that event (docs/testing.md, "Processes that stop"), so that
tests act at known moments and never sleep. Everything ends with the World, however the test ends.
"""
import json
import os
import shutil
import signal
import subprocess
import tempfile

SECONDS = 900       # that a whole test may take, on a busy machine

SMALL = """schemaVersion: 1
grid: {bins: %(bins)d, binSize: 5, binUnit: minutes, start: 2026-01-05T08:00:00Z}
nodes:
  - {id: arrivals, kind: const, values: [%(arrivals)d]}
  - {id: served, kind: expr, expr: "MIN(arrivals, 7)"}
topology:
  nodes:
    - {id: Desk, kind: serviceWithBuffer, semantics: {arrivals: arrivals, served: served, queueDepth: self}}
  edges: []
"""


class Failed(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise Failed(message)


class World:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.home = tempfile.mkdtemp(prefix="flowtime-world-")
        self.data = os.path.join(self.home, "data")
        self.living = []
        signal.signal(signal.SIGALRM, self.too_long)
        signal.alarm(SECONDS)

    @staticmethod
    def too_long(*_):
        raise Failed("no end after %d s" % SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        signal.alarm(0)
        for process in self.living:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.home, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def model(self, name, arrivals=10, bins=24):
        return self.write(name, SMALL % {"arrivals": arrivals, "bins": bins})

    def start(self, *words, stop_at=None, env=None, cwd=None):
        """A process; its output goes to files, so that a full pipe never blocks it."""
        variables = {"PATH": os.environ.get("PATH", ""), "HOME": self.home, "FLOWTIME_DATA_DIR": self.data}
        variables.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
        variables.update(env or {})
        if stop_at:
            variables["FLOWTIME_TEST_STOP_AT"] = stop_at
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        process = subprocess.Popen([self.program, *words], env=variables, cwd=cwd or self.home,
                                   stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        process.ft_out, process.ft_err, process.ft_words = out, err, words
        self.living.append(process)
        return process

    def stopped(self, process):
        """Waits until the process has stopped itself."""
        state = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        expect(state.si_code == os.CLD_STOPPED, "%s ended before it stopped: %s" % (process.ft_words, self.text(process.ft_err)))
        return process

    @staticmethod
    def go_on(*processes):
        for process in processes:
            os.kill(process.pid, signal.SIGCONT)

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.living.remove(process)

    @staticmethod
    def text(file):
        file.seek(0)
        return file.read().decode(errors="replace")

    def end(self, process):
        """(exit code, standard output, standard error)"""
        code = process.wait()
        self.living.remove(process)
        texts = self.text(process.ft_out), self.text(process.ft_err)
        process.ft_out.close()
        process.ft_err.close()
        return (code, *texts)

    def call(self, *words, **how):
        return self.end(self.start(*words, **how))

    def done(self, *words, **how):
        """Standard output of a command that succeeds."""
        code, out, err = self.call(*words, **how)
        expect(code == 0, "exit %d of %s: %s%s" % (code, words, out, err))
        return out

    def names(self, directory):
        path = os.path.join(self.data, directory)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []

    def run_file(self, run_id, name="run.json"):
        with open(os.path.join(self.data, "runs", run_id, name), encoding="utf-8") as file:
            return json.load(file)

    def verify_all(self, allowed=None):
        """Every visible run is complete: its files match, and its model gives the same series again."""
        ids = self.names("runs")
        if allowed is not None:
            expect(set(ids) <= set(allowed), "runs/ shows %s, allowed are %s" % (ids, sorted(allowed)))
        if ids:
            self.done("runs", "verify", *ids)
        listed = self.done("runs", "list", "--json") if ids else "[]"
        for run_id in ids:
            expect('"%s"' % run_id in listed, "runs list does not show " + run_id)
        return ids

    def expect_clean(self, but=()):
        """Nothing in the making, except what belongs to the runs `but`, each of which a process makes now."""
        for directory in ("staging", "locks"):
            names = [name for name in self.names(directory) if name.split(".")[0] not in but]
            owners = [name for name in names if name.startswith("owner_")]
            expect(len(owners) <= len(but), "%s/ keeps %s for %d processes" % (directory, owners, len(but)))
            litter = [name for name in names if name not in owners]
            expect(not litter, "%s/ keeps %s" % (directory, litter))


def main(tests, program):
    """Runs every test in a World of its own; the exit code tells."""
    failures = 0
    for test in tests:
        try:
            with World(program) as world:
                said = test(world)
            print("%s: ok%s" % (test.__name__, ", " + said if said else ""), flush=True)
        except Failed as failure:
            failures += 1
            print("%s: FAILED: %s" % (test.__name__, failure), flush=True)
    return 1 if failures else 0
