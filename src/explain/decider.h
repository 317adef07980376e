// Decider: what held a flow at its value in a bin: a capacity, a limit, a shared constraint, a
// schedule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "explain/series_facts.h"
#include "explain/sources.h"
#include "trace/breakdown.h"
#include "trace/decided_by.h"

namespace flowtime {

// ids point at the model and the run; `node` belongs to the model.
// An arrival never limits: a flow that only its arrivals decide is its own decider.
struct Decider {
  CauseKind kind = CauseKind::kOutflow;
  // A series, "<Node>.wipLimit", "<Node>.dispatchSchedule" or the id of a constraint.
  std::string id{};
  const TopologyNode* node = nullptr;  // that it belongs to, where it belongs to one
  std::string series_id{};             // that holds its values; "" for a schedule
};

// Follows what decided, step by step (trace/decided_by.h), and where nothing did what carries most
// of the value, from a flow to the capacity, limit, constraint or schedule behind it.
// Not thread safe: evaluates and keeps cells that the run did not store.
class Deciders {
 public:
  // All outlive this object. `owner` is the node that the flow leaves; may be null.
  Deciders(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
           Breakdowns& breakdowns, const TopologyNode* owner);

  // Where nothing of the kind decided, the flow itself: kOutflow with the id of the series; the id
  // is "" for a number without a name.
  // At most 32 steps; nothing that an earlier bin or a waiting queue decided counts as a limit.
  Decider of(Operand flow, std::int64_t bin);

 private:
  // The id of a series, the name of a parameter, or "".
  std::string name_of_operand(const Operand& operand) const;
  // An empty id where the column neither limits nor is a source.
  Decider named(ColumnIndex column);
  // Of the owner; its id is "<Node>.dispatchSchedule".
  Decider schedule() const;
  // The constraint whose allocation to the owner the column is, else `otherwise`.
  Decider constraint(ColumnIndex allocation, const Decider& otherwise) const;
  // Nothing where an earlier bin decided, or what waits.
  std::optional<std::uint32_t> next_operand(const Op& op, ColumnIndex column, std::int64_t bin);
  bool takes_what_waits(const Breakdown& breakdown) const;

  const Plan& plan_;
  const PlanIndex& index_;
  const SeriesFacts& facts_;
  Breakdowns& breakdowns_;
  DecidedBy decided_;
  Sources sources_;
  const TopologyNode* owner_;
};

}  // namespace flowtime
