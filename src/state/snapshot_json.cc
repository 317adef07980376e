// Two forms of one answer. kAll writes every member, null where there is no value. kBin writes only
// what may differ from bin to bin and is known, under the same names and at the same places, so
// that
// a client merges it into an answer that it has.
#include "state/judged_state.h"
#include "state/node_facts.h"
#include "state/snapshot.h"
#include "state/state_json.h"

namespace flowtime {
namespace {

using enum NodeMetric;

constexpr NodeMetric kMetricMembers[] = {kArrivals,    kServed,
                                         kErrors,      kAttempts,
                                         kFailures,    kExhaustedFailures,
                                         kRetryEcho,   kRetryBudgetRemaining,
                                         kQueue,       kCapacity,
                                         kParallelism, kExternalDemand};
constexpr NodeMetric kDerivedMembers[] = {
    kUtilization, kLatencyMinutes, kServiceTimeMs,  kQueueTimeMs,
    kCycleTimeMs, kFlowLatencyMs,  kFlowEfficiency, kThroughputRatio,
    kRetryTax,    kLoad,           kUsefulShare,    kWorkMinutes,
    kWait};

void write_figures(JsonWriter& json, const NodeFigures& figures,
                   std::span<const NodeMetric> members) {
  for (const NodeMetric metric : members) json.member(name_of(metric), figure(figures, metric));
}

void write_metrics(JsonWriter& json, const NodeSnapshot& node) {
  json.key("metrics").begin_object();
  write_figures(json, node.figures, kMetricMembers);
  json.member("maxAttempts", node.node->semantics.max_attempts.value_or(kAbsent));
  if (node.latency_status != QueueLatencyStatus::kNone) {
    json.key("queueLatencyStatus");
    write_latency_status(json, node.latency_status);
  }
  json.end_object();
}

void write_derived(JsonWriter& json, const NodeSnapshot& node) {
  json.key("derived").begin_object();
  write_figures(json, node.figures, kDerivedMembers);
  json.member("color", name_of(node.colour));
  const bool judged = node.verdict != Verdict::kNone;
  json.member("verdict", judged ? name_of(node.verdict) : "unknown").end_object();
}

void write_series_metadata(JsonWriter& json, const NodeSnapshot& node) {
  SeriesMetadata metadata(json);
  // Order of members is that of the contract: served, queue, then the derived ones.
  if (node.served_is_derived) metadata.add("served", "sum", "derived");
  if (is_finite(figure(node.figures, kQueue))) {
    metadata.add("queue", "", node.queue_is_derived ? "derived" : "explicit");
  }
  for (const NodeMetric metric : all_node_metrics()) {
    const bool is_there =
        is_finite(figure(node.figures, metric)) || is_always_shown(*node.node, metric);
    if (about(metric).aggregation.empty() || !is_there) continue;
    metadata.add(name_of(metric), about(metric).aggregation, "derived");
  }
  metadata.end();
}

// Absent figures are left out: to the reader a missing member is null.
void write_known_figures(JsonWriter& json, const NodeFigures& figures,
                         std::span<const NodeMetric> members) {
  for (const NodeMetric metric : members) {
    if (is_finite(figure(figures, metric))) json.member(name_of(metric), figure(figures, metric));
  }
}

void write_classes(JsonWriter& json, const NodeSnapshot& node) {
  if (node.classes.empty()) return;
  json.key("byClass").begin_object();
  for (const ClassSnapshot& part : node.classes) {
    json.key(part.id).begin_object();
    write_figures(json, part.figures, kClassMetrics);
    json.end_object();
  }
  json.end_object();
}

void optional_member(JsonWriter& json, const char* name, double value) {
  if (is_finite(value)) json.member(name, value);
}

void write_constraints(JsonWriter& json, const NodeSnapshot& node) {
  if (node.constraints.empty()) return;
  json.key("constraints").begin_object();
  for (const ConstraintSnapshot& constraint : node.constraints) {
    json.key(constraint.id).begin_object().key("metrics").begin_object();
    json.member("arrivals", constraint.arrivals).member("served", constraint.served);
    optional_member(json, "errors", constraint.errors);
    optional_member(json, "latencyMinutes", constraint.latency_minutes);
    json.member("shortfall", constraint.shortfall).end_object().end_object();
  }
  json.end_object().key("constraintStatus").begin_object();
  for (const ConstraintSnapshot& constraint : node.constraints) {
    json.member(constraint.id, constraint.limited == 1);
  }
  json.end_object();
}

void write_sla(JsonWriter& json, const NodeSnapshot& node) {
  json.key("sla").begin_array();
  for (const SlaEntry& entry : node.sla) {
    const double value = entry.values[0];
    json.begin_object().member("kind", entry.kind).member("status", name_of(entry.status));
    json.member("threshold", entry.threshold).member("value", value);
    verdict_or_null(json, "verdict", entry.verdicts[0]);
    json.end_object();
  }
  json.end_array();
}

void write_known_state(JsonWriter& json, const StoredRun& run, const NodeSnapshot& node,
                       std::int64_t bin) {
  if (node.judged == nullptr) return;
  const JudgedSpan& span = span_at(*node.judged, bin);
  const std::string decider = decider_of(run, span), holder = holder_of(run, span);
  json.member("state", name_of(span.activity));
  if (span.verdict != Verdict::kNone) json.member("verdict", name_of(span.verdict));
  if (is_waiting(span.activity)) json.member("rising", span.rising);
  if (!decider.empty()) json.member("decider", decider);
  if (!holder.empty()) json.member("holder", holder);
}

void write_known_metrics(JsonWriter& json, const NodeSnapshot& node) {
  json.key("metrics").begin_object();
  write_known_figures(json, node.figures, kMetricMembers);
  if (node.latency_status != QueueLatencyStatus::kNone) {
    json.key("queueLatencyStatus");
    write_latency_status(json, node.latency_status);
  }
  json.end_object().key("derived").begin_object();
  write_known_figures(json, node.figures, kDerivedMembers);
  json.member("color", name_of(node.colour));
  if (node.verdict != Verdict::kNone) json.member("verdict", name_of(node.verdict));
  json.end_object();
}

void write_known_classes(JsonWriter& json, const NodeSnapshot& node) {
  if (node.classes.empty()) return;
  json.key("byClass").begin_object();
  for (const ClassSnapshot& part : node.classes) {
    json.key(part.id).begin_object();
    write_known_figures(json, part.figures, kClassMetrics);
    json.end_object();
  }
  json.end_object();
}

void write_known_sla(JsonWriter& json, const NodeSnapshot& node) {
  json.key("sla").begin_array();
  for (const SlaEntry& entry : node.sla) {
    json.begin_object().member("kind", entry.kind).member("status", name_of(entry.status));
    optional_member(json, "value", entry.values[0]);
    if (entry.verdicts[0] != Verdict::kNone) json.member("verdict", name_of(entry.verdicts[0]));
    json.end_object();
  }
  json.end_array();
}

void write_bin_node(JsonWriter& json, const Snapshot& snapshot, const NodeSnapshot& node) {
  json.begin_object().member("id", node.node->id);
  write_known_state(json, *snapshot.run, node, snapshot.bin);
  write_known_metrics(json, node);
  write_known_classes(json, node);
  write_constraints(json, node);
  if (!node.warnings.empty()) {
    json.key("telemetry").begin_object().key("warnings");
    write_node_warnings(json, node.warnings);
    json.end_object();
  }
  write_known_sla(json, node);
  json.end_object();
}

void write_edge_classes(JsonWriter& json, const EdgeSnapshot& edge) {
  if (edge.class_flow.empty()) return;
  json.key("byClass").begin_object();
  for (const auto& [id, flow] : edge.class_flow) {
    // A list of one value, as a window has lists of many.
    json.key(id).begin_object().key("flowVolume").begin_array().number(flow).end_array();
    json.end_object();
  }
  json.end_object();
}

void write_bin_edge(JsonWriter& json, const EdgeSnapshot& edge) {
  json.begin_object().member("id", edge.edge->id).key("series").begin_object();
  for (const EdgeMetric metric : kEdgeMetrics) {
    const double value = edge.values[static_cast<std::size_t>(metric)];
    if (is_finite(value)) json.key(name_of(metric)).begin_array().number(value).end_array();
  }
  json.end_object();
  write_edge_classes(json, edge);
  json.end_object();
}

void write_node(JsonWriter& json, const Snapshot& snapshot, const NodeSnapshot& node) {
  json.begin_object();
  write_node_head(json, *node.node, node.class_truth);
  write_state_members(json, *snapshot.run, node.judged, snapshot.bin);
  write_metrics(json, node);
  write_series_metadata(json, node);
  write_classes(json, node);
  write_constraints(json, node);
  write_derived(json, node);
  write_node_tail(json, *snapshot.run, *node.node, node.warnings, node.schedule);
  write_sla(json, node);
  json.end_object();
}

void write_edge(JsonWriter& json, const Snapshot& snapshot, const EdgeSnapshot& edge) {
  json.begin_object();
  write_edge_head(json, snapshot.run->topology(), *edge.edge);
  json.member("flowVolume", edge.values[static_cast<std::size_t>(EdgeMetric::kFlowVolume)]);
  json.member("attemptVolume", edge.values[static_cast<std::size_t>(EdgeMetric::kAttemptsVolume)]);
  json.member("failureVolume", edge.values[static_cast<std::size_t>(EdgeMetric::kFailuresVolume)]);
  json.key("series").begin_object();
  for (const EdgeMetric metric : kEdgeMetrics) {
    const auto at = static_cast<std::size_t>(metric);
    if (!edge.exists[at]) continue;
    json.key(name_of(metric)).begin_array().number(edge.values[at]).end_array();
  }
  json.end_object();
  SeriesMetadata metadata(json);
  for (const EdgeMetric metric : kEdgeMetrics) {
    const auto at = static_cast<std::size_t>(metric);
    if (edge.exists[at]) add_edge_metadata(metadata, metric, edge.derived[at]);
  }
  metadata.end();
  write_edge_classes(json, edge);
  json.end_object();
}

void write_time(JsonWriter& json, const char* name, std::optional<std::int64_t> unix_ms) {
  json.key(name);
  if (unix_ms) {
    json.string(offset_utc(*unix_ms));
  } else {
    json.null();
  }
}

void write_bin(JsonWriter& json, const Snapshot& snapshot) {
  const TimeGrid& grid = snapshot.run->grid();
  json.key("bin").begin_object().member("index", snapshot.bin);
  write_time(json, "startUtc", grid.bin_start_unix_ms(snapshot.bin));
  write_time(json, "endUtc", grid.bin_start_unix_ms(snapshot.bin + 1));
  json.member("durationMinutes", grid.bin_minutes()).end_object();
}

void write_all(JsonWriter& json, const Snapshot& snapshot) {
  json.key("nodes").begin_array();
  for (const NodeSnapshot& node : snapshot.nodes) write_node(json, snapshot, node);
  json.end_array().key("edges").begin_array();
  for (const EdgeSnapshot& edge : snapshot.edges) write_edge(json, snapshot, edge);
  json.end_array().key("edgeWarnings");
  write_edge_warnings(json, snapshot.edge_warnings);
  json.key("warnings");
  write_warnings(json, run_warnings(*snapshot.run));
}

void write_what_differs(JsonWriter& json, const Snapshot& snapshot) {
  json.key("nodes").begin_array();
  for (const NodeSnapshot& node : snapshot.nodes) write_bin_node(json, snapshot, node);
  json.end_array().key("edges").begin_array();
  for (const EdgeSnapshot& edge : snapshot.edges) write_bin_edge(json, edge);
  json.end_array();
}

}  // namespace

std::optional<SnapshotDetail> parse_snapshot_detail(std::string_view text) {
  if (text == "all") return SnapshotDetail::kAll;
  if (text == "bin") return SnapshotDetail::kBin;
  return std::nullopt;
}

std::string to_json(const Snapshot& snapshot, std::string_view metadata, SnapshotDetail detail) {
  JsonWriter json;
  json.begin_object().key("metadata").raw(metadata);
  write_bin(json, snapshot);
  if (detail == SnapshotDetail::kAll) {
    write_all(json, snapshot);
  } else {
    write_what_differs(json, snapshot);
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
