// One op for the server that works off its backlog, the commonest loop there is.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

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

bool same(const Operand& a, const Operand& b) {
  if (a.is_immediate() || b.is_immediate()) {
    return a.is_immediate() && b.is_immediate() &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
  }
  return a.column == b.column && a.lag == b.lag;
}

// The server whose effective served this op computes, kNoOp for none.
std::uint32_t server_of(const Draft& draft, const DraftOp& op) {
  if (op.code != OpCode::kServedEffective) return kNoOp;
  const Operand &outflow = op.inputs[0], &inflow = op.inputs[1], &depth = op.inputs[2];
  if (!depth.is_column() || depth.lag != 1) return kNoOp;
  const std::uint32_t source = draft.producer[depth.column.value];
  if (source == kNoOp || draft.ops[source].code != OpCode::kBacklogServer) return kNoOp;
  const DraftOp& server = draft.ops[source];
  const bool its_own = server.outputs.size() == 2 && reads(outflow, server.outputs[0], 0) &&
                       server.outputs[1] == depth.column && same(inflow, server.inputs[2]);
  return its_own ? source : kNoOp;
}

// The server's op gives its effective served too.
void fuse_effective_served(Draft& draft, Ordered& ordered) {
  const auto fused = [&](const Component& component) {
    if (component.ops.size() != 1) return false;
    const DraftOp& effective = draft.ops[component.ops[0]];
    const std::uint32_t server = server_of(draft, effective);
    if (server == kNoOp) return false;
    draft.producer[effective.outputs[0].value] = server;
    draft.ops[server].outputs.push_back(effective.outputs[0]);
    return true;
  };
  std::erase_if(ordered.components, fused);
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
  fuse_effective_served(draft, ordered);
}

}  // namespace flowtime::compile_detail
