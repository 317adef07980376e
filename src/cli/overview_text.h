// What a stored run says about itself, for people: the headline first, then every node.
#pragma once

#include <cstddef>
#include <string>

#include "state/stored_run.h"

namespace flowtime::cli {

// "■ Breach  Payment fell behind from 09:00 ...", on lines of at most `width` characters; ""
// without a headline.
std::string headline_text(const JudgementSummary& judgement, std::size_t width);

// A row per node: load, waiting, at, p95 wait, late, lost, verdict; then one per constraint. Of
// more than 12 nodes those with the worst verdicts and the most harm. "" without a judgement.
std::string verdict_tables(const StoredRun& run);

// The other findings of warning or worse, a line each; with `all` those without harm, too.
std::string other_findings_text(const JudgementSummary& judgement, std::size_t width,
                                bool all = false);

// Demand against capacity, and what waits, of the headline's node, over a clock axis.
std::string headline_sparklines(const StoredRun& run);

}  // namespace flowtime::cli
