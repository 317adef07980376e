#include "state/snapshot.h"

#include "model/names.h"
#include "state/few_bins.h"
#include "state/flow_latencies.h"
#include "state/judged_state.h"
#include "state/node_facts.h"

namespace flowtime {
namespace {

class SnapshotQuery {
 public:
  SnapshotQuery(const StoredRun& run, std::int64_t bin)
      : run_(run),
        bins_{bin, bin + 1},
        reader_(run, bins_),
        class_reader_(run, bins_),
        // Of the one bin; every node needs it, so it is made once.
        latencies_(run, bins_) {}

  NodeSnapshot node(std::size_t index) {
    const NodeSources sources = sources_of(run_, index);
    reader_.select(sources);
    NodeSnapshot node;
    node.node = sources.node;
    node.figures = figures(reader_);
    node.figures[static_cast<std::size_t>(NodeMetric::kFlowLatencyMs)] = latencies_.of(index)[0];
    node.served_is_derived = served_is_derived(run_, sources, bins_);
    node.queue_is_derived = queue_is_made(sources);
    node.colour = node_colour(*sources.node, figure(node.figures, NodeMetric::kUtilization),
                              figure(node.figures, NodeMetric::kLatencyMinutes));
    node.judged = run_.judgement_of(index);
    if (node.judged != nullptr) node.verdict = span_at(*node.judged, bins_.first).verdict;
    node.schedule = schedule_of(run_.model(), *sources.node);
    node.sla = sla_entries(run_, sources, reader_);
    node.warnings = node_warnings(run_, sources, reader_, false);
    const auto statuses = latency_statuses(run_, sources, reader_);
    if (!statuses.empty()) node.latency_status = statuses[0];
    add_classes(sources, node);
    add_constraints(index, node);
    return node;
  }

  EdgeSnapshot edge(EdgeReader& reader, std::size_t index) const {
    reader.select(index);
    EdgeSnapshot edge;
    edge.edge = &run_.topology().edges[index];
    for (const EdgeMetric metric : kEdgeMetrics) {
      const auto at = static_cast<std::size_t>(metric);
      const SeriesIn series = reader(metric);
      edge.exists[at] = !series.empty();
      edge.values[at] = value_at(series, 0);
      edge.derived[at] = reader.is_derived(metric);
    }
    for (const std::string& id : reader.classes()) {
      edge.class_flow.emplace_back(id, value_at(reader.class_part(EdgeMetric::kFlowVolume, id), 0));
    }
    return edge;
  }

 private:
  static NodeFigures figures(NodeReader& reader) {
    NodeFigures figures;
    figures.fill(kAbsent);
    for (const NodeMetric metric : all_node_metrics()) {
      // Ages and delays look at the whole run: too dear for every node of every bin.
      if (about(metric).on_request) continue;
      figures[static_cast<std::size_t>(metric)] = value_at(reader(metric), 0);
    }
    return figures;
  }

  bool queue_is_made(const NodeSources& sources) const {
    const SeriesIndex depth = sources[Role::kQueueDepth];
    return checks::exists(depth) && run_.model().find_node(run_.catalog()[depth].id) == nullptr;
  }

  void add_classes(const NodeSources& sources, NodeSnapshot& node) {
    const std::vector<NodeClass> classes = classes_of(run_, sources.index);
    if (classes.empty()) return;
    node.class_truth = class_truth(classes, reader_, class_reader_);
    if (auto found = class_warning(sources, node.class_truth)) {
      node.warnings.push_back(std::move(*found));
    }
    for (const NodeClass& part : classes) {
      class_reader_.select(part.sources);
      node.classes.push_back({.id = part.id, .figures = figures(class_reader_)});
    }
  }

  void add_constraints(std::size_t index, NodeSnapshot& node) const {
    for (const ConstraintState& state : constraint_states(run_, index, bins_)) {
      node.constraints.push_back({.id = state.constraint->id,
                                  .arrivals = value_at(state.arrivals, 0),
                                  .served = value_at(state.served, 0),
                                  .errors = value_at(state.errors, 0),
                                  .latency_minutes = value_at(state.latency_minutes, 0),
                                  .shortfall = value_at(state.shortfall, 0),
                                  .limited = value_at(state.limited, 0)});
    }
  }

  const StoredRun& run_;
  BinWindow bins_;
  NodeReader reader_, class_reader_;
  FlowLatencies latencies_;
};

}  // namespace

Result<Snapshot> query_snapshot(std::shared_ptr<const StoredRun> run, std::int64_t bin,
                                const std::vector<std::string>& nodes) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  if (bin < 0 || bin >= run->bins()) {
    return Problem{.code = "bin_outside_grid",
                   .message = "'binIndex' must be between 0 and " + std::to_string(run->bins() - 1),
                   .remedy = "Ask for a bin of the run's grid."};
  }
  // Kept to the end of the query: one bin of every series is the worst case for reading ahead.
  const auto scattered = without_reading_ahead(*run, {bin, bin + 1});
  FT_RETURN_IF_PROBLEM(validate_mode(*run, {bin, bin + 1}));
  Snapshot snapshot{.run = run, .bin = bin};
  SnapshotQuery query(*run, bin);
  FT_TRY(const std::vector<std::size_t> chosen, run->find_nodes(nodes));
  snapshot.nodes.reserve(chosen.size());
  for (const std::size_t node : chosen) snapshot.nodes.push_back(query.node(node));
  EdgeReader edges(*run, {bin, bin + 1});
  snapshot.edges.reserve(run->topology().edges.size());
  for (std::size_t i = 0; i < run->topology().edges.size(); ++i) {
    snapshot.edges.push_back(query.edge(edges, i));
  }
  snapshot.edge_warnings = edge_warnings(*run);
  return snapshot;
}

}  // namespace flowtime
