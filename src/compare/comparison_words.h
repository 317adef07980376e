// A comparison in words, for people who skim: past tense, at most four digits.
#pragma once

#include <string>
#include <vector>

#include "compare/comparison.h"

namespace flowtime {

// "Better: with Payment capacity 84 instead of 72 no orders were late (4,588 before)."
// Without a topology in both runs: how many series differ, instead of better or worse.
std::string sentence_of(const Comparison& comparison, const ComparedRun& before,
                        const ComparedRun& after);

// What never makes the outcome: levels of verdicts, the nearest limit, promises and grids that
// differ, nodes that only one run has, runs that were judged anew.
std::vector<std::string> remarks_of(const Comparison& comparison, const ComparedRun& before,
                                    const ComparedRun& after);

// "max(waiting) rose by 9, from 20 to 29: visitors added 15, tills took off 6."
// One sentence with a full stop.
std::string words_of(const AttributedChange& change);

// As people read it: minutes, shares and amounts; what is less than 1e-9 of `beside` is 0.
std::string shown_beside(double value, double beside, const std::string& unit);

}  // namespace flowtime
