#!/usr/bin/env python3
"""Requests that ask for far more than they are long: each ends in a refusal that names a limit, and takes little memory.

usage: heavy_test.py FLOWTIME

Memory is the peak of the process (VmHWM) since the request was sent; time is asserted as time of the processor, with
room for a slow machine.
"""
import json
import os
import re
import resource
import socket
import sys
import threading
import time

from served import Server
from world import expect, main

MEGABYTES = 300             # that an attack may take, above what the server had
CPU_SECONDS = 2.0           # it takes half a second at most
SANITIZED = bool(os.environ.get("FT_SANITIZED"))
TOKEN = "a-token-of-some-length"


class Watched:
    """What a process takes from now on."""

    def __init__(self, server):
        self.server, self.pid = server, server.process.pid
        with open("/proc/%d/clear_refs" % self.pid, "w", encoding="ascii") as file:
            file.write("5")
        self.before, self.cpu_before = self.status("VmRSS"), server.processor()

    def status(self, name):
        with open("/proc/%d/status" % self.pid, encoding="ascii") as file:
            return int(re.search(r"%s:\s+(\d+) kB" % name, file.read()).group(1)) / 1024

    def expect_little(self, what, megabytes=MEGABYTES):
        taken, seconds = self.status("VmHWM") - self.before, self.server.processor() - self.cpu_before
        if SANITIZED:
            return "%s" % what
        expect(taken < megabytes, "%s: %.0f MB" % (what, taken))
        expect(seconds < CPU_SECONDS, "%s: %.1f s of the processor" % (what, seconds))
        return "%s: %.0f MB, %.2f s" % (what, taken, seconds)


HEAD = "schemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\n"


def aliases(text_bytes, count, form):
    one = {"list": "*a", "keys": "{*a : 1}", "maps": "{k: *a}"}[form]
    return 'a: &a "%s"\nb: [%s]\n%snodes:\n- {id: n, kind: const, values: [1]}\n' % (
        "x" * text_bytes, ", ".join([one] * count), HEAD)


def classes_by_nodes(classes, nodes):
    lines = [HEAD + "classes:"]
    lines += ["- {id: C%d}" % i for i in range(classes)]
    lines += ["traffic:", "  arrivals:"]
    lines += ["  - {nodeId: n0, classId: C%d, pattern: {kind: constant, ratePerBin: 1}}" % i for i in range(classes)]
    lines += ["nodes:", "- {id: n0, kind: const, values: [%d]}" % classes]
    lines += ['- {id: n%d, kind: expr, expr: "n%d * 1.5"}' % (i, i - 1) for i in range(1, nodes)]
    return "\n".join(lines) + "\n"


def template(parameters, holes=""):
    rows = "".join("- {name: p%d, type: number, default: 1}\n" % i for i in range(parameters))
    return ("schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: d, title: D, version: 1.0.0}\n"
            "window: {start: 2026-01-01T00:00:00Z, timezone: UTC}\nparameters:\n" + rows +
            "grid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1, 2]}\n" + holes +
            "topology:\n  nodes:\n  - {id: N, kind: service, semantics: {arrivals: a, served: a}}\n  edges: []\n")


def lags(count, lag):
    lines = ["schemaVersion: 1\ngrid: {bins: 10000000, binSize: 1, binUnit: minutes}\nnodes:\n- {id: n0, kind: const, values: [1]}"]
    lines += ['- {id: n%d, kind: expr, expr: "SHIFT(n%d, %d) + 1"}' % (i, i - 1, lag) for i in range(1, count)]
    return "\n".join(lines) + "\n"


def models(world):
    """Every attack by model text, on every route that takes one."""
    server = Server(world)
    attacks = {
        "alias of 100 kB, 10,000 times": (aliases(100000, 10000, "list"), "yaml_alias_bomb"),
        "alias of 100 kB, 50,000 times": (aliases(100000, 50000, "list"), "yaml_alias_bomb"),
        "alias of 1 MB, 50,000 times": (aliases(1000000, 50000, "list"), "yaml_alias_bomb"),
        "alias of 100 kB as a key": (aliases(100000, 10000, "keys"), "yaml_alias_bomb"),
        "alias of 100 kB in mappings": (aliases(100000, 10000, "maps"), "yaml_alias_bomb"),
        "1,000 classes x 500 nodes": (classes_by_nodes(1000, 500), "too_many_series"),
        "1,000 classes x 4,000 nodes": (classes_by_nodes(1000, 4000), "too_many_series"),
        "1,000 classes x 50,000 nodes": (classes_by_nodes(1000, 50000), "too_many_series"),
        "300 lags of 5,000,000 bins": (lags(300, 5000000), "not_enough_memory"),
    }
    told = []
    for name, (text, code) in attacks.items():
        asked = [("/v1/run", text.encode()), ("/v1/runs", json.dumps({"model": text}).encode()),
                 ("/v1/validate", json.dumps({"yaml": text, "tier": "analyse"}).encode())]
        if code == "yaml_alias_bomb":
            asked.append(("/v1/graph", text.encode()))
        for path, body in asked:
            watched = Watched(server)
            status, _, answer = server.raw("POST", path, body, {"Content-Type": "application/json"})
            expect(code.encode() in answer, "%s on %s: %s %s" % (name, path, status, answer[:300]))
            expect(status >= 400 or path == "/v1/validate", "%s on %s: %s" % (name, path, status))
            told.append(watched.expect_little("%s on %s" % (name, path)))
    server.stop()
    print("\n".join(told))
    return "%d attacks" % len(told)


def templates(world):
    server = Server(world)
    many = "- {id: h%d, kind: expr, expr: \"${p0} + %d\"}\n"
    attacks = {
        "100,000 parameters": (template(100000), "limit_exceeded"),
        "1,001 parameters": (template(1001), "limit_exceeded"),
        "100,001 placeholders": (template(1, "".join(many % (i, i) for i in range(100001))), "limit_exceeded"),
        "100,000 unknown placeholders": (template(1, "".join("- {id: h%d, kind: expr, expr: \"${q%d}\"}\n" % (i, i)
                                                             for i in range(100000))), "unknown_placeholder"),
        "a text of 1 MB with placeholders": (template(1, "- {id: h, kind: expr, expr: \"%s\"}\n" % ("${p0}+" * 170000)),
                                             "limit_exceeded"),
    }
    told = []
    for name, (text, code) in attacks.items():
        for what in ("validate", "generate", "run"):
            watched = Watched(server)
            body = json.dumps({"source": {"type": "inline", "id": "d", "content": text}}).encode()
            status, _, answer = server.raw("POST", "/api/v1/drafts/" + what, body, {"Content-Type": "application/json"})
            expect(code.encode() in answer, "%s, %s: %s %s" % (name, what, status, answer[:300]))
            told.append(watched.expect_little("%s, %s" % (name, what)))
    server.stop()
    print("\n".join(told))
    return "%d attacks" % len(told)


def patterns(world):
    """What is taken, and grows with its length alone."""
    server = Server(world)
    nodes = "".join("- {id: m%d, kind: const, values: [1]}\n" % i for i in range(40000))
    for name, outputs in {
            "prefixes": "".join("- {series: 'm%d/*'}\n" % i for i in range(40000)),
            "everything again and again": "- {series: '*', exclude: [m1]}\n" * 40000}.items():
        watched = Watched(server)
        body = (HEAD + "nodes:\n" + nodes + "outputs:\n" + outputs).encode()
        status, _, answer = server.raw("POST", "/v1/run", body, {})
        expect(status == 200, "%s: %s %s" % (name, status, answer[:300]))
        print(watched.expect_little(name, megabytes=MEGABYTES))
    status, answer = server.ask("GET", "/v1/runs?q=" + "+".join("w%d" % i for i in range(1500)))
    expect((status, answer["code"]) == (400, "invalid_query"), "1,500 words: %s %s" % (status, answer))
    watched = Watched(server)
    body = (HEAD + "nodes:\n" + "".join("- {id: n%d, kind: expr, expr: nobody%d}\n" % (i, i) for i in range(100001))).encode()
    status, answer = server.ask("POST", "/v1/runs", {"model": body.decode()})
    expect(status == 400 and len(answer["errors"]) <= 1001, "%s %d" % (status, len(answer.get("errors", []))))
    expect([e["code"] for e in answer["errors"]] == ["limit_exceeded"], str(answer)[:300])
    print(watched.expect_little("100,001 nodes that read nobody"))
    server.stop()
    return "outputs, words and problems"


def head(path, fields="", length=15000000):
    return ("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n%s\r\n" % (path, length, fields)).encode()


def unfinished_bodies(world):
    """60 bodies of 16 MB that never end cost next to nothing without the token, and are given back with it."""
    server = Server(world, env={"FLOWTIME_API_TOKEN": TOKEN})
    for fields, most, name in (("", 20, "without a token"), ("Authorization: Bearer %s\r\n" % TOKEN, 330, "with it")):
        watched, clients = Watched(server), []
        for _ in range(60):
            client = socket.create_connection(("127.0.0.1", server.port))
            clients.append(client)
            try:
                client.sendall(head("/v1/runs", fields))
                client.settimeout(0.2)
                for _ in range(14):
                    client.sendall(b"x" * 1000000)
            except OSError:
                pass
        told = watched.expect_little("60 unfinished bodies " + name, megabytes=most)
        for client in clients:
            client.close()
        end = time.time() + 60
        while not SANITIZED and watched.status("VmRSS") - watched.before > 20:
            expect(time.time() < end, "%s: %.0f MB are kept" % (told, watched.status("VmRSS") - watched.before))
            time.sleep(0.1)
        print(told)
    server.stop()
    return "120 bodies"


def studies(world):
    """A study keeps what its figures need, refuses what does not fit, and ends with its client."""
    server = Server(world)
    model = ("schemaVersion: 1\ngrid: {bins: 10000000, binSize: 1, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1]}\n" +
             "".join("- {id: s%d, kind: expr, expr: 'a + %d'}\n" % (i, i) for i in range(100)))
    judged = {"yaml": model, "vary": ["a=1..2/2"], "measures": ["late:run"]}
    for path in ("/v1/sweep", "/v1/studies"):
        watched = Watched(server)
        status, answer = server.ask("POST", path, {"kind": "sweep", **judged} if path == "/v1/studies" else judged)
        expect(status >= 400 and answer["code"] in ("not_enough_memory", "figures_too_many"), "%s: %s %s" % (path, status, str(answer)[:300]))
        print(watched.expect_little("a judged study on " + path))
    watched = Watched(server)
    body = json.dumps({"yaml": model, "vary": ["a=1..3/3"], "measures": ["max:s1"]}).encode()
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(head("/v1/sweep", "Content-Type: application/json\r\n", len(body)) + body)
    while server.processor() - watched.cpu_before < 0.5:
        expect(server.process.poll() is None, "the server ended")
        time.sleep(0.01)
    client.close()
    server.wait_until_idle()
    print(watched.expect_little("a sweep whose client left"))
    server.stop()
    return "refused, small and stopped"


HEALTH = ("/healthz", "/v1/healthz", "/api/v1/healthz", "/readyz")


def idle_connections(world):
    """Who only waits keeps nobody out: the connection that was idle for longest makes room, and all is given back."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    told = []
    for name, files in (("1,100 idle connections", None), ("as many, and 256 files for the server", 256)):
        server = Server(world)
        before, watched = server.open_files(), Watched(server)
        if files:
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (files, hard))
        clients = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(1100)]
        for path in HEALTH if files else HEALTH + ("/v1/runs",):
            status, _, _ = server.raw("GET", path)
            expect(status == 200, "%s: %s answers %s" % (name, path, status))
        expect(clients[0].recv(1) == b"", "%s: the first one is still open" % name)
        clients[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        expect(clients[-1].recv(12) == b"HTTP/1.1 200", "%s: the newest one was closed" % name)
        most = files or before + 1024 + 8
        expect(server.open_files() <= most, "%s: %d open files" % (name, server.open_files()))
        told.append(watched.expect_little(name, megabytes=100))
        for client in clients:
            client.close()
        while server.open_files() > before:     # the alarm of the World ends what never does
            time.sleep(0.02)
        server.stop()
    return "; ".join(told)


def health_meanwhile(world):
    """Health and readiness need no worker: each is answered before any of four requests that take long."""
    nodes = "".join("- {id: m%d, kind: const, values: [1]}\n" % i for i in range(40000))
    outputs = "- {series: '*', exclude: [m1]}\n" * 40000
    requests = [("/v1/run", (HEAD + "nodes:\n" + nodes + "outputs:\n" + outputs).encode()),
                ("/v1/validate", json.dumps({"yaml": classes_by_nodes(200, 400), "tier": "analyse"}).encode()),
                ("/v1/graph", (HEAD + "nodes:\n" + nodes).encode()),
                ("/v1/run", (HEAD + "nodes:\n" + nodes).encode())]
    told = []
    for workers in ("1", "4"):
        server = Server(world, "--workers", workers)
        busy = [threading.Thread(target=server.raw, args=("POST", path, body)) for path, body in requests]
        for thread in busy:
            thread.start()
        asked, slowest, answered_first = 0, 0, set()
        while any(thread.is_alive() for thread in busy):
            for path in HEALTH:
                begin = time.monotonic()
                status, _, _ = server.raw("GET", path)
                slowest = max(slowest, time.monotonic() - begin)
                expect(status == 200, "%s: %s" % (path, status))
                asked += 1
                if sum(thread.is_alive() for thread in busy) == len(busy):
                    answered_first.add(path)
        server.stop()
        expect(answered_first == set(HEALTH), "%s workers: not answered before the others were: %s" %
               (workers, set(HEALTH) - answered_first))
        told.append("%s workers: %d questions, the slowest took %.0f ms" % (workers, asked, slowest * 1e3))
    return "; ".join(told)


if __name__ == "__main__":
    sys.exit(main([models, templates, patterns, unfinished_bodies, studies, idle_connections, health_meanwhile], sys.argv[1]))
