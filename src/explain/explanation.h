// Explanation: everything that is told about one value of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.h"
#include "explain/absence.h"
#include "explain/build_up.h"
#include "explain/formula.h"
#include "explain/series_facts.h"

namespace flowtime {

// The file of the run that places are in where its template is not known.
inline constexpr const char* kStoredModel = "model/model.yaml";

// What one bin of a cause adds.
struct ContributionBin {
  std::int64_t bin = 0;
  double amount = 0;  // of the value that is explained
  double value = 0;   // of the cause in that bin
};

struct Contribution {
  CauseKind kind = CauseKind::kInput;
  std::string
      series_id{};         // of the cause; of a number: in whose formula it stands; "" for the rest
  std::string class_id{};  // the part of the cause; "" for all of it
  std::string node_id{};   // topology node of the cause; may be empty
  std::string via_node{};  // node upstream through which it came; may be empty
  std::string unit{};
  SourcePos where{};  // where it is written, in the explanation's source_file
  std::int64_t first_bin = 0, last_bin = 0;
  double amount = 0;
  std::vector<ContributionBin> bins{};  // the largest, in order of time
  double other_bins = 0;                // amount of the bins that are not shown
  std::int64_t folded = 0;              // of the rest: cells or causes that it stands for
};

struct Explanation {
  std::string run_id{};
  std::string series_id{};                  // as asked for; of a computed metric: "<node>:<metric>"
  std::string node_id{}, role{}, metric{};  // "" where there is none
  std::int64_t bin = 0;
  std::optional<std::int64_t> bin_start_unix_ms, next_bin_start_unix_ms{};
  double value = 0;  // absent values are absent
  std::string unit{};
  bool is_stored = true;  // false: computed when the run is read

  std::string kind{};         // "const", "expr", "queue", "router" ...: what defines the series
  std::string written{};      // the expression as the author wrote it; "" without one
  std::string source_file{};  // that places are in: the template, or the stored model
  SourcePos where{};          // of the definition
  std::string rule{};         // the formula with names, earlier bins as x[t-1]
  std::string with_values{};  // the same with the values of the bin
  FormulaNode formula{};

  std::optional<Absence> absence{};           // of an absent value
  std::optional<BuildUp> build_up{};          // of a queue that holds something
  std::vector<Contribution> contributions{};  // largest first; the rest and rounding last
  double residual = 0;                        // value - sum of contributions from left to right
  std::int64_t cells_walked = 0;
  std::string words{};  // one paragraph for a person
};

}  // namespace flowtime
