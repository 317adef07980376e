// Routers: class routes first, in order, then the weighted rest; a target is the sum of its routes.
#include <algorithm>

#include "compile/lowering.h"

namespace flowtime::compile_detail {

void Lowering::collect_routes() {
  for (const Node& node : model_.nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    for (std::size_t i = 0; i < router->routes.size(); ++i) {
      const std::string& target = router->routes[i].target.id;
      if (routes_to_.count(target) == 0) target_order_.push_back(target);
      routes_to_[target].push_back({&node, i});
      routes_between_[{&node, target}].push_back(i);
    }
  }
}

// weight / sum of the weights. Of series in each bin: below 0 counts as 0, and where all are 0 the
// shares are equal, so that nothing vanishes.
std::vector<Operand> Lowering::shares_of(const std::vector<Weight>& weights) {
  std::vector<Operand> shares;
  double sum = 0;
  bool varies = false;
  for (const Weight& weight : weights) {
    sum += weight.number;
    varies |= weight.series.has_value();
  }
  if (!varies) {
    for (const Weight& weight : weights) shares.push_back(Operand::immediate(weight.number / sum));
    return shares;
  }
  DraftOp op{.code = OpCode::kApportion, .inputs = {Operand::immediate(1)}};
  for (const Weight& weight : weights) {
    op.inputs.push_back(weight.series ? read(*weight.series).total
                                      : Operand::immediate(weight.number));
  }
  return draft.emit_many(op, weights.size());
}

// What each route of a router carries.
std::vector<Value> Lowering::routed_values(const Node& node) {
  const auto& router = std::get<RouterNode>(node.body);
  const Value source = read(router.queue);
  std::vector<Value> routed(router.routes.size());
  std::vector<std::uint8_t> taken(part_count(), 0);
  bool class_routes = false;
  std::vector<Weight> weights;
  for (std::size_t r = 0; r < router.routes.size(); ++r) {
    const Route& route = router.routes[r];
    if (route.classes.empty()) {
      weights.push_back({route.weight, route.weight_series});
      continue;
    }
    class_routes = true;
    routed[r].total = Operand::immediate(0);
    if (!source.classed()) continue;
    routed[r].parts.assign(part_count(), Operand::immediate(0));
    for (const ClassIndex flow_class : route.classes) {
      if (taken[flow_class.value] != 0) continue;
      taken[flow_class.value] = 1;
      const Operand part = source.parts[flow_class.value];
      routed[r].parts[flow_class.value] = part;
      routed[r].total =
          routed[r].total.is_immediate() ? part : draft.emit(OpCode::kAdd, {routed[r].total, part});
    }
  }
  Value rest = source;
  if (class_routes && source.classed()) {
    rest.total = Operand::immediate(0);
    for (std::size_t i = 0; i < part_count(); ++i) {
      if (taken[i] != 0) {
        rest.parts[i] = Operand::immediate(0);
        continue;
      }
      rest.total = rest.total.is_immediate()
                       ? rest.parts[i]
                       : draft.emit(OpCode::kAdd, {rest.total, rest.parts[i]});
    }
  }
  const std::vector<Operand> shares = shares_of(weights);
  auto share = shares.begin();
  for (std::size_t r = 0; r < router.routes.size(); ++r) {
    if (router.routes[r].classes.empty()) routed[r] = times(rest, *share++);
  }
  return routed;
}

void Lowering::lower_routers() {
  std::unordered_map<std::string, std::vector<Value>> routed;
  for (const Node& node : model_.nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    draft.begin_owner(node.id);
    define(slot_of(node.id), read(router->queue));
    routed.emplace(node.id, routed_values(node));
  }
  for (const std::string& target : target_order_) {
    draft.begin_owner(target);
    Value total;
    bool first = true;
    for (const RouteContribution& part : routes_to_[target]) {
      const Value& value = routed[part.router->id][part.route];
      total = first ? value : sum(total, value);
      first = false;
    }
    // Where the total is absent or negative, so are its parts or all of it is unattributed.
    if (total.classed()) total.parts = scaled(total.total, total.parts);
    define(slot_of(target), total);
  }
}

}  // namespace flowtime::compile_detail
