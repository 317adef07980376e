// The order of ops: strongly connected components over same-bin and lagged reads.
#include <algorithm>

#include "compile/assemble.h"

namespace flowtime::compile_detail {
namespace {

// Producers that an op reads; `same_bin_only` leaves out reads of earlier bins.
template <class F>
void for_each_source(const Draft& draft, std::uint32_t op, bool same_bin_only, F f) {
  const DraftOp& reader = draft.ops[op];
  for (std::size_t i = 0; i < reader.inputs.size(); ++i) {
    const Operand& input = reader.inputs[i];
    if (!input.is_column()) continue;
    const std::uint32_t source = draft.producer[input.column.value];
    const std::uint32_t lag = needed_lag(reader, i);
    if (source == kNoOp || (same_bin_only && lag > 0)) continue;
    f(source, lag);
  }
}

std::vector<std::uint32_t> sources_of(const Draft& draft, std::uint32_t op, bool same_bin_only) {
  std::vector<std::uint32_t> sources;
  for_each_source(draft, op, same_bin_only,
                  [&](std::uint32_t source, std::uint32_t) { sources.push_back(source); });
  return sources;
}

// Tarjan's algorithm without recursion: components come out dependencies first.
class Components {
 public:
  Components(const Draft& draft, const std::vector<std::uint8_t>& needed,
             bool same_bin_only = false)
      : draft_(draft),
        same_bin_only_(same_bin_only),
        number_(draft.ops.size(), 0),
        low_(draft.ops.size(), 0),
        on_stack_(draft.ops.size(), 0) {
    for (std::uint32_t op = 0; op < draft.ops.size(); ++op) {
      if (needed[op] != 0 && number_[op] == 0) visit(op);
    }
  }
  std::vector<std::vector<std::uint32_t>> result;

 private:
  struct Frame {
    std::uint32_t op;
    std::vector<std::uint32_t> sources;
    std::size_t next = 0;
  };
  void open(std::uint32_t op) {
    number_[op] = low_[op] = ++counter_;
    stack_.push_back(op);
    on_stack_[op] = 1;
    frames_.push_back({op, sources_of(draft_, op, same_bin_only_)});
  }
  void close(std::uint32_t op) {
    frames_.pop_back();
    if (!frames_.empty()) low_[frames_.back().op] = std::min(low_[frames_.back().op], low_[op]);
    if (low_[op] != number_[op]) return;
    std::vector<std::uint32_t> members;
    std::uint32_t member = 0;
    do {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[member] = 0;
      members.push_back(member);
    } while (member != op);
    result.push_back(std::move(members));
  }
  void visit(std::uint32_t root) {
    open(root);
    while (!frames_.empty()) {
      Frame& top = frames_.back();
      if (top.next == top.sources.size()) {
        close(top.op);
        continue;
      }
      const std::uint32_t source = top.sources[top.next++];
      if (number_[source] == 0) {
        open(source);
      } else if (on_stack_[source] != 0) {
        low_[top.op] = std::min(low_[top.op], number_[source]);
      }
    }
  }

  const Draft& draft_;
  bool same_bin_only_;
  std::vector<std::uint32_t> number_, low_;
  std::vector<std::uint8_t> on_stack_;
  std::vector<std::uint32_t> stack_;
  std::vector<Frame> frames_;
  std::uint32_t counter_ = 0;
};

// Puts the members of a loop in same-bin order, or finds the cycle that forbids one.
class SameBinOrder {
 public:
  SameBinOrder(const Draft& draft, const std::vector<std::uint32_t>& members,
               std::vector<std::uint8_t>& mark)
      : draft_(draft), mark_(mark) {
    for (const std::uint32_t op : members) mark_[op] = kMember;
    for (const std::uint32_t op : members) {
      if (mark_[op] == kMember && !visit(op)) return;
    }
  }
  std::vector<std::uint32_t> ops;
  std::optional<SameBinCycle> cycle;

 private:
  enum : std::uint8_t { kElsewhere, kMember, kOpen, kDone };
  struct Frame {
    std::uint32_t op;
    std::vector<std::uint32_t> sources;
    std::size_t next = 0;
  };
  void open(std::uint32_t op) {
    mark_[op] = kOpen;
    frames_.push_back({op, {}});
    for_each_source(draft_, op, true, [&](std::uint32_t source, std::uint32_t) {
      if (mark_[source] != kElsewhere) frames_.back().sources.push_back(source);
    });
  }
  void report(std::uint32_t repeated) {
    SameBinCycle found;
    auto from = frames_.begin();
    while (from->op != repeated) ++from;
    for (; from != frames_.end(); ++from) found.ops.push_back(from->op);
    cycle = std::move(found);
  }
  bool visit(std::uint32_t root) {
    open(root);
    while (!frames_.empty()) {
      Frame& top = frames_.back();
      if (top.next == top.sources.size()) {
        mark_[top.op] = kDone;
        ops.push_back(top.op);
        frames_.pop_back();
        continue;
      }
      const std::uint32_t source = top.sources[top.next++];
      if (mark_[source] == kOpen) {
        report(source);
        return false;
      }
      if (mark_[source] == kMember) open(source);
    }
    return true;
  }

  const Draft& draft_;
  std::vector<std::uint8_t>& mark_;
  std::vector<Frame> frames_;
};

// Smallest lag of a read inside the component; 0 when there is none.
std::uint32_t smallest_inner_lag(const Draft& draft, const std::vector<std::uint32_t>& members,
                                 const std::vector<std::uint8_t>& mark) {
  std::uint32_t smallest = 0;
  for (const std::uint32_t op : members) {
    for_each_source(draft, op, false, [&](std::uint32_t source, std::uint32_t lag) {
      if (mark[source] == 0 || lag == 0) return;
      smallest = smallest == 0 ? lag : std::min(smallest, lag);
    });
  }
  return smallest;
}

}  // namespace

std::vector<std::uint8_t> needed_ops(const Draft& draft,
                                     const std::vector<ColumnIndex>& published) {
  std::vector<std::uint8_t> needed(draft.ops.size(), 0);
  std::vector<std::uint32_t> open;
  const auto need = [&](std::uint32_t op) {
    if (op == kNoOp || needed[op] != 0) return;
    needed[op] = 1;
    open.push_back(op);
  };
  for (const ColumnIndex column : published) need(draft.producer[column.value]);
  while (!open.empty()) {
    const std::uint32_t op = open.back();
    open.pop_back();
    for (const std::uint32_t source : sources_of(draft, op, false)) need(source);
  }
  return needed;
}

std::vector<std::uint32_t> ops_on_same_bin_cycles(const Draft& draft,
                                                  const std::vector<std::uint8_t>& needed) {
  std::vector<std::uint32_t> found;
  for (const std::vector<std::uint32_t>& members : Components(draft, needed, true).result) {
    if (members.size() > 1) found.insert(found.end(), members.begin(), members.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

Ordered order_ops(const Draft& draft, const std::vector<std::uint8_t>& needed) {
  Ordered ordered;
  std::vector<std::uint8_t> mark(draft.ops.size(), 0);
  for (std::vector<std::uint32_t>& members : Components(draft, needed).result) {
    std::sort(members.begin(), members.end());
    for (const std::uint32_t op : members) mark[op] = 1;
    const std::uint32_t lag = smallest_inner_lag(draft, members, mark);
    SameBinOrder in_bin(draft, members, mark);
    for (const std::uint32_t op : members) mark[op] = 0;
    if (in_bin.cycle) {
      ordered.cycle = std::move(in_bin.cycle);
      return ordered;
    }
    const bool loop = lag > 0;
    ordered.components.push_back({std::move(in_bin.ops), loop, loop ? lag : 1});
  }
  return ordered;
}

}  // namespace flowtime::compile_detail
