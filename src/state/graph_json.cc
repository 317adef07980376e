#include "model/names.h"
#include "model/node_category.h"
#include "state/graph.h"
#include "state/node_facts.h"
#include "state/state_json.h"

namespace flowtime {
namespace {

std::string reference_text(const Rare<SeriesRef>& ref) {
  if (!ref) return "";
  switch (ref->kind) {
    case SeriesRef::Kind::kSelf: return "self";
    case SeriesRef::Kind::kFile: return "file:" + ref->id;
    case SeriesRef::Kind::kSeries: break;
  }
  return "series:" + id_of(*ref);
}

void write_numbers(JsonWriter& json, const char* name, const std::vector<double>& values) {
  json.key(name).begin_array();
  for (const double value : values) json.number(value);
  json.end_array();
}

std::string queue_text(const StoredRun& run, const TopologyNode& node) {
  // The id that the compiler gave, so that a client finds the series that `self` means.
  const auto depth = queue_depth_id(run.model(), node);
  return depth ? "series:" + *depth : reference_text(node.semantics[Role::kQueueDepth]);
}

void write_parallelism(JsonWriter& json, const Semantics& semantics) {
  json.key("parallelism");
  if (!semantics.parallelism) {
    json.null();
  } else if (const auto* ref = std::get_if<SeriesRef>(&*semantics.parallelism)) {
    json.string(reference_text(*ref));
  } else {
    JsonWriter number;
    number.number(std::get<double>(*semantics.parallelism));
    json.string(number.text());
  }
}

void write_policies(JsonWriter& json, const Semantics& semantics) {
  json.member("maxAttempts", semantics.max_attempts.value_or(kAbsent));
  text_or_null(json, "backoffStrategy", semantics.backoff_strategy);
  text_or_null(json, "exhaustedPolicy", semantics.exhausted_policy);
}

void write_semantics(JsonWriter& json, const StoredRun& run, const TopologyNode& node) {
  const Semantics& semantics = node.semantics;
  json.begin_object();
  json.member("arrivals", reference_text(semantics[Role::kArrivals]));
  json.member("served", reference_text(semantics[Role::kServed]));
  json.member("errors", reference_text(semantics[Role::kErrors]));
  text_or_null(json, "attempts", reference_text(semantics[Role::kAttempts]));
  text_or_null(json, "failures", reference_text(semantics[Role::kFailures]));
  text_or_null(json, "exhaustedFailures", reference_text(semantics[Role::kExhaustedFailures]));
  text_or_null(json, "retryEcho", reference_text(semantics[Role::kRetryEcho]));
  text_or_null(json, "retryBudgetRemaining",
               reference_text(semantics[Role::kRetryBudgetRemaining]));
  text_or_null(json, "queue", queue_text(run, node));
  text_or_null(json, "capacity", reference_text(semantics[Role::kCapacity]));
  write_parallelism(json, semantics);
  // Members of computed nodes; the contract has the same members for both.
  json.key("series").null().key("expression").null();
  write_policies(json, semantics);
  json.member("slaMinutes", semantics.sla_minutes.value_or(kAbsent)).key("distribution").null();
  if (!semantics.aliases.empty()) {
    json.key("aliases");
    write_aliases(json, node);
  }
  json.end_object();
}

void write_computed_semantics(JsonWriter& json, const Node& node) {
  json.begin_object().member("arrivals", "").member("served", "").member("errors", "");
  for (const char* name : {"attempts", "failures", "exhaustedFailures", "retryEcho",
                           "retryBudgetRemaining", "queue", "capacity", "parallelism"}) {
    json.key(name).null();
  }
  json.member("series", "series:" + node.id).key("expression");
  const auto* expression = std::get_if<ExprNodeBody>(&node.body);
  if (expression != nullptr) {
    json.string(expression->text);
  } else {
    json.null();
  }
  write_policies(json, {});
  json.key("distribution");
  if (const auto* pmf = std::get_if<PmfNode>(&node.body)) {
    json.begin_object();
    write_numbers(json, "values", pmf->values);
    write_numbers(json, "probabilities", pmf->probabilities);
    json.end_object();
  } else {
    json.null();
  }
  if (const auto* constant = std::get_if<ConstNode>(&node.body)) {
    write_numbers(json, "inlineValues", constant->values);
  }
  if (!node.metadata.empty()) {
    json.key("metadata").begin_object();
    for (const auto& [name, text] : node.metadata) json.member(name, text);
    json.end_object();
  }
  json.end_object();
}

void write_ui(JsonWriter& json, const TopologyNode& node) {
  json.key("ui");
  const auto coordinate = [&](const char* name) {
    const auto found = node.ui.find(name);
    json.member(name, found == node.ui.end() ? kAbsent : found->second);
  };
  if (node.ui.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  for (const char* name : {"x", "y", "layer", "order"}) coordinate(name);
  json.end_object();
}

void write_topology_node(JsonWriter& json, const StoredRun& run, const TopologyNode& node) {
  json.begin_object().member("id", node.id);
  json.member("kind", node.kind.empty() ? "service" : node.kind);
  json.member("category", traits_of(node.category).name).key("analytical");
  write_analytical(json, node);
  text_or_null(json, "nodeRole", node.role);
  text_or_null(json, "group", node.group);
  json.key("semantics");
  write_semantics(json, run, node);
  write_ui(json, node);
  if (const DispatchSchedule* schedule = schedule_of(run.model(), node)) {
    json.key("dispatchSchedule");
    write_schedule(json, *schedule);
  }
  json.end_object();
}

void write_computed_node(JsonWriter& json, const Node& node) {
  const TopologyNode stand_in = stand_in_of(node);
  // A pmf that a template drew over the grid is shown as what its author wrote.
  const auto origin = node.metadata.find("origin.kind");
  json.begin_object().member("id", node.id);
  json.member("kind", origin == node.metadata.end() ? stand_in.kind : origin->second);
  json.member("category", traits_of(stand_in.category).name).key("analytical");
  write_analytical(json, stand_in);
  json.key("nodeRole").null().key("group").null().key("semantics");
  write_computed_semantics(json, node);
  json.key("ui").null().end_object();
}

void write_edge(JsonWriter& json, const ShownEdge& edge) {
  json.begin_object().member("id", edge.id).member("from", edge.from).member("to", edge.to);
  json.member("weight", edge.weight).member("edgeType", edge.type);
  text_or_null(json, "field", edge.field);
  json.member("multiplier", edge.multiplier.value_or(kAbsent)).key("lag");
  if (edge.lag) {
    json.integer(*edge.lag);
  } else {
    json.null();
  }
  json.end_object();
}

}  // namespace

std::string to_json(const Graph& graph) {
  JsonWriter json;
  json.begin_object().key("nodes").begin_array();
  for (const ShownNode& node : graph.nodes) {
    if (node.node != nullptr) {
      write_topology_node(json, *graph.run, *node.node);
    } else {
      write_computed_node(json, *node.computed);
    }
  }
  json.end_array().key("edges").begin_array();
  for (const ShownEdge& edge : graph.edges) write_edge(json, edge);
  json.end_array().key("order").begin_array();
  for (const std::string& id : graph.order) json.string(id);
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
