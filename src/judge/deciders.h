// Deciders: which series held the outflow of a node in a bin, and whether it belongs to a node
// further down.
//
// The walk starts at what was served and follows what decided, step by step (trace/decided_by.h).
// It ends where several things together made the value, or at an input. Where several operands
// decided, one that leads to a node further down is preferred, else the first.
#pragma once

#include <cstdint>
#include <vector>

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "trace/breakdown.h"
#include "trace/column_values.h"
#include "trace/decided_by.h"
#include "trace/plan_index.h"

namespace flowtime::judge {

// Both may be kNobody: then what held the outflow has no name and no node.
struct Decider {
  std::uint32_t series = kNobody;     // row of the series that decided; kNobody: has no name
  std::uint32_t successor = kNobody;  // the node whose depth, capacity or limit it is made of
};

// Keeps what it has computed of unpublished columns, so a second question about the same bin is
// cheap. Not thread safe: one per judgement.
class Deciders {
 public:
  // `run` outlives it.
  explicit Deciders(const JudgedRun& run);
  Deciders(const Deciders&) = delete;
  Deciders& operator=(const Deciders&) = delete;

  // Operands within `dust` of the result are equal to it.
  // Of a node without a served series: nothing. `dust` in items, usually the node's Noise::empty.
  // The walk takes at most 32 steps; a longer chain ends where it is.
  Decider of(std::size_t node, std::int64_t bin, double dust);
  const PlanIndex& index() const { return index_; }

 private:
  // What stays the same during one walk.
  struct Asked {
    std::size_t node = 0;
    double dust = 0;
  };
  Decider walk(const Asked& asked, ColumnIndex column, std::int64_t bin, int steps);
  // The next node down whose depth, capacity or limit the column is, or is computed from by
  // temporaries; kNobody without one.
  std::uint32_t successor_read_by(std::size_t node, ColumnIndex column);
  std::uint32_t successor_that_owns(std::size_t node, ColumnIndex column) const;
  // By throughput edges only.
  std::vector<std::uint32_t> successors_of(std::size_t node) const;

  const JudgedRun& run_;
  PlanIndex index_;
  StoredColumns stored_;
  ColumnValues values_;
  Breakdowns breakdowns_;
  DecidedBy decided_;
};

}  // namespace flowtime::judge
