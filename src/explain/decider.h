// Decider: what held a flow at its value in a bin: a capacity, a limit, a shared constraint, a
// schedule.
#pragma once

#include <cstdint>
#include <string>

#include "explain/breakdown.h"
#include "explain/series_facts.h"

namespace flowtime {

struct Decider {
  CauseKind kind = CauseKind::kOutflow;
  // A series, "<Node>.wipLimit", "<Node>.dispatchSchedule" or the id of a constraint.
  std::string id{};
  const TopologyNode* node = nullptr;  // that it belongs to, where it belongs to one
  std::string series_id{};             // that holds its values; "" for a schedule
};

// Follows what decided (MIN, a gate, a shared constraint) and what carries the value from the flow
// to the capacity, limit, constraint or schedule behind it. Where nothing of the kind decided, the
// flow itself: kOutflow with the id of the series; the id is "" for a number without a name.
Decider decider_of(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                   Breakdowns& breakdowns, const Operand& flow, std::int64_t bin,
                   const TopologyNode* owner);

}  // namespace flowtime
