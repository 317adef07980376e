#include "judge/external_arrivals.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "model/names.h"
#include "series/absent.h"

namespace flowtime::judge {
namespace {

double sum_of_positive(SeriesIn values) {
  double sum = 0;
  for (const double value : values) sum += std::max(0.0, finite_or_zero(value));
  return sum;
}

// By series: the first node that gives it on, and whether others do.
struct Giver {
  std::size_t node = 0;
  bool several = false;
};
// A node without an edge may still read what another node served: its arrivals then are that
// node's, and do not come from outside.
std::unordered_map<std::string, Giver> given_on(const Model& model) {
  std::unordered_map<std::string, Giver> givers;  // lookups only
  const auto note = [&](const std::string& id, std::size_t node) {
    const auto [known, is_new] = givers.emplace(id, Giver{.node = node});
    known->second.several |= !is_new && known->second.node != node;
  };
  for (std::size_t i = 0; i < model.topology.nodes.size(); ++i) {
    const TopologyNode& node = model.topology.nodes[i];
    for (const Role role : {Role::kServed, Role::kErrors, Role::kFailures, Role::kAttempts}) {
      if (const auto& ref = node.semantics[role]) note(id_of(*ref), i);
    }
    if (const auto served = served_effective_id(model, node)) note(*served, i);
  }
  return givers;
}

}  // namespace

std::vector<ExternalArrivals> external_arrivals(const JudgedRun& run, const Echoes& echoes) {
  std::vector<ExternalArrivals> found;
  const auto givers = given_on(run.model);
  for (std::size_t i = 0; i < run.model.topology.nodes.size(); ++i) {
    const checks::NodeSeries& series = run.series.of(i);
    if (checks::exists(series[Role::kExternalDemand])) {
      found.push_back({.node = i, .series = series[Role::kExternalDemand]});
      continue;
    }
    const SeriesIndex arrivals = series[Role::kArrivals];
    if (!run.series.incoming(i).empty() || !checks::exists(arrivals)) continue;
    const auto giver = givers.find(run.plan.series[arrivals].id);
    if (giver != givers.end() && (giver->second.node != i || giver->second.several)) continue;
    found.push_back({i, arrivals, echoes.in(arrivals)});
  }
  return found;
}

double sum_of_external_arrivals(const JudgedRun& run, Echoes& echoes) {
  double total = kAbsent;
  for (const ExternalArrivals& from : external_arrivals(run, echoes)) {
    const double repeats = from.echoes.empty() ? 0 : sum_of_positive(echoes.sum(from.echoes));
    const double first = std::max(0.0, sum_of_positive(run.values(from.series)) - repeats);
    total = finite_or_zero(total) + first;
  }
  return total;
}

}  // namespace flowtime::judge
