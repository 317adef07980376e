#include "state/flow_latencies.h"

#include "metrics/flow_latency.h"
#include "state/node_reader.h"

namespace flowtime {

FlowLatencies::FlowLatencies(const StoredRun& run, BinWindow bins) {
  const Topology& topology = run.topology();
  NodeReader reader(run, bins);
  FlowLatencyInput input;
  std::vector<double> cycle_times;
  cycle_times.reserve(topology.nodes.size() * bins.size());  // so that none moves
  for (std::size_t node = 0; node < topology.nodes.size(); ++node) {
    const NodeSources sources = sources_of(run, node);
    reader.select(sources);
    const SeriesIn cycle_time = reader(NodeMetric::kCycleTimeMs);
    // A computed series is void at the next select(), so it is copied.
    const double* const kept = cycle_times.data() + cycle_times.size();
    cycle_times.insert(cycle_times.end(), cycle_time.begin(), cycle_time.end());
    input.cycle_time_ms.emplace_back(kept, cycle_time.size());
    const bool sink = sources.node->category == NodeCategory::kSink;
    // Stored series: what is handed out outlives the selection.
    input.passed.push_back(reader(sink ? NodeMetric::kArrivals : NodeMetric::kServed));
  }
  for (std::size_t edge = 0; edge < topology.edges.size(); ++edge) {
    const SeriesIn flow = run.values(run.series().flow_of(edge));
    input.flow_volume.push_back(
        flow.empty() ? flow : flow.subspan(static_cast<std::size_t>(bins.first), bins.size()));
  }
  latency_ = flow_latency_ms(topology, input, bins.size());
}

}  // namespace flowtime
