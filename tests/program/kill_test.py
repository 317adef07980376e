#!/usr/bin/env python3
"""kill -9 of `flowtime run` at every stage: only whole runs are ever seen, and nothing stays behind.

usage: kill_test.py FLOWTIME      FT_LONG=1 kills 200 times and more instead of 20
"""
import os
import sys

from world import expect, main

STAGES = ["accept", "bind-parameters", "expand", "validate", "compile", "evaluate", "check", "write", "verify", "publish"]
PLACES = [place for stage in STAGES for place in (stage, stage + ":end")] + ["evaluate:tile"]
ROUNDS = 10 if os.environ.get("FT_LONG") == "1" else 1


class Bystander:
    """A process that is in the middle of a run all the time. Nobody may touch its stage."""

    def __init__(self, world):
        self.world = world
        self.process = world.stopped(world.start("run", world.model("by.yaml", 3), "--run-id", "bystander", stop_at="write"))
        self.files = self.staged()
        expect(any(name.endswith("values.f64") for name in self.files), "the bystander has no stage: %s" % self.files)

    def staged(self):
        root = os.path.join(self.world.data, "staging")
        return sorted(os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names
                      if "bystander" in os.path.join(folder, name))

    def expect_untouched(self):
        expect(self.staged() == self.files, "the stage of a living process changed: %s" % self.staged())

    def finish(self):
        self.world.go_on(self.process)
        code, out, err = self.world.end(self.process)
        expect(code == 0, "the bystander failed: %s%s" % (out, err))


def kill_a_new_run(world, place, number):
    """Killed before publication it never was; killed after, it is there."""
    run_id = "new%d" % number
    process = world.stopped(world.start("run", world.model("new.yaml", 20 + number), "--run-id", run_id, stop_at=place))
    world.kill(process)
    seen = run_id in world.verify_all({"kept", "bystander", "next", run_id})
    expect(seen == (place == "publish:end"), "killed at %s the run is %s" % (place, "there" if seen else "not there"))


def kill_an_overwrite(world, place, number):
    """The former run stays whole until the new one stands in its place."""
    before = world.run_file("kept")["contentHash"]
    process = world.stopped(world.start("run", world.model("other.yaml", 40 + number), "--run-id", "kept", "--overwrite",
                                        stop_at=place))
    world.kill(process)
    ids = world.verify_all({"kept", "bystander", "next"})
    expect("kept" in ids, "killed at %s the former run is gone" % place)
    changed = world.run_file("kept")["contentHash"] != before
    expect(changed == (place == "publish:end"), "killed at %s the run is %s" % (place, "new" if changed else "old"))


def every_stage(world):
    world.done("run", world.model("kept.yaml", 5), "--run-id", "kept")
    bystander, kills = Bystander(world), 0
    for number in range(ROUNDS):
        for index, place in enumerate(PLACES):
            scenario = kill_a_new_run if (index + number) % 2 else kill_an_overwrite
            scenario(world, place, kills)
            kills += 1
            bystander.expect_untouched()
            world.done("run", world.model("next.yaml"), "--run-id", "next", "--overwrite", "--durability", "none")
            world.expect_clean(but=["bystander"])
            bystander.expect_untouched()
            if "new%d" % (kills - 1) in world.names("runs"):
                world.done("runs", "delete", "new%d" % (kills - 1))
    bystander.finish()
    expect(world.verify_all() == ["bystander", "kept", "next"], "runs are %s" % world.names("runs"))
    world.expect_clean()
    return "%d kills" % kills


def wide_model(world, series):
    nodes = "".join("- {id: s%d, kind: expr, expr: 'a + %d'}\n" % (i, i) for i in range(series))
    return world.write("wide.yaml", "schemaVersion: 1\ngrid: {bins: 500, binSize: 1, binUnit: hours}\nnodes:\n"
                       "- {id: a, kind: const, values: [1]}\n" + nodes)


def staged_files(world):
    return sum(len(names) for _, _, names in os.walk(os.path.join(world.data, "staging")))


def among_the_files(world):
    """Killed between two files of the bundle: when so many are staged. It may be too late, then the run is whole."""
    model, kills = wide_model(world, 150), 0
    for count in [1, 2, 3, 10, 60, 140, 155] * ROUNDS:
        process = world.start("run", model, "--run-id", "wide", "--durability", "none")
        while process.poll() is None and staged_files(world) < count:
            pass
        world.kill(process)
        kills += 1
        if "wide" in world.verify_all({"wide", "next"}):
            world.done("runs", "delete", "wide")
        world.done("run", world.model("next.yaml"), "--run-id", "next", "--overwrite", "--durability", "none")
        world.expect_clean()
    return "%d kills" % kills


sys.exit(main([every_stage, among_the_files], sys.argv[1]))
