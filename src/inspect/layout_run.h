// Where the nodes of a run are when it is drawn, and the drawing.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "answers/judgement.h"
#include "base/result.h"
#include "host/run_host.h"
#include "inspect/run_graph.h"
#include "layout/layered.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime {

// The graphs that were laid out last, by structure hash. Threads may share it.
// Two runs of one model share a layout, since it depends on the structure alone. Laying out happens
// outside the lock: two threads may do the same work once.
// Nothing is ever stale: another structure has another hash. The layout used longest ago is let go.
class Layouts {
 public:
  explicit Layouts(std::size_t capacity = 64) : capacity_(capacity) {}
  // `structure_hash` is that of `graph`.
  // As the model's hints say when every node has one, else layered (layout/layered.h).
  std::shared_ptr<const Layout> get(const RunGraph& graph, const std::string& structure_hash);

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<std::pair<std::string, std::shared_ptr<const Layout>>> kept_;  // the latest last
};

// What a node does in one bin, or the most it did in the run; absent where the node has none.
// `utilization` is served / capacity; `load` counts what was asked for and may be above 1.
// Ratios, and `queue` in items. Behind the closed gate of a schedule the load is absent: the node
// must not serve then.
struct NodeLoad {
  double utilization = kAbsent, load = kAbsent, queue = kAbsent;
  Verdict verdict = Verdict::kNone;
  std::string colour{};  // metrics/colour.h, for clients of the contract; of a bin only
};

struct LayoutRequest {
  std::string run_id{};
  std::string at{};  // a bin or a time: tells what every node did then; empty: in the run
};

// `loads` has one entry per node of `graph`, in its order.
// Without a template's title, `title` is the id of the run.
struct RunLayout {
  std::string run_id{}, title{}, structure_hash{};
  RunGraph graph;
  std::shared_ptr<const Layout> layout{};
  bool hinted = false;  // every node is where the model says
  std::optional<std::int64_t> bin{};
  std::vector<NodeLoad> loads{};  // by node; without a bin the peaks and the verdict of the run
};

// Problems: those of open_run and of the stored model, of bin_range.h, at_single_bin.
// Opens the run anew; the layout is taken from `layouts`.
Result<RunLayout> layout_run(const RunHost& host, Layouts& layouts, const LayoutRequest& request);

// docs/http-api.md, "Layout".
std::string to_json(const RunLayout& layout,
                    JsonWriter::Layout form = JsonWriter::Layout::kCompact);
// A complete document with a legend and a description for screen readers.
std::string to_svg(const RunLayout& layout);

}  // namespace flowtime
