#include "state/window_waits.h"

#include <algorithm>

#include "checks/class_flows.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime {
namespace {

constexpr double kShares[] = {0.5, 0.85, 0.95};

class ItemsOfWindow {
 public:
  ItemsOfWindow(const StoredRun& run, std::size_t node, BinWindow bins, const ItemWaits& items)
      : judged_(run.judgement_of(node)), bins_(bins), items_(items) {
    bin_minutes_ = run.grid().bin_minutes();
  }

  WindowWaits find() const {
    const ItemTotals so_far = gather(std::nullopt);
    WindowWaits waits;
    // Nothing came in the window.
    if (!(so_far.items > 0)) return waits;
    const std::vector<double> found = percentiles(so_far.waits, kShares);
    waits.p50 = canonical(found[0] * bin_minutes_);
    waits.p85 = canonical(found[1] * bin_minutes_);
    waits.p95 = canonical(found[2] * bin_minutes_);
    waits.longest = so_far.longest * bin_minutes_;
    waits.undelivered = so_far.undelivered;
    waits.mean = so_far.waited / so_far.items * bin_minutes_;
    if (judged_ == nullptr) return waits;
    waits.late_share = so_far.late / so_far.items;
    // All have left, or the node is one on which items travel for a known time: no outlook is
    // needed.
    if (!(so_far.undelivered > 0) || is_finite(judged_->transit_minutes)) return waits;
    const ItemTotals later = gather(Outlook{judged_->outlook_per_bin});
    waits.late_share = later.late / later.items;
    waits.at_least = is_at_least(found[2], percentile(later.waits, kShares[2]));
    return waits;
  }

 private:
  ItemTotals gather(std::optional<Outlook> outlook) const {
    const double dust = judged_ != nullptr ? judged_->dust : 0;
    const double promise =
        judged_ != nullptr ? judged_->promise_minutes / bin_minutes_ * (1 + kWaitRounding) : 0;
    ItemTotals found =
        items_.totals({.came = bins_, .promise = promise, .dust = dust, .outlook = outlook});
    // Less than dust is rounding, not an item.
    if (Noise{.empty = dust}.is_empty(found.late)) found.late = 0;
    if (Noise{.empty = dust}.is_empty(found.undelivered)) found.undelivered = 0;
    return found;
  }

  const NodeJudgement* judged_;
  BinWindow bins_;
  const ItemWaits& items_;
  double bin_minutes_;
};

}  // namespace

NodeQueue::NodeQueue(const StoredRun& run, std::size_t node) : run_(run), node_(node) {
  const TopologyNode& about = run.topology().nodes[node];
  const SeriesIn offered = run.values(run.queue_inflow(node));
  const SeriesIn overflow = run.values(run.series().find(snake_case(about.id) + "_overflow"));
  queue_.inflow = offered;
  if (!offered.empty() && !overflow.empty()) {
    entered_.resize(offered.size());
    entered_flow(offered, overflow, entered_);
    queue_.inflow = entered_;
  }
  queue_.depth = run.values(run.series().of(node)[Role::kQueueDepth]);
  queue_.initial_depth = about.initial_queue_depth.value_or(0);
  const NodeJudgement* judged = run.judgement_of(node);
  queue_.dust = judged != nullptr ? judged->dust : 0;
}

ItemWaits NodeQueue::waits() const {
  // Where classes leave by themselves each forms a queue of its own (metrics/class_queues.h).
  const auto classes =
      checks::class_queues_of(run_.series(), node_,
                              {.inflow = run_.queue_inflow(node_),
                               .initial_depth = queue_.initial_depth,
                               .dust = queue_.dust,
                               .values = [&](SeriesIndex series) { return run_.values(series); }});
  return classes ? ItemWaits(classes->queues()) : ItemWaits(queue_);
}

WindowWaits waits_of(const StoredRun& run, std::size_t node, BinWindow bins,
                     const ItemWaits& items) {
  WindowWaits waits = ItemsOfWindow(run, node, bins, items).find();
  const NodeJudgement* judged = run.judgement_of(node);
  const double mean = waits.mean;
  if (judged != nullptr && judged->is_pile) return {.undelivered = waits.undelivered, .mean = mean};
  // Of the whole run the stored figures: an answer must not differ from the judgement by rounding.
  if (judged == nullptr || bins != BinWindow{0, run.bins()}) return waits;
  return {.p50 = judged->p50,
          .p85 = judged->p85,
          .p95 = judged->p95,
          .longest = judged->longest,
          .late_share = judged->late_share,
          .at_least = judged->at_least.p95,
          .undelivered = judged->undelivered,
          .mean = mean};
}

}  // namespace flowtime
