#!/usr/bin/env python3
"""Disks and files that fail under a server: it lives, says what is wrong, and serves what it can.

usage: faults_test.py FLOWTIME
"""
import os
import resource
import subprocess
import sys
import threading
import time

from served import Server
from world import expect, main

INSIDE = "--inside"         # in a mount namespace of our own


def stored(server, run_id="r1", bins=2000):
    model = ("schemaVersion: 1\ngrid: {bins: %d, binSize: 1, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [3]}\n"
             "- {id: b, kind: expr, expr: a + 1}\ntopology:\n  nodes:\n  - {id: N, kind: service, semantics: {arrivals: a, served: b}}\n"
             "  edges: []\n" % bins)
    status, answer = server.ask("POST", "/v1/runs", {"model": model, "options": {"runId": run_id, "failOn": "none"}})
    expect(status == 201, str(answer))


def values_of(world, run_id="r1"):
    return os.path.join(world.data, "runs", run_id, "series", "values.f64")


QUESTIONS = ("/v1/runs/r1/state?binIndex=1500", "/v1/runs/r1/state_window", "/v1/runs/r1/metrics",
             "/v1/runs/r1/explain?series=b&bin=1500")


def expect_damaged(server, how):
    for question in QUESTIONS:
        status, _, answer = server.raw("GET", question)
        expect(status == 409 and b'"run_damaged"' in answer, "%s %s: %s %s" % (how, question, status, answer[:300]))
    status, _, _ = server.raw("GET", "/v1/runs")
    expect(status == 200, "the list of runs: %s" % status)


def values_that_get_shorter(world):
    server = Server(world)
    for size in (1000, 0):
        stored(server)
        for question in QUESTIONS:
            status, _, answer = server.raw("GET", question)
            expect(status == 200, "%s: %s %s" % (question, status, answer[:300]))
        os.truncate(values_of(world), size)
        expect_damaged(server, "%d bytes" % size)
        status, _, _ = server.raw("DELETE", "/v1/artifacts/r1")
        server.ask("POST", "/v1/artifacts/bulk-delete", ["r1"])
    server.stop()


def values_overwritten(world):
    """Other numbers in the place of values are noticed by a server that has the run open, and by a new one."""
    server = Server(world)
    stored(server)
    for question in QUESTIONS:
        expect(server.raw("GET", question)[0] == 200, question)
    time.sleep(0.05)        # two clock ticks of the file system
    with open(values_of(world), "r+b") as file:
        file.write(bytes(8 * 2000))
    expect_damaged(server, "zeros")
    server.stop()
    server = Server(world)
    expect_damaged(server, "zeros before the start")
    server.stop()
    code, _, err = world.call("state", "r1", "--at", "5")
    expect(code == 1 and "[run_damaged]" in err, "%d %s" % (code, err))


def limit_of_file_sizes(world):
    """SIGXFSZ does not end the program."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000000, resource.RLIM_INFINITY))
    try:
        server = Server(world)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    model = "schemaVersion: 1\ngrid: {bins: 100000, binSize: 1, binUnit: minutes}\nnodes:\n" + "".join(
        "- {id: n%d, kind: const, values: [1]}\n" % i for i in range(30))
    status, answer = server.ask("POST", "/v1/runs", {"model": model})
    expect(status >= 400 and answer["code"] == "io_too_large", "%s %s" % (status, answer))
    stored(server)
    expect(server.raw("GET", QUESTIONS[0])[0] == 200, "the server does not answer")
    server.stop()


def catalog_of_garbage(world):
    server = Server(world)
    stored(server)
    server.stop()
    catalog = os.path.join(world.data, "catalog.db")
    for content in (b"garbage" * 1000, os.urandom(8192), open(catalog, "rb").read()[:5000]):
        for end in ("-wal", "-shm"):
            if os.path.exists(catalog + end):
                os.remove(catalog + end)
        with open(catalog, "wb") as file:
            file.write(content)
        server = Server(world)
        status, answer = server.ask("GET", "/v1/runs")
        expect((status, answer["totalCount"]) == (200, 1), "%s %s" % (status, answer))
        server.stop()


def links_at_locks(world):
    """A lock is never made where a link leads; a catalog that is a link is refused."""
    outside = os.path.join(world.home, "outside")
    server = Server(world)
    stored(server)
    os.symlink(outside, os.path.join(world.data, "locks", "r9.lock"))
    status, answer = server.ask("POST", "/v1/runs", {"model": "schemaVersion: 1\ngrid: {bins: 1, binSize: 1, binUnit: hours}\n"
                                                              "nodes:\n- {id: a, kind: const, values: [1]}\n",
                                                     "options": {"runId": "r9"}})
    expect(status >= 400 and answer["code"] == "io_outside_root", "%s %s" % (status, answer))
    expect(not os.path.exists(outside), "a file was made outside")
    server.stop()
    for end in ("", "-wal", "-shm"):
        path = os.path.join(world.data, "catalog.db" + end)
        if os.path.exists(path):
            os.remove(path)
    os.symlink(outside, os.path.join(world.data, "catalog.db"))
    code, _, err = world.call("serve", "--listen", "127.0.0.1:0")
    expect(code == 1 and not os.path.exists(outside), "%d %s" % (code, err))


def links_among_templates(world):
    secret = world.write("secret.yaml", "kept: outside\n")
    templates = os.path.join(world.home, "templates")
    os.makedirs(os.path.join(templates, "in"))
    os.symlink(secret, os.path.join(templates, "planted.yaml"))
    server = Server(world, "--templates-dir", templates)
    for path in ("/api/v1/templates/planted/source", "/api/v1/templates/planted", "/api/v1/templates"):
        status, _, answer = server.raw("GET", path)
        expect(b"outside\\n" not in answer and b"kept:" not in answer, "%s: %s %s" % (path, status, answer[:300]))
    expect(server.raw("GET", "/api/v1/templates/planted/source")[0] >= 400, "a link out of the directory has a source")
    server.stop()


class Holder:
    """Another process, which holds a lock of the data root."""

    def __init__(self, world, *names):
        self.process = subprocess.Popen([sys.executable, "-c", """
import fcntl, os, struct, sys, time
os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
file = open(sys.argv[1], "a+")
fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
print("held", flush=True)
time.sleep(600)
""", os.path.join(world.data, "locks", *names)], stdout=subprocess.PIPE)
        world.living.append(self.process)
        self.process.stdout.readline()

    def kill(self):
        self.process.kill()
        self.process.wait()


def id_held_by_another(world):
    """Requests for a run whose id another process holds wait, but never all workers: other runs are made meanwhile."""
    server = Server(world)
    stored(server, "r0")
    holder = Holder(world, "held.lock")
    answers = []
    model = "schemaVersion: 1\ngrid: {bins: 1, binSize: 1, binUnit: hours}\nnodes:\n- {id: a, kind: const, values: [1]}\n"
    held = {"model": model, "options": {"runId": "held"}}
    waiting = [threading.Thread(target=lambda: answers.append(server.ask("POST", "/v1/runs", held))) for _ in range(16)]
    for thread in waiting:
        thread.start()
    for number in range(3):
        stored(server, "other%d" % number)
    expect(all(status == 503 and answer["code"] == "lock_held" for status, answer in answers), str(answers)[:300])
    expect(any(thread.is_alive() for thread in waiting), "nobody waits")
    refused = len(answers)
    holder.kill()
    for thread in waiting:
        thread.join()
    made = [status for status, _ in answers if status == 201]
    expect(len(made) == 1, "made %d times: %s" % (len(made), str(answers)[:300]))
    server.stop()
    return "%d of 16 refused at once" % refused


def lock_held_by_another(world):
    """A process that holds the lock of a draft and is stopped does not stop the server."""
    server = Server(world, "--workers", "4")
    status, answer = server.ask("POST", "/api/v1/drafts", {"draftId": "d", "content": "x"})
    expect(status == 201, str(answer))
    holder = Holder(world, "drafts", "d.lock")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(server.ask("PUT", "/api/v1/drafts/d", {"content": "y"})))
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for path in ("/readyz", "/healthz", "/v1/runs"):
        expect(server.raw("GET", path)[0] == 200, path)
    for thread in threads:
        thread.join()
    expect([status for status, _ in answers] == [503] * 4, str(answers)[:300])
    expect({answer["code"] for _, answer in answers} == {"lock_held"}, str(answers)[:300])
    holder.kill()
    expect(server.ask("PUT", "/api/v1/drafts/d", {"content": "z"})[0] == 200, "the draft stays locked")
    server.stop()


def full_disk_at_start(world):
    os.makedirs(world.data, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", world.data], check=True)
    server = Server(world)
    stored(server)
    server.stop()
    for end in ("", "-wal", "-shm"):
        path = os.path.join(world.data, "catalog.db" + end)
        if os.path.exists(path):
            os.remove(path)
    fill = os.open(os.path.join(world.data, "fill"), os.O_WRONLY | os.O_CREAT)
    try:
        while os.write(fill, bytes(4096)):
            pass
    except OSError:
        os.close(fill)
    expect_read_only(world, "io_no_space")
    subprocess.run(["umount", world.data], check=True)


def read_only_directory(world):
    server = Server(world)
    stored(server)
    server.stop()
    subprocess.run(["mount", "--bind", world.data, world.data], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", world.data], check=True)
    expect_read_only(world, "io_not_writable")
    subprocess.run(["umount", world.data], check=True)


def expect_read_only(world, code):
    server = Server(world)
    status, answer = server.ask("GET", "/v1/runs")
    expect((status, answer["totalCount"]) == (200, 1), "%s %s" % (status, answer))
    expect(server.raw("GET", QUESTIONS[0])[0] == 200, "no state")
    status, answer = server.ask("POST", "/v1/runs", {"templateId": "order-system"})
    expect(status in (503, 507) and answer["code"] == code, "%s %s" % (status, answer))
    server.stop()


def own_mounts(world):
    """The tests that need a disk of their own, in a mount namespace; skipped where nobody may have one."""
    words = ["unshare", "--mount", "--propagation", "private", sys.executable, os.path.abspath(__file__), world.program, INSIDE]
    if subprocess.run(words[:4] + ["true"], check=False).returncode != 0:
        return "skipped: this machine lets nobody mount"
    outcome = subprocess.run(words, check=False, capture_output=True, text=True)
    expect(outcome.returncode == 0, outcome.stdout + outcome.stderr)
    return outcome.stdout.replace("\n", "; ")


TESTS = [values_that_get_shorter, values_overwritten, limit_of_file_sizes, catalog_of_garbage, links_at_locks,
         links_among_templates, lock_held_by_another, id_held_by_another, own_mounts]
if INSIDE in sys.argv:
    TESTS = [full_disk_at_start, read_only_directory]
sys.exit(main(TESTS, sys.argv[1]))
