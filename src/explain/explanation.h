// Explanation: everything that is said about one value of a run.
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
#include "explain/walk.h"
#include "series/time_grid.h"

namespace flowtime {

// What one bin of a cause adds.
// Example: 10 orders came in the bin (value), 4 of them are in the queue that is explained
// (amount).
// `bin` is that of the cause, which may be earlier than the one explained.
struct ContributionBin {
  std::int64_t bin = 0;
  double amount = 0;  // of the value that is explained
  double value = 0;   // of the cause in that bin
};

// The amounts of all of them sum to the value, from left to right, with amount_rest.
// `amount` and `other_bins` have the unit of the value, ContributionBin::value that of the cause.
struct Contribution {
  CauseKind kind = CauseKind::kInput;
  Side side = Side::kNone;  // of a level: whether it brought items or took them
  std::string series_id{};  // of the cause; of a number: in whose formula it is; "" for the rest
  std::string class_id{};   // the part of the cause; "" for all of it
  std::string node_id{};    // topology node of the cause; may be empty
  std::string via_node{};   // node upstream through which it came; may be empty
  std::string constraint_id{};            // of a capacity that nodes share; may be empty
  std::string echo_of{};                  // series that comes again; may be empty
  std::vector<std::string> parameters{};  // of the template, that the series was written with
  std::string unit{};
  SourcePos where{};  // where it is written, in the explanation's source_file
  std::int64_t first_bin = 0, last_bin = 0;
  double amount = 0;
  double amount_rest = 0;  // digits of the amount below the double; of the last one shown, seldom
  std::vector<ContributionBin> bins{};  // the largest, in order of time
  double other_bins = 0;                // amount of the bins that are not shown
  std::int64_t bin_count = 0;           // in which it added or took something
  std::optional<double> each{};         // the same amount in every one of them (docs: no change)
  std::int64_t folded = 0;              // of the rest: cells or causes that it holds
};

// How the value compares with the bins around it.
// Differences below 1e-9 of the series' peak do not count.
// In the unit of the series; bins count from 0.
struct Trend {
  int direction = 0;           // since the bin before: 1 grew, -1 shrank, 0 stayed
  double change = 0;           // since the bin before
  std::int64_t since_bin = 0;  // the first of the bins in a row that went the same way
  double peak = 0;             // largest value of the run
  std::int64_t peak_bin = 0;   // the first that has it
};

// A plain value: refers to nothing and can be kept after the run is closed.
// Times are milliseconds since 1970 UTC; nothing without a start of the grid.
struct Explanation {
  std::string run_id{};
  std::string series_id{};                  // as asked for; of a computed metric: "<node>:<metric>"
  std::string node_id{}, role{}, metric{};  // "" where there is none
  std::int64_t bin = 0;
  std::optional<std::int64_t> bin_start_unix_ms, next_bin_start_unix_ms{};
  TimeGrid grid{};      // of the run
  std::string alias{};  // what the model calls the series at its node; may be empty
  double value = 0;     // absent values are absent
  std::string unit{};
  bool is_stored = true;  // false: computed when the run is read

  std::string kind{};  // "const", "expr", "queue", "router" ...: what defines the series
  std::vector<std::string> parameters{};  // of the template, that the series was written with
  std::string written{};                  // the expression as the author wrote it; "" without one
  std::string source_file{};              // that places are in: the template, or the stored model
  SourcePos where{};                      // of the definition
  std::string rule{};                     // the formula with names, earlier bins as x[t-1]
  std::string with_values{};        // the same with the values of the bin; evaluates to the value
  std::string with_short_values{};  // for a person, four digits
  FormulaNode formula{};

  std::optional<Absence> absence{};           // of an absent value
  std::optional<Trend> trend{};               // of a stored series that has a value before
  std::optional<BuildUp> build_up{};          // of a queue that holds something
  std::vector<Contribution> contributions{};  // largest first; the rest and rounding last
  double residual = 0;                        // value - sum of contributions from left to right
  std::int64_t cells_walked = 0;
  std::string words{};  // one paragraph for a person
};

}  // namespace flowtime
