// The state of nodes and edges of a run over a range of bins.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "series/bin_window.h"
#include "state/edge_reader.h"
#include "state/node_metric.h"
#include "state/stored_run.h"

namespace flowtime {

// Most values that one answer may hold; beyond it the answer is refused with what to ask instead.
// About 100 MB of JSON.
inline constexpr std::int64_t kMaxAnswerCells = 8'000'000;

// kFull adds the computed nodes of the model. "compact" is another name of kOperational.
enum class StateMode : std::uint8_t { kOperational, kFull };
// Nothing for another word.
std::optional<StateMode> parse_state_mode(std::string_view text);  // in any case

// Empty lists mean "all"; ids that do not exist are problems.
struct WindowRequest {
  std::optional<std::int64_t> start_bin{},
      end_bin{};  // inclusive; absent: the grid's first and last
  StateMode mode = StateMode::kOperational;
  std::vector<std::string> nodes{};   // empty: all
  std::vector<NodeMetric> metrics{};  // empty: all but those on request
  // Of every node, beside its metrics: what it did, and its verdict. With neither a metric nor one
  // of these both are shown.
  bool with_state = false, with_verdict = false;
  bool with_edges = true;
  std::vector<std::string> edge_ids{};       // in any case; empty: all
  std::vector<EdgeMetric> edge_metrics{};    // empty: all
  std::vector<std::string> class_ids{};      // of edges, in any case; empty: all
  std::optional<std::int64_t> max_points{};  // pools bins so that there are at most so many points
  std::int64_t max_cells = kMaxAnswerCells;
};

// What a request needs. Nothing has been read of the series yet.
// Keeps the run alive. Counting its cells looks at which series exist, not at values.
struct Window {
  std::shared_ptr<const StoredRun> run{};
  WindowRequest request{};
  BinWindow bins{};
  std::size_t bins_per_point = 1;
  std::vector<std::size_t> nodes{};           // of the topology
  std::vector<std::size_t> computed_nodes{};  // of Model::nodes, in full mode
  std::vector<std::size_t> edges{};
  std::int64_t cells = 0;  // values of the answer, at most

  std::size_t points() const { return point_count(bins.size(), bins_per_point); }
  // Whether the request asks for it, not whether a node has it.
  bool shows(NodeMetric metric) const;
  // Nothing was chosen of the nodes' series, so everything is shown that is not on request.
  bool shows_all() const;
};

// Problems: range_outside_grid, range_backwards, unknown_node, no_topology, bad_max_points,
// answer_too_large (says what to ask instead), missing_node_data, mode_validation_failed.
// Cheap but for validate_mode, which looks at the values of the window.
Result<Window> query_window(std::shared_ptr<const StoredRun> run, WindowRequest request);

// The answer of GET /v1/runs/{runId}/state_window, piece by piece, so that the first bytes are on
// their way before the last are computed.
// Not thread safe. Holds the run until it is destroyed, also when a client disconnects half-way.
class WindowText {
 public:
  // `metadata`: the run's own, as JSON.
  WindowText(Window window, std::string metadata);
  ~WindowText();
  WindowText(WindowText&&) noexcept;
  WindowText& operator=(WindowText&&) noexcept;
  // The next piece; empty after the last one.
  // About 64 kB each; the first one is the head alone.
  std::string next();

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

// All pieces at once, for callers that do not send it.
std::string to_json(const Window& window, std::string_view metadata);
// "bin,node,metric,value": nodes one after the other, each metric bin by bin (the first bin of each
// point when pooled); absent values are empty. Without the series of edges.
// All of it in memory: bounded by max_cells.
std::string to_csv(const Window& window);

}  // namespace flowtime
