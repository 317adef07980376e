// ColumnValues: the value of any column of a plan at any bin. What the run stored is read from
// there; the rest is evaluated for the bins that are asked for, with the engine's own kernels.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "eval/cohorts.h"
#include "plan/plan.h"
#include "trace/plan_index.h"

namespace flowtime {

// By column: its values, one per bin; empty where the run has none.
// The spans outlive the reader; a run's rows belong to the run.
using StoredColumns = std::vector<std::span<const double>>;

// Same bits as evaluation. Not thread safe: what was computed is kept for later questions.
class ColumnValues {
 public:
  // All three outlive this object.
  ColumnValues(const Plan& plan, const PlanIndex& index, const StoredColumns& stored);

  // What a lagged read sees before bin 0 for a negative bin.
  // A column with state is computed from bin 0 on the first time: O(bin), later only what is new.
  // Memory grows with the cells that were asked for.
  double at(ColumnIndex column, std::int64_t bin);
  // The operand as the op reads it in `bin`.
  // An immediate needs no bin.
  double read(const Operand& operand, std::int64_t bin);

 private:
  struct Cell {
    ColumnIndex column{};
    std::int64_t bin = 0;
  };
  // A state can only go forward, so its op is computed bin by bin and every bin is kept.
  struct Progress {  // of an op with state
    std::int64_t next_bin = 0;
    std::vector<double> state{};
    eval::Cohorts cohorts{};
  };
  // Unique: there are fewer than 2^64 cells of any plan.
  std::uint64_t key(const Cell& cell) const {
    return static_cast<std::uint64_t>(cell.bin) * plan_.columns.size() + cell.column.value;
  }
  bool find(const Cell& cell, double& value) const;
  double known(const Cell& cell) const;
  double known(const Operand& operand, std::int64_t bin) const;
  // Puts what the cell needs and is not known on the stack; false when nothing is missing.
  bool push_needs(const Cell& cell);
  bool push(const Cell& cell);
  void compute(const Cell& cell);
  // DELAY, whose lag says which bin it reads.
  bool push_delayed(const Cell& cell, const Op& op);
  void compute_delayed(const Cell& cell, const Op& op);
  double convolve(const Op& op, std::int64_t bin) const;

  const Plan& plan_;
  const PlanIndex& index_;
  const StoredColumns& stored_;
  std::unordered_map<std::uint64_t, double> computed_;    // lookups only
  std::unordered_map<std::uint32_t, Progress> progress_;  // by op, lookups only
  // A member, so that its storage is used again.
  std::vector<Cell> stack_;
};

}  // namespace flowtime
