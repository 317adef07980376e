#include "state/ui_bundle.h"

#include <algorithm>
#include <cmath>

#include "metrics/percentile.h"
#include "run/json_parts.h"
#include "state/flow_latencies.h"
#include "state/node_facts.h"
#include "state/node_reader.h"
#include "state/thresholds.h"

namespace flowtime {
namespace {

MetricDigest digest_of(NodeMetric metric, SeriesIn series, std::vector<double>& present) {
  MetricDigest digest{.metric = metric};
  present.clear();
  double sum = 0;
  for (std::size_t t = 0; t < series.size(); ++t) {
    const double value = series[t];
    if (is_absent(value)) continue;
    present.push_back(value);
    sum += value;
    if (!(digest.lowest <= value)) digest.lowest = value;
    if (digest.highest >= value) continue;
    digest.highest = value;
    digest.highest_bin = static_cast<std::int64_t>(t);
  }
  if (!present.empty()) digest.mean = sum / static_cast<double>(present.size());
  digest.last = series.back();
  digest.p95 = percentile_of_bins(series, 0.95);
  return digest;
}

void write_grid(JsonWriter& json, const TimeGrid& grid) {
  json.key("grid").begin_object().member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit)).member("binMinutes", grid.bin_minutes());
  json.member("timezone", "UTC").key("startUtc");
  if (grid.start_unix_ms) {
    json.string(offset_utc(*grid.start_unix_ms));
  } else {
    json.null();
  }
  json.end_object();
}

void write_digest(JsonWriter& json, const MetricDigest& digest) {
  json.key(name_of(digest.metric)).begin_object();
  json.member("min", digest.lowest).member("max", digest.highest).member("mean", digest.mean);
  json.member("p95", digest.p95).member("last", digest.last);
  json.member("maxBin", digest.highest_bin).end_object();
}

void write_metric_table(JsonWriter& json) {
  json.key("metrics").begin_array();
  for (const NodeMetric metric : all_node_metrics()) {
    json.begin_object().member("name", name_of(metric)).member("unit", about(metric).unit);
    json.member("derived", about(metric).derived);
    json.member("pooling", name_of(about(metric).pooling)).end_object();
  }
  json.end_array();
}

}  // namespace

Result<UiBundle> query_ui_bundle(std::shared_ptr<const StoredRun> run) {
  UiBundle bundle;
  FT_TRY(bundle.graph, query_graph(run, {}));
  const BinWindow all{0, run->bins()};
  const FlowLatencies latencies(*run, all);
  NodeReader reader(*run, all);
  std::vector<double> present;
  for (std::size_t i = 0; i < run->topology().nodes.size(); ++i) {
    reader.select(sources_of(*run, i));
    NodeBundle node{.node_id = run->topology().nodes[i].id, .metrics = {}};
    for (const NodeMetric metric : all_node_metrics()) {
      if (metric == NodeMetric::kFifoDelayMinutes) continue;
      const bool flow = metric == NodeMetric::kFlowLatencyMs;
      const SeriesIn series = flow ? latencies.of(i) : reader(metric);
      if (series.empty()) continue;
      const MetricDigest digest = digest_of(metric, series, present);
      if (is_finite(digest.highest)) node.metrics.push_back(digest);
    }
    bundle.nodes.push_back(std::move(node));
  }
  bundle.warnings = run_warnings(*run);
  return bundle;
}

std::string to_json(const UiBundle& bundle, std::string_view metadata) {
  const StoredRun& run = *bundle.graph.run;
  JsonWriter json;
  json.begin_object().key("metadata").raw(metadata);
  write_grid(json, run.grid());
  json.key("thresholds");
  write_thresholds(json, default_thresholds());
  class_list(json, run.info().classes);
  json.key("graph").raw(to_json(bundle.graph));
  json.key("nodes").begin_array();
  for (const NodeBundle& node : bundle.nodes) {
    json.begin_object().member("id", node.node_id).key("metrics").begin_object();
    for (const MetricDigest& digest : node.metrics) write_digest(json, digest);
    json.end_object().end_object();
  }
  json.end_array();
  write_metric_table(json);
  json.key("warnings");
  write_warnings(json, bundle.warnings);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
