// Level: a depth and what enters and leaves it, whatever it was lowered to.
#pragma once

#include <cstdint>
#include <optional>

#include "explain/series_facts.h"
#include "metrics/noise.h"
#include "trace/breakdown.h"

namespace flowtime {

// The operands of an op that keeps a queue.
// depth[t] = max(0, depth[t-1] + inflow - outflow - loss), cut to a limit where there is one; what
// it cuts is `overflow`. initial: depth before bin 0.
// Flows are items per bin, `initial` is items.
struct QueueOperands {
  Operand inflow{}, outflow{}, loss{};
  std::optional<ColumnIndex> overflow{};
  double initial = 0;
};
// Of the column of a depth; nothing for any other column.
std::optional<QueueOperands> queue_operands(const Plan& plan, const PlanIndex::Maker& maker);

// Whether the column is a depth: a queue keeps it, or a node of the topology names it so.
// False for a column without a name that no queue keeps.
bool is_level(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
              ColumnIndex column);

// metrics/noise.h, of a column and of what enters it, over the whole run.
// Reads all bins of both; ask once and keep the answer.
Noise noise_of_column(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                      ColumnIndex column);

inline constexpr std::int64_t kMaxBuildUpBins = 100'000;

// The first bin since which the level is not empty, up to `bin`; kMaxBuildUpBins are looked at.
// `bin` itself where the bin before ended empty or absent.
std::int64_t waiting_since(Breakdowns& breakdowns, ColumnIndex level, const Noise& noise,
                           std::int64_t bin);

}  // namespace flowtime
