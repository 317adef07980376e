// Echoes: the part of what arrives at a node that is there a second time, because something failed
// earlier.
//
// An echo is the declared `retryEcho` of a node, else a CONV or a lagged reading of the failures,
// the errors or the overflow of a node, times a number. Arrivals are followed back through sums,
// products with numbers and limits, within the bin.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "judge/judged_run.h"
#include "trace/column_values.h"
#include "trace/plan_index.h"

namespace flowtime::judge {

// factor * operand = items that come again in the bin. Example: retries = 0.5 * CONV(errors,
// kernel) is an Echo of the column of CONV with factor 0.5.
struct Echo {
  Operand operand{};                  // what is read
  double factor = 1;                  // of it that arrives
  std::uint32_t node = 0xFFFFFFFF;    // whose failures come back
  std::uint32_t series = 0xFFFFFFFF;  // row of the nearest series with a name; for words
};

// Looks through the plan once, in the constructor. Not thread safe: sum() evaluates columns that
// the run did not store, and keeps them.
class Echoes {
 public:
  // Both outlive it.
  Echoes(const JudgedRun& run, const PlanIndex& index);
  Echoes(const Echoes&) = delete;
  Echoes& operator=(const Echoes&) = delete;

  // Whether anything can come back in this model at all.
  // Cheap; false spares the search for first attempts.
  bool any() const { return !failing_.empty() || !declared_.empty(); }
  // The echoes that the series depends on, each once.
  // Stops at what left a queue: of what waits there, repeats and first attempts are mixed.
  std::vector<Echo> in(SeriesIndex series) const;
  // What comes back of the failures (or errors, or overflow) of a node anywhere in the model.
  // Empty where nothing does: then those failures are failures for good.
  std::vector<Echo> of(SeriesIndex failed) const;
  // Per bin: the sum of the echoes.
  // In items; absent operands count as 0. One value per bin of the grid.
  std::vector<double> sum(const std::vector<Echo>& echoes);

 private:
  // in() visits operands from the series back; match_echo ends a branch where an echo is found.
  struct Walk;
  void find_returning();
  void visit(Walk& walk, const Operand& operand, double factor, std::uint32_t named,
             int depth) const;
  bool match_echo(Walk& walk, const Operand& operand, double factor, std::uint32_t named) const;

  const JudgedRun& run_;
  const PlanIndex& index_;
  StoredColumns stored_;
  ColumnValues values_;
  std::unordered_map<std::uint32_t, std::uint32_t> failing_;  // column -> node; lookups only
  std::unordered_set<std::uint32_t> behind_queues_;  // columns that left a queue; lookups only
  std::unordered_map<std::uint32_t, std::vector<Echo>> returning_;  // by what failed; lookups only
  std::unordered_map<std::uint32_t, std::uint32_t> declared_;  // echo column -> node; lookups only
};

}  // namespace flowtime::judge
