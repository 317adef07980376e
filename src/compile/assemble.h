// Draft -> Plan: what is needed, in which order, in which buffers.
#pragma once

#include "base/result.h"
#include "compile/world.h"

namespace flowtime::compile_detail {

// A cycle of same-bin dependencies: the ops on it, in order.
struct SameBinCycle {
  std::vector<std::uint32_t> ops;
};

// The strongly connected components of the ops, dependencies first; members in same-bin order.
struct Component {
  std::uint32_t first = 0, count = 0;  // into Ordered::ops
  bool loop = false;                   // feedback: several ops, or one that reads its own past
  std::uint32_t block = 1;             // smallest lag inside
};
struct Ordered {
  std::vector<std::uint32_t> ops;
  std::vector<Component> components;
  std::optional<SameBinCycle> cycle;
  std::span<const std::uint32_t> members(const Component& component) const {
    return std::span(ops).subspan(component.first, component.count);
  }
};
Ordered order_ops(const Draft& draft, const std::vector<std::uint8_t>& needed);

// A delay in a ring reads at least one bin back.
void hold_delays_in_rings(Draft& draft, const Ordered& ordered);

// Every op of several that needs itself within one bin, ascending.
std::vector<std::uint32_t> ops_on_same_bin_cycles(const Draft& draft,
                                                  const std::vector<std::uint8_t>& needed);

// Ops that the published columns need.
std::vector<std::uint8_t> needed_ops(const Draft& draft, const std::vector<ColumnIndex>& published);

// Replaces served = MIN(capacity, arrivals + SHIFT(depth, 1)), depth = queue(inflow, served, loss)
// by one op, wherever a component is just that.
void fuse_backlog_servers(Draft& draft, Ordered& ordered);

// Everything of a Plan but its series.
// The draft gives up the names of its columns.
Plan assemble(Draft&& draft, const Ordered& ordered, std::int64_t bins,
              const std::vector<ColumnIndex>& published);

// For each constraint member its stratum: the longest chain of members before it.
std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> find_strata(
    const Draft& draft, const std::vector<Member>& members);

}  // namespace flowtime::compile_detail
