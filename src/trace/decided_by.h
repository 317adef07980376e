// DecidedBy: one step from a value to the operand that decided it. Judgement and explanation walk
// with it: the one to whom it belongs, the other to what it is called.
#pragma once

#include <cstdint>
#include <vector>

#include "trace/breakdown.h"
#include "trace/column_values.h"
#include "trace/plan_index.h"

namespace flowtime {

struct Decided {
  Operand operand{};  // with the lag at which it was read in that bin
  // As in Breakdown::binding.
  std::uint32_t place = 0;  // among the inputs of the op
};

// Not thread safe: it computes values through the ones that it was given.
class DecidedBy {
 public:
  // All four outlive this object.
  DecidedBy(const Plan& plan, const PlanIndex& index, ColumnValues& values, Breakdowns& breakdowns)
      : plan_(plan), index_(index), values_(values), breakdowns_(breakdowns) {}

  // The winner of MIN, MAX, CLAMP and IF, what passes a gate or a shared constraint, the quantity
  // of a product, the gross side of a difference, the cell that SHIFT, DELAY, SAMPLE or INITIAL
  // read. Where several operands of MIN, MAX or CLAMP lie within `dust` of the value all of them
  // decided. Empty for a parameter, and where several things together made the value.
  // `dust` is what counts as equal, in the units of the value (metrics/noise.h).
  std::vector<Decided> of(ColumnIndex column, std::int64_t bin, double dust);

 private:
  std::vector<Decided> earlier(const PlanIndex::Maker& maker, ColumnIndex column, std::int64_t bin);
  std::vector<Decided> quantity(const Operand* inputs, ColumnIndex column, std::int64_t bin);
  std::vector<Decided> equal_to(const Op& op, const Operand* inputs, double value, std::int64_t bin,
                                double dust);

  const Plan& plan_;
  const PlanIndex& index_;
  ColumnValues& values_;
  Breakdowns& breakdowns_;
};

}  // namespace flowtime
