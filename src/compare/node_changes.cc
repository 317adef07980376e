#include "compare/node_changes.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "figures/run_figures.h"
#include "judge/echoes.h"
#include "judge/external_arrivals.h"
#include "judge/node_flows.h"
#include "trace/plan_index.h"

namespace flowtime {
namespace {

using figures::RunFigures;

double sum_of(SeriesIn values) {
  return std::accumulate(values.begin(), values.end(), 0.0, [](double sum, double value) {
    return sum + std::max(0.0, finite_or_zero(value));
  });
}

NodeSide side_of(const RunFigures& run, std::size_t node) {
  const NodeJudgement& judged = run.judgement().nodes[node];
  const judge::NodeFlows flows(run.judged(), node);
  NodeSide side{.verdict = judged.verdict, .arrivals = sum_of(flows.offered())};
  side.load = judged.peak_load;
  side.waiting = judged.peak_depth;
  // Waits of a pile are how long ago items came, and say nothing of service.
  side.p95_wait = judged.is_pile ? kAbsent : judged.p95;
  side.longest = judged.is_pile ? kAbsent : judged.longest;
  side.at_least = judged.at_least.p95;
  side.late = judged.late;
  side.late_share = finite_or_zero(judged.late_share);
  side.lost = judged.lost;
  side.lost_share = finite_or_zero(ratio_or_absent(judged.lost, side.arrivals));
  side.harmed = judged.harmed;
  side.promise = judged.promise_minutes;
  side.promise_declared = judged.promise_declared;
  side.is_pile = judged.is_pile;
  side.dust = judged.dust;
  const bool waits_by_design = judged.is_pile || is_finite(judged.transit_minutes);
  const double width = run.judged().model.grid.bin_minutes();
  if (!waits_by_design) side.item_minutes = sum_of(flows.depth()) * width;
  return side;
}

// By id; for lookups only.
template <class Items>
std::unordered_map<std::string, std::size_t> places_of(const Items& items) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < items.size(); ++i) places.emplace(items[i].id, i);
  return places;
}

// Items of both runs in the order of `before`, then those that only `after` has.
template <class Change, class Items, class SideOf>
std::vector<Change> paired(const Items& before, const Items& after, SideOf side_of_item) {
  std::vector<Change> changes;
  const auto old_places = places_of(before), new_places = places_of(after);
  for (std::size_t i = 0; i < before.size(); ++i) {
    Change change{.id = before[i].id};
    change.before = side_of_item(false, i);
    const auto other = new_places.find(change.id);
    if (other != new_places.end()) change.after = side_of_item(true, other->second);
    changes.push_back(std::move(change));
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (old_places.count(after[i].id) > 0) continue;
    Change change{.id = after[i].id};
    change.after = side_of_item(true, i);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

std::vector<NodeChange> compare_nodes(const RunFigures& before, const RunFigures& after) {
  return paired<NodeChange>(
      before.judged().model.topology.nodes, after.judged().model.topology.nodes,
      [&](bool is_after, std::size_t node) { return side_of(is_after ? after : before, node); });
}

std::vector<ConstraintChange> compare_constraints(const RunFigures& before,
                                                  const RunFigures& after) {
  return paired<ConstraintChange>(
      before.judged().model.topology.constraints, after.judged().model.topology.constraints,
      [&](bool is_after, std::size_t constraint) {
        const ConstraintJudgement& judged =
            (is_after ? after : before).judgement().constraints[constraint];
        return ConstraintSide{judged.verdict, judged.peak_load, judged.harmed};
      });
}

// Uses the plan to find what comes back to a node (retries), which is no new work.
double external_arrivals(const RunFigures& run) {
  const judge::JudgedRun& judged = run.judged();
  const PlanIndex index(judged.plan);
  judge::Echoes echoes(judged, index);
  return judge::sum_of_external_arrivals(judged, echoes);
}

}  // namespace flowtime
