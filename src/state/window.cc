#include "state/window.h"

#include <algorithm>

#include "base/ascii.h"
#include "state/bin_request.h"
#include "state/few_bins.h"
#include "state/node_reader.h"
#include "state/state_warning.h"

namespace flowtime {
namespace {

bool is_computed(const Node& node) {
  return std::holds_alternative<ConstNode>(node.body) ||
         std::holds_alternative<ExprNodeBody>(node.body) ||
         std::holds_alternative<PmfNode>(node.body);
}

Result<Done> select_nodes(Window& window) {
  const StoredRun& run = *window.run;
  const Model& model = run.model();
  const bool full = window.request.mode == StateMode::kFull;
  const auto computed = [&](const std::string& id) -> std::optional<std::size_t> {
    const auto found = model.node_index(id);
    if (!full || !found) return std::nullopt;
    // A topology node wins over a computed one of its id.
    const bool shadowed = model.topology_index(id).has_value();
    if (shadowed || !is_computed(model.nodes[found->value])) return std::nullopt;
    return std::size_t{found->value};
  };
  for (const std::string& id : window.request.nodes) {
    if (const auto at = computed(id)) {
      window.computed_nodes.push_back(*at);
      continue;
    }
    FT_TRY(const std::size_t node, run.find_node(id));
    window.nodes.push_back(node);
  }
  if (!window.request.nodes.empty()) {
    // In the order of the topology, whatever order the request has.
    std::sort(window.nodes.begin(), window.nodes.end());
    window.nodes.erase(std::unique(window.nodes.begin(), window.nodes.end()), window.nodes.end());
    return Done{};
  }
  for (std::size_t i = 0; i < run.topology().nodes.size(); ++i) window.nodes.push_back(i);
  for (const Node& node : model.nodes) {
    if (const auto at = computed(node.id)) window.computed_nodes.push_back(*at);
  }
  return Done{};
}

void select_edges(Window& window) {
  if (!window.request.with_edges) return;
  std::vector<std::string> wanted;
  for (const std::string& id : window.request.edge_ids) wanted.push_back(lower_case(id));
  const std::vector<Edge>& edges = window.run->topology().edges;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const bool chosen = wanted.empty() || std::find(wanted.begin(), wanted.end(),
                                                    lower_case(edges[i].id)) != wanted.end();
    if (chosen) window.edges.push_back(i);
  }
}

std::int64_t series_of_node(const Window& window, NodeReader& reader, std::size_t node) {
  const StoredRun& run = *window.run;
  const NodeSources sources = sources_of(run, node);
  reader.select(sources);
  // An upper bound: it must never be below what is written.
  std::int64_t count = window.shows_all() ? 4 : 2;  // service levels, state and verdict
  for (const NodeMetric metric : all_node_metrics()) {
    count += window.shows(metric) && (reader.has(metric) || metric == NodeMetric::kFlowLatencyMs);
  }
  for (const NodeClass& part : classes_of(run, node)) {
    reader.select(part.sources);
    for (const NodeMetric metric : all_node_metrics()) {
      count += window.shows(metric) && reader.has(metric);
    }
  }
  // Each constraint has up to four series and a status.
  return count + 5 * static_cast<std::int64_t>(run.constraints_of(node).size());
}

std::int64_t count_series(const Window& window) {
  NodeReader reader(*window.run, window.bins);
  std::int64_t series = 2 * static_cast<std::int64_t>(window.computed_nodes.size());
  for (const std::size_t node : window.nodes) series += series_of_node(window, reader, node);
  EdgeReader edges(*window.run, window.bins);
  for (const std::size_t edge : window.edges) {
    edges.select(edge);
    series += 1 + static_cast<std::int64_t>(edges.classes().size());
  }
  return series;
}

Problem too_large(const Window& window, std::int64_t series) {
  // What would fit: the remedy can be pasted.
  const std::int64_t points = std::max<std::int64_t>(1, window.request.max_cells / series);
  return Problem{.code = "answer_too_large",
                 .message = "the window would hold " + std::to_string(window.cells) +
                            " values, more than the " + std::to_string(window.request.max_cells) +
                            " of one answer",
                 .remedy = "Ask for maxPoints=" + std::to_string(points) +
                           " or fewer bins, for some nodes= and metrics=, or for /frames."};
}

}  // namespace

std::optional<StateMode> parse_state_mode(std::string_view text) {
  const std::string mode = lower_case(text);
  if (mode == "operational" || mode == "compact") return StateMode::kOperational;
  if (mode == "full") return StateMode::kFull;
  return std::nullopt;
}

bool Window::shows_all() const {
  return request.metrics.empty() && !request.with_state && !request.with_verdict;
}

bool Window::shows(NodeMetric metric) const {
  if (shows_all()) return !about(metric).on_request;
  return std::find(request.metrics.begin(), request.metrics.end(), metric) != request.metrics.end();
}

Result<Window> query_window(std::shared_ptr<const StoredRun> run, WindowRequest request) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  Window window{.run = std::move(run), .request = std::move(request)};
  FT_TRY(window.bins,
         window_of(window.run->grid(), window.request.start_bin, window.request.end_bin));
  FT_RETURN_IF_PROBLEM(select_nodes(window));
  select_edges(window);
  const auto scattered = without_reading_ahead(*window.run, window.bins);
  const std::int64_t series = count_series(window);
  FT_TRY(window.bins_per_point, pooled_bins(window.bins.size(), window.request.max_points,
                                            static_cast<std::size_t>(series)));
  window.cells = series * static_cast<std::int64_t>(window.points());
  if (window.cells > window.request.max_cells) return too_large(window, series);
  // Last: it reads values, and a request that is refused should not.
  FT_RETURN_IF_PROBLEM(validate_mode(*window.run, window.bins));
  return window;
}

}  // namespace flowtime
