// Flows of one node that contradict one another.
#include <utility>

#include "checks/check_makers.h"
#include "checks/exceeds_fold.h"
#include "metrics/capacity.h"
#include "model/node_category.h"

namespace flowtime::checks {
namespace {

// Nodes for which `concerns` holds and both series exist.
template <class Concerns>
FoldPtr compare(const RunSeries& run, Role a, Role b, const char* says, Concerns concerns,
                Figure figure = Figure::kLargest) {
  std::vector<Compared> compared;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const NodeSeries& series = run.of(i);
    if (!exists(series[a]) || !exists(series[b]) || !concerns(run.nodes()[i], series)) continue;
    compared.push_back({&run.nodes()[i].id, series[a], series[b]});
  }
  if (compared.empty()) return nullptr;
  return std::make_unique<ExceedsFold>(std::move(compared), says, figure);
}

bool any_node(const TopologyNode&, const NodeSeries&) { return true; }
bool without_queue(const TopologyNode& node, const NodeSeries&) { return !node.queue_semantics; }

// The effective capacity of a node, bin by bin.
struct Capacity {
  const std::string* id = nullptr;
  SeriesIndex served = kNoSeries;
  SeriesIndex capacity = kNoSeries;
  SeriesIndex parallelism = kNoSeries;
  double parallelism_number = 1;

  double at(const SeriesTile& tile, std::size_t t) const {
    const double factor = exists(parallelism) ? tile[parallelism][t] : parallelism_number;
    return effective_capacity(tile[capacity][t], factor);
  }
};

Capacity capacity_of(const RunSeries& run, std::size_t node) {
  const NodeSeries& series = run.of(node);
  return {&run.nodes()[node].id, series.served_effective, series[Role::kCapacity],
          series.parallelism, series.parallelism_number};
}

class OverCapacityFold : public Fold {
 public:
  explicit OverCapacityFold(std::vector<Capacity> nodes) : nodes_(std::move(nodes)) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (may_offend(nodes_[i], tile)) note(i, tile);
    }
  }
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const auto& [i, offence] : offences_) {
      const std::string& id = *nodes_[i].id;
      findings.push_back(
          finding_about(blank, id, "served more than its capacity " + offence.where()));
      offence.describe(findings.back());
    }
  }

 private:
  // Parallelism only ever helps when it is above 1, so most nodes are cleared without it.
  static bool may_offend(const Capacity& node, const SeriesTile& tile) {
    const double* served = tile.series[node.served.value];
    const double* capacity = tile.series[node.capacity.value];
    const bool plain = !exists(node.parallelism) && node.parallelism_number >= 1;
    const auto margin = [=](std::int64_t t) { return (capacity[t] + kHalfTolerance) - served[t]; };
    return !plain || !no_negative_margin(tile.bins, margin);
  }
  void note(std::size_t i, const SeriesTile& tile) {
    const std::span<const double> served = tile[nodes_[i].served];
    for (std::size_t t = 0; t < served.size(); ++t) {
      const double most = nodes_[i].at(tile, t);
      if (!(served[t] - most > tolerance_of(most))) continue;
      offences_.of(i).add(tile.first_bin + static_cast<std::int64_t>(t),
                          worst_ratio(served[t], most), Figure::kLargest);
    }
  }
  std::vector<Capacity> nodes_;
  Offences offences_;
};

class AllZeroFold : public Fold {
 public:
  explicit AllZeroFold(std::vector<Capacity> nodes)
      : nodes_(std::move(nodes)), seen_(nodes_.size(), kNothing) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      for (std::size_t t = 0; seen_[i] != kSome && t < static_cast<std::size_t>(tile.bins); ++t) {
        const double most = nodes_[i].at(tile, t);
        // Absent capacities say nothing: a node without any finite one has no finding.
        if (is_finite(most)) seen_[i] = most > kTolerance || most < -kTolerance ? kSome : kZeros;
      }
    }
  }
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (seen_[i] != kZeros) continue;
      const std::string& id = *nodes_[i].id;
      findings.push_back(finding_about(blank, id, "has no capacity in any bin"));
    }
  }

 private:
  enum Seen : std::uint8_t { kNothing, kZeros, kSome };
  std::vector<Capacity> nodes_;
  std::vector<Seen> seen_;
};

}  // namespace

FoldPtr served_exceeds_arrivals(const RunSeries& run) {
  const auto concerns = [](const TopologyNode& node, const NodeSeries&) {
    return !node.queue_semantics && traits_of(node.category).receives;
  };
  return compare(run, Role::kServed, Role::kArrivals, "served more than arrived", concerns);
}

FoldPtr errors_exceed_arrivals(const RunSeries& run) {
  return compare(run, Role::kErrors, Role::kArrivals, "has more errors than arrivals",
                 without_queue);
}

FoldPtr attempts_below_arrivals(const RunSeries& run) {
  return compare(run, Role::kArrivals, Role::kAttempts, "has fewer attempts than arrivals",
                 any_node, Figure::kSmallest);
}

FoldPtr failures_exceed_attempts(const RunSeries& run) {
  return compare(run, Role::kFailures, Role::kAttempts, "has more failures than attempts",
                 any_node);
}

FoldPtr exhausted_exceeds_failures(const RunSeries& run) {
  return compare(run, Role::kExhaustedFailures, Role::kFailures,
                 "has more exhausted failures than failures", any_node);
}

FoldPtr exhausted_exceeds_errors(const RunSeries& run) {
  const auto concerns = [](const TopologyNode&, const NodeSeries& series) {
    return !exists(series[Role::kFailures]);
  };
  return compare(run, Role::kExhaustedFailures, Role::kErrors,
                 "has more exhausted failures than errors", concerns);
}

FoldPtr served_exceeds_capacity(const RunSeries& run) {
  std::vector<Capacity> nodes;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    if (!traits_of(run.nodes()[i].category).works) continue;
    const Capacity capacity = capacity_of(run, i);
    if (exists(capacity.capacity) && exists(capacity.served)) nodes.push_back(capacity);
  }
  if (nodes.empty()) return nullptr;
  return std::make_unique<OverCapacityFold>(std::move(nodes));
}

FoldPtr capacity_all_zero(const RunSeries& run) {
  std::vector<Capacity> nodes;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    if (exists(run.of(i)[Role::kCapacity])) nodes.push_back(capacity_of(run, i));
  }
  if (nodes.empty()) return nullptr;
  return std::make_unique<AllZeroFold>(std::move(nodes));
}

}  // namespace flowtime::checks
