#include "inspect/headline.h"

#include <algorithm>

#include "metrics/capacity.h"
#include "model/names.h"

namespace flowtime {
namespace {

template <class Named>
std::optional<std::size_t> place_of(const std::vector<Named>& all, const std::string& id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.id == id; });
  if (id.empty() || found == all.end()) return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

std::vector<double> copied(SeriesIn values) { return {values.begin(), values.end()}; }

// The curves of one finding.
class CurveReader {
 public:
  explicit CurveReader(const StoredRun& run) : run_(run) {}

  HeadlineCurves of_node(std::size_t n) const {
    const TopologyNode& node = run_.topology().nodes[n];
    return {.name = node.id,
            .items = items_of(node),
            .demand = copied(run_.values(run_.queue_inflow(n))),
            .capacity = capacity_of(n),
            .waiting = waiting_of(n)};
  }

  HeadlineCurves of_constraint(std::size_t c) const {
    const Constraint& constraint = run_.topology().constraints[c];
    const checks::RunSeries& series = run_.series();
    HeadlineCurves curves{.name = constraint.id,
                          .items = noun(),
                          .demand = copied(run_.values(series.find(constraint.arrivals))),
                          .capacity = copied(run_.values(series.find(constraint.served))),
                          .waiting = {}};
    for (std::size_t n = 0; n < run_.topology().nodes.size(); ++n) {
      const std::vector<std::size_t>& shared = run_.constraints_of(n);
      if (std::find(shared.begin(), shared.end(), c) != shared.end()) add(waiting_of(n), curves);
    }
    return curves;
  }

 private:
  std::string noun() const {
    return run_.model().item_noun.empty() ? "items" : run_.model().item_noun;
  }
  std::string items_of(const TopologyNode& node) const {
    const auto alias = node.semantics.aliases.find("items");
    return alias != node.semantics.aliases.end() ? alias->second : noun();
  }

  std::vector<double> capacity_of(std::size_t n) const {
    const checks::NodeSeries& series = run_.series().of(n);
    std::vector<double> capacity = copied(run_.values(series[Role::kCapacity]));
    const SeriesIn servers = run_.values(series.parallelism);
    for (std::size_t t = 0; t < capacity.size(); ++t) {
      // Capacity is per server; parallelism says how many there are.
      const double number = servers.empty() ? series.parallelism_number : servers[t];
      capacity[t] = effective_capacity(capacity[t], number);
    }
    const auto& schedule = run_.topology().nodes[n].dispatch_schedule;
    return schedule ? spread_over_waits(*schedule, capacity) : capacity;
  }

  // What one departure takes, divided among the bins since the one before (of the first: a
  // period), so that it compares with what arrives in a bin. After the last departure nothing
  // leaves.
  static std::vector<double> spread_over_waits(const DispatchSchedule& schedule,
                                               const std::vector<double>& capacity) {
    std::vector<double> spread(capacity.size(), 0.0);
    std::size_t first = 0;
    for (std::size_t t = 0; t < capacity.size(); ++t) {
      if (!schedule.is_open(static_cast<std::int64_t>(t))) continue;
      const auto bins =
          first == 0 ? schedule.period_bins : static_cast<std::int64_t>(t + 1 - first);
      const double share = capacity[t] / static_cast<double>(bins);
      std::fill(spread.begin() + static_cast<std::ptrdiff_t>(first),
                spread.begin() + static_cast<std::ptrdiff_t>(t + 1), share);
      first = t + 1;
    }
    return spread;
  }

  std::vector<double> waiting_of(std::size_t n) const {
    if (!run_.topology().nodes[n].queue_semantics) return {};
    std::vector<double> waiting = copied(run_.values(run_.series().of(n)[Role::kQueueDepth]));
    const double dust = run_.judgement_of(n)->dust;
    for (double& depth : waiting) {
      // What rounding leaves in a queue would be a line along the axis.
      if (depth <= dust) depth = 0;
    }
    return waiting;
  }

  static void add(const std::vector<double>& waiting, HeadlineCurves& curves) {
    curves.waiting.resize(std::max(curves.waiting.size(), waiting.size()));
    for (std::size_t t = 0; t < waiting.size(); ++t) {
      curves.waiting[t] += finite_or_zero(waiting[t]);
    }
  }

  const StoredRun& run_;
};

// The bin of the largest value from `first` to `last`; nothing where none is above 0.
std::optional<std::int64_t> largest_between(SeriesIn values, std::int64_t first,
                                            std::int64_t last) {
  std::optional<std::int64_t> best;
  double most = 0;
  for (std::int64_t t = first; t <= last && t < static_cast<std::int64_t>(values.size()); ++t) {
    const double value = values[static_cast<std::size_t>(t)];
    // Also passes over absent values.
    if (!(value > most)) continue;
    most = value;
    best = t;
  }
  return best;
}

// The node to look at: of a constraint the member whose queue grew largest.
std::optional<std::size_t> node_to_ask(const StoredRun& run, const RankedFinding& finding) {
  const auto& nodes = run.topology().nodes;
  if (finding.constraint_id.empty()) return place_of(nodes, finding.node_id);
  std::optional<std::size_t> best;
  for (const std::string& member : finding.members) {
    const auto node = place_of(nodes, member);
    if (!node) continue;
    const double depth = finite_or_zero(run.judgement_of(*node)->peak_depth);
    if (!best || depth > finite_or_zero(run.judgement_of(*best)->peak_depth)) best = node;
  }
  return best;
}

// What the finding is about, if it is no queue.
std::vector<SeriesIndex> told_series(const StoredRun& run, std::size_t node, FindingKind kind) {
  const checks::NodeSeries& series = run.series().of(node);
  if (kind == FindingKind::kLoss) {
    return {run.series().find(snake_case(run.topology().nodes[node].id) + "_overflow"),
            series[Role::kErrors]};
  }
  if (kind == FindingKind::kFailing) {
    return {series[Role::kExhaustedFailures], series[Role::kFailures], series[Role::kErrors]};
  }
  return {};
}

}  // namespace

const RankedFinding* headline_of(const StoredRun& run) {
  const Judgement* judgement = run.judgement();
  if (judgement == nullptr || judgement->summary.findings.empty()) return nullptr;
  return &judgement->summary.findings.front();
}

std::optional<std::size_t> headline_node(const StoredRun& run) {
  const RankedFinding* headline = headline_of(run);
  return headline == nullptr ? std::nullopt : node_to_ask(run, *headline);
}

std::optional<HeadlineCurves> headline_curves(const StoredRun& run) {
  const RankedFinding* headline = headline_of(run);
  if (headline == nullptr) return std::nullopt;
  const CurveReader reader(run);
  if (const auto c = place_of(run.topology().constraints, headline->constraint_id)) {
    return reader.of_constraint(*c);
  }
  const auto node = place_of(run.topology().nodes, headline->node_id);
  return node ? std::optional(reader.of_node(*node)) : std::nullopt;
}

std::optional<WorthExplaining> worth_explaining(const StoredRun& run) {
  const RankedFinding* headline = headline_of(run);
  const auto node = headline ? node_to_ask(run, *headline) : std::nullopt;
  if (!node) return std::nullopt;
  const auto id_of_row = [&](SeriesIndex series) { return run.catalog()[series].id; };
  for (const SeriesIndex series : told_series(run, *node, headline->kind)) {
    const auto bin = largest_between(run.values(series), headline->from_bin, headline->to_bin);
    if (bin) return WorthExplaining{.series = id_of_row(series), .bin = *bin};
  }
  const NodeJudgement& judged = *run.judgement_of(*node);
  // A queue explains more than a load: it says which bins filled it.
  const SeriesIndex depth = run.series().of(*node)[Role::kQueueDepth];
  if (checks::exists(depth) && judged.peak_depth > judged.dust) {
    return WorthExplaining{.series = id_of_row(depth), .bin = judged.peak_depth_bin};
  }
  if (!is_finite(judged.peak_load)) return std::nullopt;
  return WorthExplaining{
      .node = run.topology().nodes[*node].id, .metric = "utilization", .bin = judged.peak_load_bin};
}

}  // namespace flowtime
