// Draft -> Plan: what is needed, in which order, in which buffers.
#pragma once

#include "base/result.h"
#include "compile/world.h"

namespace flowtime::compile_detail {

// A cycle of same-bin dependencies: the ops on it, in order.
// Each op reads the next one in the same bin, and the last reads the first. Indices into
// Draft::ops.
struct SameBinCycle {
  std::vector<std::uint32_t> ops;
};

// The strongly connected components of the ops, dependencies first; members in same-bin order.
// A component with one op that does not read itself becomes a Map step; any other that has a lagged
// read inside becomes a Loop step.
struct Component {
  std::uint32_t first = 0, count = 0;  // into Ordered::ops
  bool loop = false;                   // feedback: several ops, or one that reads its own past
  // Bins that a Loop may compute op by op before it needs its own results.
  std::uint32_t block = 1;  // smallest lag inside
};
// The ops in evaluation order. A `cycle` ends the search: what was not yet looked at is missing
// then, and only the cycle counts.
struct Ordered {
  std::vector<std::uint32_t> ops;
  std::vector<Component> components;
  std::optional<SameBinCycle> cycle;
  // Valid as long as `ops` is not changed.
  std::span<const std::uint32_t> members(const Component& component) const {
    return std::span(ops).subspan(component.first, component.count);
  }
};
// `needed`: by op, from needed_ops; ops that are 0 there are left out. Members of a component are
// in the order of emission where their reads allow it, so that equal models give equal plans.
// Linear in the reads, but for sorting the members of loops.
Ordered order_ops(const Draft& draft, const std::vector<std::uint8_t>& needed);

// A delay in a ring reads at least one bin back.
// Sets the smallest lag of each DELAY to 1 whose input is made in its own loop: with 0 it would
// read what the loop has not computed. Must run after order_ops, which counts on that lag already.
void hold_delays_in_rings(Draft& draft, const Ordered& ordered);

// Every op of several that needs itself within one bin, ascending.
// Unlike Ordered::cycle this names every op of every cycle, which undo_attribution in compile.cc
// chooses from.
std::vector<std::uint32_t> ops_on_same_bin_cycles(const Draft& draft,
                                                  const std::vector<std::uint8_t>& needed);

// Ops that the published columns need.
// By op: 1 where a published column depends on it, also through lagged reads.
std::vector<std::uint8_t> needed_ops(const Draft& draft, const std::vector<ColumnIndex>& published);

// Replaces served = MIN(capacity, arrivals + SHIFT(depth, 1)), depth = queue(inflow, served, loss)
// by one op, wherever a component is just that.
// The fused op has the same bits as the three: it does the same arithmetic in the same order. Where
// the effective served of such a queue follows from its outputs, it becomes a third output. Changes
// `ordered` in place: a fused loop becomes a component of one op.
void fuse_backlog_servers(Draft& draft, Ordered& ordered);

// Everything of a Plan but its series.
// The draft gives up the names of its columns.
// Ops that are not in `ordered` and columns that no ordered op touches are left out; parameters
// that nothing reads or publishes too. `published` gives Plan::series_columns its order. Columns
// that are published, read with a lag or set by a parameter have a buffer of their own; the others
// share buffers.
Plan assemble(Draft&& draft, const Ordered& ordered, std::int64_t bins,
              const std::vector<ColumnIndex>& published);

// For each constraint member its stratum: the longest chain of members before it.
// The key is (constraint, topology id); members at level 0 are left out. Ops on a same-bin cycle
// count as level 0: such a draft is refused or lowered again anyhow. docs/decisions/0002.
std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> find_strata(
    const Draft& draft, const std::vector<Member>& members);

}  // namespace flowtime::compile_detail
