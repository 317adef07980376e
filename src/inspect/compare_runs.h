// What changed between stored runs.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "compare/comparison.h"
#include "host/run_host.h"
#include "inspect/explain_run.h"

namespace flowtime {

inline constexpr std::size_t kMaxComparedRuns = 8;

struct CompareRequest {
  std::vector<std::string>
      run_ids{};         // 2 to kMaxComparedRuns; the first is what others differ from
  std::string figure{};  // "api_queue:max" (study/figure.h); "": the telling one
};

// One comparison for each run after the first. A change that cannot be divided is told without its
// attribution, with the reason. Problems: compare_what, figure_syntax, those of Explainers::get,
// and unknown_series for a figure of a series that no run has.
Result<std::vector<Comparison>> compare_runs(const RunHost& host, Explainers& explainers,
                                             const CompareRequest& request);

// {"baseline","comparisons":[...]}
std::string to_json(const std::vector<Comparison>& comparisons,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);

}  // namespace flowtime
