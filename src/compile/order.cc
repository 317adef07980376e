// The order of ops: strongly connected components over same-bin and lagged reads.
#include <algorithm>

#include "compile/assemble.h"

namespace flowtime::compile_detail {
namespace {

// The op that makes an input, and how many bins back the reader needs it.
struct Source {
  std::uint32_t op = kNoOp;
  std::uint32_t lag = 0;
};
Source source_of(const Draft& draft, const Op& reader, std::size_t index) {
  const Operand& input = draft.inputs(reader)[index];
  if (!input.is_column()) return {};
  return {draft.producer[input.column.value], needed_lag(draft, reader, index)};
}

template <class F>
void for_each_source(const Draft& draft, std::uint32_t op, F f) {
  const Op& reader = draft.ops[op];
  for (std::size_t i = 0; i < reader.input_count; ++i) {
    const Source source = source_of(draft, reader, i);
    if (source.op != kNoOp) f(source);
  }
}

// Goes through the sources of an op one by one.
struct Frame {
  std::uint32_t op;
  std::uint32_t next = 0;
};
// The next source of the frame's op, kNoOp after the last; `same_bin_only` leaves out reads of
// earlier bins.
std::uint32_t next_source(const Draft& draft, Frame& frame, bool same_bin_only) {
  const Op& reader = draft.ops[frame.op];
  while (frame.next < reader.input_count) {
    const Source source = source_of(draft, reader, frame.next++);
    if (source.op != kNoOp && !(same_bin_only && source.lag > 0)) return source.op;
  }
  return kNoOp;
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
  // The ops, component by component, and where each component ends.
  std::vector<std::uint32_t> ops, ends;

 private:
  void open(std::uint32_t op) {
    number_[op] = low_[op] = ++counter_;
    stack_.push_back(op);
    on_stack_[op] = 1;
    frames_.push_back({op});
  }
  void close(std::uint32_t op) {
    frames_.pop_back();
    if (!frames_.empty()) low_[frames_.back().op] = std::min(low_[frames_.back().op], low_[op]);
    if (low_[op] != number_[op]) return;
    std::uint32_t member = 0;
    do {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[member] = 0;
      ops.push_back(member);
    } while (member != op);
    ends.push_back(static_cast<std::uint32_t>(ops.size()));
  }
  void visit(std::uint32_t root) {
    open(root);
    while (!frames_.empty()) {
      Frame& top = frames_.back();
      const std::uint32_t source = next_source(draft_, top, same_bin_only_);
      if (source == kNoOp) {
        close(top.op);
      } else if (number_[source] == 0) {
        open(source);
      } else if (on_stack_[source] != 0) {
        // A source that is not on the stack is in a component that is closed: it is before this one
        // already.
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
  SameBinOrder(const Draft& draft, std::span<const std::uint32_t> members,
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
  void open(std::uint32_t op) {
    mark_[op] = kOpen;
    frames_.push_back({op});
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
      const std::uint32_t source = next_source(draft_, frames_.back(), true);
      if (source == kNoOp) {
        mark_[frames_.back().op] = kDone;
        ops.push_back(frames_.back().op);
        frames_.pop_back();
      } else if (mark_[source] == kOpen) {
        report(source);
        return false;
      } else if (mark_[source] == kMember) {
        open(source);
      }
    }
    return true;
  }

  const Draft& draft_;
  std::vector<std::uint8_t>& mark_;
  std::vector<Frame> frames_;
};

// Smallest lag of a read inside the component; 0 when there is none.
std::uint32_t smallest_inner_lag(const Draft& draft, std::span<const std::uint32_t> members,
                                 const std::vector<std::uint8_t>& mark) {
  std::uint32_t smallest = 0;
  for (const std::uint32_t op : members) {
    for_each_source(draft, op, [&](const Source& source) {
      if (mark[source.op] == 0 || source.lag == 0) return;
      smallest = smallest == 0 ? source.lag : std::min(smallest, source.lag);
    });
  }
  return smallest;
}

bool reads_itself(const Draft& draft, std::uint32_t op) {
  bool found = false;
  for_each_source(draft, op, [&](const Source& source) { found |= source.op == op; });
  return found;
}

// Adds a component; false when a same-bin cycle forbids it. `mark` is all 0 before and after.
bool add_component(const Draft& draft, std::span<const std::uint32_t> members,
                   std::vector<std::uint8_t>& mark, Ordered& ordered) {
  const auto first = static_cast<std::uint32_t>(ordered.ops.size());
  if (members.size() == 1 && !reads_itself(draft, members.front())) {
    ordered.ops.push_back(members.front());
    ordered.components.push_back({first, 1});
    return true;
  }
  for (const std::uint32_t op : members) mark[op] = 1;
  const std::uint32_t lag = smallest_inner_lag(draft, members, mark);
  SameBinOrder in_bin(draft, members, mark);
  // Reset by member and not as a whole: with many loops clearing all of it would be quadratic.
  for (const std::uint32_t op : members) mark[op] = 0;
  if (in_bin.cycle) {
    ordered.cycle = std::move(in_bin.cycle);
    return false;
  }
  ordered.ops.insert(ordered.ops.end(), in_bin.ops.begin(), in_bin.ops.end());
  const bool loop = lag > 0;
  ordered.components.push_back(
      {first, static_cast<std::uint32_t>(members.size()), loop, loop ? lag : 1});
  return true;
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
    for_each_source(draft, op, [&](const Source& source) { need(source.op); });
  }
  return needed;
}

std::vector<std::uint32_t> ops_on_same_bin_cycles(const Draft& draft,
                                                  const std::vector<std::uint8_t>& needed) {
  std::vector<std::uint32_t> found;
  const Components components(draft, needed, true);
  std::uint32_t first = 0;
  for (const std::uint32_t end : components.ends) {
    if (end - first > 1) {
      found.insert(found.end(), components.ops.begin() + first, components.ops.begin() + end);
    }
    first = end;
  }
  std::sort(found.begin(), found.end());
  return found;
}

void hold_delays_in_rings(Draft& draft, const Ordered& ordered) {
  std::vector<std::uint8_t> inside(draft.ops.size(), 0);
  for (const Component& component : ordered.components) {
    if (!component.loop) continue;
    const auto mark = [&](std::uint8_t value) {
      for (const std::uint32_t op : ordered.members(component)) inside[op] = value;
    };
    mark(1);
    for (const std::uint32_t index : ordered.members(component)) {
      Op& op = draft.ops[index];
      if (op.code != OpCode::kDelay) continue;
      const std::uint32_t source = draft.producer[draft.inputs(op)[0].column.value];
      if (source != kNoOp && inside[source] != 0) op.phase = 1;
    }
    mark(0);
  }
}

Ordered order_ops(const Draft& draft, const std::vector<std::uint8_t>& needed) {
  Ordered ordered;
  Components components(draft, needed);
  std::vector<std::uint8_t> mark(draft.ops.size(), 0);
  ordered.ops.reserve(components.ops.size());
  ordered.components.reserve(components.ends.size());
  std::uint32_t first = 0;
  for (const std::uint32_t end : components.ends) {
    const std::span members(components.ops.data() + first, end - first);
    first = end;
    // Tarjan leaves them in the order of its stack.
    std::sort(members.begin(), members.end());
    if (!add_component(draft, members, mark, ordered)) break;
  }
  return ordered;
}

}  // namespace flowtime::compile_detail
