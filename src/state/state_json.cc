#include "state/state_json.h"

#include "base/ascii.h"
#include "metrics/edges.h"
#include "model/names.h"
#include "model/node_category.h"
#include "state/node_facts.h"

namespace flowtime {

void text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void verdict_or_null(JsonWriter& json, std::string_view name, Verdict verdict) {
  text_or_null(json, name, name_of(verdict));
}

void SeriesMetadata::add(std::string_view name, std::string_view aggregation,
                         std::string_view origin) {
  // The first add() opens it, so that an answer without any has no empty object.
  if (!open_) json_.key("seriesMetadata").begin_object();
  open_ = true;
  // Words of ours, ten times for every node: written as they are.
  about_ = "{\"aggregation\":";
  about_ += aggregation.empty() ? "null" : "\"";
  if (!aggregation.empty()) about_.append(aggregation) += '"';
  about_.append(",\"origin\":\"").append(origin).append("\"}");
  json_.key(name).raw(about_);
}

void SeriesMetadata::end() {
  if (open_) json_.end_object();
}

void add_edge_metadata(SeriesMetadata& metadata, EdgeMetric metric, bool derived) {
  metadata.add(name_of(metric), metric == EdgeMetric::kRetryRate ? "unknown" : "sum",
               derived ? "derived" : "explicit");
}

void write_node_head(JsonWriter& json, const TopologyNode& node, const ClassTruth& truth) {
  json.member("id", node.id).member("kind", lower_kind(node));
  json.member("category", traits_of(node.category).name).key("analytical");
  write_analytical(json, node);
  json.key("classTruth").begin_object();
  json.member("coverage", name_of(truth.totals.coverage));
  json.member("hasSpecificClasses", truth.has_specific);
  json.member("hasFallbackClass", truth.has_fallback).end_object();
}

void write_node_tail(JsonWriter& json, const StoredRun& run, const TopologyNode& node,
                     const std::vector<StateWarning>& warnings, const DispatchSchedule* schedule) {
  json.key("telemetry").begin_object().key("sources").begin_array();
  for (const std::string& file : telemetry_sources(run, node)) json.string(file);
  json.end_array().key("warnings");
  write_node_warnings(json, warnings);
  json.end_object().key("aliases");
  write_aliases(json, node);
  if (schedule == nullptr) return;
  json.key("dispatchSchedule");
  write_schedule(json, *schedule);
}

void write_edge_head(JsonWriter& json, const Topology& topology, const Edge& edge) {
  json.member("id", edge.id);
  json.member("from", topology.nodes[edge.from.value].id);
  json.member("to", topology.nodes[edge.to.value].id);
  json.member("edgeType", kEdgeTypeNames[static_cast<std::size_t>(edge.type)]);
  const char* measure = kEdgeMeasureNames[static_cast<std::size_t>(effective_measure(edge))];
  // Lower case here, as written in the graph: the contract differs between the two answers.
  json.member("field", lower_case(measure))
      .member("multiplier", edge_factor(edge))
      .member("lag", edge.lag);
}

void write_latency_status(JsonWriter& json, QueueLatencyStatus status) {
  if (status == QueueLatencyStatus::kNone) {
    json.null();
    return;
  }
  json.begin_object().member("code", name_of(status)).member("message", kGateClosedMessage);
  json.end_object();
}

void write_edge_warnings(JsonWriter& json,
                         const std::map<std::string, std::vector<StateWarning>>& by_edge) {
  json.begin_object();
  for (const auto& [id, warnings] : by_edge) {
    json.key(id);
    write_warnings(json, warnings);
  }
  json.end_object();
}

}  // namespace flowtime
