#!/usr/bin/env python3
"""Prints src/series/elementary_tables.h: the numbers that exp, log, arctan and the trigonometric
functions start from, each as a double and what that double lacks. Needs mpmath; run by hand when a
table changes: tools/elementary_tables.py > src/series/elementary_tables.h
"""
import mpmath as mp

mp.mp.prec = 400


def nearest(x, bits=53):
    """The double with at most so many bits that is nearest to x."""
    if x == 0:
        return 0.0
    exponent = int(mp.floor(mp.log(abs(x), 2)))
    scale = mp.mpf(2) ** (bits - 1 - exponent)
    return float(mp.nint(x * scale) / scale)


def twofold(x, bits=53):
    high = nearest(x, bits)
    return "{%s, %s}" % (high.hex(), nearest(x - mp.mpf(high)).hex())


def table(name, rows, comment):
    body = "".join("    %s,\n" % row for row in rows)
    print("// %s\ninline constexpr Twofold %s[%d] = {\n%s};\n" % (comment, name, len(rows), body))


def constant(name, x, comment, bits=53):
    print("inline constexpr Twofold %s%s;  // %s" % (name, twofold(x, bits), comment))


print("""// Made by tools/elementary_tables.py: each number as a double and what that double lacks.
#pragma once

#include <cstdint>

#include "series/twofold.h"

namespace flowtime::elementary {

// clang-format off""")
ln2, pi = mp.log(2), mp.pi
constant("kLn2", ln2, "ln 2; the first has 42 bits, so that it times an exponent is exact", 42)
constant("kStep", ln2 / 64, "ln 2 / 64; the first has 34 bits", 34)
print("inline constexpr double kStepsPerUnit = %s;  // 64 / ln 2" % nearest(64 / ln2).hex())
constant("kPerLn10", 1 / mp.log(10), "1 / ln 10")
constant("kHalfPi", pi / 2, "pi / 2")
constant("kMinusSixth", -mp.mpf(1) / 6, "-1/6")
print()
table("kPowers", [twofold(mp.mpf(2) ** (mp.mpf(j) / 64)) for j in range(64)], "2^(j/64)")
centres = []
for i in range(128):
    # Of 128 intervals of equal mantissa bits from 0.6875 on; 1 for the two that meet there.
    below = i < 80
    left = mp.mpf("0.6875") + mp.mpf(i) / 256 if below else 1 + mp.mpf(i - 80) / 128
    width = mp.mpf(1) / (256 if below else 128)
    centres.append(mp.mpf(1) if i in (79, 80) else left + width / 2)
print("// The middles of 128 intervals of [0.6875, 1.375), 1 for the two that meet there.")
print("inline constexpr double kCentres[128] = {")
for i in range(0, 128, 8):
    print("    " + ", ".join("%s" % repr(float(c)) for c in centres[i : i + 8]) + ",")
print("};\n")
table("kLogs", [twofold(mp.log(c)) for c in centres], "the logarithms of the middles")
table("kArctans", [twofold(mp.atan(mp.mpf(k) / 32)) for k in range(33)], "arctan(k/32)")
words = []
fraction = 2 / pi
mp.mp.prec = 1600
fraction = 2 / mp.pi
for _ in range(20):
    fraction *= mp.mpf(2) ** 64
    word = int(mp.floor(fraction))
    words.append(word)
    fraction -= word
print("// 2/pi: 128 bits before the point, which are 0, and 1280 behind it.")
print("inline constexpr std::uint64_t kTwoPerPi[22] = {")
words = [0, 0] + words
for i in range(0, 22, 4):
    print("    " + ", ".join("0x%016x" % w for w in words[i : i + 4]) + ",")
print("};\n// clang-format on\n\n}  // namespace flowtime::elementary")
