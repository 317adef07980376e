// Routers: class routes first, in order, then the weighted rest; a target is the sum of its routes.
#include "compile/routes.h"

namespace flowtime::compile_detail {

Routes::Routes(const Model& model) {
  for (const Node& node : model.nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    for (std::size_t i = 0; i < router->routes.size(); ++i) {
      const std::string& target = router->routes[i].target.id;
      if (!feed(target)) targets.push_back(target);
      to[target].push_back({&node, i});
      between[{&node, target}].push_back(i);
    }
  }
}

void RouterLowering::declare() {
  for (const std::string& target : routes_.targets) declare_series(target, true);
}

// What each route of a router carries.
std::vector<Value> RouterLowering::routed_values(const Node& node) {
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

void RouterLowering::lower() {
  std::unordered_map<std::string, std::vector<Value>> routed;
  for (const Node& node : model_.nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    draft.begin_owner(node.id);
    define(slot_of(node.id), read(router->queue));
    routed.emplace(node.id, routed_values(node));
  }
  for (const std::string& target : routes_.targets) {
    draft.begin_owner(slot(target).id);
    Value total;
    bool first = true;
    for (const RouteContribution& part : routes_.to.at(target)) {
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
