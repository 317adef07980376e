#include "judge/balance.h"

#include <algorithm>
#include <cmath>

#include "judge/external_arrivals.h"
#include "series/absent.h"

namespace flowtime::judge {
namespace {

constexpr double kLostInRounding = 1e-9;  // of what was offered

bool any_throughput(const JudgedRun& run, std::span<const std::uint32_t> edges) {
  return std::any_of(edges.begin(), edges.end(), [&](std::uint32_t e) {
    return run.series.edges()[e].type == EdgeType::kThroughput;
  });
}

// What leaves the last node of a flow; of a node that serves nothing what comes to it.
double left_at_the_end(const JudgedRun& run, std::size_t node) {
  const checks::NodeSeries& series = run.series.of(node);
  const SeriesIndex left =
      checks::exists(series.served_effective) ? series.served_effective : series[Role::kArrivals];
  double sum = 0;
  for (const double value : run.values(left)) sum += std::max(0.0, finite_or_zero(value));
  return sum;
}

}  // namespace

Balance balance_of(const JudgedRun& run, Echoes& echoes, const std::vector<NodeStory>& stories) {
  Balance balance{.offered = sum_of_external_arrivals(run, echoes)};
  if (is_absent(balance.offered)) return balance;
  balance.delivered = balance.lost = balance.gave_up = balance.inside = 0;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    const NodeStory& story = stories[i];
    // Only what flows on counts: a node that only other edges lead to gets what was counted as lost
    // or given up where it left.
    const bool comes = any_throughput(run, run.series.incoming(i));
    if (!comes && !run.series.incoming(i).empty()) continue;
    if (story.judged.is_pile) {
      // A flow that ends where nobody serves it.
      if (comes) balance.gave_up += story.depth_at_end - story.initial_depth;
      continue;
    }
    balance.offered += story.initial_depth;
    balance.inside += story.depth_at_end;
    balance.lost += story.judged.lost;
    balance.gave_up += story.gave_up;
    if (!any_throughput(run, run.series.outgoing(i))) balance.delivered += left_at_the_end(run, i);
  }
  balance.unaccounted =
      balance.offered - balance.delivered - balance.lost - balance.gave_up - balance.inside;
  if (std::fabs(balance.unaccounted) <= kLostInRounding * balance.offered) balance.unaccounted = 0;
  return balance;
}

}  // namespace flowtime::judge
