// Health findings: what the judgement of a run says, as findings of the run.
//
// One per ranked finding of warning or worse: family "health", code "health_<kind>", severity
// warning. They are counted apart, so that the counts by severity say what the data is worth and
// nothing of the service that it describes.
#pragma once

#include <cstdint>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "text/json_writer.h"

namespace flowtime {

struct HealthCounts {
  std::int64_t critical = 0, warning = 0;
};
// One finding counts once, by its verdict.
HealthCounts count_health(const JudgementSummary& judgement);

// In the order of their rank.
// Each names at most five bins, the first ones of its worst episode.
std::vector<Finding> health_findings(const JudgementSummary& judgement);

// "health_retry_storm"
std::string health_code(FindingKind kind);

// "health": {"critical", "warning"}
void health_member(JsonWriter& json, const HealthCounts& counts);

}  // namespace flowtime
