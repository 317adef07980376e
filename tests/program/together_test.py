#!/usr/bin/env python3
"""Eight processes at once on one data root. They stop at one event and go on together.

usage: together_test.py FLOWTIME
"""
import json
import sys

from world import expect, main

COUNT = 8


def together(world, commands, stop_at):
    """[(exit code, envelope or None, standard error)], the processes having met at the event `stop_at`."""
    processes = [world.start(*words, "--json", stop_at=stop_at) for words in commands]
    for process in processes:
        world.stopped(process)
    world.go_on(*processes)
    ends = [world.end(process) for process in processes]
    return [(code, json.loads(out) if code == 0 else None, err) for code, out, err in ends]


def envelopes(results):
    for code, _, err in results:
        expect(code == 0, "exit %d: %s" % (code, err))
    return [envelope for _, envelope, _ in results]


def expect_whole(world, ids):
    expect(world.verify_all() == sorted(ids), "runs are %s, not %s" % (world.names("runs"), sorted(ids)))
    world.expect_clean()


def equal_inputs_one_deterministic_run(world):
    model = world.model("m.yaml")
    for place in ("accept:end", "validate:end"):
        answers = envelopes(together(world, [["run", model, "--deterministic-run-id"]] * COUNT, place))
        expect(len({answer["runId"] for answer in answers}) == 1, "several ids")
        created = [answer for answer in answers if not answer["wasReused"]]
        expect(len(created) == (1 if place == "accept:end" else 0), "%d were created" % len(created))
    expect_whole(world, [answers[0]["runId"]])


def equal_inputs_one_explicit_id(world):
    answers = envelopes(together(world, [["run", world.model("m.yaml"), "--run-id", "r"]] * COUNT, "validate:end"))
    expect(sum(not answer["wasReused"] for answer in answers) == 1, "not exactly one was created")
    expect_whole(world, ["r"])


def different_inputs_one_explicit_id(world):
    commands = [["run", world.model("m%d.yaml" % i, i + 1), "--run-id", "r"] for i in range(COUNT)]
    results = together(world, commands, "validate:end")
    winners = [envelope for code, envelope, _ in results if code == 0]
    losers = [err for code, _, err in results if code == 1]
    expect(len(winners) == 1 and len(losers) == COUNT - 1, "%d won, %d lost" % (len(winners), len(losers)))
    for err in losers:
        expect("[run_id_taken]" in err and "Choose another run id" in err, "a loser said: " + err)
    expect_whole(world, ["r"])


def different_inputs_overwriting_one_id(world):
    commands = [["run", world.model("m%d.yaml" % i, i + 1), "--run-id", "r", "--overwrite"] for i in range(COUNT)]
    answers = envelopes(together(world, commands, "validate:end"))
    expect(not any(answer["wasReused"] for answer in answers), "one was reused")
    expect_whole(world, ["r"])


def different_inputs_ids_of_their_own(world):
    commands = [["run", world.model("m%d.yaml" % i, i + 1), "--run-id", "r%d" % i] for i in range(COUNT)]
    envelopes(together(world, commands, "publish"))
    expect_whole(world, ["r%d" % i for i in range(COUNT)])


def random_ids(world):
    answers = envelopes(together(world, [["run", world.model("m.yaml")]] * COUNT, "write"))
    ids = {answer["runId"] for answer in answers}
    expect(len(ids) == COUNT, "%d ids for %d runs" % (len(ids), COUNT))
    expect_whole(world, ids)


def the_first_dies_and_the_others_go_on(world):
    words = ["run", world.model("m.yaml"), "--run-id", "r", "--json"]
    first = world.stopped(world.start(*words, stop_at="write"))
    others = [world.start(*words) for _ in range(COUNT - 1)]
    world.kill(first)
    answers = [json.loads(out) for code, out, err in map(world.end, others) if code == 0]
    expect(len(answers) == COUNT - 1, "only %d went on" % len(answers))
    expect(sum(not answer["wasReused"] for answer in answers) == 1, "not exactly one was created")
    world.done("run", world.model("next.yaml"), "--run-id", "next")
    expect_whole(world, ["next", "r"])


sys.exit(main([equal_inputs_one_deterministic_run, equal_inputs_one_explicit_id, different_inputs_one_explicit_id,
               different_inputs_overwriting_one_id, different_inputs_ids_of_their_own, random_ids,
               the_first_dies_and_the_others_go_on], sys.argv[1]))
