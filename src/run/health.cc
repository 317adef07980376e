#include "run/health.h"

#include "base/ascii.h"

namespace flowtime {
namespace {

constexpr std::int64_t kMostBins = 5;  // that a finding names

bool is_of_health(const RankedFinding& finding) { return finding.verdict >= Verdict::kWarning; }

Finding health_finding(const RankedFinding& ranked) {
  Finding finding;
  finding.code = health_code(ranked.kind);
  finding.message = Sentence::as_written(ranked.text());
  finding.node_id = ranked.constraint_id.empty() ? ranked.node_id : ranked.constraint_id;
  for (std::int64_t bin = ranked.from_bin; bin <= ranked.to_bin; ++bin) {
    if (bin - ranked.from_bin == kMostBins) break;
    finding.bins.push_back(bin);
  }
  finding.value = ranked.harmed;
  finding.verdict = name_of(ranked.verdict);
  return finding;
}

}  // namespace

std::string health_code(FindingKind kind) {
  std::string code = "health_";
  for (const char* c = name_of(kind); *c != '\0'; ++c) {
    const char lower = lower_case(*c);
    // retryStorm becomes retry_storm.
    if (lower != *c) code += '_';
    code += lower;
  }
  return code;
}

HealthCounts count_health(const JudgementSummary& judgement) {
  HealthCounts counts;
  for (const RankedFinding& finding : judgement.findings) {
    if (!is_of_health(finding)) continue;
    ++(finding.verdict == Verdict::kCritical ? counts.critical : counts.warning);
  }
  return counts;
}

std::vector<Finding> health_findings(const JudgementSummary& judgement) {
  std::vector<Finding> findings;
  for (const RankedFinding& finding : judgement.findings) {
    if (is_of_health(finding)) findings.push_back(health_finding(finding));
  }
  return findings;
}

void health_member(JsonWriter& json, const HealthCounts& counts) {
  json.key("health").begin_object().member("critical", counts.critical);
  json.member("warning", counts.warning).end_object();
}

}  // namespace flowtime
