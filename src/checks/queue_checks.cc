// Queues: what they promise, the balance of their depth, and where latency has no value.
#include <cmath>
#include <utility>

#include "checks/check_makers.h"
#include "checks/sum_fold.h"
#include "metrics/latency.h"
#include "series/absent.h"

namespace flowtime::checks {
namespace {

class QueueLatencyFold : public Fold {
 public:
  struct Entry {
    const TopologyNode* node = nullptr;
    SeriesIndex depth = kNoSeries, served = kNoSeries;
  };
  QueueLatencyFold(std::vector<Entry> queues, bool closed_gate)
      : queues_(std::move(queues)), closed_gate_(closed_gate) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      const std::span<const double> depth = tile[queues_[i].depth],
                                    served = tile[queues_[i].served];
      const double* left = served.data();
      // Two tolerances: served <= tau is what offends, the rest is for rounding.
      const auto margin = [=](std::int64_t t) { return left[t] - 2 * kTolerance; };
      if (no_negative_margin(tile.bins, margin)) continue;
      const auto& schedule = queues_[i].node->dispatch_schedule;
      for (std::size_t t = 0; t < depth.size(); ++t) {
        if (!(served[t] <= kTolerance && std::fabs(depth[t]) > kTolerance)) continue;
        const std::int64_t bin = tile.first_bin + static_cast<std::int64_t>(t);
        const bool closed = schedule && !is_dispatch_bin(*schedule, bin);
        if (closed == closed_gate_) offences_.of(i).add(bin, depth[t], Figure::kLargest);
      }
    }
  }
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    const char* says = closed_gate_ ? "waits behind a closed gate, so it has no latency "
                                    : "waits while nothing is served, so it has no latency ";
    for (const auto& [i, offence] : offences_) {
      const std::string& id = queues_[i].node->id;
      findings.push_back(finding_about(blank, id, says + offence.where()));
      offence.describe(findings.back());
    }
  }

 private:
  std::vector<Entry> queues_;
  bool closed_gate_;
  Offences offences_;
};

bool all_edges_terminal(const RunSeries& run, std::size_t node) {
  const auto terminal = [&](std::uint32_t e) { return run.edges()[e].type == EdgeType::kTerminal; };
  const auto in = run.incoming(node), out = run.outgoing(node);
  if (in.empty() && out.empty()) return false;
  for (const std::uint32_t e : in) {
    if (!terminal(e)) return false;
  }
  for (const std::uint32_t e : out) {
    if (!terminal(e)) return false;
  }
  return true;
}

FoldPtr queue_latency(const RunSeries& run, bool closed_gate) {
  std::vector<QueueLatencyFold::Entry> queues;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const TopologyNode& node = run.nodes()[i];
    const NodeSeries& series = run.of(i);
    // A service that buffers has latency from its own judgement; a dead-letter queue is never
    // worked off.
    const bool buffered_service = node.category == NodeCategory::kService;
    if (!node.queue_semantics || buffered_service || node.category == NodeCategory::kDlq) continue;
    if (closed_gate && !node.dispatch_schedule) continue;
    if (!exists(series[Role::kQueueDepth]) || !exists(series.served_effective)) continue;
    if (all_edges_terminal(run, i)) continue;
    queues.push_back({&node, series[Role::kQueueDepth], series.served_effective});
  }
  if (queues.empty()) return nullptr;
  return std::make_unique<QueueLatencyFold>(std::move(queues), closed_gate);
}

class NeverReleasesFold : public Fold {
 public:
  struct Entry {
    const std::string* id = nullptr;
    SeriesIndex arrivals = kNoSeries, served = kNoSeries;
    double arrived = 0, left = 0;
  };
  explicit NeverReleasesFold(std::vector<Entry> queues) : queues_(std::move(queues)) {}

  void accept(const SeriesTile& tile) override {
    for (Entry& queue : queues_) {
      queue.arrived += positive_sum(tile[queue.arrivals]);
      queue.left += positive_sum(tile[queue.served]);
    }
  }
  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const Entry& queue : queues_) {
      if (queue.arrived <= kTolerance || queue.left > kTolerance) continue;
      findings.push_back(
          finding_about(blank, *queue.id, "has a dispatch schedule but never releases anything"));
      findings.back().value = queue.arrived;
    }
  }

 private:
  static double positive_sum(std::span<const double> values) {
    double sum = 0;
    for (const double x : values) sum += is_finite(x) && x > 0 ? x : 0.0;
    return sum;
  }
  std::vector<Entry> queues_;
};

}  // namespace

FoldPtr queue_latency_unreported(const RunSeries& run) { return queue_latency(run, false); }
FoldPtr queue_latency_gate_closed(const RunSeries& run) { return queue_latency(run, true); }

FoldPtr dispatch_never_releases(const RunSeries& run) {
  std::vector<NeverReleasesFold::Entry> queues;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const NodeSeries& series = run.of(i);
    if (!run.nodes()[i].dispatch_schedule || !exists(series[Role::kArrivals])) continue;
    if (!exists(series.served_effective)) continue;
    queues.push_back({&run.nodes()[i].id, series[Role::kArrivals], series.served_effective});
  }
  if (queues.empty()) return nullptr;
  return std::make_unique<NeverReleasesFold>(std::move(queues));
}

}  // namespace flowtime::checks
