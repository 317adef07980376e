// The balance of a queue: does the reported depth follow from its flows?
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>
#include <utility>

#include "checks/check_makers.h"
#include "metrics/latency.h"
#include "model/names.h"
#include "series/absent.h"

namespace flowtime::checks {
namespace {

// One judged queue. Each bin is judged from the depth that is reported before it, and not from the
// one that was expected, so a jump is one offence and not one in every bin after it.
struct Balance {
  const TopologyNode* node = nullptr;
  bool evaluated = false;  // evaluation ran the queue: absent flows counted as nothing
  SeriesIndex depth = kNoSeries, inflow = kNoSeries, served = kNoSeries;
  SeriesIndex loss = kNoSeries, overflow = kNoSeries, limit = kNoSeries;
  bool has_initial = false;                    // a node states what it began with
  const DispatchSchedule* schedule = nullptr;  // only where the gate is ours to apply
  SeriesIndex gate_capacity = kNoSeries;
  double previous = 0;        // depth one bin back
  double earlier_change = 0;  // what its flows made of it one bin back; nothing before bin 0
};

class QueueBalanceFold : public Fold {
 public:
  explicit QueueBalanceFold(std::vector<Balance> queues) : queues_(std::move(queues)) {}

  void accept(const SeriesTile& tile) override {
    nothing_.assign(static_cast<std::size_t>(tile.bins), 0.0);
    for (std::size_t i = 0; i < queues_.size(); ++i) {
      Balance& queue = queues_[i];
      if (!queue.evaluated || !balanced(queue, tile)) judge(i, tile);
      // Also after the quick answer, which does not walk the bins.
      queue.previous = tile[queue.depth].back();
    }
  }

  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const auto& [i, offence] : offences_) {
      // Both readings of the depth are judged side by side; one that holds in every bin is enough.
      if (is_level_at_start(i)) continue;
      const std::string& id = queues_[i].node->id;
      findings.push_back(finding_about(
          blank, id, "has a queue depth that its flows do not explain " + offence.where()));
      offence.describe(findings.back());
    }
  }

 private:
  // The quick answer for a queue that evaluation ran: all bins but the first of the tile at once.
  bool balanced(const Balance& queue, const SeriesTile& tile) const {
    bool all_finite = true;
    const auto values = [&](SeriesIndex series) {
      if (!exists(series)) return nothing_.data();
      all_finite = all_finite && tile.all_finite[series.value] != 0;
      return tile.series[series.value];
    };
    const double *depth = values(queue.depth), *in = values(queue.inflow);
    const double *out = values(queue.served), *loss = values(queue.loss);
    const double* overflow = values(queue.overflow);
    const auto margin = [=](std::int64_t t, double previous) {
      // The same order of operations as kQueue: with another one, rounding alone could exceed the
      // margin.
      const double left = previous + in[t] - out[t] - loss[t];
      return kHalfTolerance - std::fabs(depth[t] - ((left > 0 ? left : 0.0) - overflow[t]));
    };
    return all_finite && margin(0, queue.previous) >= 0 &&
           no_negative_margin(tile.bins - 1,
                              [=](std::int64_t t) { return margin(t + 1, depth[t]); });
  }

  void judge(std::size_t i, const SeriesTile& tile) {
    Balance& queue = queues_[i];
    const std::span<const double> depth = tile[queue.depth];
    for (std::size_t t = 0; t < depth.size(); ++t) {
      const double expected =
          queue.evaluated ? evaluated_depth(queue, tile, t) : reported_depth(queue, tile, t);
      // Rounding errors grow with the largest term of the sum, so that term sets the tolerance.
      const double scale = std::max(std::fabs(queue.previous), value(queue.inflow, tile, t));
      const std::int64_t bin = tile.first_bin + static_cast<std::int64_t>(t);
      note(offences_, i, bin, std::fabs(depth[t] - expected), std::max(scale, expected));
      if (!queue.evaluated) judge_level_at_start(i, tile, t);
      queue.previous = depth[t];
    }
  }

  static void note(Offences& offences, std::size_t i, std::int64_t bin, double difference,
                   double scale) {
    if (difference > tolerance_of(scale)) offences.of(i).add(bin, difference, Figure::kLargest);
  }

  // An author may mean the level that a bin begins with: the initial one in bin 0, then what the
  // flows of the bin before have made of it.
  void judge_level_at_start(std::size_t i, const SeriesTile& tile, std::size_t t) {
    Balance& queue = queues_[i];
    const double level = std::max(0.0, queue.previous + queue.earlier_change);
    const double expected = std::min(level, limit_of(queue, tile, t));
    const std::int64_t bin = tile.first_bin + static_cast<std::int64_t>(t);
    note(at_start_, i, bin, std::fabs(tile[queue.depth][t] - expected),
         std::max(std::fabs(queue.previous), expected));
    queue.earlier_change =
        value(queue.inflow, tile, t) - gated(queue, tile, t) - value(queue.loss, tile, t);
  }

  bool is_level_at_start(std::size_t i) const {
    return queues_[i].has_initial && !at_start_.has(i);
  }

  static double value(SeriesIndex series, const SeriesTile& tile, std::size_t t) {
    return exists(series) ? tile[series][t] : 0.0;
  }

  static double evaluated_depth(const Balance& queue, const SeriesTile& tile, std::size_t t) {
    const double in = finite_or_zero(value(queue.inflow, tile, t));
    const double out = finite_or_zero(value(queue.served, tile, t));
    const double loss = finite_or_zero(value(queue.loss, tile, t));
    return std::max(0.0, queue.previous + in - out - loss) - value(queue.overflow, tile, t);
  }

  // NaN where a flow is absent, which never offends.
  // Without finite_or_zero: what was measured with holes explains nothing.
  static double reported_depth(const Balance& queue, const SeriesTile& tile, std::size_t t) {
    const double in = value(queue.inflow, tile, t);
    const double out = gated(queue, tile, t);
    const double depth = queue.previous + in - out - value(queue.loss, tile, t);
    const double kept = depth < 0 ? 0.0 : depth;
    return std::min(kept, limit_of(queue, tile, t));
  }

  static double gated(const Balance& queue, const SeriesTile& tile, std::size_t t) {
    const double out = value(queue.served, tile, t);
    if (queue.schedule == nullptr) return out;
    const std::int64_t bin = tile.first_bin + static_cast<std::int64_t>(t);
    if (!is_dispatch_bin(*queue.schedule, bin)) return 0.0;
    if (!exists(queue.gate_capacity)) return out;
    const double most = tile[queue.gate_capacity][t];
    return is_finite(most) ? std::min(out, std::max(0.0, most)) : out;
  }

  static double limit_of(const Balance& queue, const SeriesTile& tile, std::size_t t) {
    if (exists(queue.limit)) return std::max(0.0, finite_or_zero(tile[queue.limit][t]));
    return queue.node->wip_limit.value_or(std::numeric_limits<double>::infinity());
  }

  std::vector<Balance> queues_;
  std::vector<double> nothing_;  // zeros for series that do not exist
  Offences offences_;
  Offences at_start_;  // of reported depths, were they levels at the start of each bin
};

// A series that evaluation made; an author may have the same id where it made none.
SeriesIndex find_made(const RunSeries& run, const std::string& id) {
  return run.model().find_node(id) == nullptr ? run.find(id) : kNoSeries;
}

// The flows of a queue that evaluation runs: as nodes[] writes them, else from the node's roles.
Balance evaluated_balance(const RunSeries& run, std::size_t index) {
  const TopologyNode& node = run.nodes()[index];
  const NodeSeries& series = run.of(index);
  Balance balance;
  balance.evaluated = true;
  balance.inflow = series[Role::kArrivals];
  balance.loss = series[Role::kErrors];
  if (const Node* authored = authored_queue(run.model(), node)) {
    const auto& body = std::get<ServiceWithBufferNode>(authored->body);
    balance.inflow = run.find(body.inflow);
    balance.loss = run.find(body.loss);
  }
  const std::string prefix = snake_case(node.id);
  const SeriesIndex routed_in = find_made(run, prefix + "_inflow");
  if (exists(routed_in)) balance.inflow = routed_in;
  // The reported limit is not needed here: overflow is what it cut off.
  balance.overflow = find_made(run, prefix + "_overflow");
  balance.served = series.served_effective;
  return balance;
}

Balance reported_balance(const RunSeries& run, std::size_t index) {
  const TopologyNode& node = run.nodes()[index];
  const NodeSeries& series = run.of(index);
  Balance balance;
  balance.inflow = series[Role::kArrivals];
  balance.served = series[Role::kServed];
  balance.loss = series[Role::kErrors];
  balance.limit = run.find(node.wip_limit_series);
  if (node.dispatch_schedule) {
    balance.schedule = &*node.dispatch_schedule;
    balance.gate_capacity = run.find(node.dispatch_schedule->capacity_series);
  }
  return balance;
}

// A constraint member whose own inflow is its served: the queue reads the uncapped flow, which
// is not published.
bool reads_uncapped_inflow(const RunSeries& run, std::size_t index, const Balance& balance) {
  return !run.nodes()[index].constraints.empty() && balance.inflow == run.of(index)[Role::kServed];
}

// A level that an author computes from its own past and starts somewhere: its equation says what it
// is, and its node's flows need not be those of the level.
bool is_authored_level(const RunSeries& run, std::size_t index, bool starts) {
  const auto& depth = run.nodes()[index].semantics[Role::kQueueDepth];
  const Node* node = depth ? run.model().find_node(depth->id) : nullptr;
  const auto* body = node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
  if (body == nullptr || !(starts || node->initial)) return false;
  const std::vector<std::string>& names = body->expr.names;
  return std::find(names.begin(), names.end(), node->id) != names.end();
}

}  // namespace

FoldPtr queue_depth_mismatch(const RunSeries& run) {
  std::unordered_map<std::uint32_t, double> initial;  // by depth; one node may state it for all
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const auto& depth = run.nodes()[i].initial_queue_depth;
    if (depth) initial[run.of(i)[Role::kQueueDepth].value] = *depth;
  }
  std::vector<Balance> queues;
  std::unordered_set<std::uint32_t> done;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const SeriesIndex depth = run.of(i)[Role::kQueueDepth];
    if (!run.nodes()[i].queue_semantics || !exists(depth)) continue;
    // Several nodes may name one depth; the first one's flows are the queue's.
    if (!done.insert(depth.value).second) continue;
    Balance balance =
        run.of(i).evaluated_queue ? evaluated_balance(run, i) : reported_balance(run, i);
    if (!exists(balance.inflow) || !exists(balance.served)) continue;
    if (reads_uncapped_inflow(run, i, balance)) continue;
    if (is_authored_level(run, i, initial.count(depth.value) > 0)) continue;
    balance.node = &run.nodes()[i];
    balance.depth = depth;
    const auto known = initial.find(depth.value);
    balance.has_initial = known != initial.end();
    if (balance.has_initial) balance.previous = known->second;
    queues.push_back(balance);
  }
  if (queues.empty()) return nullptr;
  return std::make_unique<QueueBalanceFold>(std::move(queues));
}

}  // namespace flowtime::checks
