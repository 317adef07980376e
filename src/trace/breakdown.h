// Breakdown: one value taken apart into what its op read. The amounts of the terms are differences
// of the partial sums that evaluation went through, and sum to the value exactly.
// Example: a queue of depth 7 that got 5, served 4 and had 6 before breaks down into +6 (depth
// before), +5 (inflow) and -4 (outflow).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "series/twofold.h"
#include "trace/column_values.h"

namespace flowtime {

// What one input contributed, in the units of the value.
struct Term {
  enum class Kind : std::uint8_t {
    kCell,      // `column` in `bin`
    kNumber,    // written in the formula
    kInitial,   // what a queue held before bin 0
    kDecision,  // the 1 or 0 that a comparison gave
    kDraw,      // a random draw
    kShare,     // what another member took of a shared capacity
  };
  Kind kind = Kind::kCell;
  // Of kCell, kInitial, kShare, kDecision and kDraw; without meaning for a kNumber.
  ColumnIndex column{};
  std::int64_t bin = 0;
  // The amount may be its negative, a product with a tap, or a part of it.
  double value = 0;       // as it was read
  Twofold amount{};       // of the value that is explained
  const char* role = "";  // "inflow", "outflow", "limit", ...; "" where the formula says it all
};

// Of one column in one bin. Terms whose amount is 0 are left out.
struct Breakdown {
  double value = 0;
  std::vector<Term> terms{};  // with an amount, in the order of evaluation
  // Of MIN, MAX, CLAMP, IF, a gate and a shared constraint: the operand that decided, by its place
  // among the inputs of the op.
  // Nothing where several inputs made the value together.
  std::optional<std::uint32_t> binding{};
  bool echo = false;  // of a convolution that sees earlier bins only
  // Then the terms are those of what the queue would have held below 0.
  bool held_at_zero = false;  // a queue from which nothing was left
};

// Rules: docs/semantics.md, "Explanations". A value that is 0 or absent has no terms. A cell before
// bin 0 is an initial condition.
// One level only: to go on, ask for the terms' cells. Not thread safe: values are computed as they
// are asked for.
class Breakdowns {
 public:
  // All three outlive this object.
  Breakdowns(const Plan& plan, const PlanIndex& index, ColumnValues& values)
      : plan_(plan), index_(index), values_(values) {}
  // `bin` may be negative: the value before the grid.
  Breakdown of(ColumnIndex column, std::int64_t bin);
  // For callers that go on from the terms.
  ColumnValues& values() { return values_; }
  // As the op reads it in `bin`, its lag included.
  double value(const Operand& operand, std::int64_t bin) { return values_.read(operand, bin); }

  // Of INITIAL, SAMPLE and DELAY: the operand, without a lag, and the bin whose value they give.
  struct Cell {
    Operand operand{};
    std::int64_t bin = 0;
  };
  // `column` is an output of the op.
  Cell passed_on(const Op& op, ColumnIndex column, std::int64_t bin);

 private:
  friend class BreakdownMaker;
  const Plan& plan_;
  const PlanIndex& index_;
  ColumnValues& values_;
};

}  // namespace flowtime
