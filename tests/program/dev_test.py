#!/usr/bin/env python3
"""./dev in a clone that was moved or copied with what it had built.

usage: dev_test.py FLOWTIME SOURCES

CMake is replaced by a script that writes down how it is called: what is tested is what ./dev asks of it.
"""
import os
import shutil
import subprocess
import sys

from world import expect, main

CMAKE = """#!/bin/sh
echo "$@" >>"$CALLS"
"""


class Clone:
    def __init__(self, world):
        self.root, self.tools = os.path.join(world.home, "clone"), os.path.join(world.home, "tools")
        self.calls = os.path.join(world.home, "calls")
        os.makedirs(self.tools)
        os.makedirs(os.path.join(self.root, "build", "release"))
        shutil.copy(os.path.join(os.path.dirname(sys.argv[2]), "dev"), self.root)
        for name, text in (("cmake", CMAKE), ("dpkg-query", "#!/bin/sh\necho install ok installed\n")):
            path = os.path.join(self.tools, name)
            with open(path, "w", encoding="ascii") as file:
                file.write(text)
            os.chmod(path, 0o755)
        program = os.path.join(self.root, "build", "release", "flowtime")
        shutil.copy("/bin/true", program)

    def configured_for(self, place):
        with open(os.path.join(self.root, "build", "release", "CMakeCache.txt"), "w", encoding="utf-8") as file:
            file.write("CMAKE_BUILD_TYPE:STRING=Release\nCMAKE_HOME_DIRECTORY:INTERNAL=%s\n" % place)

    def run(self):
        """How CMake was asked to configure, and what the user was told."""
        if os.path.exists(self.calls):
            os.remove(self.calls)
        env = {"PATH": self.tools + ":" + os.environ["PATH"], "CALLS": self.calls, "HOME": self.root}
        done = subprocess.run([os.path.join(self.root, "dev"), "run", "--json"], env=env, cwd=self.root,
                              capture_output=True, text=True, check=False)
        expect(done.returncode == 0, done.stdout + done.stderr)
        with open(self.calls, encoding="utf-8") as file:
            return file.readline().split(), done.stderr


def a_clone_at_its_place(world):
    clone = Clone(world)
    clone.configured_for(clone.root)
    words, told = clone.run()
    expect(words == ["--preset", "release"] and "another place" not in told, "%s %s" % (words, told))


def a_clone_that_was_moved(world):
    clone = Clone(world)
    clone.configured_for("/where/it/was")
    words, told = clone.run()
    expect("--fresh" in words, "%s" % words)
    expect("build/release was made at /where/it/was; it is configured again for this place" in told, told)


def a_clone_that_was_never_built(world):
    words, told = Clone(world).run()
    expect("--fresh" not in words, "%s %s" % (words, told))


sys.exit(main([a_clone_at_its_place, a_clone_that_was_moved, a_clone_that_was_never_built], sys.argv[1]))
