#include "base/number_text.h"
#include "state/flow_latencies.h"
#include "state/node_reader.h"
#include "state/snapshot.h"
#include "state/window.h"

namespace flowtime {
namespace {

constexpr const char* kHeader = "bin,node,metric,value\n";

// Ids that a CSV cannot hold as they are stand in quotes.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

void append_row(std::string& csv, std::int64_t bin, const std::string& node,
                std::string_view metric, double value) {
  csv += std::to_string(bin);
  csv += ',';
  csv += node;
  csv += ',';
  csv += metric;
  csv += ',';
  if (is_finite(value)) append_number(csv, value);
  csv += '\n';
}

}  // namespace

std::string to_csv(const Snapshot& snapshot) {
  std::string csv = kHeader;
  for (const NodeSnapshot& node : snapshot.nodes) {
    const std::string id = cell(node.node->id);
    for (const NodeMetric metric : all_node_metrics()) {
      const double value = figure(node.figures, metric);
      if (is_finite(value)) append_row(csv, snapshot.bin, id, name_of(metric), value);
    }
  }
  return csv;
}

std::string to_csv(const Window& window) {
  const StoredRun& run = *window.run;
  std::string csv = kHeader;
  std::vector<double> points;
  std::optional<FlowLatencies> latencies;
  if (window.shows(NodeMetric::kFlowLatencyMs)) latencies.emplace(run, window.bins);
  NodeReader reader(run, window.bins);
  for (const std::size_t node : window.nodes) {
    const NodeSources sources = sources_of(run, node);
    reader.select(sources);
    const std::string id = cell(sources.node->id);
    for (const NodeMetric metric : all_node_metrics()) {
      // A series that the node does not have gives no rows: pool() of nothing is nothing.
      if (!window.shows(metric)) continue;
      const bool flow = metric == NodeMetric::kFlowLatencyMs;
      const SeriesIn series = flow ? latencies->of(node) : reader(metric);
      pool(series, window.bins_per_point, about(metric).pooling, points);
      std::int64_t bin = window.bins.first;
      for (const double value : points) {
        append_row(csv, bin, id, name_of(metric), value);
        bin += static_cast<std::int64_t>(window.bins_per_point);
      }
    }
  }
  return csv;
}

}  // namespace flowtime
