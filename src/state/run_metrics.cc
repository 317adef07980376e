#include "state/run_metrics.h"

#include "state/bin_request.h"
#include "state/node_facts.h"
#include "state/node_reader.h"
#include "state/pooling.h"
#include "state/series_text.h"
#include "state/window_waits.h"
#include "text/json_writer.h"

namespace flowtime {

namespace {

double promise_share(const StoredRun& run, const NodeSources& sources, BinWindow bins) {
  const SeriesIn depth = run.values(sources[Role::kQueueDepth]);
  if (!sources.node->queue_semantics || depth.empty()) return kAbsent;
  const NodeQueue queue(run, sources.index);
  // Absent stays absent, with the canonical bits.
  return canonical(1 - waits_of(run, sources.index, bins, queue.waits()).late_share);
}

}  // namespace

Result<RunMetrics> query_metrics(std::shared_ptr<const StoredRun> run,
                                 std::optional<std::int64_t> start_bin,
                                 std::optional<std::int64_t> end_bin,
                                 std::optional<std::int64_t> max_points) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  RunMetrics metrics{.run = run};
  FT_TRY(metrics.bins, window_of(run->grid(), start_bin, end_bin));
  NodeReader reader(*run, metrics.bins);
  for (std::size_t i = 0; i < run->topology().nodes.size(); ++i) {
    const NodeSources sources = sources_of(*run, i);
    // Routers, sinks and dependencies promise nothing of their own.
    if (!sources.node->queue_semantics && !sources.node->service_semantics) continue;
    reader.select(sources);
    const SeriesIn arrivals = reader(NodeMetric::kArrivals), served = reader(NodeMetric::kServed);
    if (arrivals.empty() || served.empty()) continue;
    metrics.services.push_back({sources.node->id, sla_summary(arrivals, served),
                                promise_share(*run, sources, metrics.bins)});
  }
  FT_TRY(metrics.bins_per_point,
         pooled_bins(metrics.bins.size(), max_points, metrics.services.size()));
  return metrics;
}

std::string to_json(const RunMetrics& metrics) {
  const TimeGrid& grid = metrics.run->grid();
  JsonWriter json;
  json.begin_object().key("window").begin_object().key("start");
  if (const auto start = grid.bin_start_unix_ms(metrics.bins.first)) {
    json.string(offset_utc(*start));
  } else {
    json.null();
  }
  json.member("timezone", "UTC").end_object();
  json.key("grid").begin_object().member("binMinutes", grid.bin_minutes());
  json.member("bins", static_cast<std::int64_t>(metrics.bins.size())).end_object();
  if (metrics.bins_per_point > 1) {
    json.key("pooling").begin_object();
    json.member("binsPerPoint", static_cast<std::int64_t>(metrics.bins_per_point));
    json.member("points", static_cast<std::int64_t>(
                              point_count(metrics.bins.size(), metrics.bins_per_point)));
    json.key("how").begin_object().member("mini", name_of(Pooling::kMean)).end_object();
    json.end_object();
  }
  SeriesText mini(metrics.bins_per_point);
  json.key("services").begin_array();
  for (const ServiceLevel& level : metrics.services) {
    json.begin_object().member("id", level.node_id).member("slaPct", level.summary.sla_ratio);
    json.member("promisePct", level.promise_share);
    json.member("binsMet", level.summary.bins_met).member("binsTotal", level.summary.bins_total);
    mini.write(json.key("mini"), level.summary.ratios, Pooling::kMean);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
