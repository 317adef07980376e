// PlanIndex: a plan read backwards, from a column to what makes it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/plan.h"

namespace flowtime {

// Const after construction: may be read by any number of threads. The plan outlives it. Linear in
// the plan to make, O(1) to ask.
class PlanIndex {
 public:
  explicit PlanIndex(const Plan& plan);

  // Exactly one of `op` and `parameter` is set for a column that is made.
  struct Maker {
    const Op* op = nullptr;    // nullptr: a parameter
    std::uint32_t output = 0;  // which of its outputs
    std::uint32_t op_index = 0;
    const Parameter* parameter = nullptr;
    // Place in the order of evaluation: what a column reads in the same bin has a smaller rank.
    std::uint32_t rank = 0;
  };
  // Valid as long as the index.
  const Maker& maker(ColumnIndex column) const { return makers_[column.value]; }
  // The column of a rank.
  // For walks that go through the columns in or against the order of evaluation.
  ColumnIndex column_at(std::uint32_t rank) const { return by_rank_[rank]; }
  // The first published series that this column holds.
  // Nothing for a temporary.
  std::optional<SeriesIndex> series_of(ColumnIndex column) const { return series_[column.value]; }

 private:
  std::vector<Maker> makers_;
  std::vector<ColumnIndex> by_rank_;
  std::vector<std::optional<SeriesIndex>> series_;
};

// By column: 1 where it depends on one of these, however late, and of these themselves.
// O(ops x passes); as many passes as lagged reads lead back, mostly two.
std::vector<std::uint8_t> columns_after(const Plan& plan, const std::vector<ColumnIndex>& from);

// Whether the op carries something of its own from bin to bin.
// Such an op can only be computed bin after bin.
bool has_state(const Op& op);

}  // namespace flowtime
