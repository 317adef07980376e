// ft_bench [PART...]: prints how long parse, read, compile and evaluate take, as ratios to hand
// written loops and to a peer's figures. bench/README.md says how to read the tables.
//
// Parts: kParts; all of them without arguments.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "allocations.h"
#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "bundle_bench.h"
#include "capture_bench.h"
#include "command_bench.h"
#include "compile/compile.h"
#include "eval/evaluate.h"
#include "eval/evaluate_lanes.h"
#include "explain_bench.h"
#include "growth_bench.h"
#include "hand_loops.h"
#include "lanes_bench.h"
#include "library/generate_model.h"
#include "library/template_library.h"
#include "model/read_model.h"
#include "program/memory.h"
#include "runs_bench.h"
#include "serve_bench.h"
#include "sessions_bench.h"
#include "state_bench.h"
#include "stopwatch.h"
#include "stored_bench.h"
#include "targets.h"
#include "text/yaml.h"

namespace flowtime::bench {
namespace {

class LookAtLanes : public LaneSink {
 public:
  void accept(const LaneTile& tile) override { bins += tile.bins * tile.lanes; }
  std::int64_t bins = 0;
};

// What another engine of the same kind needs for the same model on the same kind of machine, one
// thread, milliseconds; 0: not known.
struct Peer {
  double parse = 0, compile = 0, evaluate = 0;
};

struct Case {
  const char* name;
  std::function<std::string()> text;
  Peer peer{};
  // Prepares the hand written loop; each call of what it gives runs it once.
  std::function<std::function<void()>()> by_hand{};
};

struct Times {
  double parse = 0, read = 0, compile = 0, evaluate = 0, keep = 0, hand = 0;
  std::size_t series = 0;
  std::int64_t bins = 0;
};

Times measure(const std::string& text, const std::function<void()>& by_hand = nullptr) {
  Times times;
  const yaml::Document document = must(yaml::parse(text, "model"));
  const Model model = must(read_model(document));
  const Plan plan = must(compile(model)).plan;
  times.series = plan.series.size();
  times.bins = plan.bins;
  times.parse = best_ms([&] { must(yaml::parse(text, "model")); });
  times.read = best_ms([&] { must(read_model(document)); });
  times.compile = best_ms([&] { must(compile(model)); });
  const auto evaluate_once = [&] { look_at(plan); };
  if (by_hand) {
    std::tie(times.evaluate, times.hand) = best_of_both_ms(evaluate_once, by_hand);
  } else {
    times.evaluate = best_ms(evaluate_once);
  }
  times.keep = best_ms([&] {
    KeepTiles sink(plan);
    evaluate(plan, {}, sink);
  });
  return times;
}

std::function<void()> chain_by_hand(int services, std::int64_t bins) {
  const std::size_t cells = static_cast<std::size_t>(services) * static_cast<std::size_t>(bins);
  return
      [input = demand(bins), capacities = chain_capacities(services),
       columns = ChainColumns{std::vector<double>(cells), std::vector<double>(cells)}]() mutable {
        run_chain_by_hand(input, capacities, columns);
      };
}

std::function<void()> convolutions_by_hand(int count, std::int64_t bins) {
  const auto cells = static_cast<std::size_t>(count) * static_cast<std::size_t>(bins);
  return [input = demand(bins), count, columns = std::vector<double>(cells)]() mutable {
    run_convolutions_by_hand(input, count, columns);
  };
}

Case chain_case(const char* name, int services, std::int64_t bins, Peer peer) {
  return {name, [=] { return chain_model(services, bins); }, peer,
          [=] { return chain_by_hand(services, bins); }};
}

// A template of the catalogue with its defaults.
std::string template_model(const char* id) {
  const BenchRoot root;
  RunObserver observer;
  StageClock clock(root.env(), observer);
  return must(generate_model({.source = must(TemplateLibrary().find(id))}, clock)).model;
}

Case template_case(const char* id) {
  return {id, [=] { return template_model(id); }};
}

std::vector<Case> cases() {
  return {
      chain_case("chain 100 x 1,000", 100, 1000, {0.94, 0.48, 2.4}),
      chain_case("chain 1,000 x 1,000", 1000, 1000, {7.4, 6.8, 78}),
      chain_case("chain 1,000 x 10,000", 1000, 10000, {9.2, 19, 930}),
      chain_case("chain 10,000 x 1,000", 10000, 1000, {75, 434, 1014}),
      chain_case("chain 30,000 x 10", 30000, 10, {248, 3790, 23}),
      {"expressions 1,000 x 1,000", [] { return expression_model(1000, 1000); }, {2.0, 3.4, 32}},
      {"64 taps 100 x 1,000",
       [] { return convolution_model(100, 1000); },
       {0.7, 0.5, 4.0},
       [] { return convolutions_by_hand(99, 1000); }},
      {"retry loops 300 x 1,000", [] { return retry_model(300, 1000); }},
      {"class routers 100 x 1,000", [] { return class_router_model(100, 1000); }},
      {"constraints 100 x 1,000", [] { return constraint_model(100, 1000); }},
      template_case("supply-chain-classes"),
      template_case("document-pipeline"),
      template_case("supply-chain"),
  };
}

// What section 4 of the design asks of some of these models.
void judge(const Case& one, const Times& times, Targets& targets) {
  const std::string name = one.name;
  const auto faster = [&](double at_least) {
    targets.at_least(name + ": evaluate, times faster than the peer",
                     one.peer.evaluate / times.evaluate, at_least);
  };
  if (name == "chain 1,000 x 1,000") {
    targets.at_most(name + ": evaluate / hand loop", times.evaluate / times.hand, 1.5);
    faster(25);
  }
  if (name == "expressions 1,000 x 1,000") faster(8);
  if (name == "64 taps 100 x 1,000") faster(3);
}

void bench_models(Targets& targets) {
  std::printf("%-27s %9s %8s %8s %8s %8s %8s %6s | %6s %6s | %7s %7s %7s\n", "model (ms)", "series",
              "parse", "read", "compile", "evaluate", "ns/cell", "hand", "eval/", "keep/",
              "peer p/", "peer c/", "peer e/");
  std::printf("%-27s %9s %8s %8s %8s %8s %8s %6s | %6s %6s | %7s %7s %7s\n", "", "", "", "", "", "",
              "", "", "hand", "hand", "p + r", "compile", "eval");
  for (const Case& one : cases()) {
    const Times times = measure(one.text(), one.by_hand ? one.by_hand() : nullptr);
    const double cells = static_cast<double>(times.series) * static_cast<double>(times.bins);
    std::printf("%-27s %9zu %8.2f %8.2f %8.2f %8.2f %8.2f %6.2f | %6s %6s | %7s %7s %7s\n",
                one.name, times.series, times.parse, times.read, times.compile, times.evaluate,
                times.evaluate * 1e6 / cells, times.hand, ratio(times.evaluate, times.hand).c_str(),
                ratio(times.keep, times.hand).c_str(),
                ratio(one.peer.parse, times.parse + times.read).c_str(),
                ratio(one.peer.compile, times.compile).c_str(),
                ratio(one.peer.evaluate, times.evaluate).c_str());
    std::fflush(stdout);
    judge(one, times, targets);
  }
}

void bench_curve(Targets& targets) {
  std::printf("\n%-27s %10s %10s %12s %15s %18s\n", "compile curve, nodes", "read ms", "compile ms",
              "read us/node", "compile us/node", "allocations/node");
  std::vector<double> per_node, us_per_node;
  for (const int services : {500, 1500, 5000, 15000, 49999}) {
    const yaml::Document document = must(yaml::parse(chain_model(services, 10), "model"));
    const Model model = must(read_model(document));
    const auto nodes = static_cast<double>(model.nodes.size());
    const std::int64_t before = allocations();
    must(compile(model));
    per_node.push_back(static_cast<double>(allocations() - before) / nodes);
    const double read = best_ms([&] { must(read_model(document)); }, 2);
    const double compiled = best_ms([&] { must(compile(model)); }, 2);
    std::printf("%-27.0f %10.1f %10.1f %12.2f %15.2f %18.2f\n", nodes, read, compiled,
                read * 1000 / nodes, compiled * 1000 / nodes, per_node.back());
    std::fflush(stdout);
    us_per_node.push_back(compiled * 1000 / nodes);
  }
  targets.at_most("compile, time per node: 99,999 nodes / 1,001 nodes",
                  us_per_node.back() / us_per_node.front(), 2);
  constexpr std::size_t kBeyondCaches = 2;
  targets.at_most("compile, time per node: 99,999 nodes / 10,001 nodes",
                  us_per_node.back() / us_per_node[kBeyondCaches], 2);
  targets.at_most("compile, allocations per node: 99,999 nodes / 1,001 nodes",
                  per_node.back() / per_node.front(), 1.1);
}

// 1,000 scenarios that differ in the demand, so that every column downstream differs too.
void bench_sweep(Targets& targets) {
  constexpr int kPoints = 1000;
  const std::string text = chain_model(100, 1000);
  Times times = measure(text);
  const Plan plan = plan_of(text);
  ParameterIndex demand_parameter{};
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    if (plan.parameters[i].name == "d0") demand_parameter = {i};
  }
  std::vector<LaneParameters> lanes;
  for (int i = 0; i < kPoints; ++i) {
    lanes.push_back({{demand_parameter, {80.0 + 0.03 * i}}});
  }
  const auto sweep_once = [&] {
    LookAtLanes sink;
    evaluate_lanes(plan, lanes, sink);
  };
  // As many single evaluations as make their time comparable.
  const auto ten_singles = [&] {
    for (int i = 0; i < 10; ++i) look_at(plan);
  };
  const auto [sweep, ten] = best_of_both_ms(sweep_once, ten_singles);
  times.evaluate = ten / 10;
  const double one = times.parse + times.read + times.compile + times.evaluate;
  std::printf("\nsweep, chain 100 x 1,000, %d points, one thread: %.1f ms\n", kPoints, sweep);
  std::printf("  per lane / single evaluate            %s (%.3f / %.3f ms)\n",
              ratio(sweep / kPoints, times.evaluate).c_str(), sweep / kPoints, times.evaluate);
  std::printf("  sweep / %d x (parse .. evaluate)    %s\n", kPoints,
              ratio(sweep, kPoints * one).c_str());
  targets.at_most("1,000 sweep points / 1,000 x (parse, read, compile, evaluate)",
                  sweep / (kPoints * one), 0.1);
  targets.at_most("one lane of the sweep / one single evaluate", sweep / kPoints / times.evaluate,
                  0.8);
}

struct Part {
  const char* name;
  void (*run)(const std::string& program, Targets& targets);
};
// The parts that say nothing to the targets.
template <void (*print)()>
void alone(const std::string&, Targets&) {
  print();
}
constexpr Part kParts[] = {
    {"models", [](const std::string&, Targets& targets) { bench_models(targets); }},
    {"curve", [](const std::string&, Targets& targets) { bench_curve(targets); }},
    {"growth", [](const std::string&, Targets& targets) { bench_growth(targets); }},
    {"sweep", [](const std::string&, Targets& targets) { bench_sweep(targets); }},
    {"lanes", alone<bench_lanes>},
    {"bundle", [](const std::string&, Targets& targets) { bench_bundle(targets); }},
    {"capture", bench_capture},
    {"stored", bench_stored},
    {"commands", bench_commands},
    {"serve", bench_serve},
    {"memory", bench_memory},
    {"state", alone<bench_state>},
    {"create", [](const std::string&, Targets& targets) { bench_create(targets); }},
    {"catalog", [](const std::string&, Targets& targets) { bench_catalog(targets); }},
    {"explain", [](const std::string&, Targets& targets) { bench_explain(targets); }},
    {"points", [](const std::string&, Targets& targets) { bench_points(targets); }},
    {"sessions", [](const std::string&, Targets& targets) { bench_sessions(targets); }},
    {"suggest", [](const std::string&, Targets& targets) { bench_suggest(targets); }},
    {"compare", alone<bench_compare>},
    {"layout", alone<bench_layout>}};

bool is_part(const std::string& name) {
  return std::any_of(std::begin(kParts), std::end(kParts),
                     [&](const Part& part) { return name == part.name; });
}

int run(const std::string& program, const std::vector<std::string>& wanted) {
  for (const std::string& name : wanted) {
    if (is_part(name)) continue;
    std::fprintf(stderr, "ft_bench: no part is called %s\n", name.c_str());
    return 2;
  }
  Targets targets;
  for (const Part& part : kParts) {
    const bool chosen = std::find(wanted.begin(), wanted.end(), part.name) != wanted.end();
    if (wanted.empty() || chosen) part.run(program, targets);
  }
  targets.print();
  return 0;
}

}  // namespace
}  // namespace flowtime::bench

int main(int argc, char** argv) {
  flowtime::prepare_memory();  // as the program does
  const std::vector<std::string> wanted(argv + 1, argv + argc);
  if (wanted == std::vector<std::string>{flowtime::bench::kMemoryChild}) {
    flowtime::bench::store_long_run();
    return 0;
  }
  return flowtime::bench::run(argv[0], wanted);
}
