#!/usr/bin/env python3
"""A disk of every size up to what a run needs: a clear refusal and nothing stored, or the whole run.

usage: disk_full_test.py FLOWTIME     exit code 77: this machine lets nobody mount
"""
import os
import re
import subprocess
import sys

from world import expect, main

SKIPPED = 77
INSIDE = "--inside"
STEPS = 24


def mount(world, size):
    os.makedirs(world.data, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % size, "tmpfs", world.data], check=True)


def unmount(world):
    subprocess.run(["umount", world.data], check=True)


def run_files(directory):
    """All but the catalog, which records that the run failed."""
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(directory) for name in names
                  if not name.startswith("catalog.db"))


def room_needed(world, model):
    mount(world, 64 << 20)
    world.done("run", model, "--run-id", "r")
    used = os.statvfs(world.data)
    unmount(world)
    return (used.f_blocks - used.f_bfree) * used.f_frsize


def one_size(world, model, size):
    """True when the run found room."""
    mount(world, size)
    code, _, err = world.call("run", model, "--run-id", "r")
    if code == 0:
        expect(world.verify_all() == ["r"], "no run after exit 0")
    else:
        expect(code == 1, "exit %d with %d bytes: %s" % (code, size, err))
        expect(re.search(r"\[io_no_space\]\n  \S", err), "no cause or no remedy: " + err)
        expect(not run_files(world.data), "left behind: %s" % run_files(world.data))
    unmount(world)
    return code == 0


def every_size(world):
    model = world.model("m.yaml", 10, 20000)
    needed = room_needed(world, model)
    # More is needed on the way than stays, such as the journal of the catalog.
    sizes = [max(4096, needed * step // STEPS) for step in range(STEPS + 2)] + [2 * needed]
    found_room = [one_size(world, model, size) for size in sizes]
    expect(not found_room[0] and not found_room[STEPS // 2], "a run of %d bytes fitted into half of that" % needed)
    expect(found_room[-1], "no room in more than was needed")
    return "%d refused, %d stored" % (found_room.count(False), found_room.count(True))


def may_mount():
    probe = "mount -t tmpfs tmpfs /mnt"
    return subprocess.run(["unshare", "-m", "sh", "-c", probe], capture_output=True).returncode == 0


if sys.argv[1] == INSIDE:
    sys.exit(main([every_size], sys.argv[2]))
if not may_mount():
    print("SKIPPED: unshare -m and mount are not allowed here")
    sys.exit(SKIPPED)
sys.exit(subprocess.run(["unshare", "-m", sys.executable, __file__, INSIDE, sys.argv[1]]).returncode)
