#include "whatif/document_places.h"

#include <algorithm>
#include <charconv>

#include "base/number_text.h"

namespace flowtime::whatif {
namespace {

// A list of the document, empty where there is none.
const std::vector<yaml::Value>& list_in(const yaml::Value* owner, std::string_view key) {
  static const std::vector<yaml::Value> nothing;
  const yaml::Value* list = owner == nullptr ? nullptr : owner->find(key);
  return list == nullptr ? nothing : list->items;
}

std::string text_in(const yaml::Value& owner, std::string_view key) {
  const yaml::Value* value = owner.find(key);
  return value == nullptr ? "" : value->scalar;
}

std::optional<double> number_in(const yaml::Value& owner, std::string_view key) {
  const yaml::Value* value = owner.find(key);
  return value == nullptr || value->kind != yaml::Kind::kScalar ? std::nullopt
                                                                : parse_number(value->scalar);
}

class PlaceFinder {
 public:
  PlaceFinder(const yaml::Document& document, const Model& model)
      : root_(document.root), model_(model) {
    const auto& nodes = list_in(&root_, "nodes");
    for (std::size_t i = 0; i < nodes.size(); ++i) add_node(nodes[i], i);
    const auto& arrivals = list_in(root_.find("traffic"), "arrivals");
    for (std::size_t i = 0; i < arrivals.size(); ++i) add_arrival(arrivals[i], i);
    // Order matters: where ids collide, what was found first is offered.
    const yaml::Value* topology = root_.find("topology");
    const auto& places = list_in(topology, "nodes");
    for (std::size_t i = 0; i < places.size(); ++i) add_topology_node(places[i], i);
    const auto& edges = list_in(topology, "edges");
    for (std::size_t i = 0; i < edges.size(); ++i) add_edge(edges[i], i);
  }
  std::vector<DocumentPlace> take() { return std::move(places_); }

 private:
  using Path = std::vector<std::string>;

  void add(std::string id, ParameterKind kind, double value, Path path,
           std::optional<double> min = {}) {
    const bool is_known = std::any_of(places_.begin(), places_.end(),
                                      [&](const auto& place) { return place.parameter.id == id; });
    // An id with a dot may be that of a node; only expressions are set by the id of their node.
    const bool is_node = model_.find_node(id) != nullptr;
    if (is_known || is_node != (kind == ParameterKind::kExpression)) return;
    places_.push_back({.parameter = {.id = std::move(id),
                                     .kind = kind,
                                     .values = {value},
                                     .min = min,
                                     .step = natural_step(value)},
                       .path = std::move(path)});
  }

  void add_node(const yaml::Value& node, std::size_t i) {
    const std::string id = text_in(node, "id"), at = std::to_string(i);
    if (const auto number = number_in(node, "expr")) {
      add(id, ParameterKind::kExpression, *number, {"nodes", at, "expr"});
    }
    if (const auto initial = number_in(node, "initial")) {
      add(id + ".initial", ParameterKind::kInitialCondition, *initial, {"nodes", at, "initial"});
    }
    const auto& routes = list_in(&node, "routes");
    for (std::size_t r = 0; r < routes.size(); ++r) {
      // A route for classes takes all of them: its weight means nothing.
      if (routes[r].find("classes") != nullptr) continue;
      add(id + "." + text_in(routes[r], "target") + ".weight", ParameterKind::kWeight,
          number_in(routes[r], "weight").value_or(1),
          {"nodes", at, "routes", std::to_string(r), "weight"}, 0);
    }
  }

  void add_arrival(const yaml::Value& arrival, std::size_t i) {
    // The lists of the document and of the model run in parallel.
    if (i >= model_.traffic.size()) return;
    const std::string of_class = text_in(arrival, "classId");
    add(text_in(arrival, "nodeId") + "." + (of_class.empty() ? "rate" : of_class),
        ParameterKind::kClassRate, model_.traffic[i].rate_per_bin.value_or(0),
        {"traffic", "arrivals", std::to_string(i), "pattern", "ratePerBin"}, 0);
  }

  void add_topology_node(const yaml::Value& node, std::size_t i) {
    const yaml::Value* initial = node.find("initialCondition");
    const auto depth = initial == nullptr ? std::nullopt : number_in(*initial, "queueDepth");
    if (!depth) return;
    add(text_in(node, "id") + ".initialCondition", ParameterKind::kInitialCondition, *depth,
        {"topology", "nodes", std::to_string(i), "initialCondition", "queueDepth"}, 0);
  }

  void add_edge(const yaml::Value& edge, std::size_t i) {
    if (i >= model_.topology.edges.size()) return;
    for (const char* key : {"weight", "multiplier"}) {
      const auto number = number_in(edge, key);
      if (!number) continue;
      add(model_.topology.edges[i].id + "." + key, ParameterKind::kWeight, *number,
          {"topology", "edges", std::to_string(i), key}, 0);
    }
  }

  const yaml::Value& root_;
  const Model& model_;
  std::vector<DocumentPlace> places_;
};

yaml::Value& member_or_new(yaml::Value& mapping, const std::string& key) {
  for (yaml::Member& member : mapping.members) {
    if (member.key == key) return member.value;
  }
  // A member that is missing is made, and so is the mapping around it: a weight of 1 may be left
  // out.
  mapping.kind = yaml::Kind::kMapping;
  mapping.members.push_back({.key = key, .value = {}});
  return mapping.members.back().value;
}

yaml::Value& below(yaml::Value& value, const std::string& name) {
  if (value.kind != yaml::Kind::kSequence) return member_or_new(value, name);
  std::size_t index = 0;
  std::from_chars(name.data(), name.data() + name.size(), index);
  return value.items[index];
}

}  // namespace

std::vector<DocumentPlace> places_in(const yaml::Document& document, const Model& model) {
  return PlaceFinder(document, model).take();
}

void set_number(yaml::Value& root, const DocumentPlace& place, double value) {
  yaml::Value* at = &root;
  for (const std::string& name : place.path) at = &below(*at, name);
  at->kind = yaml::Kind::kScalar;
  at->style = yaml::ScalarStyle::kPlain;
  at->scalar = format_number(value);
}

}  // namespace flowtime::whatif
