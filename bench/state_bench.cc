#include "state_bench.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "inspect/query_run.h"
#include "lifecycle/create_run.h"
#include "state/frames.h"
#include "state/graph.h"
#include "state/snapshot.h"
#include "state/ui_bundle.h"
#include "state/window.h"
#include "stopwatch.h"

namespace flowtime::bench {
namespace {

using Opened = std::shared_ptr<const OpenedRun>;

// A data root with runs.
class Root {
 public:
  Env& env() { return root_.env(); }

  void store(const std::string& text, const std::string& id) {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.csv = CsvPolicy::kOff;
    request.durability = Durability::kNone;
    RunObserver observer;
    NullLogSink log;
    const RunOutcome outcome =
        create_run({.env = env(), .log = log, .observer = observer}, request);
    if (outcome.succeeded()) return;
    std::fputs(to_text(outcome.problems, "model").c_str(), stderr);
    std::exit(1);
  }

 private:
  BenchRoot root_;
};

void row(const char* what, double ms, const char* target) {
  std::printf("  %-52s %9.2f ms   %s\n", what, ms, target);
}

void bench_first_byte(const Opened& run) {
  std::size_t bytes = 0;
  const double first = median_ms([&] {
    WindowText text(must(query_window(run->run, {})), run->metadata);
    bytes += text.next().size();
  });
  row("full JSON window, first bytes", first, "< 20 ms");
  const double all = median_ms([&] {
    WindowText text(must(query_window(run->run, {})), run->metadata);
    bytes = 0;
    for (std::string piece = text.next(); !piece.empty(); piece = text.next()) {
      bytes += piece.size();
    }
  });
  row("full JSON window, all", all, "< 250 ms");
  std::printf("  %-52s %9.1f MB\n", "  its size", static_cast<double>(bytes) / 1e6);
}

void bench_day(Root& root) {
  root.store(chain_model(1000, 288), "day");
  std::printf("state, chain 1,000 nodes x 288 bins\n");
  row("open the run", median_ms([&] { must(open_for_queries(root.env(), "day")); }), "");
  OpenRuns runs(root.env());
  const Opened run = must(runs.open("day"));
  row("open it again", median_ms([&] { must(runs.open("day")); }), "");
  row("snapshot", median_ms([&] { must(query_snapshot(run->run, 100)); }), "< 2 ms");
  row("snapshot as JSON",
      median_ms([&] { to_json(must(query_snapshot(run->run, 100)), run->metadata); }), "");
  const WindowRequest queue{.metrics = {NodeMetric::kQueue}, .with_edges = false};
  row("window of one metric as JSON",
      median_ms([&] { to_json(must(query_window(run->run, queue)), run->metadata); }), "< 20 ms");
  row("frames of utilization", median_ms([&] { frame_bytes(must(query_frames(run->run, {}))); }),
      "< 20 ms");
  bench_first_byte(run);
  row("graph as JSON", median_ms([&] { to_json(must(query_graph(run->run, {}))); }), "");
  row("ui-bundle as JSON",
      median_ms([&] { to_json(must(query_ui_bundle(run->run)), run->metadata); }), "");
}

void bench_long(Root& root) {
  root.store(long_chain_model(1000, 10'000), "long");
  std::printf("\nstate, chain 1,000 nodes x 10,000 bins\n");
  const Opened run = must(open_for_queries(root.env(), "long"));
  const WindowRequest queue{
      .metrics = {NodeMetric::kQueue}, .with_edges = false, .max_points = 500};
  row("window of one metric, maxPoints=500",
      median_ms([&] { to_json(must(query_window(run->run, queue)), run->metadata); }, 1), "");
  row("frames of utilization, level 4",
      median_ms([&] { frame_bytes(must(query_frames(run->run, {.level = 4}))); }, 1), "");
  row("frames of utilization, all 10 million values",
      median_ms([&] { frame_bytes(must(query_frames(run->run, {}))); }, 1), "");
  row("snapshot", median_ms([&] { must(query_snapshot(run->run, 5000)); }), "");
}

// One metric of one node in 200 runs that nobody has opened yet.
void bench_many(Root& root) {
  constexpr int kRuns = 200;
  for (int i = 0; i < kRuns; ++i) root.store(chain_model(20, 288), "run" + std::to_string(i));
  double sum = 0;
  const double time = median_ms(
      [&] {
        for (int i = 0; i < kRuns; ++i) {
          const auto run =
              must(StoredRun::open(must(open_run(root.env(), "run" + std::to_string(i)))));
          NodeReader reader(*run, {0, run->bins()});
          reader.select(sources_of(*run, 10));
          for (const double value : reader(NodeMetric::kUtilization)) sum += value;
        }
      },
      3);
  std::printf("\nstate, 200 runs of 20 nodes x 288 bins\n");
  row("open each, read one metric", time, "< 200 ms");
  if (sum < 0) std::printf("never\n");  // keeps the reading from being left out
}

}  // namespace

void bench_state() {
  Root root;
  bench_day(root);
  bench_long(root);
  bench_many(root);
}

}  // namespace flowtime::bench
