// One op for the server that works off its backlog, the commonest loop there is.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
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
std::optional<Operand> other_input(std::span<const Operand> inputs, ColumnIndex column,
                                   std::uint32_t lag) {
  if (inputs.size() != 2) return std::nullopt;
  if (reads(inputs[0], column, lag)) return inputs[1];
  if (reads(inputs[1], column, lag)) return inputs[0];
  return std::nullopt;
}

bool outside(const Operand& operand, const Draft& draft, std::span<const std::uint32_t> members) {
  if (!operand.is_column()) return true;
  const std::uint32_t source = draft.producer[operand.column.value];
  return std::find(members.begin(), members.end(), source) == members.end();
}

std::optional<Pattern> match(const Draft& draft, std::span<const std::uint32_t> members) {
  if (members.size() != 3) return std::nullopt;
  Pattern found;
  for (const std::uint32_t op : members) {
    switch (draft.ops[op].code) {
      case OpCode::kAdd: found.add = op; break;
      case OpCode::kMin: found.min = op; break;
      case OpCode::kQueue: found.queue = op; break;
      default: return std::nullopt;
    }
  }
  if (found.add == kNoOp || found.min == kNoOp || found.queue == kNoOp) return std::nullopt;
  const Op& queue = draft.ops[found.queue];
  const std::span<const Operand> flows = draft.inputs(queue);
  const ColumnIndex depth = draft.outputs(queue)[0];
  const ColumnIndex waiting = draft.outputs(draft.ops[found.add])[0];
  const ColumnIndex served = draft.outputs(draft.ops[found.min])[0];
  const auto arrivals = other_input(draft.inputs(draft.ops[found.add]), depth, 1);
  const auto capacity = other_input(draft.inputs(draft.ops[found.min]), waiting, 0);
  // The sum must have no other reader: the fused op does not write it.
  const bool own = draft.is_temporary[waiting.value] != 0 && draft.uses[waiting.value] == 1;
  if (!arrivals || !capacity || !own || !reads(flows[1], served, 0)) return std::nullopt;
  found.arrivals = *arrivals;
  found.capacity = *capacity;
  // Inputs that the loop itself makes would be needed before the fused op has run.
  for (const Operand& input : {found.arrivals, found.capacity, flows[0], flows[2]}) {
    if (!outside(input, draft, members)) return std::nullopt;
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
std::uint32_t server_of(const Draft& draft, const Op& op) {
  if (op.code != OpCode::kServedEffective) return kNoOp;
  const std::span<const Operand> flows = draft.inputs(op);
  const Operand &outflow = flows[0], &inflow = flows[1], &depth = flows[2];
  if (!depth.is_column() || depth.lag != 1) return kNoOp;
  const std::uint32_t source = draft.producer[depth.column.value];
  if (source == kNoOp || draft.ops[source].code != OpCode::kBacklogServer) return kNoOp;
  const std::span<const ColumnIndex> made = draft.outputs(draft.ops[source]);
  const bool its_own = made.size() == 2 && reads(outflow, made[0], 0) && made[1] == depth.column &&
                       same(inflow, draft.inputs(draft.ops[source])[2]);
  return its_own ? source : kNoOp;
}

// The server's op gives its effective served too.
void fuse_effective_served(Draft& draft, Ordered& ordered) {
  const auto fused = [&](const Component& component) {
    if (component.count != 1) return false;
    const Op& effective = draft.ops[ordered.ops[component.first]];
    const std::uint32_t server = server_of(draft, effective);
    if (server == kNoOp) return false;
    const std::span<const ColumnIndex> made = draft.outputs(draft.ops[server]);
    const std::array outputs{made[0], made[1], draft.outputs(effective)[0]};
    draft.replace_outputs(server, outputs);
    return true;
  };
  std::erase_if(ordered.components, fused);
}

}  // namespace

void fuse_backlog_servers(Draft& draft, Ordered& ordered) {
  for (Component& component : ordered.components) {
    if (!component.loop) continue;
    const std::optional<Pattern> found = match(draft, ordered.members(component));
    if (!found) continue;
    Op& queue = draft.ops[found->queue];
    const std::span<const Operand> flows = draft.inputs(queue);
    const std::array outputs{draft.outputs(draft.ops[found->min])[0], draft.outputs(queue)[0]};
    queue.code = OpCode::kBacklogServer;
    draft.replace_inputs(found->queue, {found->arrivals, found->capacity, flows[0], flows[2]});
    draft.replace_outputs(found->queue, outputs);
    ordered.ops[component.first] = found->queue;
    component = {.first = component.first, .count = 1};
  }
  fuse_effective_served(draft, ordered);
}

}  // namespace flowtime::compile_detail
