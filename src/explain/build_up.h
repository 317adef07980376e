// BuildUp: how a queue came to hold what it holds, bin by bin since it was last empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explain/series_facts.h"
#include "trace/breakdown.h"

namespace flowtime {

// Items in one bin. before + inflow - outflow - loss - overflow = depth at its end, where nothing
// was cut to 0.
// Absent flows count as 0. `change` is the difference of the depths as they are stored.
struct BuildUpBin {
  std::int64_t bin = 0;
  double inflow = 0, outflow = 0, loss = 0, overflow = 0;
  double change = 0;         // of the depth
  std::string limited_by{};  // what decided how much left (decider.h); "" where nothing has a name
};

// What decided in some of the bins.
// By id: two bins with the same decider share one entry.
// `parameters` of a schedule are those of its period and its phase.
struct BuildUpLimit {
  std::string id{};         // as in BuildUpBin::limited_by
  std::string series_id{};  // that holds its values; "" for a schedule
  std::string node_id{};    // "" for what several nodes share
  CauseKind kind{};
  std::vector<std::string> parameters{};  // of the template
  std::int64_t bins = 0;                  // in which it decided
};

// Sums over the bins from first_bin to the bin asked for; values as they are in the run, with their
// dust.
// `others` is rounded once: the changes in `largest` and `others` sum to the whole change.
struct BuildUp {
  std::int64_t first_bin = 0;  // since which it has not been empty
  double before = 0;           // depth at the end of the bin before, with its dust
  bool from_empty = true;      // false: it held something before bin 0, or for very long
  std::string inflow_id{}, outflow_id{}, loss_id{};        // series; "" for a number
  std::int64_t bins = 0;                                   // from first_bin to the bin asked for
  double inflow = 0, outflow = 0, loss = 0, overflow = 0;  // over all of them
  double empty_below = 0;                                  // metrics/noise.h
  // Of the bins until it is empty again, the largest depth and the first bin that has it.
  double peak = 0;
  std::int64_t peak_bin = 0;
  std::optional<BuildUpBin> now{};     // the bin asked for
  std::vector<BuildUpLimit> limits{};  // by bins, the most first
  std::vector<BuildUpBin> largest{};   // by |change|, in order of time; at most `width`
  double others = 0;                   // change over the bins that are not shown
};

// Of the depth of a queue; nothing for any other column, and for a queue that is empty.
// `width`: how many bins are listed. Cost: one look per bin since it was empty, and in each a walk
// to what decided.
// The peak is looked for beyond the bin, up to the next empty one; a later depth that is larger by
// noise only does not move it.
std::optional<BuildUp> build_up(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                                Breakdowns& breakdowns, ColumnIndex column, std::int64_t bin,
                                std::size_t width);

}  // namespace flowtime
