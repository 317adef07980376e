// topology: the rules that only templates have, and what a sink leaves unsaid.
#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "template/expander.h"

namespace flowtime::template_detail {
namespace {

// Series that roles name are put out.
constexpr std::array<std::string_view, 12> kPutOut{
    "arrivals",    "served",           "errors",   "attempts",       "failures",
    "retryEcho",   "queueDepth",       "capacity", "externalDemand", "processingTimeMsSum",
    "servedCount", "exhaustedFailures"};

// What a node that holds nothing and works for nobody may not say.
constexpr std::array<std::string_view, 6> kQueueAndRetryRoles{
    "queueDepth", "capacity", "attempts", "failures", "retryEcho", "retryKernel"};

bool is_plain_id(std::string_view text) {
  return !text.empty() && text != "self" && text.find_first_of(":@") == std::string_view::npos;
}

// "PickWave" -> "pick_wave": the words of an id in lower case.
std::string snake_case(std::string_view id) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  std::string snake;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool word_begins =
        is_upper(id[i]) && i > 0 &&
        (is_word(id[i - 1]) || (is_upper(id[i - 1]) && i + 1 < id.size() && is_word(id[i + 1])));
    const bool apart = !is_upper(id[i]) && !is_word(id[i]);
    if ((word_begins || apart) && !snake.empty() && snake.back() != '_') snake += '_';
    if (apart) continue;
    snake += lower_case(id[i]);
  }
  while (snake.ends_with('_')) snake.pop_back();
  return snake;
}

bool says(const yaml::Value& mapping, std::string_view key) {
  const yaml::Value* value = mapping.find(key);
  return value != nullptr && value->kind != yaml::Kind::kNull &&
         !(value->kind == yaml::Kind::kScalar && value->scalar.empty());
}

}  // namespace

yaml::Value Expander::expanded_topology() {
  yaml::Value topology = filled_part("topology");
  yaml::Value* nodes = member_of(topology, "nodes");
  if (nodes == nullptr) return topology;
  for (yaml::Value& node : nodes->items) expand_topology_node(node);
  const yaml::Value* edges = topology.find("edges");
  if (nodes->items.size() > 1 && (edges == nullptr || edges->items.empty())) {
    problem("missing_edges", "the topology has several nodes and no edge",
            "Say under topology.edges how they are joined.",
            edges == nullptr ? topology.where : edges->where, "/topology/edges");
  }
  return topology;
}

void Expander::expand_topology_node(yaml::Value& node) {
  yaml::Value* semantics = member_of(node, "semantics");
  if (semantics == nullptr || semantics->kind != yaml::Kind::kMapping) return;
  for (yaml::Member& role : semantics->members) {
    // The only role with a second spelling.
    if (role.key == "external_demand") role.key = "externalDemand";
  }
  const std::string kind = lower_case(text_of(node, "kind"));
  const bool is_sink = kind == "sink" || same_ignoring_case(text_of(node, "nodeRole"), "sink");
  check_roles(node, kind, is_sink);
  const bool has_queue = kind == "servicewithbuffer" || kind == "queue" || kind == "dlq";
  // A queue that says only its capacity serves as much as that lets it.
  if (has_queue && !says(*semantics, "served") && says(*semantics, "capacity")) {
    semantics->members.push_back(
        {.key = "served", .key_where = semantics->where, .value = *semantics->find("capacity")});
  }
  if (is_sink) complete_sink(node, *semantics);
  collect_outputs(*semantics);
}

void Expander::check_roles(const yaml::Value& node, const std::string& kind, bool is_sink) {
  const std::string id = text_of(node, "id");
  const yaml::Value& semantics = *node.find("semantics");
  if (is_sink || kind == "dependency") {
    for (const std::string_view role : kQueueAndRetryRoles) {
      if (!says(semantics, role)) continue;
      problem("role_not_allowed",
              std::string(is_sink ? "sink '" : "dependency '") + id + "' has '" +
                  std::string(role) + "'",
              "Remove it; a " +
                  std::string(is_sink ? "sink takes in what reaches it"
                                      : "dependency has only arrivals and served") +
                  ".",
              semantics.find(role)->where);
    }
  }
  if (kind != "servicewithbuffer" && says(semantics, "parallelism")) {
    problem("role_not_allowed",
            "node '" + id + "' has 'parallelism' but is not a serviceWithBuffer",
            "Remove it, or write kind: serviceWithBuffer.", semantics.find("parallelism")->where);
  }
}

// A sink takes what arrives, less its errors.
void Expander::complete_sink(const yaml::Value& node, yaml::Value& semantics) {
  const std::string id = text_of(node, "id"), arrivals = text_of(semantics, "arrivals");
  if (arrivals.empty()) return;  // the reader of the model tells
  const std::string errors = text_of(semantics, "errors"), served = text_of(semantics, "served");
  const SourcePos where = semantics.find("arrivals")->where;
  if (!served.empty()) {
    // Nothing is left unexplained.
    if (!errors.empty() || served == arrivals) return;
    return problem("sink_leaves_some",
                   "sink '" + id + "' serves '" + served + "' of '" + arrivals +
                       "' and does not say what becomes of the rest",
                   "Name the rest in errors, or leave served out.",
                   semantics.find("served")->where);
  }
  drop_members(semantics, {"served"});
  yaml::Value value = *semantics.find("arrivals");
  if (!errors.empty()) {
    if (!is_plain_id(arrivals) || !is_plain_id(errors)) {
      return problem("sink_leaves_some",
                     "the series 'served' of sink '" + id + "' cannot be generated",
                     "Name the series of served.", where);
    }
    const std::string made = snake_case(id) + "_served";
    // Not below 0: errors may be measured in another bin than the arrivals.
    add_hidden_expression(made, "MAX(0, " + arrivals + " - " + errors + ")", where);
    value = quoted_scalar(made);
    value.where = where;
  }
  semantics.members.push_back({.key = "served", .key_where = where, .value = std::move(value)});
}

void Expander::add_hidden_expression(const std::string& id, const std::string& expr,
                                     SourcePos where) {
  // An author's node of this name would be read as what the sink served.
  if (!node_ids_.insert(id).second) {
    return problem("synthesised_id_taken",
                   "the generated id '" + id + "' is already the id of a node",
                   "Name the series of served.", where);
  }
  if (nodes_.kind != yaml::Kind::kSequence) return;  // which the model's reader says
  yaml::Value hidden = quoted_scalar("true"), metadata, node;
  metadata.kind = node.kind = yaml::Kind::kMapping;
  metadata.members.push_back({.key = "graph.hidden", .key_where = where, .value = hidden});
  node.where = where;
  const auto add = [&](const char* key, yaml::Value value) {
    value.where = where;
    node.members.push_back({.key = key, .key_where = where, .value = std::move(value)});
  };
  add("id", quoted_scalar(id));
  add("kind", plain_scalar("expr"));
  add("expr", quoted_scalar(expr));
  add("metadata", std::move(metadata));
  nodes_.items.push_back(std::move(node));
}

void Expander::collect_outputs(const yaml::Value& semantics) {
  for (const std::string_view role : kPutOut) {
    const std::string id = text_of(semantics, role);
    if (is_plain_id(id)) referenced_.push_back(id);
  }
}

}  // namespace flowtime::template_detail
