#!/usr/bin/env python3
"""A server and eight command lines on one data root, killed again and again: whatever died, what is there is whole.

usage: storm_test.py FLOWTIME      FT_LONG=1 goes on for 25 rounds (about 125 kills) instead of 4

A victim is killed where it stopped itself (docs/testing.md, "Processes that stop"); the server is killed while its
jobs are at work.
"""
import json
import os
import sys

from served import Server
from world import expect, main

ROUNDS = 25 if os.environ.get("FT_LONG") == "1" else 4
PLACES = ["validate", "evaluate", "evaluate:tile", "write", "write:end", "verify", "publish", "publish:end"]


def created(out):
    """The envelope of a run that this process made itself; nothing when it reused one."""
    answer = json.loads(out)
    return None if answer["wasReused"] else answer


class Storm:
    def __init__(self, world):
        self.world, self.kills = world, 0
        self.made = {}          # run id -> how often somebody said that he evaluated it
        self.jobs = []          # every job that a killed server had taken

    def same(self, number, stop_at=None):
        """All of one round ask for the same run."""
        return self.world.start("run", "--template-id", "order-system", "--mode", "simulation", "--rng-seed",
                                str(1000 + number), "--deterministic-run-id", "--json", stop_at=stop_at)

    def other(self, number, index, stop_at=None):
        model = self.world.model("m%d.yaml" % index, arrivals=index + 1, bins=200 + number)
        return self.world.start("run", model, "--deterministic-run-id", "--json", stop_at=stop_at)

    def kill(self, process):
        self.world.kill(process)
        self.kills += 1

    def finish(self, process):
        code, out, err = self.world.end(process)
        expect(code == 0, "a bystander failed: %s%s" % (out, err))
        answer = created(out)
        if answer:
            self.made[answer["runId"]] = self.made.get(answer["runId"], 0) + 1

    def round(self, number):
        server = Server(self.world)
        body = {"templateId": "order-system", "mode": "simulation", "rng": {"seed": 1000 + number},
                "options": {"deterministicRunId": True}}
        for extra in ({}, {}, {"templateId": "supply-chain-classes", "rng": {"seed": number}}):
            status, job = server.ask("POST", "/v1/runs", {**body, **extra}, {"Prefer": "respond-async"})
            expect(status == 202, "not accepted: %s %s" % (status, job))
            self.jobs.append(job["jobId"])
        victims = [self.other(number, index, PLACES[(number + index) % len(PLACES)]) for index in range(3)]
        victims.append(self.same(number, PLACES[number % 4]))
        living = [self.same(number) for _ in range(2)] + [self.other(number, index) for index in (5, 6)]
        for process in victims[:3]:
            self.kill(self.world.stopped(process))
        self.kill(server.process)
        # Whoever waits for the last victim's run goes on when it dies; it may have reused what was there.
        last = victims[3]
        if self.has_stopped(last):
            self.kill(last)
        for process in living:
            self.finish(process)
        self.check(number)

    def has_stopped(self, process):
        state = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        if state.si_code == os.CLD_STOPPED:
            return True
        self.finish(process)
        return False

    def check(self, number):
        """A server that starts says of everything what became of it."""
        again = Server(self.world)
        ids = self.world.verify_all()
        page, listed = 1, []
        while True:
            answer = again.ask("GET", "/v1/runs?pageSize=200&page=%d" % page)[1]
            listed += [run["runId"] for run in answer["items"]]
            if len(listed) >= answer["totalCount"]:
                break
            page += 1
        expect(sorted(listed) == ids, "round %d: the list is %s, the disk %s" % (number, sorted(listed), ids))
        for job in self.jobs:
            status, told = again.ask("GET", "/v1/jobs/" + job)
            expect(status == 200 and told["state"] in ("succeeded", "interrupted"), "%s: %s %s" % (job, status, told))
            expect(told["state"] != "succeeded" or told["runId"] in ids, "no run of a job that succeeded: %s" % told)
            expect(told["state"] != "interrupted" or told["errors"], "interrupted for no reason: %s" % told)
        again.stop()
        self.world.expect_clean()

    def end(self):
        twice = {run: count for run, count in self.made.items() if count > 1}
        expect(not twice, "evaluated more than once: %s" % twice)
        expect(set(self.made) <= set(self.world.names("runs")), "a run that was made is gone")


def killed_again_and_again(world):
    storm = Storm(world)
    for number in range(ROUNDS):
        storm.round(number)
    storm.end()
    runs = world.names("runs")
    expect(len([run for run in runs if run.startswith("run_order-system_")]) == ROUNDS, "runs are %s" % runs)
    return "%d kills, %d runs" % (storm.kills, len(runs))


sys.exit(main([killed_again_and_again], sys.argv[1]))
