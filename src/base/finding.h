// Finding: what a check has to say about a run. Unlike a Problem it does not refuse anything by
// itself; its severity decides (docs/semantics.md, "Checks").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sentence.h"

namespace flowtime {

// Ascending: a larger one is worse.
enum class Severity { kInfo, kWarning, kError };

// As JSON, CSV and the terminal write it. The text lives as long as the program.
inline const char* name_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "";
}

// `code` has a row in docs/error-codes.md. `bins` is empty where a finding is about the whole run.
struct Finding {
  Severity severity = Severity::kWarning;
  std::string code;  // stable snake_case name, e.g. served_exceeds_arrivals
  Sentence message;
  std::string node_id;             // topology node, series or "engine"; may be empty
  std::vector<std::int64_t> bins;  // the first offending bins, at most five, ascending
  std::optional<double> value;     // first or worst figure
  std::vector<std::string> edge_ids;
  // Of the family "health" (run/health.h): "warning" or "critical". Empty: about the data.
  std::string verdict{};
  std::vector<std::string> node_ids{};  // of a note about several nodes: all of them, node_id first
};

// By finding, not by bin.
struct FindingCounts {
  std::int64_t error = 0, warning = 0, info = 0;
};
// One finding that names five bins counts once. Linear in the findings.
inline FindingCounts count_findings(const std::vector<Finding>& findings) {
  FindingCounts counts;
  for (const Finding& finding : findings) {
    switch (finding.severity) {
      case Severity::kInfo: ++counts.info; break;
      case Severity::kWarning: ++counts.warning; break;
      case Severity::kError: ++counts.error; break;
    }
  }
  return counts;
}

}  // namespace flowtime
