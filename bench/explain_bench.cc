#include "explain_bench.h"

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "inspect/compare_runs.h"
#include "inspect/explain_run.h"
#include "layout/layered.h"
#include "lifecycle/create_run.h"
#include "stopwatch.h"

namespace flowtime::bench {
namespace {

// A data root, with what asking about its runs needs.
class Asked {
  BenchRoot root_;
  NullLogSink log_;
  RunObserver observer_;
  OpenRuns runs_{root_.env()};

 public:
  RunHost host() { return {.env = root_.env(), .log = log_, .observer = observer_}; }
  void store(const std::string& id, const std::string& text,
             const std::vector<std::string>& settings = {}) {
    CreateRunRequest request;
    request.source.text = text;
    for (const std::string& setting : settings) request.source.settings.push_back({setting, ""});
    request.run_id = id;
    request.csv = CsvPolicy::kOff;
    request.durability = Durability::kNone;
    request.fail_on = FailOn::kNone;
    const RunOutcome outcome = create_run(host(), request);
    if (outcome.succeeded()) return;
    std::fputs(to_text(outcome.problems, "model").c_str(), stderr);
    std::exit(1);
  }
  std::int64_t explain(const std::string& run, const std::string& series, const std::string& at) {
    const ExplainRequest request{.run_id = run, .series = series, .at = at};
    return must(explain_run(host(), explainers, request)).cells_walked;
  }

  Explainers explainers{runs_};
};

// The series that is largest in the last bin, of those whose id begins with the prefix.
std::string largest_series(const Run& run, const std::string& prefix) {
  std::string largest;
  double most = -1;
  for (std::size_t row = 0; row < run.series().size(); ++row) {
    const std::string& id = run.series()[row].bare_id;
    if (id.compare(0, prefix.size(), prefix) != 0 || !(run.values(row).back() > most)) continue;
    most = run.values(row).back();
    largest = id;
  }
  return largest;
}

void explain_model(const char* name, const std::string& text, const std::string& prefix,
                   Targets& targets) {
  Asked asked;
  asked.store("run", text);
  const auto explainer = must(asked.explainers.get(asked.host(), "run"));
  const std::string series = largest_series(explainer->run(), prefix);
  const std::string at = std::to_string(explainer->plan().bins - 1);
  std::int64_t cells = 0;
  const double cold = median_ms([&] {
    asked.explainers.forget();
    cells = asked.explain("run", series, at);
  });
  const double unopened = median_ms([&] {
    OpenRuns runs(asked.host().env);
    Explainers explainers(runs);
    must(explain_run(asked.host(), explainers, {.run_id = "run", .series = series, .at = at}));
  });
  const double warm = median_ms([&] { asked.explain("run", series, at); });
  std::printf("  %-28s %8.2f %8.2f %8.3f %12lld\n", name, unopened, cold, warm,
              static_cast<long long>(cells));
  targets.at_most(std::string("explain, ") + name + ", first question to an open run", cold, 10,
                  "ms");
}

}  // namespace

void bench_explain(Targets& targets) {
  std::printf(
      "\nexplain one value, ms: first question to a run not open, to an open one, further ones\n");
  std::printf("  %-28s %8s %8s %8s %12s\n", "", "not open", "open", "further", "cells walked");
  explain_model("chain 100 x 1,000", chain_model(100, 1000), "q", targets);
  explain_model("chain of inputs 100 x 1,000", adjustable_chain(100, 1000), "q", targets);
  explain_model("chain 1,000 x 288", chain_model(1000, 288), "q", targets);
  explain_model("retry loops 10 x 1,000", retry_model(10, 1000), "arr", targets);
}

void bench_compare() {
  Asked asked;
  const std::string text = adjustable_chain(100, 1000);
  std::vector<std::string> settings;
  for (int i = 1; i <= 8; ++i) settings.push_back("cap" + std::to_string(i) + "*=0.95");
  asked.store("a", text);
  asked.store("b", text, settings);
  const CompareRequest request{.run_ids = {"a", "b"}};
  std::int64_t figures = 0;
  const double ms = median_ms([&] {
    const auto made = must(compare_runs(asked.host(), asked.explainers, request));
    figures = made.at(0).attribution ? made.at(0).attribution->figures : 0;
  });
  std::printf("\ncompare, chain 100 x 1,000, 8 changed capacities: %.1f ms (%lld figures)\n", ms,
              static_cast<long long>(figures));
}

void bench_layout() {
  constexpr std::uint32_t kNodes = 1000;
  std::vector<LayoutEdge> edges;
  std::uint32_t random = 1;
  const auto next = [&](std::uint32_t below) {
    random = random * 1664525 + 1013904223;
    return (random >> 8) % below;
  };
  for (std::uint32_t n = 1; n < kNodes; ++n) {
    const std::uint32_t nearby = std::min<std::uint32_t>(n, 40);
    edges.push_back({n - 1 - next(nearby), n});
    if (n % 2 == 0) edges.push_back({n - 1 - next(nearby), n});
  }
  const std::vector<LayoutNode> nodes(kNodes);
  std::int64_t crossings = 0;
  const double ms = median_ms([&] { crossings = layered_layout(nodes, edges).crossings; });
  std::printf("\nlayout, %u nodes, %zu edges: %.1f ms (%lld crossings)\n", kNodes, edges.size(), ms,
              static_cast<long long>(crossings));
}

}  // namespace flowtime::bench
