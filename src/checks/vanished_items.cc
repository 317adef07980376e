// Items that come to a service without a queue and never leave it.
#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "base/number_text.h"
#include "checks/check_makers.h"
#include "series/absent.h"

namespace flowtime::checks {
namespace {

struct Service {
  const std::string* id = nullptr;
  SeriesIndex arrivals = kNoSeries, served = kNoSeries, errors = kNoSeries, failures = kNoSeries;
};

class VanishedFold : public Fold {
 public:
  VanishedFold(std::vector<Service> services, const std::string& item_noun)
      : services_(std::move(services)),
        gone_(services_.size(), 0.0),
        items_(item_noun.empty() ? "items" : item_noun) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < services_.size(); ++i) {
      if (may_offend(services_[i], tile)) note(i, tile);
    }
  }

  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const auto& [i, offence] : offences_) {
      const std::string& id = *services_[i].id;
      // The sum is shown to people; its last digits are noise of the addition.
      const double count = std::round(gone_[i] * 1e6) / 1e6;
      findings.push_back(finding_about(
          blank, id,
          "loses " + format_number(count) + " " + items_ +
              ", because it has no queue: they are neither served nor failed, " + offence.where()));
      offence.describe(findings.back());
      findings.back().value = count;
    }
  }

 private:
  static bool may_offend(const Service& service, const SeriesTile& tile) {
    const double* in = tile.series[service.arrivals.value];
    const double* out = tile.series[service.served.value];
    return !no_negative_margin(tile.bins,
                               [=](std::int64_t t) { return (out[t] + kHalfTolerance) - in[t]; });
  }
  static double lost(SeriesIndex series, const SeriesTile& tile, std::size_t t) {
    return exists(series) ? finite_or_zero(tile[series][t]) : 0.0;
  }
  void note(std::size_t i, const SeriesTile& tile) {
    const Service& service = services_[i];
    const std::span<const double> in = tile[service.arrivals], out = tile[service.served];
    for (std::size_t t = 0; t < in.size(); ++t) {
      const double failed =
          std::max(lost(service.errors, tile, t), lost(service.failures, tile, t));
      const double gone = in[t] - out[t] - failed;
      if (!(gone > tolerance_of(in[t]))) continue;
      gone_[i] += gone;
      offences_.of(i).add(tile.first_bin + static_cast<std::int64_t>(t), gone, Figure::kLargest);
    }
  }

  std::vector<Service> services_;
  std::vector<double> gone_;  // by service
  std::string items_;
  Offences offences_;
};

// CUMSUM and the like are left out: a running total is no transit.
bool reads_earlier_bins(const Expr& expr) {
  return std::any_of(expr.nodes.begin(), expr.nodes.end(), [](const ExprNode& node) {
    return node.op == ExprOp::kShift || node.op == ExprOp::kDelay || node.op == ExprOp::kConv ||
           node.op == ExprOp::kEma;
  });
}

}  // namespace

bool takes_time(const RunSeries& run, const TopologyNode& node) {
  std::vector<std::string> pending{node.semantics[Role::kServed]->id};
  // The walk stops at the arrivals: what lies before the node is not its own time.
  std::unordered_set<std::string> seen{node.semantics[Role::kArrivals]->id};
  while (!pending.empty()) {
    const std::string id = std::move(pending.back());
    pending.pop_back();
    if (!seen.insert(id).second) continue;
    const Node* maker = run.model().find_node(id);
    const auto* body = maker == nullptr ? nullptr : std::get_if<ExprNodeBody>(&maker->body);
    if (body == nullptr) continue;
    if (reads_earlier_bins(body->expr)) return true;
    pending.insert(pending.end(), body->expr.names.begin(), body->expr.names.end());
  }
  return false;
}

// Not of a router or a dependency, nor where a depth says that items wait.
FoldPtr items_vanished(const RunSeries& run) {
  std::vector<Service> services;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const TopologyNode& node = run.nodes()[i];
    const NodeSeries& series = run.of(i);
    if (node.category != NodeCategory::kService || node.queue_semantics) continue;
    if (exists(series[Role::kQueueDepth])) continue;
    if (!exists(series[Role::kArrivals]) || !exists(series[Role::kServed])) continue;
    if (takes_time(run, node)) continue;
    services.push_back({&node.id, series[Role::kArrivals], series[Role::kServed],
                        series[Role::kErrors], series[Role::kFailures]});
  }
  if (services.empty()) return nullptr;
  return std::make_unique<VanishedFold>(std::move(services), run.model().item_noun);
}

}  // namespace flowtime::checks
