#include "state/flow_facts.h"

#include <algorithm>

#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/path_efficiency.h"
#include "state/bin_request.h"
#include "state/bottlenecks.h"
#include "state/judged_state.h"
#include "state/node_reader.h"
#include "state/pooling.h"
#include "state/window.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

constexpr double kMsPerMinute = 60000;

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

double sum_of(SeriesIn series) {
  double sum = 0;
  for (const double value : series) sum += finite_or_zero(value);
  return sum;
}

// Every stretch of the window in which `holds` is true of span and bin.
template <class Holds>
std::vector<BinSpan> stretches(const NodeJudgement& judged, BinWindow bins, std::int64_t grid_bins,
                               Holds holds) {
  std::vector<BinSpan> found;
  for (const SpanPart& part : spans_in(judged, bins, grid_bins)) {
    for (std::int64_t bin = part.bins.first; bin < part.bins.end; ++bin) {
      if (!holds(part.span->activity, bin)) continue;
      // Across spans: two spans of the same kind are one stretch.
      const bool goes_on = !found.empty() && found.back().last == bin - 1;
      if (!goes_on) found.push_back({bin, bin});
      found.back().last = bin;
    }
  }
  return found;
}

bool is_quiet(NodeActivity activity) {
  return activity == NodeActivity::kEmpty || activity == NodeActivity::kFlowing;
}
bool is_held_by_others(NodeActivity activity) {
  return activity == NodeActivity::kShared || activity == NodeActivity::kDownstream ||
         activity == NodeActivity::kHeld;
}

class FactsOfNode {
 public:
  FactsOfNode(const StoredRun& run, BinWindow bins, std::size_t node,
              const FlowFactsRequest& request)
      : run_(run),
        bins_(bins),
        request_(request),
        sources_(sources_of(run, node)),
        judged_(run.judgement_of(node)),
        reader_(run, bins) {
    reader_.select(sources_);
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
    if (has_capacity_ && judged_ != nullptr) add_spans(facts);
    if (has_capacity_ || reader_.has(NodeMetric::kServiceTimeMs)) {
      facts.overlay = overlay(facts.fifo);
    }
    return facts;
  }

 private:
  void add_spans(NodeFlowFacts& facts) {
    const SeriesIn load = reader_(NodeMetric::kLoad);
    const auto has_room = [&](std::int64_t bin) {
      return value_at(load, static_cast<std::size_t>(bin - bins_.first)) < kFullLoad;
    };
    facts.starved = stretches(*judged_, bins_, run_.bins(), [&](NodeActivity activity, auto bin) {
      // A node that flows at full load is not starved.
      return is_quiet(activity) && has_room(bin);
    });
    facts.blocked = stretches(*judged_, bins_, run_.bins(), [](NodeActivity activity, auto) {
      return is_held_by_others(activity);
    });
  }

  FifoFacts fifo() {
    const NodeQueue queue(run_, sources_.index);
    FifoFacts facts;
    const SeriesIn delay = reader_(NodeMetric::kFifoDelayMinutes);
    const SeriesIn age = reader_(NodeMetric::kBacklogAgeMinutes);
    facts.delay_minutes.assign(delay.begin(), delay.end());
    facts.oldest_age_minutes.assign(age.begin(), age.end());
    facts.waits = waits_of(run_, sources_.index, bins_, queue.waits());
    // What was offered, not what was let in: cumulative curves and Little's law count overflow as
    // leaving.
    const FifoQueue offered{.inflow = run_.values(run_.queue_inflow(sources_.index)),
                            .depth = queue.fifo().depth,
                            .initial_depth = queue.fifo().initial_depth};
    Values in(offered.depth.size()), out(offered.depth.size());
    cumulative_flow(offered, in, out);
    facts.cumulative_in = part(in, bins_);
    facts.cumulative_out = part(out, bins_);
    facts.little = littles_law(offered, bins_.first, bins_.end);
    return facts;
  }

  // Of the items served in the window, whenever they were served.
  double service_time_ms() {
    const SeriesIn time = reader_(NodeMetric::kProcessingTimeMsSum);
    return time.empty() ? kAbsent
                        : ratio_or_absent(sum_of(time), sum_of(reader_(NodeMetric::kServedCount)));
  }

  // Work of the judgement; where no capacity is known, what was served.
  Values work() {
    const SeriesIn load = reader_(NodeMetric::kLoad), served = reader_(NodeMetric::kServed);
    const SeriesIn capacity = reader_.working_capacity();
    Values work(bins_.size(), kAbsent);
    for (std::size_t i = 0; i < work.size(); ++i) {
      // load = work / capacity, so the product is the work that the judgement saw.
      work[i] = load.empty() ? value_at(served, i) : canonical(load[i] * capacity[i]);
    }
    return work;
  }

  // The depth without dust.
  Values depth_of(BinWindow bins) const {
    const SeriesIn whole = run_.values(sources_[Role::kQueueDepth]);
    if (!sources_.node->queue_semantics || whole.empty()) return {};
    Values depth = part(whole, bins);
    const Noise noise{.empty = judged_ != nullptr ? judged_->dust : 0};
    for (double& level : depth) level = noise.is_empty(level) ? 0 : level;
    return depth;
  }

  double depth_before() const {
    // Before the window something may wait already; it is not growth of the window.
    if (bins_.first == 0) return sources_.node->initial_queue_depth.value_or(0);
    const Values before = depth_of({bins_.first - 1, bins_.first});
    return before.empty() ? 0 : finite_or_zero(before[0]);
  }

  QueueingOverlay overlay(const std::optional<FifoFacts>& fifo) {
    const Values worked = work(), depth = depth_of(bins_);
    OverlayInput in{.work = worked,
                    .capacity = reader_.working_capacity(),
                    .parallelism = reader_(NodeMetric::kParallelism),
                    .depth = depth,
                    .depth_before = depth_before(),
                    .service_time_ms = service_time_ms(),
                    .bin_ms = run_.grid().bin_ms(),
                    .cv_arrivals = request_.cv_arrivals,
                    .cv_service = request_.cv_service};
    if (request_.within_minutes) in.within_ms = *request_.within_minutes * kMsPerMinute;
    const double bin_minutes = run_.grid().bin_minutes();
    return {.overlay = overlay_of(in),
            .arrivals_per_minute =
                ratio_or_absent(mean_of(reader_(NodeMetric::kArrivals)), bin_minutes),
            .fluid_wait_minutes = fifo ? fifo->waits.mean : kAbsent,
            .within_minutes = request_.within_minutes};
  }

  const StoredRun& run_;
  BinWindow bins_;
  const FlowFactsRequest& request_;
  NodeSources sources_;
  const NodeJudgement* judged_;
  NodeReader reader_;
  bool has_capacity_ = false;
};

Result<Values> efficiency_of(const StoredRun& run, const std::vector<std::string>& path,
                             BinWindow bins) {
  std::vector<Values> times;
  // `service` and `cycle` point into it: it must not move.
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

namespace {

Problem too_large(std::int64_t series, std::int64_t points) {
  return Problem{.code = "answer_too_large",
                 .message = "the flow facts would hold " + std::to_string(series * points) +
                            " values, more than the " + std::to_string(kMaxAnswerCells) +
                            " of one answer",
                 .remedy = "Ask for maxPoints=300, for fewer bins, or for some nodes=."};
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
    FactsOfNode of_node(*run, facts.bins, node, request);
    // A node that was asked for is answered even when there is little to say.
    if (of_node.has_facts() || !request.nodes.empty()) facts.nodes.push_back(of_node.facts());
  }
  constexpr std::size_t kSeriesOfNode = 4;
  // Four series per node, and the one of the path.
  FT_TRY(facts.bins_per_point, pooled_bins(facts.bins.size(), request.max_points,
                                           kSeriesOfNode * facts.nodes.size() + 1));
  const auto points =
      static_cast<std::int64_t>(point_count(facts.bins.size(), facts.bins_per_point));
  const auto series = static_cast<std::int64_t>(kSeriesOfNode * facts.nodes.size());
  // After the facts: which nodes have any is only known then.
  if (series * points > kMaxAnswerCells) return too_large(series, points);
  facts.bottlenecks = find_bottlenecks(*run, facts.bins);
  facts.path = request.path;
  if (!request.path.empty()) {
    FT_TRY(facts.path_efficiency, efficiency_of(*run, request.path, facts.bins));
  }
  return facts;
}

}  // namespace flowtime
