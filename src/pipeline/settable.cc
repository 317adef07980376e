#include "pipeline/settable.h"

#include <algorithm>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "model/names.h"
#include "model/node_category.h"
#include "pipeline/apply_settings.h"
#include "pipeline/edit_values.h"
#include "series/absent.h"
#include "series/arithmetic.h"

namespace flowtime {
namespace {

constexpr std::string_view kLimit = ".wipLimit", kWeight = ".weight";
using Kind = Settable::Kind;

std::string without(const std::string& text, std::string_view ending) {
  return text.substr(0, text.size() - ending.size());
}

std::string route_name(const Node& router, const Route& route) {
  return router.id + "->" + route.target.id;
}

// "capacity", "capacity and visitors", "a, b and c"
std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
    list += names[i];
  }
  return list;
}

Problem computed(const Setting& setting, const std::vector<std::string>& made_of,
                 const std::string& more = "") {
  return setting_refusal(setting, "setting_not_const",
                         "'" + setting.target + "' is computed by the model",
                         "Only numbers and const nodes take values; set what it is computed from" +
                             (made_of.empty() ? "" : ": " + list_of(made_of)) + more + ".");
}

Problem computed_node(const Setting& setting, const Node& node) {
  if (const auto* body = std::get_if<ExprNodeBody>(&node.body)) {
    // The remedy names what the expression reads: one of these is what the person wants to set.
    return computed(setting, body->expr.names);
  }
  const auto* router = std::get_if<RouterNode>(&node.body);
  if (router == nullptr || router->routes.empty()) return computed(setting, {});
  return computed(
      setting, {router->queue.id},
      "; or a weight, " + route_name(node, router->routes.front()) + std::string(kWeight));
}

// A depth that the model makes is no node, and has a name all the same.
std::optional<Problem> computed_depth(const Model& model, const Setting& setting) {
  for (const TopologyNode& node : model.topology.nodes) {
    const auto& depth = node.semantics[Role::kQueueDepth];
    if (!depth || depth->id != setting.target) continue;
    std::vector<std::string> made_of;
    for (const Role role : {Role::kArrivals, Role::kServed}) {
      if (const auto& ref = node.semantics[role]) made_of.push_back(ref->id);
    }
    return computed(setting, made_of);
  }
  return std::nullopt;
}

bool has_queue(const TopologyNode& node) {
  return kind_has_queue(node.kind) || node.semantics[Role::kQueueDepth];
}

Result<Settable> settable_node(const Model& model, const Setting& setting, const Node& node) {
  Settable made{.name = node.id, .index = static_cast<std::size_t>(&node - model.nodes.data())};
  if (const auto* body = std::get_if<ConstNode>(&node.body)) {
    made.values = body->values;
    return made;
  }
  const auto* body = std::get_if<ExprNodeBody>(&node.body);
  // An expr of numbers alone, such as 36 * 2, is a number in every respect.
  const auto number = body == nullptr ? std::nullopt : number_of(body->expr);
  if (!number) return computed_node(setting, node);
  made.kind = Kind::kNumber;
  made.values = {*number};
  return made;
}

Result<Settable> settable_limit(const Setting& setting, const TopologyNode& node,
                                std::size_t index) {
  if (!has_queue(node)) {
    return setting_refusal(setting, "setting_no_queue",
                           "node '" + node.id + "' has no queue that could have a limit",
                           "Name a topology node with a queue.");
  }
  if (node.wip_limit_series) {
    return setting_refusal(
        setting, "setting_limit_series", "the limit of '" + node.id + "' is a series",
        "Set the node that its wipLimitSeries names: " + node.wip_limit_series->id + ".");
  }
  Settable made{.kind = Kind::kLimit, .name = setting.target, .index = index};
  if (node.wip_limit) made.values = {*node.wip_limit};
  return made;
}

Problem weight_is_series(const Setting& setting, const SeriesRef& series) {
  return setting_refusal(setting, "setting_weight_series", "'" + setting.target + "' is a series",
                         "Set the node that it names: " + series.id + ".");
}

// Nothing: no edge and no route of this name.
Result<std::optional<Settable>> find_weight(const Model& model, const Setting& setting) {
  const std::string& target = setting.target;
  if (!target.ends_with(kWeight)) return std::optional<Settable>();
  const std::string id = without(target, kWeight);
  const auto& edges = model.topology.edges;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].id != id) continue;
    if (edges[i].weight_series) return weight_is_series(setting, *edges[i].weight_series);
    return std::optional(Settable{
        .kind = Kind::kEdgeWeight, .name = target, .index = i, .values = {edges[i].weight}});
  }
  for (std::size_t i = 0; i < model.nodes.size(); ++i) {
    const auto* router = std::get_if<RouterNode>(&model.nodes[i].body);
    for (std::size_t r = 0; router != nullptr && r < router->routes.size(); ++r) {
      const Route& route = router->routes[r];
      // Class routes have no weight to set.
      if (!route.classes.empty() || route_name(model.nodes[i], route) != id) continue;
      if (route.weight_series) return weight_is_series(setting, *route.weight_series);
      return std::optional(Settable{.kind = Kind::kRouteWeight,
                                    .name = target,
                                    .index = i,
                                    .route = r,
                                    .values = {route.weight}});
    }
  }
  return std::optional<Settable>();
}

yaml::Value scalar(std::string text, yaml::ScalarStyle style = yaml::ScalarStyle::kPlain) {
  yaml::Value value;
  value.kind = yaml::Kind::kScalar;
  value.style = style;
  value.scalar = std::move(text);
  return value;
}

yaml::Value list_value(const std::vector<double>& values) {
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  list.items.reserve(values.size());
  for (const double value : values) list.items.push_back(scalar(format_number(value)));
  return list;
}

yaml::Value* member_of(yaml::Value& mapping, std::string_view key) {
  for (yaml::Member& member : mapping.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void set_member(yaml::Value& mapping, const char* key, yaml::Value value) {
  if (yaml::Value* present = member_of(mapping, key)) {
    *present = std::move(value);
  } else {
    mapping.members.push_back({.key = key, .value = std::move(value)});
  }
}

void drop_member(yaml::Value& mapping, std::string_view key) {
  std::erase_if(mapping.members, [&](const yaml::Member& member) { return member.key == key; });
}

// What a model that was read without problems has at these places.
yaml::Value& item(yaml::Value& mapping, const char* key, std::size_t index) {
  return member_of(mapping, key)->items[index];
}

// An id that no node has, made of `wanted`.
std::string free_id(const Model& model, const std::string& wanted) {
  std::vector<std::string_view> taken;
  for (const Node& node : model.nodes) taken.push_back(node.id);
  std::string id = wanted;
  // Ids of a model must differ by more than case.
  for (int n = 1; !same_but_for_case(id, taken).empty(); ++n) id = wanted + "_" + std::to_string(n);
  return id;
}

// A const node of these values; its id.
std::string add_node(yaml::Value& root, const Model& model, const std::string& wanted,
                     const std::vector<double>& values) {
  const std::string id = free_id(model, wanted);
  yaml::Value node;
  node.kind = yaml::Kind::kMapping;
  set_member(node, "id", scalar(id, yaml::ScalarStyle::kDoubleQuoted));
  set_member(node, "kind", scalar("const"));
  set_member(node, "values", list_value(values));
  member_of(root, "nodes")->items.push_back(std::move(node));
  return id;
}

void write_number(yaml::Value& root, const Model& model, const Settable& settable) {
  const Node& node = model.nodes[settable.index];
  const bool is_one = settable.values.size() == 1;
  std::string id;
  // A const has no initial value: the expr stays and reads the new node.
  if (!is_one && node.initial) id = add_node(root, model, node.id + "_set", settable.values);
  yaml::Value& written = item(root, "nodes", settable.index);
  if (is_one || node.initial) {
    set_member(written, "expr",
               scalar(is_one ? format_number(settable.values.front()) : id,
                      yaml::ScalarStyle::kDoubleQuoted));
    return;
  }
  set_member(written, "kind", scalar("const"));
  drop_member(written, "expr");
  set_member(written, "values", list_value(settable.values));
}

void write_limit(yaml::Value& root, const Model& model, const Settable& settable) {
  const TopologyNode& node = model.topology.nodes[settable.index];
  const bool is_one = settable.values.size() == 1;
  const std::string id =
      is_one ? "" : add_node(root, model, snake_case(node.id) + "_wip_limit", settable.values);
  yaml::Value& written = item(*member_of(root, "topology"), "nodes", settable.index);
  if (is_one) {
    set_member(written, "wipLimit", scalar(format_number(settable.values.front())));
    return;
  }
  // A document with both is ambiguous to a reader, though the series would win.
  drop_member(written, "wipLimit");
  set_member(written, "wipLimitSeries", scalar(id, yaml::ScalarStyle::kDoubleQuoted));
}

// Of an edge or a route; one per bin is the id of a series.
void write_weight(yaml::Value& root, const Model& model, const Settable& settable,
                  const std::string& of) {
  const bool is_one = settable.values.size() == 1;
  const std::string id =
      is_one ? "" : add_node(root, model, snake_case(of) + "_weight", settable.values);
  yaml::Value weight = is_one ? scalar(format_number(settable.values.front()))
                              : scalar(id, yaml::ScalarStyle::kDoubleQuoted);
  yaml::Value& written = settable.kind == Settable::Kind::kEdgeWeight
                             ? item(*member_of(root, "topology"), "edges", settable.index)
                             : item(item(root, "nodes", settable.index), "routes", settable.route);
  set_member(written, "weight", std::move(weight));
}

// A limit is 0 or more, and so is a weight that varies; one for the whole grid is above 0.
Result<Done> check_values(const Settable& settable, const Setting& setting) {
  if (settable.kind == Kind::kConst || settable.kind == Kind::kNumber) return Done{};
  const bool is_limit = settable.kind == Kind::kLimit;
  // In some bins nothing may take a route; a weight of 0 in all of them is refused as in a model.
  const bool may_be_0 = is_limit || settable.values.size() > 1;
  for (const double value : settable.values) {
    if (value > 0 || (may_be_0 && value == 0)) continue;
    return setting_refusal(setting, "setting_number",
                           std::string(is_limit ? "a wipLimit of " : "a weight of ") +
                               format_number(value) + " is " +
                               (may_be_0 ? "negative" : "not above 0"),
                           may_be_0 ? "Give 0 or more." : "A weight is above 0.");
  }
  return Done{};
}

std::string needed_first(const Settable& settable, const Setting& setting) {
  if (settable.kind == Kind::kLimit) return "Give it one first: " + setting.target + "=...";
  return "Give it whole values first: " + setting.target + "=...";
}

}  // namespace

std::optional<double> number_of(const Expr& expr) {
  // Arguments are before their node in the tree, so one pass computes it.
  std::vector<double> values(expr.nodes.size());
  for (std::size_t i = 0; i < expr.nodes.size(); ++i) {
    const ExprNode& node = expr.nodes[i];
    const auto of = [&](int argument) { return values[expr.argument(node, argument)]; };
    switch (node.op) {
      case ExprOp::kNumber: values[i] = node.number; break;
      case ExprOp::kNegate: values[i] = arithmetic::negate(of(0)); break;
      case ExprOp::kAdd: values[i] = arithmetic::add(of(0), of(1)); break;
      case ExprOp::kSubtract: values[i] = arithmetic::subtract(of(0), of(1)); break;
      case ExprOp::kMultiply: values[i] = arithmetic::multiply(of(0), of(1)); break;
      case ExprOp::kDivide: values[i] = arithmetic::divide(of(0), of(1)); break;
      default: return std::nullopt;
    }
  }
  return is_finite(values.back()) ? std::optional<double>(values.back()) : std::nullopt;
}

std::vector<std::string> settable_names(const Model& model) {
  std::vector<std::string> names;
  for (const Node& node : model.nodes) {
    const auto* expr = std::get_if<ExprNodeBody>(&node.body);
    const bool is_number = expr != nullptr && number_of(expr->expr).has_value();
    if (is_number || std::holds_alternative<ConstNode>(node.body)) names.push_back(node.id);
    const auto* router = std::get_if<RouterNode>(&node.body);
    for (std::size_t r = 0; router != nullptr && r < router->routes.size(); ++r) {
      if (!router->routes[r].classes.empty()) continue;
      names.push_back(route_name(node, router->routes[r]) + std::string(kWeight));
    }
  }
  for (const TopologyNode& node : model.topology.nodes) {
    if (node.wip_limit) names.push_back(node.id + std::string(kLimit));
  }
  for (const Edge& edge : model.topology.edges) names.push_back(edge.id + std::string(kWeight));
  return names;
}

Result<Settable> find_settable(const Model& model, const Setting& setting) {
  // A node wins over every other meaning of the name.
  if (const Node* node = model.find_node(setting.target)) {
    return settable_node(model, setting, *node);
  }
  if (setting.target.ends_with(kLimit)) {
    const auto found = model.topology_index(without(setting.target, kLimit));
    if (found) {
      const std::size_t index = found->value;
      return settable_limit(setting, model.topology.nodes[index], index);
    }
  }
  FT_TRY(const auto weight, find_weight(model, setting));
  if (weight) return *weight;
  if (const auto problem = computed_depth(model, setting)) return *problem;
  return unknown_target(setting, settable_names(model));
}

Result<Done> edit(Settable& settable, const Setting& setting, const TimeGrid& grid) {
  const bool builds_on_values = setting.range || setting.op != Setting::Operator::kAssign;
  if (settable.values.empty() && builds_on_values) {
    const std::string what = settable.kind == Kind::kLimit
                                 ? "' is not set, so there is nothing to change"
                                 : "' gets its values from traffic, so there is nothing to change";
    return setting_refusal(setting, "setting_needs_values", "'" + settable.name + what,
                           needed_first(settable, setting));
  }
  FT_RETURN_IF_PROBLEM(edit_values(setting, grid, settable.values));
  return check_values(settable, setting);
}

void write_into(yaml::Value& root, const Model& model, const Settable& settable) {
  switch (settable.kind) {
    case Kind::kConst:
      set_member(item(root, "nodes", settable.index), "values", list_value(settable.values));
      return;
    case Kind::kNumber: return write_number(root, model, settable);
    case Kind::kLimit: return write_limit(root, model, settable);
    case Kind::kEdgeWeight:
      return write_weight(root, model, settable, model.topology.edges[settable.index].id);
    case Kind::kRouteWeight:
      return write_weight(root, model, settable, model.nodes[settable.index].id);
  }
}

}  // namespace flowtime
