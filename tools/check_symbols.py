#!/usr/bin/env python3
"""Checks that the evaluating libraries ask nothing of libm but what is exact everywhere.

usage: check_symbols.py LIBRARY.a...

sqrt, floor, ceil, fabs and fmod are correctly rounded in every libm; all else may differ from
machine to machine in the last bit.
"""
import re
import subprocess
import sys

EXACT = {"sqrt", "floor", "ceil", "fabs", "fmod"}


def symbols(output):
    """Names of an `nm -P` listing, without version or class."""
    return {re.split(r"[@ ]", line)[0] for line in output.splitlines() if " " in line}


def nm(*arguments):
    return subprocess.run(["nm", "-P", *arguments], check=True, capture_output=True,
                          text=True).stdout


def libm_functions():
    path = subprocess.run(["g++", "-print-file-name=libm.so.6"], check=True, capture_output=True,
                          text=True).stdout.strip()
    return symbols(nm("-D", "--defined-only", path))


def inexact(used, libm):
    return sorted(name for name in used & libm if name not in EXACT)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    libm, failed = libm_functions(), False
    for library in sys.argv[1:]:
        for name in inexact(symbols(nm("--undefined-only", library)), libm):
            failed = True
            print("%s: calls %s, which libm may round differently elsewhere" % (library, name))
    print("symbols: failed" if failed else "symbols: clean")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
