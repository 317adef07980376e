#!/usr/bin/env python3
"""`serve --compat`: at the two ports of the older services, their clients' requests get the shapes they read.

usage: compat_test.py FLOWTIME     In a network of its own where that is allowed; exit code 77: the ports are taken.
"""
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys

from served import Server
from world import expect, main

SKIPPED, INSIDE = 77, "--inside"
ENGINE, SIMULATION = 8080, 8090
MODEL = ("schemaVersion: 1\ngrid: {bins: 3, binSize: 5, binUnit: minutes}\nnodes:\n- {id: demand, kind: const, values: [1, 2, 3]}\n"
         "- {id: served, kind: expr, expr: \"demand * 0.5\"}\n")
METADATA = {"runId": str, "templateId": str, "templateTitle": str, "templateVersion": str, "mode": str, "provenanceHash": str,
            "telemetrySourcesResolved": bool, "schema.id": str, "schema.version": str, "schema.hash": str,
            "storage.modelPath": str, "storage.metadataPath": str, "edgeQuality": str, "rng.kind": str, "rng.seed": int}
CREATED = {"isDryRun": bool, "plan": None, "warnings": list, "canReplay": bool, "telemetry.available": bool,
           "telemetry.warningCount": int, "wasReused": bool, **{"metadata." + name: kind for name, kind in METADATA.items()}}
PLANNED = {"isDryRun": True, "metadata": None, "telemetry": None, "canReplay": False, "wasReused": False, "plan.templateId": str,
           "plan.mode": str, "plan.outputRoot": str, "plan.deterministicRunId": bool, "plan.parameters": dict,
           "plan.telemetryBindings": dict, "plan.files": list, "plan.warnings": list}
GENERATED = {"model": str, "provenance.generator": str, "provenance.templateId": str, "provenance.modelId": str,
             "metadata.templateId": str, "metadata.schemaVersion": int, "metadata.hasWindow": bool, "metadata.modelHash": str,
             "warnings": list, "modelRef.id": str, "modelRef.hash": str}
RUN = {"templateId": "order-system", "mode": "simulation", "parameters": {}, "rng": {"kind": "pcg32", "seed": 42},
       "options": {"deterministicRunId": True}}
# Port, method, target, body (a text goes as text/plain), status, members of the answer: a type, or the value itself.
ROWS = [
    (ENGINE, "GET", "/healthz", None, 200, {"status": "ok"}),
    (ENGINE, "GET", "/v1/healthz", None, 200, {"serviceName": str, "apiVersion": "v1", "build.version": str, "build.commitHash": str,
                                               "build.environment": str, "capabilities.supportedFormats": list,
                                               "capabilities.features": list, "capabilities.limits": dict, "status": str,
                                               "startTime": str, "uptime": str}),
    (ENGINE, "POST", "/v1/run", MODEL, 200, {"grid.bins": 3, "grid.binSize": 5, "grid.binUnit": "minutes", "order": list,
                                             "series.demand": [1, 2, 3], "series.served": [0.5, 1, 1.5], "runId": str,
                                             "artifactsPath": str, "modelHash": str}),
    (ENGINE, "POST", "/v1/graph", MODEL, 200, {"nodes": ["demand", "served"], "order": list, "edges": list}),
    (ENGINE, "POST", "/v1/run", "", 400, {"error": str}),
    (ENGINE, "POST", "/v1/validate", {"yaml": MODEL, "tier": "Schema"}, 200, {"tier": "schema", "isValid": True, "errors": [], "warnings": []}),
    (ENGINE, "POST", "/v1/validate", {"yaml": MODEL, "tier": "7"}, 400, {"error": str}),
    (SIMULATION, "GET", "/api/v1/healthz?detailed=true", None, 200, {"status": str, "service": str, "version": str, "uptime": str}),
    (SIMULATION, "GET", "/api/v1/templates/order-system", None, 200, {"id": "order-system", "title": str, "description": str,
                                                                      "category": str, "tags": list, "version": str, "parameters": list}),
    (SIMULATION, "GET", "/api/v1/templates/order-system/source", None, 200, {"id": "order-system", "source": str}),
    (SIMULATION, "GET", "/api/v1/templates/categories", None, 200, {"categories": list}),
    (SIMULATION, "POST", "/api/v1/templates/order-system/generate?mode=simulation", {"bins": 24}, 200, GENERATED),
    (SIMULATION, "POST", "/api/v1/templates/order-system/generate?mode=dream", {}, 400, {"error": str}),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", RUN, 201, CREATED),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", RUN, 200, {**CREATED, "wasReused": True}),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", {**RUN, "options": {"dryRun": True}}, 200, PLANNED),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", {"TemplateId": "order-system", "Mode": " Simulation "}, 201, CREATED),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", {"mode": "simulation"}, 400, {"error": str}),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", {**RUN, "templateId": "nobody"}, 404, {"error": str}),
    (SIMULATION, "POST", "/api/v1/orchestration/runs", {"templateId": "order-system", "telemetry": {"captureDirectory": "none"}}, 422,
     {"title": str, "status": 422}),
    (ENGINE, "GET", "/v1/runs?mode=SIMULATION&page=1&pageSize=1", None, 200, {"items": list, "totalCount": 3, "page": 1, "pageSize": 1}),
    (ENGINE, "GET", "/v1/runs?hasWarnings=perhaps", None, 400, {"error": str}),
    (ENGINE, "GET", "/v1/artifacts?limit=2", None, 200, {"artifacts": list, "total": 4, "count": 2}),
    (ENGINE, "POST", "/v1/artifacts/bulk-delete", ["nobody"], 200, {"success": bool, "processed": 1, "deleted": 0, "results": list}),
    (SIMULATION, "GET", "/api/v1/models", None, 200, {"models": list}),
]
ITEM = {"runId": str, "templateId": str, "mode": str, "createdUtc": str, "warningCount": int, "telemetry.available": bool, "rng.seed": int}


def member(document, path):
    for name in path.split("."):
        expect(isinstance(document, dict) and name in document, "no %s in %s" % (path, str(document)[:300]))
        document = document[name]
    return document


def expect_shape(document, shape, place):
    for path, wanted in shape.items():
        value = member(document, path)
        kind = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)) if isinstance(wanted, type) else value == wanted
        expect(kind, "%s: %s is %s, not %s" % (place, path, str(value)[:200], wanted))


def older_clients_read_what_they_know(world):
    server = Server(world, "--compat")
    for port, method, target, body, status, shape in ROWS:
        is_text = isinstance(body, str)
        sent = b"" if body is None else body.encode() if is_text else json.dumps(body).encode()
        kind = {"Content-Type": "text/plain" if is_text else "application/json"}
        got, _, answer = server.raw(method, target, sent, kind, port=port)
        place = "%s %s at %d" % (method, target, port)
        expect(got == status, "%s: %s %s" % (place, got, answer[:300]))
        expect_shape(json.loads(answer), shape, place)
    items = json.loads(server.raw("GET", "/v1/runs", port=ENGINE)[2])["items"]
    for item in items:
        expect_shape(item, ITEM, "an item of the list")
    templates = json.loads(server.raw("GET", "/api/v1/templates", port=SIMULATION)[2])
    expect(isinstance(templates, list) and len(templates) >= 12, "templates are no list")
    # Each port serves every route: one program, one data root.
    for port in (ENGINE, SIMULATION, server.port):
        for target in ("/v1/runs/" + items[0]["runId"], "/api/v1/templates", "/healthz"):
            expect(server.raw("GET", target, port=port)[0] == 200, "%s at %d" % (target, port))
    server.stop()
    return "%d requests" % len(ROWS)


def raise_loopback():
    """Brings the loopback interface of a new network up."""
    with socket.socket() as any_socket:
        name = struct.pack("16sh", b"lo", 0x1 | 0x40)        # IFF_UP, IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, name)                # SIOCSIFFLAGS


def ports_are_free():
    for port in (ENGINE, SIMULATION):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return False
    return True


if sys.argv[1] == INSIDE:
    raise_loopback()
    sys.exit(main([older_clients_read_what_they_know], sys.argv[2]))
if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode == 0:
    sys.exit(subprocess.run(["unshare", "-n", sys.executable, os.path.abspath(__file__), INSIDE, sys.argv[1]], check=False).returncode)
if not ports_are_free():
    print("SKIPPED: %d or %d is taken" % (ENGINE, SIMULATION))
    sys.exit(SKIPPED)
sys.exit(main([older_clients_read_what_they_know], sys.argv[1]))
