#include "suite/flow_judgement.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "checks/run_series.h"
#include "judge/judge.h"
#include "suite/points.h"

namespace flowtime::flows {
namespace {

std::string subject_of(const RankedFinding& finding) {
  if (!finding.constraint_id.empty()) return "constraint:" + finding.constraint_id;
  return finding.node_id.empty() ? "-" : finding.node_id;
}

// All of finding_text but harmed.
std::string place_text(const RankedFinding& finding) {
  return std::string(name_of(finding.kind)) + " " + name_of(finding.verdict) + " " +
         subject_of(finding) + " " + std::to_string(finding.from_bin) + ".." +
         std::to_string(finding.to_bin);
}

std::string harmed_text(const RankedFinding& finding) {
  return format_point(std::round(finding.harmed * 10) / 10);
}

}  // namespace

Judgement judge_flow(const Model& model, const Plan& plan, const SeriesTable& values) {
  const checks::RunSeries series(model, plan.series);
  const judge::JudgedRun run{
      .model = model, .plan = plan, .series = series, .values = [&](SeriesIndex index) {
        return checks::exists(index) ? SeriesIn(values[index]) : SeriesIn();
      }};
  return judge::judge_run(run);
}

std::string finding_text(const RankedFinding& finding) {
  return place_text(finding) + " " + harmed_text(finding);
}

bool fits(const RankedFinding& finding, const std::string& expected) {
  const std::size_t within = expected.find(" within ");
  if (within == std::string::npos) return finding_text(finding) == expected;
  const std::string head = expected.substr(0, within);
  const std::size_t space = head.rfind(' ');
  const auto harmed = parse_number(head.substr(space == std::string::npos ? 0 : space + 1));
  const auto slack = parse_number(expected.substr(within + 8));
  return space != std::string::npos && head.substr(0, space) == place_text(finding) && harmed &&
         slack && std::fabs(finding.harmed - *harmed) <= *slack;
}

std::optional<std::string> state_text(const Judgement& judgement, const Model& model,
                                      const std::string& node, std::int64_t bin) {
  const auto& nodes = model.topology.nodes;
  const auto found = std::find_if(nodes.begin(), nodes.end(),
                                  [&](const TopologyNode& each) { return each.id == node; });
  if (found == nodes.end() || bin < 0 || bin >= model.grid.bins) return std::nullopt;
  const auto& spans = judgement.nodes[static_cast<std::size_t>(found - nodes.begin())].spans;
  // Spans are in order and cover the grid: the last one that begins at or before the bin holds it.
  const auto after = std::find_if(spans.begin(), spans.end(),
                                  [&](const JudgedSpan& span) { return span.first_bin > bin; });
  if (after == spans.begin()) return std::nullopt;
  const JudgedSpan& span = *std::prev(after);
  const std::string verdict = name_of(span.verdict);
  return std::string(name_of(span.activity)) + " " + (verdict.empty() ? "none" : verdict);
}

}  // namespace flowtime::flows
