// Members of one constraint that depend on one another within a bin are served in strata.
#include <algorithm>

#include "compile/assemble.h"

namespace flowtime::compile_detail {
namespace {

bool is_allocation(const Draft& draft, std::uint32_t op) {
  return draft.ops[op].code == OpCode::kAllocate;
}

// Same-bin sources, allocations left out: a dependency through a constraint makes no stratum.
std::vector<std::uint32_t> sources_of(const Draft& draft, std::uint32_t op) {
  std::vector<std::uint32_t> sources;
  if (is_allocation(draft, op)) return sources;
  for (const Operand& input : draft.inputs(draft.ops[op])) {
    if (!input.is_column() || needed_lag(draft, draft.ops[op], input) > 0) continue;
    const std::uint32_t source = draft.producer[input.column.value];
    if (source != kNoOp && !is_allocation(draft, source)) sources.push_back(source);
  }
  return sources;
}

// Ops after their same-bin sources; those on a cycle, and what reads them, are left out.
std::vector<std::uint32_t> topological(const Draft& draft) {
  std::vector<std::uint32_t> missing(draft.ops.size(), 0), order;
  std::vector<std::vector<std::uint32_t>> readers(draft.ops.size());
  for (std::uint32_t op = 0; op < draft.ops.size(); ++op) {
    for (const std::uint32_t source : sources_of(draft, op)) {
      readers[source].push_back(op);
      ++missing[op];
    }
  }
  for (std::uint32_t op = 0; op < draft.ops.size(); ++op) {
    if (missing[op] == 0) order.push_back(op);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::uint32_t reader : readers[order[next]]) {
      if (--missing[reader] == 0) order.push_back(reader);
    }
  }
  return order;
}

}  // namespace

std::map<std::pair<std::string, std::string>, std::uint32_t> find_strata(const Lowering& lowering) {
  std::map<std::pair<std::string, std::string>, std::uint32_t> strata;
  const Draft& draft = lowering.draft;
  if (lowering.members.empty()) return strata;
  const std::vector<std::uint32_t> order = topological(draft);
  std::map<std::string, std::vector<Lowering::Member>> by_constraint;
  for (const Lowering::Member& member : lowering.members) {
    by_constraint[member.constraint].push_back(member);
  }
  for (const auto& [constraint, members] : by_constraint) {
    if (members.size() < 2) continue;
    std::vector<std::uint8_t> is_capped(draft.columns.size(), 0);
    for (const Lowering::Member& member : members) is_capped[member.capped.value] = 1;
    std::vector<std::uint32_t> level(draft.ops.size(), 0);
    for (const std::uint32_t op : order) {
      for (const std::uint32_t source : sources_of(draft, op)) {
        level[op] = std::max(level[op], level[source]);
      }
      for (const ColumnIndex output : draft.outputs(draft.ops[op])) {
        if (is_capped[output.value] != 0) ++level[op];
      }
    }
    for (const Lowering::Member& member : members) {
      const std::uint32_t raw = draft.producer[member.raw.value];
      if (raw != kNoOp && level[raw] > 0) strata[{constraint, member.topology_id}] = level[raw];
    }
  }
  return strata;
}

}  // namespace flowtime::compile_detail
