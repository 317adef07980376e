#!/usr/bin/env python3
"""Clients that go away, counted: nothing of them stays, neither files nor jobs nor stages.

usage: leave_test.py FLOWTIME
"""
import json
import os
import socket
import sys
import time

from served import Server
from world import expect, main

CLIENTS = 20
WORTHLESS = 1.0     # seconds of the processor after the client has left; all of the work takes some thirty
BINS = 200000      # long enough to be in the making when the client is gone


def request(server, body, headers=""):
    text = json.dumps(body).encode()
    client = socket.create_connection(("127.0.0.1", server.port))
    client.sendall(("POST /v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n%s"
                    "Content-Length: %d\r\n\r\n" % (headers, len(text))).encode() + text)
    return client


def settled(server, what):
    """Asks until it holds; the alarm of the World ends what never does."""
    while not what():
        server.ask("GET", "/readyz")


def stages(world):
    return [name for name in world.names("staging") if not name.startswith("owner_")]


def wide(world):
    nodes = "".join("- {id: s%d, kind: expr, expr: 'a + %d'}\n" % (i, i) for i in range(30))
    return ("schemaVersion: 1\ngrid: {bins: %d, binSize: 1, binUnit: minutes}\nnodes:\n"
            "- {id: a, kind: const, values: [1]}\n%s" % (BINS, nodes))


def leave_while_waiting(world, server, number):
    """While they wait for a run that is being made, or for one in the queue."""
    clients = [request(server, {"model": wide(world), "options": {"runId": "left%d.%d" % (number, i)}})
               for i in range(CLIENTS)]
    settled(server, lambda: stages(world) or len(world.names("runs")) > number)
    for client in clients:
        client.close()
    settled(server, lambda: not stages(world) and working(server) == 0)
    settled(server, lambda: not [name for name in world.names("locks") if not name.startswith("owner_")])


def clients_that_leave(world):
    server = Server(world)
    leave_while_waiting(world, server, 0)
    expect(len(world.names("runs")) < CLIENTS, "nobody learnt that nobody waits: all %d runs were made" % CLIENTS)
    before = server.open_files()
    leave_while_waiting(world, server, 1)
    settled(server, lambda: server.open_files() <= before)
    world.verify_all()
    status, answer = server.ask("POST", "/v1/runs", {"model": wide(world).replace(str(BINS), "20")})
    expect(status == 201, "after all that: %s %s" % (status, answer))
    server.stop()
    world.expect_clean()
    return "%d clients, %d open files before and after" % (2 * CLIENTS, before)


def working(server):
    """Jobs that are neither ended nor kept."""
    return len([job for job in server.ask("GET", "/v1/jobs")[1]["items"] if job["state"] in ("queued", "running")])


def stop_reading(server):
    """In the middle of a long answer, and of a request."""
    targets = ["/v1/runs/big/state_window", "/v1/runs/big/frames", "/v1/artifacts/big/download", "/openapi.json"]
    for number in range(CLIENTS):
        client = socket.create_connection(("127.0.0.1", server.port))
        client.sendall(("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % targets[number % len(targets)]).encode())
        client.recv(10)
        half = socket.create_connection(("127.0.0.1", server.port))
        half.sendall(b"POST /v1/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
        client.close()
        half.close()


def clients_that_stop_reading(world):
    server = Server(world)
    body = {"templateId": "supply-chain-classes", "options": {"runId": "big"}}
    expect(server.ask("POST", "/v1/runs", body)[0] == 201, "no run")
    stop_reading(server)
    before = server.open_files()
    stop_reading(server)
    settled(server, lambda: server.open_files() <= before and not stages(world))
    server.stop()
    world.expect_clean()
    return "%d clients" % (4 * CLIENTS)


def clients_that_leave_a_question(world):
    """While a model is evaluated for an answer that stores nothing, and for a study."""
    server = Server(world)
    model = ("schemaVersion: 1\ngrid: {bins: 10000000, binSize: 1, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: [1]}\n" +
             "".join("- {id: s%d, kind: expr, expr: 'EXP(LN(a + %d)) / 3'}\n" % (i, i) for i in range(40)))
    told = []
    for path, body in (("/v1/validate", {"yaml": model, "tier": "analyse"}),
                       ("/v1/sweep", {"yaml": model, "vary": ["a=1..9/9"], "measures": ["max:s1"]})):
        text, before = json.dumps(body).encode(), server.processor()
        client = socket.create_connection(("127.0.0.1", server.port))
        client.sendall(("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" %
                        (path, len(text))).encode() + text)
        while server.processor() - before < 0.5:
            time.sleep(0.01)
        client.close()
        at = server.processor()
        server.wait_until_idle()
        spent = server.processor() - at
        expect(spent < WORTHLESS, "%s went on for %.1f s of the processor without its client" % (path, spent))
        told.append("%s: %.2f s" % (path, spent))
    server.stop()
    return ", ".join(told)


def a_kept_job_outlives_its_client(world):
    """Who asked to be answered at once may go; the job goes on until somebody cancels it."""
    server = Server(world)
    status, job = server.ask("POST", "/v1/runs", {"model": wide(world), "options": {"runId": "kept"}},
                             {"Prefer": "respond-async"})
    expect(status == 202, "status %s" % status)
    status, told = server.ask("DELETE", "/v1/jobs/" + job["jobId"])
    expect(status in (202, 409), "cancelled: %s %s" % (status, told))
    states = ("cancelled", "succeeded") if status == 409 else ("cancelled",)
    settled(server, lambda: server.ask("GET", "/v1/jobs/" + job["jobId"])[1]["state"] in states)
    settled(server, lambda: not stages(world))
    expect(status == 409 or world.names("runs") == [], "a cancelled run is there")
    server.stop()
    world.expect_clean()


sys.exit(main([clients_that_leave, clients_that_stop_reading, clients_that_leave_a_question, a_kept_job_outlives_its_client], sys.argv[1]))
