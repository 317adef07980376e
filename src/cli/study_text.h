// What a study found, for people: a table and a curve.
#pragma once

#include "studies/compare_studies.h"
#include "studies/study_answer.h"
#include "studies/suggest.h"
#include "terminal/console.h"

namespace flowtime::cli {

void write_study(const studies::StudyAnswer& answer, Console& console);
// Of each list the first `most` entries.
void write_study_comparison(const studies::StudyComparison& comparison, std::size_t most,
                            Console& console);
void write_suggestions(const studies::Suggestions& suggestions, Console& console);

}  // namespace flowtime::cli
