// One op for the server that works off its backlog, the commonest loop there is.
#include <algorithm>

#include "compile/assemble.h"

namespace flowtime::compile_detail {
namespace {

struct Pattern {
  std::uint32_t add = kNoOp, min = kNoOp, queue = kNoOp;
  Operand arrivals{}, capacity{};
};

bool reads(const Operand& operand, ColumnIndex column, std::uint32_t lag) {
  return operand.is_column() && operand.column == column && operand.lag == lag;
}

// The other input of a two-input op whose one input is `column` at `lag`.
std::optional<Operand> other_input(const DraftOp& op, ColumnIndex column, std::uint32_t lag) {
  if (op.inputs.size() != 2) return std::nullopt;
  if (reads(op.inputs[0], column, lag)) return op.inputs[1];
  if (reads(op.inputs[1], column, lag)) return op.inputs[0];
  return std::nullopt;
}

bool outside(const Operand& operand, const Draft& draft,
             const std::vector<std::uint32_t>& members) {
  if (!operand.is_column()) return true;
  const std::uint32_t source = draft.producer[operand.column.value];
  return std::find(members.begin(), members.end(), source) == members.end();
}

std::optional<Pattern> match(const Draft& draft, const Component& component) {
  if (!component.loop || component.ops.size() != 3) return std::nullopt;
  Pattern found;
  for (const std::uint32_t op : component.ops) {
    switch (draft.ops[op].code) {
      case OpCode::kAdd: found.add = op; break;
      case OpCode::kMin: found.min = op; break;
      case OpCode::kQueue: found.queue = op; break;
      default: return std::nullopt;
    }
  }
  if (found.add == kNoOp || found.min == kNoOp || found.queue == kNoOp) return std::nullopt;
  const DraftOp& queue = draft.ops[found.queue];
  const ColumnIndex waiting = draft.ops[found.add].outputs[0];
  const ColumnIndex served = draft.ops[found.min].outputs[0];
  const auto arrivals = other_input(draft.ops[found.add], queue.outputs[0], 1);
  const auto capacity = other_input(draft.ops[found.min], waiting, 0);
  const bool own = draft.is_temporary[waiting.value] != 0 && draft.uses[waiting.value] == 1;
  if (!arrivals || !capacity || !own || !reads(queue.inputs[1], served, 0)) return std::nullopt;
  found.arrivals = *arrivals;
  found.capacity = *capacity;
  for (const Operand& input : {found.arrivals, found.capacity, queue.inputs[0], queue.inputs[2]}) {
    if (!outside(input, draft, component.ops)) return std::nullopt;
  }
  return found;
}

}  // namespace

void fuse_backlog_servers(Draft& draft, Ordered& ordered) {
  for (Component& component : ordered.components) {
    const std::optional<Pattern> found = match(draft, component);
    if (!found) continue;
    DraftOp& queue = draft.ops[found->queue];
    const ColumnIndex served = draft.ops[found->min].outputs[0];
    queue.code = OpCode::kBacklogServer;
    queue.inputs = {found->arrivals, found->capacity, queue.inputs[0], queue.inputs[2]};
    queue.outputs = {served, queue.outputs[0]};
    draft.producer[served.value] = found->queue;
    component = {{found->queue}, false, 1};
  }
}

}  // namespace flowtime::compile_detail
