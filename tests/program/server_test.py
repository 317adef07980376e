#!/usr/bin/env python3
"""The server beside the command line on one data root: the same runs, seen at once, whoever dies.

usage: server_test.py FLOWTIME
"""
import filecmp
import json
import os
import sys

from served import Server
from world import expect, main

CHANGING = ("createdUtc", "durationsMs", "generatedAtUtc", "sameContentAs")
COUNT = 8


def steady(value):
    """Without what differs from one run of the same inputs to the next."""
    if isinstance(value, dict):
        return {k: steady(v) for k, v in value.items() if k not in CHANGING}
    return [steady(v) for v in value] if isinstance(value, list) else value


def catalogue(world):
    return [entry["id"] for entry in json.loads(world.done("templates", "list", "--json"))]


def series_files(world, run_id):
    folder = os.path.join(world.data, "runs", run_id, "series")
    return folder, sorted(os.listdir(folder))


def expect_equal_runs(world, a, b):
    (one, names), (other, others) = series_files(world, a), series_files(world, b)
    expect(names == others, "%s and %s have other files" % (a, b))
    same, differing, _ = filecmp.cmpfiles(one, other, [n for n in names if n != "index.json"], shallow=False)
    expect(not differing, "%s and %s differ in %s" % (a, b, differing))
    expect(len(same) == len(names) - 1, "not every file was compared")


def template_runs_are_alike(world):
    """From the API, from the command line, and from the command line by way of a server."""
    server, seen = Server(world), 0
    for template in catalogue(world):
        ids = ["%s.%s" % (template, way) for way in ("api", "cli", "remote")]
        status, api = server.ask("POST", "/v1/runs", {"templateId": template, "mode": "simulation",
                                                      "options": {"runId": ids[0]}})
        expect(status == 201, "%s: %s %s" % (template, status, api))
        words = ["run", "--template-id", template, "--mode", "simulation", "--json"]
        local = json.loads(world.done(*words, "--run-id", ids[1]))
        remote = json.loads(world.done(*words, "--run-id", ids[2], "--server", server.url))
        for answer, earlier in ((api, []), (local, ids[:1]), (remote, ids[:2])):
            expect(sorted(answer.get("sameContentAs") or []) == sorted(earlier),
                   "%s names %s, not %s" % (answer["runId"], answer.get("sameContentAs"), earlier))
        forms = [json.dumps(steady(answer)).replace(run_id, "RUN") for answer, run_id in
                 zip((api, local, remote), ids)]
        expect(forms[0] == forms[1] == forms[2], "%s: envelopes differ\n%s" % (template, "\n".join(forms)))
        expect_equal_runs(world, ids[0], ids[1])
        expect_equal_runs(world, ids[0], ids[2])
        seen += 1
    expect(seen >= 12, "only %d templates" % seen)
    server.stop()


def a_plain_model_with_settings_is_alike(world):
    server, model = Server(world), world.model("m.yaml")
    words = ["run", model, "--set", "arrivals[3..5]*=2", "--json"]
    world.done(*words, "--run-id", "here")
    world.done(*words, "--run-id", "there", "--server", server.url)
    expect_equal_runs(world, "here", "there")
    server.stop()


def refusals_are_alike(world):
    server, words = Server(world), ["run", "--template-id", "order-system", "--param", "paymentCapacity=lots"]
    code, _, here = world.call(*words)
    remote_code, _, there = world.call(*words, "--server", server.url)
    expect(code == remote_code == 1, "exit %s and %s" % (code, remote_code))
    expect(here.count("[parameter_type]") == there.count("[parameter_type]") == 1, here + there)
    server.stop()


def runs_of_the_command_line_are_listed(world):
    server = Server(world)
    expect(server.ask("GET", "/v1/runs")[1]["totalCount"] == 0, "runs before any was made")
    world.done("run", world.model("m.yaml"), "--run-id", "mine")
    listed = server.ask("GET", "/v1/runs")[1]
    expect([run["runId"] for run in listed["items"]] == ["mine"], "not listed: %s" % listed)
    server.stop()


def one_evaluation_whoever_asks(world):
    server = Server(world)
    words = ["run", "--template-id", "order-system", "--deterministic-run-id", "--json"]
    processes = [world.start(*words) for _ in range(COUNT)]
    status, answer = server.ask("POST", "/v1/runs", {"templateId": "order-system",
                                                     "options": {"deterministicRunId": True}})
    answers = [json.loads(out) for _, out, _ in map(world.end, processes)] + [answer]
    expect(status in (200, 201), "status %s" % status)
    expect(len({a["runId"] for a in answers}) == 1, "several ids")
    expect(sum(not a["wasReused"] for a in answers) == 1, "evaluated more than once")
    server.stop()


def a_killed_server_leaves_whole_runs_and_says_what_was_interrupted(world):
    for round_number in range(4):
        server = Server(world)
        jobs = [server.ask("POST", "/v1/runs", {"templateId": "supply-chain-classes"}, {"Prefer": "respond-async"})
                for _ in range(12)]
        expect(all(status == 202 for status, _ in jobs), "not accepted: %s" % jobs)
        processes = [world.start("run", world.model("m%d.yaml" % i, arrivals=i + 1)) for i in range(COUNT)]
        server.kill()
        world.kill(processes.pop())
        expect(all(world.end(process)[0] == 0 for process in processes), "a bystander failed")
        world.verify_all()
        again = Server(world)
        for _, job in jobs:
            status, told = again.ask("GET", "/v1/jobs/" + job["jobId"])
            expect(status == 200 and told["state"] in ("succeeded", "interrupted"), "%s: %s" % (status, told))
            if told["state"] == "succeeded":
                expect(again.ask("GET", "/v1/runs/" + told["runId"])[0] == 200, "no run of a job that succeeded")
        listed = again.ask("GET", "/v1/runs?pageSize=200")[1]
        on_disk = sorted(os.listdir(os.path.join(world.data, "runs")))
        expect(sorted(run["runId"] for run in listed["items"]) == on_disk, "round %d: list and disk differ" % round_number)
        again.stop()


def a_server_below_a_path_says_so(world):
    server = Server(world, "--base-path", "/flowtime")
    expect(server.url + "/flowtime\n" in server.printed(), "the path is not printed: " + server.printed())
    for path in ("/healthz", "/flowtime/healthz"):
        expect(server.ask("GET", path)[0] == 200, path)
    status, _, page = server.raw("GET", "/flowtime/", headers={"Accept": "text/html"})
    expect(status == 200 and b'<base href="/flowtime/"' in page, "the page does not know its path")
    server.stop()


sys.exit(main([template_runs_are_alike, a_plain_model_with_settings_is_alike, refusals_are_alike,
               runs_of_the_command_line_are_listed, one_evaluation_whoever_asks,
               a_server_below_a_path_says_so,
               a_killed_server_leaves_whole_runs_and_says_what_was_interrupted], sys.argv[1]))
