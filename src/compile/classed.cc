// Which series carry class parts. Decided here once, so that evaluation never asks.
#include <algorithm>

#include "compile/lowering.h"

namespace flowtime::compile_detail {

bool Lowering::is_classed(const std::string& id) const {
  const std::optional<std::uint32_t> found = find_slot(id);
  return found && slots_[*found].classed;
}

bool Lowering::ref_is_classed(const std::optional<SeriesRef>& ref) const {
  return ref && is_classed(ref->id);
}

bool Lowering::mark_classed(const std::string& id, bool classed) {
  if (!classed || is_classed(id) || !has_slot(id)) return false;
  slot_of(id).classed = true;
  return true;
}

void Lowering::seed_classed() {
  for (const TrafficArrival& arrival : model_.traffic) {
    if (!arrival.flow_class) continue;
    const std::string& id = model_.nodes[arrival.node.value].id;
    traffic_[id].emplace_back(arrival.flow_class->value, arrival.rate_per_bin.value_or(0));
    mark_classed(id, true);
    classes_used_ = true;
  }
}

bool Lowering::expression_is_classed(const Expr& expr, ExprIndex index) const {
  const ExprNode& node = expr[index];
  const auto argument = [&](int i) { return expression_is_classed(expr, expr.argument(node, i)); };
  switch (node.op) {
    case ExprOp::kNumber:
    case ExprOp::kStep:
    case ExprOp::kLess:
    case ExprOp::kLessEqual:
    case ExprOp::kGreater:
    case ExprOp::kGreaterEqual:
    case ExprOp::kEqual:
    case ExprOp::kNotEqual: return false;
    case ExprOp::kName: return is_classed(expr.names[node.name]);
    case ExprOp::kPulse: return node.argument_count > 0 && argument(0);
    case ExprOp::kMod: return classed_mod_ && argument(0) && !argument(1);
    case ExprOp::kIf: return argument(1) || argument(2);
    case ExprOp::kDivide:
    case ExprOp::kNegate:
    case ExprOp::kShift:
    case ExprOp::kConv:
    case ExprOp::kFloor:
    case ExprOp::kCeil:
    case ExprOp::kRound:
    case ExprOp::kAbs:
    case ExprOp::kSqrt:
    case ExprOp::kEma:
    case ExprOp::kCumSum: return argument(0);
    case ExprOp::kAdd:
    case ExprOp::kSubtract:
    case ExprOp::kMultiply:
    case ExprOp::kMin:
    case ExprOp::kMax: return argument(0) || argument(1);
    case ExprOp::kClamp: return argument(0) || argument(1) || argument(2);
  }
  return false;
}

bool Lowering::classed_pass_series() {
  bool changed = false;
  for (const Node& node : model_.nodes) {
    if (const auto* body = std::get_if<ExprNodeBody>(&node.body)) {
      if (is_classed(node.id) || routes_to_.count(node.id) > 0) continue;
      changed |= mark_classed(node.id, expression_is_classed(body->expr, body->expr.root()));
    } else if (const auto* router = std::get_if<RouterNode>(&node.body)) {
      const bool classed = is_classed(router->queue.id);
      changed |= mark_classed(node.id, classed);
      for (const Route& route : router->routes) changed |= mark_classed(route.target.id, classed);
    }
  }
  for (const TopologyNode& node : model_.topology.nodes) {
    const std::optional<SeriesRef>& echo = node.semantics[Role::kRetryEcho];
    if (!echo || model_.find_node(echo->id) != nullptr) continue;
    const auto& failures = node.semantics[Role::kFailures];
    changed |=
        mark_classed(echo->id, ref_is_classed(failures ? failures : node.semantics[Role::kErrors]));
  }
  return changed;
}

// An unclassed outflow or loss gets parts of its own when it serves one classed queue alone.
bool Lowering::attribute(const std::optional<SeriesRef>& ref) {
  if (!ref || is_classed(ref->id) || !has_slot(ref->id)) return false;
  if (outflow_owners_[ref->id] != 1 || decisions_.unattributed.count(ref->id) > 0) return false;
  attributed_.insert(ref->id);
  return mark_classed(ref->id, true);
}

bool Lowering::classed_pass_queues() {
  bool changed = false;
  for (const Queue& queue : queues_) {
    bool classed = ref_is_classed(queue.inflow);
    for (const std::size_t from : queue.overflow_from) {
      classed = classed || is_classed(queues_[from].depth);
    }
    changed |= mark_classed(queue.depth, classed);
    changed |= mark_classed(queue.prefix + "_inflow", classed);
    changed |= mark_classed(queue.prefix + "_overflow", classed);
    changed |= mark_classed(queue.prefix + "_served_effective", classed);
    for (const std::string& prefix : queue.other_prefixes) {
      changed |= mark_classed(prefix + "_served_effective", classed);
    }
  }
  return changed;
}

bool Lowering::classed_pass_edges() {
  bool changed = false;
  for (const EdgeSeries& edge : edge_series_) {
    bool classed = false;
    for (const std::string& source : edge.sources) classed = classed || is_classed(source);
    changed |= mark_classed(edge.id, classed);
  }
  return changed;
}

bool Lowering::classed_pass() {
  const bool series = classed_pass_series();
  const bool queues = classed_pass_queues();
  const bool edges = classed_pass_edges();
  return series || queues || edges;
}

// How many nodes name each series as what they serve or lose.
void Lowering::count_outflow_owners() {
  const auto count = [&](const std::optional<SeriesRef>& ref) {
    if (ref) ++outflow_owners_[ref->id];
  };
  for (const TopologyNode& node : model_.topology.nodes) {
    count(node.semantics[Role::kServed]);
    const auto& errors = node.semantics[Role::kErrors];
    const auto& served = node.semantics[Role::kServed];
    if (errors && !(served && served->id == errors->id)) count(errors);
  }
  for (const Queue& queue : queues_) {
    const bool named = queue.topology != nullptr;
    const auto role_is = [&](Role role, const std::optional<SeriesRef>& ref) {
      if (!named || !ref) return false;
      const auto& own = queue.topology->semantics[role];
      return own && own->id == ref->id;
    };
    const bool same = queue.outflow && queue.loss && queue.outflow->id == queue.loss->id;
    if (!role_is(Role::kServed, queue.outflow)) count(queue.outflow);
    if (!role_is(Role::kErrors, queue.loss) && !same) count(queue.loss);
  }
}

// Columns for the parts that a queue's initial depth is split into.
void Lowering::make_initial_parts(Slot& slot) {
  const auto found = queue_by_depth_.find(slot.id);
  if (found == queue_by_depth_.end() || queues_[found->second].initial == 0) return;
  if (decisions_.unsplit_depths.count(slot.id) > 0) return;
  for (const ColumnIndex part : slot.parts) {
    const std::string name = draft.columns[part.value].name + ":initial";
    slot.initial_parts.push_back(Operand::of(draft.new_column(name)));
  }
}

void Lowering::make_part_columns() {
  for (Slot& slot : slots_) {
    if (!slot.classed) continue;
    for (std::size_t i = 0; i < part_count(); ++i) {
      const bool is_default = i + 1 == part_count();
      const std::string part = is_default ? std::string(kDefaultClass) : model_.classes[i].id;
      slot.parts.push_back(draft.new_column(slot.id + "@" + part));
      slot.raw_parts.push_back(slot.constrained
                                   ? draft.new_column(slot.id + "@" + part + ":authored")
                                   : slot.parts.back());
    }
    make_initial_parts(slot);
  }
}

void Lowering::decide_classed() {
  seed_classed();
  if (!classes_used_) return;
  count_outflow_owners();
  for (const bool with_mod : {false, true}) {
    classed_mod_ = with_mod;
    bool changed = true;
    while (changed) {
      changed = classed_pass();
      if (changed) continue;
      for (const Queue& queue : queues_) {
        if (!is_classed(queue.depth)) continue;
        changed |= attribute(queue.outflow);
        changed |= attribute(queue.loss);
      }
    }
  }
  make_part_columns();
}

}  // namespace flowtime::compile_detail
