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
  const std::span<const Operand> inputs = draft.inputs(draft.ops[op]);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Operand& input = inputs[i];
    if (!input.is_column() || needed_lag(draft, draft.ops[op], i) > 0) continue;
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

// For one op: constraints, ascending, each with the longest chain of its members up to this op.
using Levels = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

void merge(Levels& levels, const Levels& more) {
  Levels both;
  both.reserve(levels.size() + more.size());
  std::merge(levels.begin(), levels.end(), more.begin(), more.end(), std::back_inserter(both));
  levels.clear();
  for (const auto& pair : both) {
    // Of one constraint the highest level comes last.
    if (!levels.empty() && levels.back().first == pair.first) levels.pop_back();
    levels.push_back(pair);
  }
}

// The level of the constraint, which is made 0 where there is none yet.
std::uint32_t& level_in(Levels& levels, std::uint32_t constraint) {
  auto found = std::lower_bound(levels.begin(), levels.end(), std::pair(constraint, 0u));
  if (found == levels.end() || found->first != constraint) {
    found = levels.insert(found, {constraint, 0});
  }
  return found->second;
}

// Chains of members through the ops. An op knows of those constraints alone of which a member
// still comes behind it, so that many constraints cost no more than one.
class MemberChains {
 public:
  MemberChains(const Draft& draft, const std::vector<Member>& members)
      : draft_(draft), levels_(draft.ops.size()) {
    const std::vector<std::uint32_t> order = topological(draft);
    find_capped(members);
    find_last_asked(order, members);
    for (std::uint32_t place = 0; place < order.size(); ++place) walk(order[place], place);
  }

  // How many members of its constraint come before what this one serves, one behind the other.
  std::uint32_t level(const Member& member) {
    const std::uint32_t op = draft_.producer[member.raw.value];
    return op == kNoOp ? 0 : level_in(levels_[op], member.constraint);
  }

 private:
  void find_capped(const std::vector<Member>& members) {
    for (const Member& member : members) {
      std::vector<std::uint32_t>& by = capped_by_[member.capped.value];
      if (by.empty() || by.back() != member.constraint) by.push_back(member.constraint);
    }
  }
  void find_last_asked(const std::vector<std::uint32_t>& order,
                       const std::vector<Member>& members) {
    std::vector<std::int64_t> place_of(draft_.ops.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i)
      place_of[order[i]] = static_cast<std::int64_t>(i);
    for (const Member& member : members) {
      const std::uint32_t op = draft_.producer[member.raw.value];
      auto [last, fresh] = last_asked_.try_emplace(member.constraint, -1);
      if (op != kNoOp) last->second = std::max(last->second, place_of[op]);
    }
  }
  void walk(std::uint32_t op, std::int64_t place) {
    Levels& levels = levels_[op];
    for (const std::uint32_t source : sources_of(draft_, op)) {
      if (!levels_[source].empty()) merge(levels, levels_[source]);
    }
    // Without this a chain of n members with n constraints would carry n levels through every op.
    const auto is_over = [&](const auto& pair) { return last_asked_.at(pair.first) < place; };
    levels.erase(std::remove_if(levels.begin(), levels.end(), is_over), levels.end());
    for (const ColumnIndex output : draft_.outputs(draft_.ops[op])) {
      const auto capped = capped_by_.find(output.value);
      if (capped == capped_by_.end()) continue;
      for (const std::uint32_t constraint : capped->second) {
        if (last_asked_.at(constraint) >= place) ++level_in(levels, constraint);
      }
    }
  }

  const Draft& draft_;
  std::vector<Levels> levels_;                                               // by op
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> capped_by_;  // by column
  std::unordered_map<std::uint32_t, std::int64_t> last_asked_;  // by constraint: place in the order
};

}  // namespace

std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> find_strata(
    const Draft& draft, const std::vector<Member>& members) {
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> strata;
  if (members.empty()) return strata;
  MemberChains chains(draft, members);
  for (const Member& member : members) {
    const std::uint32_t level = chains.level(member);
    if (level > 0) strata[{member.constraint, member.topology_id}] = level;
  }
  return strata;
}

}  // namespace flowtime::compile_detail
