#include "state/flow_facts.h"

#include <algorithm>
#include <cmath>

#include "metrics/capacity.h"
#include "metrics/percentile.h"
#include "metrics/stationarity.h"
#include "metrics/waits.h"
#include "state/bin_request.h"
#include "state/node_reader.h"
#include "state/thresholds.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

Values part(SeriesIn whole, BinWindow bins) {
  const SeriesIn some = whole.subspan(static_cast<std::size_t>(bins.first), bins.size());
  return {some.begin(), some.end()};
}

double mean_of(SeriesIn series) {
  double sum = 0, count = 0;
  for (const double value : series) {
    if (is_absent(value)) continue;
    sum += value;
    ++count;
  }
  return ratio_or_absent(sum, count);
}

double weighted_mean(SeriesIn values, SeriesIn weights) {
  double sum = 0, total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = value_at(weights, i);
    if (is_absent(values[i]) || is_absent(weight) || weight <= 0) continue;
    sum += weight * values[i];
    total += weight;
  }
  return ratio_or_absent(sum, total);
}

double minutes(double ms) { return is_absent(ms) ? kAbsent : ms / 60000; }

class FactsOfNode {
 public:
  FactsOfNode(const StoredRun& run, BinWindow bins, std::size_t node)
      : run_(run), bins_(bins), sources_(sources_of(run, node)), reader_(run, bins) {
    reader_.select(sources_);
    capacity_.resize(bins.size());
    effective_capacity(reader_(NodeMetric::kCapacity), reader_(NodeMetric::kParallelism),
                       capacity_);
    has_capacity_ = reader_.has(NodeMetric::kCapacity);
  }

  bool has_queue() const { return reader_.has(NodeMetric::kBacklogAgeMinutes); }
  bool has_facts() const {
    return has_queue() || has_capacity_ || reader_.has(NodeMetric::kServiceTimeMs);
  }

  NodeFlowFacts facts() {
    NodeFlowFacts facts{
        .node = sources_.node, .fifo = {}, .starved = {}, .blocked = {}, .overlay = {}};
    if (has_queue()) facts.fifo = fifo();
    if (has_capacity_) {
      const SeriesIn depth = reader_(NodeMetric::kQueue), served = reader_(NodeMetric::kServed);
      facts.starved = on_grid(starved_spans(depth, served, capacity_));
      facts.blocked = on_grid(blocked_spans(depth, served, capacity_));
    }
    if (has_capacity_ || reader_.has(NodeMetric::kServiceTimeMs)) {
      facts.overlay = overlay(facts.fifo);
    }
    return facts;
  }

 private:
  std::vector<BinSpan> on_grid(std::vector<BinSpan> spans) const {
    for (BinSpan& span : spans) {
      span.first += bins_.first;
      span.last += bins_.first;
    }
    return spans;
  }

  FifoFacts fifo() {
    const FifoQueue queue{.inflow = run_.values(run_.queue_inflow(sources_.index)),
                          .depth = run_.values(sources_[Role::kQueueDepth]),
                          .initial_depth = sources_.node->initial_queue_depth.value_or(0)};
    FifoFacts facts;
    const SeriesIn delay = reader_(NodeMetric::kFifoDelayMinutes);
    const SeriesIn age = reader_(NodeMetric::kBacklogAgeMinutes);
    facts.delay_minutes.assign(delay.begin(), delay.end());
    facts.oldest_age_minutes.assign(age.begin(), age.end());
    const ItemWaits waits(queue);
    std::vector<Spread> spreads;
    for (const FifoPiece& piece : waits.pieces()) {
      const std::int64_t came = std::max<std::int64_t>(0, piece.came_bin);
      if (came < bins_.first || came >= bins_.end) continue;
      const double first = std::max(0.0, piece.left_from - piece.came_from);
      const double last = std::max(0.0, piece.left_to - piece.came_to);
      spreads.push_back({std::min(first, last), std::max(first, last), piece.amount});
      facts.longest = std::max({finite_or_zero(facts.longest), first, last});
      if (piece.left_bin >= run_.bins()) facts.undelivered += piece.amount;
    }
    constexpr double kShares[] = {0.5, 0.85, 0.95};
    const std::vector<double> found = percentiles(spreads, kShares);
    const auto bin_minutes = static_cast<double>(run_.grid().bin_minutes());
    facts.p50 = canonical(found[0] * bin_minutes);
    facts.p85 = canonical(found[1] * bin_minutes);
    facts.p95 = canonical(found[2] * bin_minutes);
    facts.longest = canonical(facts.longest * bin_minutes);
    Values in(queue.depth.size()), out(queue.depth.size());
    cumulative_flow(queue, in, out);
    facts.cumulative_in = part(in, bins_);
    facts.cumulative_out = part(out, bins_);
    facts.little = littles_law(queue, bins_.first, bins_.end);
    return facts;
  }

  // Service time from processing times, else from the capacity of one server.
  Station station() {
    const double bin_ms = run_.grid().bin_ms();
    const SeriesIn arrivals = reader_(NodeMetric::kArrivals);
    Station station;
    station.arrival_rate = ratio_or_absent(mean_of(arrivals), bin_ms);
    const double servers = mean_of(reader_(NodeMetric::kParallelism));
    if (is_finite(servers) && servers >= 1) station.servers = std::llround(std::floor(servers));
    station.service_time_ms = mean_of(reader_(NodeMetric::kServiceTimeMs));
    const double per_server = mean_of(reader_(NodeMetric::kCapacity));
    if (is_absent(station.service_time_ms)) {
      station.service_time_ms = ratio_or_absent(bin_ms, per_server);
    }
    return station;
  }

  QueueingOverlay overlay(const std::optional<FifoFacts>& fifo) {
    QueueingOverlay overlay{.station = station()};
    const SeriesIn arrivals = reader_(NodeMetric::kArrivals);
    overlay.validity = judge_overlay(overlay.station, !is_non_stationary(arrivals));
    if (fifo) overlay.fluid_wait_minutes = weighted_mean(fifo->delay_minutes, arrivals);
    overlay.waits_probability = erlang_c(overlay.station);
    overlay.erlang_c_minutes = minutes(erlang_c_wait_ms(overlay.station));
    overlay.mg1_minutes = minutes(mg1_wait_ms(overlay.station));
    overlay.kingman_minutes = minutes(kingman_wait_ms(overlay.station));
    overlay.allen_cunneen_minutes = minutes(allen_cunneen_wait_ms(overlay.station));
    return overlay;
  }

  const StoredRun& run_;
  BinWindow bins_;
  NodeSources sources_;
  NodeReader reader_;
  Values capacity_;
  bool has_capacity_ = false;
};

std::vector<BottleneckSpan> find_bottlenecks(const StoredRun& run, BinWindow bins) {
  const std::size_t count = run.topology().nodes.size();
  std::vector<Values> loads(count);
  std::vector<StationLoad> stations(count);
  NodeReader reader(run, bins);
  for (std::size_t i = 0; i < count; ++i) {
    reader.select(sources_of(run, i));
    const SeriesIn load = reader(NodeMetric::kUtilization);
    loads[i].assign(load.begin(), load.end());
    stations[i] = {loads[i], reader(NodeMetric::kQueue)};
  }
  const double saturated = find_threshold(default_thresholds(), "utilization")->critical;
  const auto nodes = bottlenecks(stations, bins.size(), saturated);
  std::vector<BottleneckSpan> spans;
  for (std::size_t t = 0; t < nodes.size(); ++t) {
    const std::int64_t bin = bins.first + static_cast<std::int64_t>(t);
    if (t > 0 && nodes[t] == nodes[t - 1]) {
      spans.back().bins.last = bin;
      continue;
    }
    const bool any = nodes[t] != kNoBottleneck;
    spans.push_back(
        {{bin, bin}, any ? run.topology().nodes[static_cast<std::size_t>(nodes[t])].id : ""});
  }
  return spans;
}

Result<Values> efficiency_of(const StoredRun& run, const std::vector<std::string>& path,
                             BinWindow bins) {
  std::vector<Values> times;
  times.reserve(2 * path.size());
  std::vector<SeriesIn> service, cycle;
  NodeReader reader(run, bins);
  for (const std::string& id : path) {
    FT_TRY(const std::size_t node, run.find_node(id));
    reader.select(sources_of(run, node));
    for (const NodeMetric metric : {NodeMetric::kServiceTimeMs, NodeMetric::kCycleTimeMs}) {
      const SeriesIn series = reader(metric);
      times.emplace_back(series.begin(), series.end());
      (metric == NodeMetric::kServiceTimeMs ? service : cycle).push_back(times.back());
    }
  }
  Values efficiency(bins.size());
  path_flow_efficiency(service, cycle, efficiency);
  return efficiency;
}

}  // namespace

Result<FlowFacts> query_flow_facts(std::shared_ptr<const StoredRun> run,
                                   const FlowFactsRequest& request) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  FlowFacts facts{.run = run};
  FT_TRY(facts.bins, window_of(run->grid(), request.start_bin, request.end_bin));
  std::vector<std::size_t> nodes;
  for (const std::string& id : request.nodes) {
    FT_TRY(const std::size_t node, run->find_node(id));
    nodes.push_back(node);
  }
  if (nodes.empty()) {
    for (std::size_t i = 0; i < run->topology().nodes.size(); ++i) nodes.push_back(i);
  }
  for (const std::size_t node : nodes) {
    FactsOfNode of_node(*run, facts.bins, node);
    if (of_node.has_facts() || !request.nodes.empty()) facts.nodes.push_back(of_node.facts());
  }
  facts.bottlenecks = find_bottlenecks(*run, facts.bins);
  facts.path = request.path;
  if (!request.path.empty()) {
    FT_TRY(facts.path_efficiency, efficiency_of(*run, request.path, facts.bins));
  }
  return facts;
}

}  // namespace flowtime
