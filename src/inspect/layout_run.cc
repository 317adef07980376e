#include "inspect/layout_run.h"

#include <algorithm>

#include "inspect/query_run.h"
#include "metrics/capacity.h"
#include "metrics/colour.h"
#include "metrics/latency.h"
#include "metrics/load.h"
#include "model/names.h"
#include "pipeline/one_bin.h"

namespace flowtime {
namespace {

double value_in(const StoredRun& run, SeriesIndex series, std::int64_t bin) {
  return checks::exists(series) ? run.values(series)[static_cast<std::size_t>(bin)] : kAbsent;
}

// The verdict of the span of bins that holds this one.
Verdict verdict_in(const NodeJudgement* judged, std::int64_t bin) {
  if (judged == nullptr || judged->spans.empty()) return Verdict::kNone;
  const auto after = std::upper_bound(
      judged->spans.begin(), judged->spans.end(), bin,
      [](std::int64_t value, const JudgedSpan& span) { return value < span.first_bin; });
  return after == judged->spans.begin() ? Verdict::kNone : std::prev(after)->verdict;
}

// Attempts as the model gives them, else served and failed ones (metrics/load.h).
double work_in(const StoredRun& run, std::size_t node, double served, std::int64_t bin) {
  const checks::NodeSeries& series = run.series().of(node);
  const double attempts = value_in(run, series[Role::kAttempts], bin);
  if (is_finite(attempts)) return attempts;
  const NodeJudgement* judged = run.judgement_of(node);
  const bool by_errors = judged != nullptr && judged->errors_are_failures;
  const Role failed = by_errors ? Role::kErrors : Role::kFailures;
  return served + finite_or_zero(value_in(run, series[failed], bin));
}

NodeLoad load_in(const StoredRun& run, std::size_t node, std::int64_t bin) {
  const checks::NodeSeries& series = run.series().of(node);
  const TopologyNode& about = run.topology().nodes[node];
  const double served = value_in(run, series.served_effective, bin);
  const double servers = checks::exists(series.parallelism) ? value_in(run, series.parallelism, bin)
                                                            : series.parallelism_number;
  const double capacity = effective_capacity(value_in(run, series[Role::kCapacity], bin), servers);
  const DispatchSchedule* schedule = schedule_of(run.model(), about);
  // Behind a closed gate a load says nothing: the node must not serve.
  const bool closed = schedule != nullptr && !is_dispatch_bin(*schedule, bin);
  NodeLoad load{.utilization = utilization(served, capacity),
                .load = closed
                            ? kAbsent
                            : flowtime::load_of(served, work_in(run, node, served, bin), capacity),
                .queue = value_in(run, series[Role::kQueueDepth], bin),
                .verdict = verdict_in(run.judgement_of(node), bin)};
  const double wait = latency_minutes(queue_time_ms(load.queue, served, run.model().grid.bin_ms()));
  load.colour = name_of(node_colour(about, load.utilization, wait));
  return load;
}

NodeLoad peak_load(const NodeJudgement* judged) {
  if (judged == nullptr) return {};
  return {.load = judged->peak_load, .queue = judged->peak_depth, .verdict = judged->verdict};
}

void add_loads(const StoredRun& run, RunLayout& made) {
  for (const GraphNode& node : made.graph.nodes) {
    if (!node.topology) {
      made.loads.push_back({.colour = name_of(Colour::kGray)});
    } else if (made.bin) {
      made.loads.push_back(load_in(run, node.topology->value, *made.bin));
    } else {
      made.loads.push_back(peak_load(run.judgement_of(node.topology->value)));
    }
  }
}

bool is_hinted(const RunGraph& graph) {
  return !graph.nodes.empty() && std::all_of(graph.nodes.begin(), graph.nodes.end(),
                                             [](const GraphNode& node) { return node.hint; });
}

Layout lay_out(const RunGraph& graph) {
  std::vector<LayoutNode> sizes;
  std::vector<LayoutEdge> edges;
  std::vector<LayoutPoint> places;
  for (const GraphNode& node : graph.nodes) {
    sizes.push_back(node.size);
    places.push_back(node.hint.value_or(LayoutPoint{}));
  }
  for (const GraphEdge& edge : graph.edges) edges.push_back(edge.ends);
  // All or none: a graph that is laid out in part would overlap.
  return is_hinted(graph) ? placed_layout(sizes, edges, places) : layered_layout(sizes, edges);
}

}  // namespace

std::shared_ptr<const Layout> Layouts::get(const RunGraph& graph,
                                           const std::string& structure_hash) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& kept) { return kept.first == structure_hash; });
    if (found != kept_.end()) {
      std::rotate(found, found + 1, kept_.end());
      return kept_.back().second;
    }
  }
  auto made = std::make_shared<const Layout>(lay_out(graph));
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= capacity_) kept_.erase(kept_.begin());
  kept_.emplace_back(structure_hash, made);
  return made;
}

Result<RunLayout> layout_run(const RunHost& host, Layouts& layouts, const LayoutRequest& request) {
  FT_TRY(const auto opened, open_for_queries(host.env, request.run_id));
  const StoredRun& run = *opened->run;
  RunLayout made;
  made.run_id = run.info().id;
  made.title = run.info().template_title.empty() ? made.run_id : run.info().template_title;
  made.graph = graph_of(run.model());
  made.structure_hash = structure_hash(made.graph);
  made.hinted = is_hinted(made.graph);
  made.layout = layouts.get(made.graph, made.structure_hash);
  if (!request.at.empty()) {
    FT_TRY(made.bin, one_bin(request.at, run.model().grid));
  }
  add_loads(run, made);
  return made;
}

}  // namespace flowtime
