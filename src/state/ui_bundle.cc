#include "state/ui_bundle.h"

#include <functional>

#include "answers/answer_json.h"
#include "answers/series_units.h"
#include "metrics/load.h"
#include "metrics/percentile.h"
#include "metrics/threshold_table.h"
#include "metrics/waits.h"
#include "run/json_parts.h"
#include "state/flow_latencies.h"
#include "state/judged_json.h"
#include "state/node_facts.h"
#include "state/node_reader.h"

namespace flowtime {
namespace {

// When a value of a metric is a breach; nothing where the metric has no limit.
std::function<bool(double)> breach_of(NodeMetric metric, const NodeJudgement* judged) {
  // Nothing is promised of a pile.
  if (judged == nullptr || judged->is_pile) return {};
  const double promise = judged->promise_minutes * (1 + kWaitRounding);
  switch (metric) {
    case NodeMetric::kWait:
    case NodeMetric::kBacklogAgeMinutes: return [=](double minutes) { return minutes > promise; };
    case NodeMetric::kLoad: return [](double load) { return load >= kFullLoad; };
    case NodeMetric::kUsefulShare:
      return [least = judged->useful_norm - judged->useful_band](double share) {
        return share < least;
      };
    default: return {};
  }
}

void add_extremes(MetricDigest& digest, double value, std::int64_t bin) {
  // Negated, so that the first value replaces the absent one.
  if (!(digest.lowest <= value)) {
    digest.lowest = value;
    digest.lowest_bin = bin;
  }
  if (digest.highest >= value) return;
  digest.highest = value;
  digest.highest_bin = bin;
}

MetricDigest digest_of(NodeMetric metric, SeriesIn series, const NodeJudgement* judged,
                       std::vector<double>& present) {
  MetricDigest digest{.metric = metric};
  const auto breach = breach_of(metric, judged);
  digest.has_limit = static_cast<bool>(breach);
  present.clear();
  double sum = 0;
  for (std::size_t t = 0; t < series.size(); ++t) {
    const auto bin = static_cast<std::int64_t>(t);
    const double value = series[t];
    if (is_absent(value)) continue;
    present.push_back(value);
    sum += value;
    add_extremes(digest, value, bin);
    if (!breach || !breach(value)) continue;
    if (digest.breached++ == 0) digest.first_breach = bin;
  }
  digest.absent = static_cast<std::int64_t>(series.size() - present.size());
  digest.last = series.back();
  if (present.empty()) return digest;
  digest.mean = sum / static_cast<double>(present.size());
  constexpr double kShares[] = {0.95, 0.99};
  // It reorders `present`, which is not needed afterwards.
  const std::vector<double> found = percentiles_of_values(present, kShares);
  digest.p95 = found[0];
  digest.p99 = found[1];
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

void bin_or_null(JsonWriter& json, std::string_view name, std::int64_t bin) {
  json.key(name);
  if (bin < 0) {
    json.null();
  } else {
    json.integer(bin);
  }
}

void write_digest(JsonWriter& json, const MetricDigest& digest, double bin_minutes) {
  json.key(name_of(digest.metric)).begin_object();
  json.member("min", digest.lowest).member("max", digest.highest).member("mean", digest.mean);
  json.member("p95", digest.p95).member("p99", digest.p99).member("last", digest.last);
  json.member("minBin", digest.lowest_bin).member("maxBin", digest.highest_bin);
  json.member("absent", digest.absent);
  bin_or_null(json, "firstBreach", digest.first_breach);
  const double breached = static_cast<double>(digest.breached) * bin_minutes;
  json.member("breachMinutes", digest.has_limit ? breached : kAbsent).end_object();
}

void write_limits(JsonWriter& json, judge::Row row, const judge::Limits& limits) {
  json.begin_object().member("row", judge::about(row).name);
  json.member("warning", limits.warning).member("critical", limits.critical);
  json.member("about", judge::about(row).measures).end_object();
}

// The table of verdicts; a limit that is never passed is null.
void write_table(JsonWriter& json) {
  json.key("thresholds").begin_array();
  for (const judge::RowInfo& info : judge::threshold_table()) {
    write_limits(json, info.row, info.limits);
  }
  json.end_array();
}

// The rows in which the model overrides it.
void write_own_limits(JsonWriter& json, const TopologyNode& node) {
  if (node.thresholds.empty()) return;
  const judge::Thresholds limits = judge::limits_of({}, node);
  json.key("thresholds").begin_array();
  for (const judge::RowInfo& info : judge::threshold_table()) {
    if (node.thresholds.count(info.name) == 0) continue;
    write_limits(json, info.row, limits[static_cast<std::size_t>(info.row)]);
  }
  json.end_array();
}

void write_metric_table(JsonWriter& json, const std::string& noun) {
  json.key("metrics").begin_array();
  for (const NodeMetric metric : all_node_metrics()) {
    json.begin_object().member("name", name_of(metric)).member("unit", about(metric).unit);
    json.member("itemUnit", item_unit(std::string(about(metric).unit), noun));
    json.member("derived", about(metric).derived);
    json.member("pooling", name_of(about(metric).pooling)).end_object();
  }
  json.end_array();
}

}  // namespace

Result<UiBundle> query_ui_bundle(std::shared_ptr<const StoredRun> run) {
  UiBundle bundle;
  // Its check of the topology covers this query as well.
  FT_TRY(bundle.graph, query_graph(run, {}));
  const BinWindow all{0, run->bins()};
  const FlowLatencies latencies(*run, all);
  NodeReader reader(*run, all);
  std::vector<double> present;
  for (std::size_t i = 0; i < run->topology().nodes.size(); ++i) {
    reader.select(sources_of(*run, i));
    NodeBundle node{.node_id = run->topology().nodes[i].id,
                    .node = &run->topology().nodes[i],
                    .judged = run->judgement_of(i),
                    .metrics = {}};
    for (const NodeMetric metric : all_node_metrics()) {
      // The wait of the judgement says the same, and is there already.
      if (metric == NodeMetric::kFifoDelayMinutes) continue;
      const bool flow = metric == NodeMetric::kFlowLatencyMs;
      const SeriesIn series = flow ? latencies.of(i) : reader(metric);
      if (series.empty()) continue;
      const MetricDigest digest = digest_of(metric, series, node.judged, present);
      // No bin has a value: nothing to digest.
      if (is_finite(digest.highest)) node.metrics.push_back(digest);
    }
    bundle.nodes.push_back(std::move(node));
  }
  bundle.warnings = run_warnings(*run);
  return bundle;
}

std::string to_json(const UiBundle& bundle, std::string_view metadata) {
  const StoredRun& run = *bundle.graph.run;
  const double bin_minutes = run.grid().bin_minutes();
  JsonWriter json;
  json.begin_object().key("metadata").raw(metadata);
  write_grid(json, run.grid());
  write_headline(json, run);
  write_table(json);
  class_list(json, run.info().classes);
  json.key("graph").raw(to_json(bundle.graph));
  json.key("nodes").begin_array();
  for (const NodeBundle& node : bundle.nodes) {
    json.begin_object().member("id", node.node_id);
    write_own_limits(json, *node.node);
    if (node.judged != nullptr) write_judged_node(json, run, *node.judged);
    json.key("metrics").begin_object();
    for (const MetricDigest& digest : node.metrics) write_digest(json, digest, bin_minutes);
    json.end_object().end_object();
  }
  json.end_array();
  write_constraint_verdicts(json, run);
  write_metric_table(json, run.model().item_noun);
  events_member(json, run.model());
  json.key("warnings");
  write_warnings(json, bundle.warnings);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
