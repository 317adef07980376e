#!/usr/bin/env python3
"""Ids and paths that are none, on every route and in every body that takes one; foreign hosts and origins; planted links.

usage: attack_test.py FLOWTIME

The routes come from /openapi.json, which is made from the table of routes: a new one is tried without being added
here, and a new body that nobody listed below is a failure.
"""
import hashlib
import json
import os
import sys
import urllib.parse

from served import Server
from world import expect, main

SECRET = "kept-outside-of-the-data-root"
METHODS = ("get", "post", "put", "delete")
REFUSED = (400, 404, 405, 409, 412, 413, 414, 422, 501)
PATHS = ["..", "%2e%2e", "..%2f..%2foutside", "%2Fetc%2Fpasswd", "a%00b", "%00", "a%5C..%5Cb", ".", "-x", "a..b", "%ff", "%zz",
         "%E2%80%AE", "a" * 10000]
NAMES = ["..", "../x", "../../outside", "/etc/passwd", "a\0b", "\0", "a\\..\\b", ".", "-x", "a/b", "a..b", "\u202e", "a" * 10000]
MODEL = "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n- {id: a, kind: const, values: [1]}\n"
# Bodies by path: every one with ID in a place that names something. A path without a row has no id in its body.
BODIES = {
    "/v1/runs": [{"model": MODEL, "options": {"runId": "ID"}}, {"templateId": "ID"}, {"bundleRef": {"kind": "run", "id": "ID"}},
                 {"templateId": "order-system", "telemetry": {"captureDirectory": "ID"}},
                 {"templateId": "order-system", "telemetry": {"captureDirectory": "legit", "bindings": {"bins": "ID"}}}],
    "/api/v1/drafts": [{"draftId": "ID", "content": "x"}],
    "/api/v1/drafts/validate": [{"source": {"type": "draftId", "draftId": "ID"}}, {"source": {"type": "inline", "id": "ID", "content": "x"}}],
    "/api/v1/drafts/map-profile": [{"source": {"type": "draftId", "draftId": "ID"}, "nodeId": "a"}],
    "/api/v1/series/ingest": [{"seriesId": "ID", "content": "0,1\n"}],
    "/api/v1/series/summarize": [{"seriesId": "ID"}],
    "/api/v1/profiles/fit": [{"seriesId": "ID"}],
    "/v1/telemetry/captures": [{"source": {"type": "run", "runId": "ID"}, "output": {"captureKey": "new"}},
                               {"source": {"type": "run", "runId": "legit"}, "output": {"captureKey": "ID"}}],
    "/v1/sweep": [{"templateId": "ID", "vary": ["paymentCapacity=60..96/4"], "measures": ["max(payment_queue)"]}],
    "/v1/calibrate": [{"templateId": "ID", "vary": ["paymentCapacity=60..96"], "measured": {"payment_queue": [0]}},
                      {"runId": "ID", "vary": ["paymentCapacity=60..96"]}],
    "/v1/suggest": [{"templateId": "ID"}],
    "/v1/preview": [{"templateId": "ID"}, {"bundleRef": {"kind": "run", "id": "ID"}}],
    "/v1/artifacts/bulk-delete": [["ID"]],
    "/v1/artifacts/archive": [["ID"]],
}
BODIES["/api/v1/orchestration/runs"] = BODIES["/v1/runs"]
BODIES["/v1/sensitivity"] = BODIES["/v1/goal-seek"] = BODIES["/v1/optimize"] = BODIES["/v1/sweep"]
BODIES["/v1/studies"] = [{"kind": "sweep", **body} for body in BODIES["/v1/sweep"]]
BODIES["/api/v1/drafts/run"] = BODIES["/api/v1/drafts/generate"] = BODIES["/api/v1/drafts/validate"]
# What is posted here names nothing that is stored, or is refused as a whole for now.
WITHOUT_IDS = {"/v1/run", "/v1/graph", "/v1/validate", "/v1/runs/{runId}/export", "/v1/artifacts/index", "/v1/templates/refresh",
               "/v1/diagnostics/hover", "/api/v1/templates/refresh", "/api/v1/profiles/preview", "/api/v1/templates/{id}/generate",
               "/api/v1/templates/{templateId}/generate", "/api/v1/drafts/{draftId}",
               "/v1/runs/{runId}", "/v1/runs/{runId}/restore", "/v1/studies/{studyId}/resume",
               "/v1/studies/{studyId}/points/{point}/run", "/v1/telemetry/imports", "/v1/runs/{runId}/notes"}


class Attack:
    def __init__(self, world):
        self.world = world
        self.outside = os.path.join(world.home, "outside")
        os.makedirs(self.outside)
        with open(os.path.join(self.outside, "secret.txt"), "w", encoding="utf-8") as file:
            file.write(SECRET)
        self.server = Server(world)
        self.asked = 0
        self.operations = self.read_operations()
        self.make_legit_things()

    def read_operations(self):
        paths = self.server.ask("GET", "/openapi.json")[1]["paths"]
        return [(method.upper(), path, operation) for path, item in paths.items() for method, operation in item.items()
                if method in METHODS]

    def make_legit_things(self):
        os.makedirs(os.path.join(self.world.data, "captures", "legit"))
        for path, body in (("/v1/runs", {"model": MODEL, "options": {"runId": "legit"}}),
                           ("/api/v1/drafts", {"draftId": "legit", "content": "x"}),
                           ("/api/v1/series/ingest", {"seriesId": "legit", "content": "0,1\n1,2\n"}),
                           ("/api/v1/templates/order-system/generate", {})):
            status, answer = self.server.ask("POST", path, body)
            expect(status in (200, 201), "%s: %s %s" % (path, status, answer))

    def ask(self, method, path, body=None, headers=None):
        fields = {"Content-Type": "application/json", **(headers or {})}
        text = b"" if body is None else json.dumps(body).encode()
        status, fields, answer = self.server.raw(method, path, text, fields)
        self.asked += 1
        said = "%s %s %s: %s %s" % (method, path[:200], str(body)[:200], status, answer[:300])
        expect(status != 500, "a defect: " + said)
        expect(SECRET.encode() not in answer and b"root:x:" not in answer, "told what lies outside: " + said)
        expect(self.world.home.encode() not in answer, "told a path of the machine: " + said)
        return status, fields, answer, said

    def refused(self, *words, **how):
        status, fields, answer, said = self.ask(*words, **how)
        expect(status in REFUSED, "not refused: " + said)
        expect(fields["Content-Type"].startswith("application/problem+json"), "no problem document: " + said)
        expect(json.loads(answer)["code"], said)

    def tree(self, *folders):
        """What is on the disk, except what any request may touch: catalog, logs, locks."""
        found = {}
        for folder in folders:
            for place, _, names in os.walk(folder):
                for name in names:
                    path = os.path.join(place, name)
                    if "catalog.db" in name or "/locks" in place or "/staging" in place or "/logs" in place:
                        continue
                    found[path] = os.readlink(path) if os.path.islink(path) else hashlib.sha256(open(path, "rb").read()).digest()
        return found

    def end(self):
        self.server.stop()
        return "%d requests" % self.asked


def filled(path, but=None, value="legit"):
    """The path with `value` for the name `but` and what exists for the others."""
    known = {"templateId": "order-system", "format": "csv", "fileName": "run.json", "seriesId": "a"}
    for name in [part.split("}")[0] for part in path.split("{")[1:]]:
        path = path.replace("{%s}" % name, value if name == but else known.get(name, "legit"))
    return path


def in_paths_and_queries(world):
    attack = Attack(world)
    before = attack.tree(world.data, attack.outside)
    tried = set()
    for method, path, operation in attack.operations:
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                for value in PATHS:
                    attack.refused(method, filled(path, parameter["name"], value), body=None if method == "GET" else {})
                tried.add(path)
            elif parameter["in"] == "query" and method == "GET":
                for value in NAMES[:-1]:
                    attack.ask(method, filled(path) + "?%s=%s" % (parameter["name"], urllib.parse.quote(value)))
    with_ids = {path for _, path, _ in attack.operations if "{" in path}
    expect(tried == with_ids, "not tried: %s" % sorted(with_ids - tried))
    expect(attack.tree(world.data, attack.outside) == before, "something was changed")
    return attack.end()


def in_bodies(world):
    attack = Attack(world)
    before = attack.tree(world.data, attack.outside)
    listed = set(BODIES) | WITHOUT_IDS
    for method, path, operation in attack.operations:
        later = "501" in operation["responses"]
        expect(method in ("GET", "DELETE") or later or path in listed, "%s %s: list its bodies here" % (method, path))
    for path, bodies in BODIES.items():
        for body in bodies:
            for name in NAMES:
                text = json.loads(json.dumps(body).replace("ID", json.dumps(name)[1:-1]))
                if isinstance(body, list):
                    status, _, answer, said = attack.ask("POST", path, text)
                    expect(status >= 400 or not json.loads(answer)["results"][0]["success"], "accepted: " + said)
                else:
                    attack.refused("POST", path, body=text)
    expect(attack.tree(world.data, attack.outside) == before, "something was changed")
    return attack.end()


def foreign_hosts_and_origins(world):
    attack = Attack(world)
    for method, path, _ in attack.operations:
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost@evil.example"):
            expect(attack.ask(method, filled(path), headers={"Host": host})[0] == 421, "%s for %s" % (path, host))
        for origin in ("https://evil.example", "null", "http://localhost.evil.example", "file://"):
            status, fields, _, _ = attack.ask(method, filled(path), headers={"Origin": origin})
            expect(status == 403 and not fields["Access-Control-Allow-Origin"], "%s for %s: %s" % (path, origin, status))
    return attack.end()


def plant(attack):
    """Beside everything that is stored a link out of the data root, named as it but `planted`."""
    planted = 0
    for store in sorted(os.listdir(attack.world.data)):
        folder = os.path.join(attack.world.data, store)
        if not os.path.isdir(folder) or store in ("staging", "locks"):
            continue
        for name in os.listdir(folder):
            link = name.replace("legit", "planted") if "legit" in name else "planted_" + name
            target = attack.outside if os.path.isdir(os.path.join(folder, name)) else os.path.join(attack.outside, "secret.txt")
            os.symlink(target, os.path.join(folder, link))
            planted += 1
    return planted


def planted_links(world):
    attack = Attack(world)
    expect(plant(attack) >= 4, "nothing to plant beside")
    before = attack.tree(attack.outside)
    for method, path, operation in attack.operations:
        names = [parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"]
        for name in names or [None]:
            attack.ask(method, filled(path, name, "planted"), body=None if method == "GET" else {})
    for path, bodies in BODIES.items():
        for body in bodies:
            attack.ask("POST", path, json.loads(json.dumps(body).replace("ID", "planted")))
    world.call("runs", "list")
    world.call("runs", "reindex")
    world.call("runs", "delete", "planted")
    world.call("runs", "prune", "--keep", "0")
    expect(attack.tree(attack.outside) == before, "what lies outside was changed")
    return attack.end()


sys.exit(main([in_paths_and_queries, in_bodies, foreign_hosts_and_origins, planted_links], sys.argv[1]))
