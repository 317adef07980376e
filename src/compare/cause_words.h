// What was changed, and what each change did, in words.
#pragma once

#include <string>

#include "compare/comparison.h"

namespace flowtime {

// "with Payment capacity 84 instead of 72 from 11:00 to 15:00", "with 5 changes"; "" where nothing
// differs. Template parameters win over the inputs that they made; those without a title are named
// by their id.
// More than three changes are counted instead of named.
std::string cause_words(const Comparison& comparison, const ComparedRun& before,
                        const ComparedRun& after);

// What a parameter is: "84 instead of 72", "86.4 instead of 72 from 11:00 to 15:00"; "other values"
// where more than that differs; "" of settings, which are told by what they set.
std::string change_words(const RunChange& change, const TimeGrid& before, const TimeGrid& after);

// "visitors added 15, tills took off 6"; one change alone "made all of it".
// `scale` is the larger of the two figures: what is less than 1e-9 of it "did nothing". At most
// four shares are named, the largest first.
std::string share_words(const AttributedChange& change, double scale);

}  // namespace flowtime
