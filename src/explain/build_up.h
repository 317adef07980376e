// BuildUp: how a queue came to hold what it holds, bin by bin since it was last empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trace/breakdown.h"

namespace flowtime {

struct BuildUpBin {
  std::int64_t bin = 0;
  double inflow = 0, outflow = 0, loss = 0, overflow = 0;
  double change = 0;         // of the depth
  std::string limited_by{};  // series that held the outflow below what was there; "" for none
};

struct BuildUp {
  std::int64_t first_bin = 0;                              // of the bins below
  double before = 0;                                       // depth at the end of the bin before
  std::string inflow_id{}, outflow_id{}, loss_id{};        // series; "" for a number
  std::int64_t bins = 0;                                   // from first_bin to the bin asked for
  double inflow = 0, outflow = 0, loss = 0, overflow = 0;  // over all of them
  std::vector<BuildUpBin> largest{};  // by |change|, in order of time; at most `width`
  double others = 0;                  // change over the bins that are not shown
};

inline constexpr std::int64_t kMaxBuildUpBins = 100'000;

// Of the depth of a queue; nothing for any other column, and for a queue that is empty.
std::optional<BuildUp> build_up(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                                ColumnIndex column, std::int64_t bin, std::size_t width);

}  // namespace flowtime
