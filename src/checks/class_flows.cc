#include "checks/class_flows.h"

#include "model/names.h"

namespace flowtime::checks {

std::vector<ClassFlowSeries> class_flows_of(const RunSeries& run, std::size_t node,
                                            SeriesIndex inflow) {
  const SeriesIndex depth = run.of(node)[Role::kQueueDepth];
  if (!exists(depth) || !exists(inflow)) return {};
  const std::vector<SeriesIndex> waits = run.parts_of(run.catalog()[depth].id);
  const std::vector<SeriesIndex> came = run.parts_of(run.catalog()[inflow].id);
  const auto lost = run.parts_of(snake_case(run.nodes()[node].id) + "_overflow");
  if (waits.empty()) return {};
  std::vector<ClassFlowSeries> flows(waits.size());
  for (std::size_t i = 0; i < flows.size(); ++i) {
    flows[i].depth = waits[i];
    if (!came.empty()) flows[i].came = came[i];
    if (!lost.empty()) flows[i].overflow = lost[i];
  }
  return flows;
}

bool leaves_class_by_class(const RunSeries& run, std::size_t node) {
  const TopologyNode& about = run.nodes()[node];
  return about.discipline && about.discipline->kind == Discipline::Kind::kPriority;
}

}  // namespace flowtime::checks
