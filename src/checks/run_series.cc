#include "checks/run_series.h"

#include "model/names.h"
#include "model/node_reads.h"

namespace flowtime::checks {

RunSeries::RunSeries(const Model& model, const SeriesCatalog& catalog)
    : model_(model),
      catalog_(catalog),
      node_series_(model.topology.nodes.size()),
      incoming_(model.topology.nodes.size()),
      outgoing_(model.topology.nodes.size()) {
  for (std::size_t node = 0; node < node_series_.size(); ++node) find_series_of(node);
  for (std::uint32_t e = 0; e < edges().size(); ++e) {
    const Edge& edge = edges()[e];
    flows_.push_back(find(edge_series_id(edge, "flowVolume")));
    outgoing_[edge.from.value].push_back(e);
    incoming_[edge.to.value].push_back(e);
  }
  for (const Node& node : model.nodes) {
    for (const std::string_view target : feeds_of(node)) route_targets_.emplace(target);
  }
}

void RunSeries::find_series_of(std::size_t index) {
  const TopologyNode& node = nodes()[index];
  NodeSeries& series = node_series_[index];
  for (std::size_t role = 0; role < series.roles.size(); ++role) {
    series.roles[role] = find(node.semantics.roles[role]);
  }
  if (const auto depth = queue_depth_id(model_, node)) {
    series.roles[static_cast<std::size_t>(Role::kQueueDepth)] = find(*depth);
  }
  if (const auto effective = served_effective_id(model_, node)) {
    series.served_effective = find(*effective);
    series.evaluated_queue =
        // The compiler publishes an effective served of its own only for queues that it runs.
        exists(series.served_effective) && series.served_effective != series[Role::kServed];
  }
  if (!exists(series.served_effective)) series.served_effective = series[Role::kServed];
  if (const auto& parallelism = node.semantics.parallelism) {
    const auto* ref = std::get_if<SeriesRef>(&*parallelism);
    if (ref != nullptr) series.parallelism = find(*ref);
    if (ref == nullptr) series.parallelism_number = std::get<double>(*parallelism);
  }
}

SeriesIndex RunSeries::find(std::string_view id) const {
  return catalog_.find(id).value_or(kNoSeries);
}

SeriesIndex RunSeries::find(const Rare<SeriesRef>& ref) const {
  if (!ref || ref->kind != SeriesRef::Kind::kSeries) return kNoSeries;
  return find(id_of(*ref));
}

std::string RunSeries::part_name(std::size_t i) const {
  return i < model_.classes.size() ? model_.classes[i].id : std::string(kDefaultClass);
}

std::vector<SeriesIndex> RunSeries::parts_of(const std::string& id) const {
  std::vector<SeriesIndex> parts;
  bool any = false;
  for (std::size_t i = 0; i <= model_.classes.size(); ++i) {
    parts.push_back(find(id + "@" + part_name(i)));
    any = any || exists(parts.back());
  }
  if (!any) parts.clear();
  return parts;
}

bool carries_served(const Edge& edge) {
  return edge.type == EdgeType::kThroughput && effective_measure(edge) == EdgeMeasure::kServed;
}

}  // namespace flowtime::checks
