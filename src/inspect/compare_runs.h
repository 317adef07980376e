// What changed between stored runs.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "compare/comparison.h"
#include "host/run_host.h"
#include "inspect/explain_run.h"

namespace flowtime {

// Each pair may evaluate many scenarios; more runs are asked for in several questions.
inline constexpr std::size_t kMaxComparedRuns = 8, kMaxComparedFigures = 8;

// A figure that is named twice is computed twice. One run may be compared with itself.
struct CompareRequest {
  std::vector<std::string>
      run_ids{};  // 2 to kMaxComparedRuns; the first is what others differ from
  // "p95Wait(Payment)" (figures/figure.h); the change of the first one is divided, without any
  // that of the telling one.
  std::vector<std::string> figures{};
};

// One comparison for each run after the first. A change that cannot be divided is shown without its
// attribution, with the reason, a figure that only one run has is absent in the other. Problems:
// compare_what, figure_syntax, those of Explainers::get, and those of a figure that neither run
// has (figures/run_figures.h).
// Takes seconds for large models.
// More than 64 changed parameters are not divided, nor is a verdict. In the order of the request.
Result<std::vector<Comparison>> compare_runs(const RunHost& host, Explainers& explainers,
                                             const CompareRequest& request);

// {"baseline","comparisons":[...],"verdict","sentence"}: the last two of the only comparison, null
// where there are several.
// As GET /v1/compare answers.
std::string to_json(const std::vector<Comparison>& comparisons,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);

}  // namespace flowtime
