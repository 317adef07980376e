// Walk: from a value back through time and graph to what makes it up.
//
// Amounts flow from every cell to the cells it was made from (breakdown.h), newest first, so that a
// cell that is reached along many paths is taken apart once. The walk ends at sources (sources.h)
// and at what the model gives (values, numbers, initial depths, draws), at what comes again of what
// left before (retries, rework), at what waited at other nodes, and at its limits; what the limits
// leave is one more cause.
//
// A level is taken apart bin by bin since it was last empty. What went in and what went out are
// distinguished to the end: neither is set off against the other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "explain/series_facts.h"
#include "trace/breakdown.h"

namespace flowtime {

inline constexpr std::int64_t kMaxWalkedCells = 1'000'000;

// When they are used up, what waits is summed into WalkResult::rest.
// The API takes at most kMaxWalkedCells.
struct WalkLimits {
  std::int64_t cells = 20'000;  // taken apart
};

// Where a part of the value starts; several for a metric that is a sum.
// For a series one start with the whole value; for a cycle time one per part. Twofold: a sum of two
// doubles, so that differences of large values are kept exactly.
struct WalkStart {
  ColumnIndex column{};
  std::int64_t bin = 0;
  Twofold amount{};
};

// Whether a cause brought items into a level or took them out; none for what is not a level.
enum class Side : std::uint8_t { kNone, kIn, kOut };
const char* name_of(Side side);  // "", "in", "out"

// What came from one place, bin by bin.
// One entry per kind, column, echo, node passed last, and side; a bin may have amounts of both
// signs in it.
struct Cause {
  CauseKind kind = CauseKind::kInput;
  Side side = Side::kNone;
  ColumnIndex column{};                  // of the cause; of a number: whose formula it is in
  const TopologyNode* via = nullptr;     // the last node upstream that served it
  std::optional<ColumnIndex> echo_of{};  // what comes again
  std::map<std::int64_t, Twofold> bins{};
  Twofold total() const {
    Twofold sum;
    for (const auto& [bin, amount] : bins) sum += amount;
    return sum;
  }
};

// value = sum of the totals of the causes + rest, exactly in twofolds as far as they reach.
struct WalkResult {
  double value = 0;             // what was taken apart: the sum of the starts
  std::vector<Cause> causes{};  // in a fixed order
  Twofold rest{};               // of cells that were not taken apart
  std::int64_t rest_cells = 0;
  std::int64_t rest_bin = 0;  // the latest of them
  std::int64_t cells = 0;     // taken apart
};

// The order of the causes is that of their kinds and columns and does not depend on the order of
// the walk.
WalkResult walk_back(const PlanIndex& index, const Plan& plan, const SeriesFacts& facts,
                     Breakdowns& breakdowns, std::span<const WalkStart> starts,
                     const WalkLimits& limits);

}  // namespace flowtime
