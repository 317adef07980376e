#!/usr/bin/env python3
"""Every answer of a real server and every file of real runs is what its JSON Schema says, and a changed one is not.

usage: schemas_test.py FLOWTIME EXAMPLES      exit code 77: python3-jsonschema is missing

Every route of /openapi.json that answers JSON is asked at least once; one whose answer has no schema is a failure.
The documents are kept, and with FT_LONG=1 judged a second time by ajv (tests/schemas, which npm fills).
"""
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import warnings

from served import Server
from world import expect, main

SKIPPED = 77
try:
    import jsonschema
except ImportError:
    print("SKIPPED: python3-jsonschema is missing")
    sys.exit(SKIPPED)
warnings.simplefilter("ignore", DeprecationWarning)

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMAS = os.path.join(HERE, "..", "..", "schemas")
AJV = os.path.join(HERE, "..", "schemas")
FILES = {"run.json": "run", "manifest.json": "manifest", "series/index.json": "series-index", "model/metadata.json": "metadata",
         "model/provenance.json": "provenance", "model/telemetry/telemetry-manifest.json": "telemetry-manifest"}
SMALL = "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n- {id: a, kind: const, values: [1]}\n"
DRAFT = {"source": {"type": "draftId", "draftId": "d"}}
# What is asked besides every GET of the table: method, path, body.
QUESTIONS = [
    ("POST", "/v1/runs", {"templateId": "order-system", "mode": "simulation", "options": {"runId": "r1"}}),
    ("POST", "/v1/runs", {"templateId": "order-system", "mode": "simulation", "options": {"runId": "r1"}}),
    ("POST", "/v1/runs", {"templateId": "supply-chain-classes", "options": {"runId": "r2", "failOn": "none"}}),
    ("POST", "/v1/runs", {"templateId": "order-system", "options": {"dryRun": True}}),
    ("POST", "/v1/runs", {"bundleRef": {"kind": "run", "id": "r1"}}),
    ("POST", "/v1/runs", {"templateId": "no-such"}),
    ("PATCH", "/v1/runs/r1", {"tags": ["monday"], "note": "first look"}),
    ("POST", "/v1/preview", {"templateId": "order-system"}),
    ("POST", "/v1/telemetry/captures", {"source": {"type": "run", "runId": "r1"}, "output": {"captureKey": "monday"}}),
    ("DELETE", "/v1/runs/r2", None),
    ("POST", "/v1/runs/r2/restore", None),
    ("POST", "/v1/runs", {"templateId": "order-system", "telemetry": {"captureDirectory": "monday"}, "options": {"runId": "t1", "failOn": "none"}}),
    ("GET", "/v1/runs/t1/residuals", None),
    ("POST", "/v1/calibrate", {"yaml": SMALL, "vary": ["a=0..9"], "measured": {"a": [2, 2]}}),
    ("POST", "/api/v1/orchestration/runs", {"templateId": "order-system", "parameters": {"bins": 0}}),
    ("POST", "/api/v1/orchestration/runs", {"templateId": "order-system", "options": {"deterministicRunId": True}}),
    ("POST", "/v1/validate", {"yaml": SMALL, "tier": "analyse"}),
    ("POST", "/v1/validate", {"yaml": "grid: {}"}),
    ("POST", "/api/v1/drafts", {"draftId": "d", "content": None}),
    ("PUT", "/api/v1/drafts/d", {"content": None}),
    ("POST", "/api/v1/drafts/validate", DRAFT),
    ("POST", "/api/v1/drafts/generate", DRAFT),
    ("POST", "/api/v1/drafts/run", DRAFT),
    ("POST", "/api/v1/drafts/map-profile", {**DRAFT, "nodeId": None, "pmf": {"values": [1, 2], "probabilities": [0.5, 0.5]}}),
    ("POST", "/api/v1/templates/order-system/generate", {}),
    ("POST", "/api/v1/templates/refresh", {}),
    ("POST", "/v1/templates/refresh", {}),
    ("POST", "/api/v1/series/ingest", {"seriesId": "s", "content": "bin,value\n0,1\n1,2\n", "detailLevel": "expert"}),
    ("POST", "/api/v1/series/summarize", {"seriesId": "s", "detailLevel": "expert"}),
    ("POST", "/api/v1/profiles/fit", {"seriesId": "s"}),
    ("POST", "/api/v1/profiles/fit", {"samples": [1, 2, 2, 3]}),
    ("POST", "/api/v1/profiles/preview", {"pmf": {"values": [1, 2], "probabilities": [0.5, 0.5]}}),
    ("POST", "/v1/runs/r1/export", None),
    ("POST", "/v1/artifacts/index", None),
    ("POST", "/v1/artifacts/archive", ["r2", "nobody"]),
    ("POST", "/v1/artifacts/bulk-delete", ["nobody"]),
    ("POST", "/v1/sweep", {"yaml": SMALL, "paramId": "a", "values": [1, 2]}),
    ("POST", "/v1/sweep", {"templateId": "order-system", "vary": ["paymentCapacity=60..96/3"], "measures": ["late:run"]}),
    ("POST", "/v1/sweep", {"yaml": SMALL, "paramId": "b", "values": [1]}),
    ("POST", "/v1/sensitivity", {"yaml": SMALL, "paramIds": ["a"], "metricSeriesId": "a"}),
    ("POST", "/v1/goal-seek", {"yaml": SMALL, "paramId": "a", "metricSeriesId": "a", "target": 5, "searchLo": 0, "searchHi": 9}),
    ("POST", "/v1/optimize", {"yaml": SMALL, "paramIds": ["a"], "metricSeriesId": "a", "searchRanges": {"a": {"lo": 0, "hi": 9}},
                              "objective": "maximize"}),
    ("POST", "/v1/studies", {"kind": "suggest", "runId": "r1"}),
    ("POST", "/v1/suggest", {"templateId": "order-system"}),
    ("POST", "/v1/runs/r1/notes", {"bin": 1, "text": "sale mail"}),
    ("POST", "/v1/diagnostics/hover", {"payload": {"runId": "r1", "timestampUtc": "2026-01-01T00:00:00Z"}}),
]
QUERIES = {"/v1/runs/{runId}/state": "?binIndex=1", "/v1/runs/{runId}/explain": "?series={seriesId}&bin=1",
           "/v1/compare": "?runs=r1,r2", "/v1/runs/{runId}/state_window": "?mode=full"}
NAMES = {"{runId}": "r1", "{templateId}": "order-system", "{format}": "csv", "{draftId}": "d",
         "{fileName}": "run.json", "{id}": "r1"}
# Documents of their own: their form is not ours, or nothing is told by it.
WITHOUT = {"/openapi.json", "/openapi/v1.json", "/v1/artifacts/{id}/files/{fileName}"}


class Judge:
    """Asks, and holds each answer against the schema that the route promises."""

    def __init__(self, server):
        self.server = server
        self.openapi = server.ask("GET", "/openapi.json")[1]
        self.components = self.openapi["components"]
        self.validators, self.seen, self.documents = {}, set(), []

    def validator(self, name):
        if name not in self.validators:
            schema = {"$ref": "#/components/schemas/" + name, "components": self.components}
            self.validators[name] = jsonschema.Draft202012Validator(schema)
        return self.validators[name]

    def complaint(self, name, document):
        for error in self.validator(name).iter_errors(document):
            return "%s: %s" % ("/".join(map(str, error.absolute_path)), error.message[:300])
        return None

    def operation(self, method, path):
        for pattern, item in self.openapi["paths"].items():
            expression = "^" + re.sub(r"\{\w+\}", "[^/]+", pattern) + "$"
            if re.match(expression, path) and method.lower() in item:
                return pattern, item[method.lower()]
        raise AssertionError("no route %s %s" % (method, path))

    @staticmethod
    def schema_of(content):
        reference = content.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
        return reference.rsplit("/", 1)[-1]

    def hold(self, name, document, place):
        said = self.complaint(name, document)
        expect(said is None, "%s is no %s: %s" % (place, name, said))
        self.documents.append((name, document))

    def ask(self, method, path, body=None):
        pattern, operation = self.operation(method, path.split("?")[0])
        text = b"" if body is None else json.dumps(body).encode()
        status, fields, answer = self.server.raw(method, path, text,
                                                  {"Content-Type": "application/json", "Accept": "application/json"})
        place = "%s %s (%d)" % (method, path, status)
        if "json" not in (fields["Content-Type"] or "") or status == 204:
            return status, None
        document = json.loads(answer)
        if status >= 400:
            self.hold("Problem", document, place)
            return status, document
        self.seen.add((method, pattern))
        if pattern in WITHOUT:
            return status, document
        name = self.schema_of(operation["responses"].get(str(status), {}))
        expect(name, place + " answers JSON without a schema")
        self.hold(name, document, place)
        wanted = self.schema_of(operation.get("requestBody", {}))
        if wanted and body is not None:
            self.hold(wanted, body, place + " request")
        return status, document


def with_texts(judge, body):
    """None stands for a template's text, or for a node of it."""
    source = judge.ask("GET", "/api/v1/templates/order-system/source")[1]["source"]
    values = {"content": source, "nodeId": re.search(r"^ *- *\{?id: (\w+)", source.split("\nnodes:")[1], re.M).group(1)}
    return {key: values[key] if value is None else value for key, value in body.items()} if isinstance(body, dict) else body


def compare_studies(judge, study):
    """With another model and other points, with a study of another kind, and with itself."""
    other = judge.ask("POST", "/v1/studies", {"kind": "ensemble", "yaml": SMALL, "vary": ["a~uniform(1,3)"], "measures": ["max:a", "mean:a"],
                                              "captureSeriesIds": ["a"], "constraints": ["max:a<=2"], "points": 5})[1]["studyId"]
    later = judge.ask("POST", "/v1/studies", {"kind": "ensemble", "yaml": SMALL, "vary": ["a~uniform(1,4)"], "measures": ["max:a"],
                                              "captureSeriesIds": ["a"], "constraints": ["max:a<=2"], "points": 5})[1]["studyId"]
    for before, after in ((study, study), (study, other), (other, later)):
        status, found = judge.ask("GET", "/v1/studies/compare?studies=%s,%s" % (before, after))
        expect(status == 200 and found["identical"] == (before == after), "compare: %s" % found)
    expect(found["bands"] and found["found"] and found["onlyBefore"]["measures"] == ["mean(a)"], "ensembles: %s" % found)


def study_of(judge):
    """The id of a stored study, which is gone on with once it is complete."""
    status, study = judge.ask("POST", "/v1/studies", {"kind": "sweep", "yaml": SMALL, "vary": ["a=1..3/3"], "measures": ["max:a"]})
    expect(status == 201 and study["status"] == "completed" and study["completedPoints"] == 3, "study: %s" % study)
    judge.ask("POST", "/v1/studies/%s/resume" % study["studyId"])
    judge.ask("POST", "/v1/studies/%s/points/1/run?runId=point1" % study["studyId"])
    compare_studies(judge, study["studyId"])
    return study["studyId"]


def hold_calibration(judge):
    """One that is a job: the job with its result, and the result."""
    status, _, answer = judge.server.raw("POST", "/v1/calibrate", json.dumps(
        {"yaml": SMALL, "vary": ["a=0..9"], "measured": {"a": [2, 2]}}).encode(), {"Prefer": "respond-async"})
    expect(status == 202, "%s %s" % (status, answer))
    path = "/v1/jobs/" + json.loads(answer)["jobId"]
    judge.server.raw("GET", path + "/events")
    job = judge.server.ask("GET", path)[1]
    judge.hold("Job", job, "a calibration that has ended")
    judge.hold("Calibration", job["result"], "the result of a job")


def ask_everything(judge):
    for method, path, body in QUESTIONS:
        judge.ask(method, path, with_texts(judge, body))
    status, job = judge.ask("GET", "/v1/jobs")
    expect(status == 200, "jobs: %s" % job)
    status, _, answer = judge.server.raw("POST", "/v1/runs", json.dumps({"model": SMALL}).encode(), {"Prefer": "respond-async"})
    judge.hold("Job", json.loads(answer), "an accepted job")
    hold_calibration(judge)
    status, _, brought_in = judge.server.raw("POST", "/v1/telemetry/imports", b"time,requests\n2026-03-02T00:00:00Z,5\n2026-03-02T00:05:00Z,7\n",
                                         {"Content-Type": "text/csv", "Accept": "application/json"})
    imported = json.loads(brought_in)
    expect(status in (200, 201), "import: %s" % imported)
    judge.seen.add(("POST", "/v1/telemetry/imports"))
    names = {**NAMES, "{jobId}": json.loads(answer)["jobId"],
             "{studyId}": study_of(judge),
             "{importId}": imported["id"],
             "{seriesId}": judge.ask("GET", "/v1/runs/r1/index")[1]["series"][0]["bareId"]}
    for text in (SMALL, "nodes: ["):
        for path, name in (("/v1/run", "ModelRun"), ("/v1/graph", "ModelGraph")):
            status, _, answer = judge.server.raw("POST", path, text.encode())
            judge.hold(name if status == 200 else "Problem", json.loads(answer), path)
            judge.seen.add(("POST", path))
    for pattern, item in judge.openapi["paths"].items():
        path = pattern + QUERIES.get(pattern, "")
        for hole, value in names.items():
            path = path.replace(hole, "order-system" if hole == "{id}" and "templates" in path else value)
        if "get" in item and "{key}" not in path and "session" != path.rsplit("/", 1)[-1]:
            judge.ask("GET", path)
    for detail, name in (("all", "State"), ("bin", "BinState")):
        for bin in (0, 100):
            judge.hold(name, judge.ask("GET", "/v1/runs/r1/state?binIndex=%d&detail=%s" % (bin, detail))[1], "detail=" + detail)
    judge.ask("DELETE", "/v1/jobs/" + names["{jobId}"])


def expect_everything_was_asked(judge):
    missing = []
    for pattern, item in judge.openapi["paths"].items():
        for method, operation in item.items():
            promised = [answer for status, answer in operation["responses"].items()
                        if status.startswith("2") and "application/json" in answer.get("content", {})]
            if promised and (method.upper(), pattern) not in judge.seen and method != "delete":
                missing.append("%s %s" % (method.upper(), pattern))
    expect(not missing, "these answered no JSON here: ask them in a way that succeeds: %s" % ", ".join(missing))


def mutations(document):
    """Copies of an object with a member gone, or one of another kind."""
    for key in document:
        yield key, "gone", {k: v for k, v in document.items() if k != key}
        other = copy.copy(document)
        other[key] = [] if not isinstance(document[key], list) else {"not": "a list"}
        yield key, "of another kind", other


def refuse_mutations(judge):
    """What a schema names it holds to: without a required member, or with one of another kind, nothing is accepted."""
    counted, names = 0, set()
    for name, document in judge.documents:
        if name in names or not isinstance(document, dict):
            continue
        names.add(name)
        schema = judge.components["schemas"][name]
        for key, how, changed in mutations(document):
            named = key in (schema.get("required", []) if how == "gone" else schema.get("properties", {}))
            if named and schema["properties"].get(key, {"type": 1}) != {}:
                expect(judge.complaint(name, changed), "%s with %s %s is accepted" % (name, key, how))
                counted += 1
    return "%d schemas, %d changed documents refused" % (len(names), counted)


def keep(folder, number, schema, document, is_valid):
    with open(os.path.join(folder, "%04d.json" % number), "w", encoding="utf-8") as file:
        json.dump({"schema": schema, "document": document, "valid": is_valid}, file)


def judged_by_ajv(world, judge, files):
    """The same documents, and one changed of each kind, judged by another implementation."""
    folder = os.path.join(world.home, "documents")
    os.makedirs(folder)
    number = 0
    for name, document in [("http/" + name, document) for name, document in judge.documents] + files:
        keep(folder, number, name, document, True)
        keep(folder, number + 1, name, 7, False)
        number += 2
    place = os.path.join(world.home, "ajv")
    shutil.copytree(AJV, place, ignore=shutil.ignore_patterns("node_modules"))
    for words in (["npm", "ci", "--no-audit", "--no-fund"], ["node", "judge.mjs", SCHEMAS, folder]):
        done = subprocess.run(words, cwd=place, capture_output=True, text=True, check=False)
        expect(done.returncode == 0, "%s: %s%s" % (words[0], done.stdout[-2000:], done.stderr[-2000:]))
    return done.stdout.strip()


def bundle_files(world, run_ids):
    """(schema, document) of every JSON file of these runs."""
    found = []
    store = {}
    for name in os.listdir(SCHEMAS):
        if name.endswith(".json"):
            with open(os.path.join(SCHEMAS, name), encoding="utf-8") as file:
                store[name] = json.load(file)
    for run_id in run_ids:
        for path, name in FILES.items():
            document, schema = world.run_file(run_id, path), store[name + ".schema.json"]
            resolver = jsonschema.RefResolver(name + ".schema.json", schema, store=store)
            validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
            for error in validator.iter_errors(document):
                expect(False, "%s of %s: %s" % (path, run_id, error.message[:300]))
            for key in schema["required"]:
                changed = {k: v for k, v in document.items() if k != key}
                expect(not validator.is_valid(changed), "%s without %s is accepted" % (path, key))
            found.append((name, document))
    return found


def everything_is_what_its_schema_says(world):
    server = Server(world)
    judge = Judge(server)
    ask_everything(judge)
    expect_everything_was_asked(judge)
    said = "%d documents, %s" % (len(judge.documents), refuse_mutations(judge))
    for name in sorted(os.listdir(sys.argv[2])):
        if name.endswith(".yaml"):
            world.done("run", os.path.join(os.path.abspath(sys.argv[2]), name), "--run-id", name[:-5])
    files = bundle_files(world, world.names("runs"))
    said += ", %d files of %d runs" % (len(files), len(world.names("runs")))
    if os.environ.get("FT_LONG") == "1" and shutil.which("npm"):
        said += ", " + judged_by_ajv(world, judge, files)
    server.stop()
    return said


sys.exit(main([everything_is_what_its_schema_says], sys.argv[1]))
