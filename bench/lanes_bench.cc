#include "lanes_bench.h"

#include <string>
#include <utility>
#include <vector>

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "eval/evaluator.h"
#include "library/generate_model.h"
#include "library/template_library.h"
#include "stopwatch.h"

namespace flowtime::bench {
namespace {

constexpr std::int64_t kCounts[] = {2, 3, 4, 6, 8, 12, 16};

void evaluate_together(const Plan& plan, std::span<const LaneParameters> lanes) {
  eval::Evaluator evaluator(plan, lanes, {});
  while (evaluator.next_bin() < plan.bins) {
    evaluator.run_tile(std::min(evaluator.tile_bins(), plan.bins - evaluator.next_bin()));
  }
}

std::vector<LaneParameters> lanes_of(const Plan& plan, ParameterIndex parameter,
                                     std::int64_t count) {
  std::vector<LaneParameters> lanes;
  for (std::int64_t i = 0; i < count; ++i) {
    std::vector<double> values = plan.parameters[parameter.value].values;
    for (double& value : values) value *= 1 + 0.01 * static_cast<double>(i);
    lanes.push_back({{parameter, std::move(values)}});
  }
  return lanes;
}

// Of the ops, how many have a value per lane.
double share_of(const Plan& plan, ParameterIndex parameter) {
  const auto lanes = lanes_of(plan, parameter, 2);
  const auto varied = eval::bind_lanes(plan, lanes);
  std::size_t ops = 0;
  for (const Op& op : plan.ops) ops += varied[plan.outputs[op.first_output].value];
  return static_cast<double>(ops) / static_cast<double>(plan.ops.size());
}

void print_row(const std::string& name, const Plan& plan, ParameterIndex parameter) {
  std::printf("%-22s %-22s %5.1f %%", name.c_str(), plan.parameters[parameter.value].name.c_str(),
              100 * share_of(plan, parameter));
  for (const std::int64_t count : kCounts) {
    const auto lanes = lanes_of(plan, parameter, count);
    const std::span<const LaneParameters> all(lanes);
    const auto [together, singles] =
        best_of_both_ms([&] { evaluate_together(plan, all); },
                        [&] {
                          for (std::size_t i = 0; i < all.size(); ++i) {
                            evaluate_together(plan, all.subspan(i, 1));
                          }
                        });
    std::printf(" %6.2f", together / singles);
    if (count == kCounts[std::size(kCounts) - 1]) {
      std::printf("  %9.3f", singles / static_cast<double>(count));
    }
  }
  std::printf("\n");
  std::fflush(stdout);
}

// The parameters that reach least and most.
std::vector<ParameterIndex> extremes(const Plan& plan) {
  ParameterIndex least{0}, most{0};
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    const double share = share_of(plan, {i});
    if (share < share_of(plan, least)) least = {i};
    if (share > share_of(plan, most)) most = {i};
  }
  if (least == most) return {most};
  return {least, most};
}

ParameterIndex named(const Plan& plan, const std::string& name) {
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    if (plan.parameters[i].name == name) return {i};
  }
  std::exit(1);
}

void print_chain(int services, std::int64_t bins) {
  const Plan plan = plan_of(adjustable_chain(services, bins));
  const std::string name = "chain " + std::to_string(services) + " x " + std::to_string(bins);
  for (const int tenth : {10, 9, 5, 0}) {
    const int service = std::max(1, services * tenth / 10);
    print_row(name, plan, named(plan, "cap" + std::to_string(service)));
  }
}

}  // namespace

void bench_lanes() {
  std::printf("\n%-22s %-22s %7s", "lanes / singles", "varied", "ops");
  for (const std::int64_t count : kCounts) std::printf(" %6lld", static_cast<long long>(count));
  std::printf("  %9s\n", "ms single");
  print_chain(100, 288);
  print_chain(1000, 1000);
  print_row("expressions 100 x 1000", plan_of(expression_model(100, 1000)), {0});
  print_row("64 taps 100 x 1000", plan_of(convolution_model(100, 1000)), {0});
  print_row("retry 100 x 1000", plan_of(retry_model(100, 1000)), {0});
  print_row("routers 30 x 1000", plan_of(class_router_model(30, 1000)), {0});
  print_row("constraints 30 x 1000", plan_of(constraint_model(30, 1000)), {0});
  const BenchRoot root;
  RunObserver observer;
  StageClock clock(root.env(), observer);
  TemplateLibrary library;
  for (const LibraryTemplate& entry : *must(library.list())) {
    const Plan plan =
        plan_of(must(generate_model({.source = must(library.find(entry.id))}, clock)).model);
    if (plan.parameters.empty()) continue;
    for (const ParameterIndex parameter : extremes(plan)) print_row(entry.id, plan, parameter);
  }
}

}  // namespace flowtime::bench
