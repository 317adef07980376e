"""A run goes to a real Prometheus server and comes back, and other measurements come from it.

usage: prometheus_test.py FLOWTIME      exit code 77: prometheus or promtool is missing

promtool makes blocks of the exported text, a server on a free port of 127.0.0.1 reads them, the command line asks it and
gets the same numbers. The server is ended by its process id.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

from world import World, expect, Failed

SKIPPED = 77
BINS = 48
MODEL = """schemaVersion: 1
grid: {bins: 48, binSize: 5, binUnit: minutes, start: 2026-01-05T08:00:00Z}
nodes:
  - {id: calls, kind: expr, expr: "30.25 + 12.5 * SIN(BIN() * 0.3)"}
  - {id: agents, kind: const, values: [32]}
  - {id: answered, kind: expr, expr: "MIN(agents, calls + SHIFT(line, 1))"}
topology:
  nodes:
    - {id: Desk, kind: serviceWithBuffer, semantics: {arrivals: calls, served: answered, capacity: agents, queueDepth: line}}
  edges: []
"""
REPLAY = """schemaVersion: 1
grid: {bins: 48, binSize: 5, binUnit: minutes, start: 2026-01-05T08:00:00Z}
nodes:
  - {id: calls, kind: const, source: 'import:calls'}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prometheus:
    """A server over blocks that promtool made."""
    def __init__(self, world, blocks):
        self.url = "http://127.0.0.1:%d" % free_port()
        config = world.write("prometheus.yml", "global: {}\n")
        self.log = open(os.path.join(world.home, "prometheus.log"), "wb")
        self.process = subprocess.Popen(
            ["prometheus", "--config.file=" + config, "--storage.tsdb.path=" + blocks, "--storage.tsdb.retention.time=100y",
             "--web.listen-address=" + self.url[len("http://"):]],
            cwd=world.home, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)

    def __enter__(self):
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + "/-/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return self
            except OSError:
                time.sleep(0.1)
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            raise Failed("prometheus is not ready: " + log.read()[-2000:])

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def run(world, *words, code=0):
    process = world.start(*words)
    process.wait()
    out, err = world.text(process.ft_out), world.text(process.ft_err)
    expect(process.returncode == code, "%s: exit code %d\n%s%s" % (" ".join(words), process.returncode, out, err))
    return out + err


def stored(world, run_id, series):
    """The values of a series, from the matrix of the run."""
    import struct
    folder = os.path.join(world.data, "runs", run_id, "series")
    with open(os.path.join(folder, "index.json"), encoding="utf-8") as file:
        entries = json.load(file)["series"]
    row = [entry["id"].split("@")[0] for entry in entries].index(series)
    with open(os.path.join(folder, "values.f64"), "rb") as file:
        file.seek(row * BINS * 8)
        return list(struct.unpack("<%dd" % BINS, file.read(BINS * 8)))


def imported(world, name):
    run(world, "run", world.write("replay.yaml", REPLAY.replace("import:calls", "import:" + name)), "--run-id", "replay-" + name)
    return stored(world, "replay-" + name, "calls")


def asks(server, name, query, *more):
    return ["telemetry", "import", server.url, "--query", query, "--from", "2026-01-05T08:00:00Z", "--to", "2026-01-05T11:55:00Z",
            "--step", "5m", "--id", name, *more]


def there_and_back(world):
    run(world, "run", world.write("desk.yaml", MODEL), "--run-id", "desk")
    text = os.path.join(world.home, "desk.om")
    run(world, "runs", "export", "desk", "--format", "openmetrics", "--output", text)
    blocks = os.path.join(world.home, "blocks")
    made = subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", text, blocks], capture_output=True, text=True)
    expect(made.returncode == 0, "promtool refuses the export: " + made.stdout + made.stderr)
    print("promtool tsdb create-blocks-from openmetrics:\n" + made.stdout)
    with Prometheus(world, blocks) as server:
        for metric, series in (("arrivals", "calls"), ("served", "answered"), ("queue_depth", "line")):
            run(world, *asks(server, series, 'flowtime_%s{run="desk",node="Desk"}' % metric, "--kind", "last"))
            expect(imported(world, series) == stored(world, "desk", series), series + " came back other than it went")
        # What the server computes is read as well: twice the arrivals.
        run(world, *asks(server, "doubled", 'flowtime_arrivals{node="Desk"} * 2', "--kind", "last"))
        expect(imported(world, "doubled") == [2 * x for x in stored(world, "desk", "calls")], "twice the arrivals")
        # More points than one answer holds are asked for in pieces: 11,501 of them, a second apart.
        told = run(world, "telemetry", "import", server.url, "--query", 'flowtime_arrivals{node="Desk"}', "--from",
                   "2026-01-05T08:00:00Z", "--to", "2026-01-05T11:11:40Z", "--step", "1s", "--kind", "last", "--bin", "5m", "--id", "pieces")
        expect("11501 samples" in told, told)
        # What the server refuses is told in its words; nothing is kept.
        told = run(world, *asks(server, "broken", "flowtime_arrivals{"), code=1)
        expect("parse error" in told and not os.path.exists(os.path.join(world.data, "imports", "broken")), told)
        told = run(world, *asks(server, "none", "nothing_of_this_name"), code=1)
        expect(not os.path.exists(os.path.join(world.data, "imports", "none")), told)
        gone = server
    told = run(world, *asks(gone, "gone", "flowtime_arrivals"), code=1)
    expect("127.0.0.1" in told, told)


def main():
    for program in ("prometheus", "promtool"):
        if shutil.which(program) is None:
            print("skipped: %s is not installed" % program)
            return SKIPPED
    with World(sys.argv[1]) as world:
        there_and_back(world)
    print("prometheus: there and back")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        print("FAILED:", failure)
        sys.exit(1)
