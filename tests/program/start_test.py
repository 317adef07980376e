#!/usr/bin/env python3
"""The start of the program: which libraries it looks for, and where.

usage: start_test.py FLOWTIME
"""
import os
import re
import subprocess
import sys

from world import expect, main

MOST_FAILED_LOOKS = 40


def libraries_in_the_current_directory(world):
    """A file that has the name of a library, where the user happens to be, is not loaded."""
    listed = subprocess.run(["ldd", world.program], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^\s*(lib\S+) =>", listed, re.M)
    expect(len(names) > 3, listed)
    for name in names:
        world.write(name, "no library\n")
        os.makedirs(os.path.join(world.home, "glibc-hwcaps", "x86-64-v2"), exist_ok=True)
        world.write(os.path.join("glibc-hwcaps", "x86-64-v2", name), "no library\n")
    said = world.done("--version", cwd=world.home)
    expect(said.startswith("flowtime "), said)
    return "%d names" % len(names)


def looks_for_libraries(world):
    looked = subprocess.run([world.program, "--version"], env={"PATH": os.environ["PATH"], "LD_DEBUG": "libs"},
                            capture_output=True, text=True, check=True, cwd=world.home).stderr
    tried = re.findall(r"trying file=(\S*)", looked)
    expect(tried, looked[:500])
    relative = [path for path in tried if not os.path.isabs(path)]
    expect(not relative, "looked for in the current directory: %s" % relative[:5])
    failed = [path for path in tried if not os.path.exists(path)]
    expect(len(failed) <= MOST_FAILED_LOOKS, "%d failed looks, such as %s" % (len(failed), failed[:5]))
    return "%d looks, %d of them failed" % (len(tried), len(failed))


sys.exit(main([libraries_in_the_current_directory, looks_for_libraries], sys.argv[1]))
