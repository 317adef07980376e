// What became of the items: lost, given up, served in time, those of some bins. One node.
#include <algorithm>
#include <cmath>

#include "judge/node_work.h"
#include "metrics/class_queues.h"
#include "metrics/load.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

double sum_of(SeriesIn values, BinWindow bins) {
  double sum = 0;
  for (std::int64_t t = bins.first; t < bins.end; ++t) {
    sum += std::max(0.0, finite_or_zero(value_at(values, static_cast<std::size_t>(t))));
  }
  return sum;
}

}  // namespace

// Series of what left the node without being served.
std::vector<SeriesIndex> NodeWork::gone() const {
  const checks::NodeSeries& series = run_.series.of(flows_.index());
  std::vector<SeriesIndex> gone;
  const auto add = [&](SeriesIndex found) {
    const bool known = std::find(gone.begin(), gone.end(), found) != gone.end();
    if (checks::exists(found) && !known) gone.push_back(found);
  };
  if (flows_.overflow_is_lost()) add(run_.series.find(snake_case(flows_.node().id) + "_overflow"));
  add(series[Role::kErrors]);
  add(series[Role::kFailures]);
  return gone;
}

double NodeWork::sent_again(const std::vector<SeriesIndex>& gone) {
  double sum = 0;
  for (const SeriesIndex failed : gone) {
    const std::vector<Echo> back = echoes_.of(failed);
    if (back.empty()) continue;
    for (const double value : echoes_.sum(back)) sum += value;
  }
  return sum;
}

// Lost: dropped, and not sent again. Given up: failed or refused without being dropped, and not
// sent again.
void NodeWork::find_lost() {
  const BinWindow all{0, static_cast<std::int64_t>(bins_)};
  const double overflow = flows_.overflow_is_lost() ? sum_of(flows_.overflow(), all) : 0;
  double failed = sum_of(flows_.failures(), all) + sum_of(flows_.refused(), all);
  if (flows_.failures().empty() && flows_.refused().empty()) {
    failed = sum_of(flows_.exhausted(), all);
  }
  if (!(overflow + failed > 0)) return;
  NodeJudgement& judged = story_.judged;
  std::vector<SeriesIndex> left = gone();
  double again = sent_again(left);
  // A declared echo counts where the plan shows no reading of what failed.
  if (again == 0) again = sum_of(flows_.echo(), all);
  const bool refused =
      std::any_of(turned_away_.begin(), turned_away_.end(), [](double items) { return items > 0; });
  if (!refused) {
    // Of what was dropped only overflow can come again.
    const auto is_failure = [&](SeriesIndex series) {
      const checks::NodeSeries& own = run_.series.of(flows_.index());
      return series == own[Role::kErrors] || series == own[Role::kFailures];
    };
    std::erase_if(left, is_failure);
  }
  if (judged.dropped > 0) judged.lost = std::max(0.0, judged.dropped - sent_again(left));
  story_.gave_up = std::max(0.0, overflow + failed - again - judged.lost);
  if (flows_.noise().is_empty(story_.gave_up)) story_.gave_up = 0;
}

// The share of the class in what came, per bin. What was there before bin 0 is divided as what came
// in it.
bool NodeWork::find_class(const std::string& class_id) {
  if (class_id.empty()) return true;
  if (!checks::exists(flows_.offered_series())) return false;
  const std::string& id = run_.plan.series[flows_.offered_series()].id;
  const SeriesIndex part = run_.series.find(id + "@" + class_id);
  if (!checks::exists(part)) return false;
  const SeriesIn of_class = run_.values(part);
  class_share_.assign(bins_, 0.0);
  for (std::size_t t = 0; t < bins_; ++t) {
    const double share = ratio_or_absent(at(of_class, t), at(flows_.offered(), t));
    class_share_[t] = std::clamp(finite_or_zero(share), 0.0, 1.0);
  }
  return true;
}

double NodeWork::share_at(std::int64_t bin) const {
  if (class_share_.empty()) return 1;
  return class_share_[static_cast<std::size_t>(std::max<std::int64_t>(0, bin))];
}

// By priority, or as an author wrote, a class leaves by itself or with the others that have no
// place in the order: its waits are those of the items in that queue.
void NodeWork::find_own_queue(const std::string& class_id) {
  if (class_id.empty() || !waits_) return;
  const auto queues = flows_.class_queues();
  if (!queues) return;
  const std::vector<FlowClass>& classes = run_.model.classes;
  const auto place = std::find_if(classes.begin(), classes.end(),
                                  [&](const FlowClass& one) { return one.id == class_id; });
  const auto flow = static_cast<std::size_t>(place - classes.begin());
  own_share_ = queues->shares_of(flow);
  waits_ = std::make_unique<ItemWaits>(queues->queues()[queues->queue_of(flow)]);
  const std::string served = snake_case(flows_.node().id) + "_served_effective@" + class_id;
  own_served_ = run_.values(run_.series.find(served));
}

double NodeWork::wait_share_at(std::int64_t bin) const {
  if (own_share_.empty()) return share_at(bin);
  return own_share_[static_cast<std::size_t>(std::max<std::int64_t>(0, bin))];
}

double NodeWork::sum_of_class(SeriesIn values, BinWindow bins) const {
  double sum = 0;
  for (std::int64_t t = bins.first; t < bins.end; ++t) {
    sum += share_at(t) * std::max(0.0, at(values, static_cast<std::size_t>(t)));
  }
  return sum;
}

// Per bin: share of what left in it, of the class, that kept the promise; 1 where nothing left.
std::vector<double> NodeWork::in_time_share() const {
  std::vector<double> left(bins_, 0.0), late(bins_, 0.0);
  const double promise = over(story_.promise_bins);
  waits_->each_waiting({}, [&](const FifoPiece& piece, double first, double last) {
    if (piece.left_bin >= static_cast<std::int64_t>(bins_)) return;
    const auto t = static_cast<std::size_t>(piece.left_bin);
    const double amount = piece.amount * wait_share_at(piece.came_bin);
    left[t] += amount;
    late[t] += amount * part_above_zero(first - promise, last - promise).share();
  });
  for (std::size_t t = 0; t < bins_; ++t) {
    left[t] = left[t] > 0 ? std::clamp(1 - late[t] / left[t], 0.0, 1.0) : 1.0;
  }
  return left;
}

// Per bin: items served of which the wait kept the promise.
// Served is per bin, waits are per item that left: the share of what left in the bin that was in
// time is applied to what was served in it.
std::vector<double> NodeWork::served_in_time() const {
  std::vector<double> served(bins_);
  for (std::size_t t = 0; t < bins_; ++t) served[t] = std::max(0.0, at(flows_.served(), t));
  if (!waits_) {
    for (std::size_t t = 0; t < bins_; ++t) served[t] *= share_at(static_cast<std::int64_t>(t));
    return served;
  }
  const std::vector<double> share = in_time_share();
  if (!own_served_.empty()) {
    for (std::size_t t = 0; t < bins_; ++t) {
      served[t] = std::max(0.0, at(own_served_, t)) * share[t];
    }
    return served;
  }
  const std::vector<double> of_class = class_share_.empty() ? share : share_of_leaving();
  for (std::size_t t = 0; t < bins_; ++t) {
    served[t] *= class_share_.empty() ? share[t] : share[t] * of_class[t];
  }
  return served;
}

// Per bin: the share of the class in what left in it.
std::vector<double> NodeWork::share_of_leaving() const {
  std::vector<double> left(bins_, 0.0), own(bins_, 0.0);
  waits_->each_waiting({}, [&](const FifoPiece& piece, double, double) {
    if (piece.left_bin >= static_cast<std::int64_t>(bins_)) return;
    const auto t = static_cast<std::size_t>(piece.left_bin);
    left[t] += piece.amount;
    own[t] += piece.amount * wait_share_at(piece.came_bin);
  });
  for (std::size_t t = 0; t < bins_; ++t) {
    own[t] = left[t] > 0 ? own[t] / left[t] : share_at(static_cast<std::int64_t>(t));
  }
  return own;
}

// How long what waits at the end of the bin takes to drain, with the capacity of the last open bin
// and the first attempts of the bin (or of a period). Infinite: never. Absent: no queue, no
// capacity.
double NodeWork::drain_minutes(std::int64_t bin) const {
  const auto end = static_cast<std::size_t>(bin) + 1;
  if (!flows_.has_queue() || !flows_.has_capacity() || story_.judged.is_pile) return kAbsent;
  const double waits = at(flows_.depth(), end - 1);
  if (!(waits > 0)) return 0;
  std::size_t open = end;
  while (open > 0 && flows_.is_closed(open - 1)) --open;
  const double capacity = open == 0 ? 0 : at(flows_.capacity(), open - 1) / std::max(1.0, period());
  const std::size_t span = std::min(end, static_cast<std::size_t>(std::max(1.0, period())));
  double first = 0;
  for (std::size_t t = end - span; t < end; ++t) {
    first += first_.empty() ? at(flows_.offered(), t) : first_[t];
  }
  const double pace = capacity - first / static_cast<double>(span);
  if (!(pace > flows_.noise().empty)) return std::numeric_limits<double>::infinity();
  return waits / pace * bin_minutes_;
}

// What a transit loses leaves as it comes; without a queue that waits, all do.
double NodeWork::left_at_once(BinWindow bins) const {
  if (!waits_) return sum_of_class(flows_.entered(), bins);
  if (own_entered_.empty()) return 0;
  return sum_of_class(flows_.entered(), bins) - sum_of_class(own_entered_, bins);
}

// Waits and late items of those that came in the bins.
// Twice the same totals: with what has not left as it is, and as it would leave by the outlook. The
// first gives the figures, the second what is late in the end and whether the figures are lower
// bounds.
void NodeWork::find_waits_of(BinWindow bins, NodeRange& found) const {
  constexpr double kShares[] = {0.5, 0.85, 0.95, 1};
  const Noise& noise = flows_.noise();
  ItemChoice choice{.came = bins,
                    .promise = over(story_.promise_bins),
                    .dust = noise.empty,
                    .share = [&](std::int64_t bin) { return wait_share_at(bin); }};
  ItemTotals so_far, later;
  if (waits_) so_far = waits_->totals(choice);
  choice.outlook = Outlook{outlook_rate()};
  if (waits_) later = waits_->totals(choice);
  const double at_once = left_at_once(bins);
  so_far.waits.push_back({0, 0, at_once});
  later.waits.push_back({0, 0, at_once});
  found.items += so_far.items + at_once;
  found.undelivered = so_far.undelivered;
  const bool goes_on = !transit_.is_transit && story_.judged.undelivered > 0;
  found.late = goes_on ? later.late : so_far.late;
  if (noise.is_empty(found.late)) found.late = 0;
  if (noise.is_empty(found.items)) return;
  found.late_share = found.late / found.items;
  const std::vector<double> now = percentiles(so_far.waits, kShares);
  found.p50 = now[0] * bin_minutes_;
  found.p85 = now[1] * bin_minutes_;
  found.p95 = now[2] * bin_minutes_;
  found.longest = found.longest_in_the_end = so_far.longest * bin_minutes_;
  if (noise.is_empty(found.undelivered)) found.undelivered = 0;
  if (!(found.undelivered > 0)) return;
  found.at_least = lower_bounds(now, percentiles(later.waits, kShares));
  found.longest_in_the_end = later.longest * bin_minutes_;
}

// The steps of tell() up to what was lost, for the whole run: waits and what came again need all
// bins. Only then is the window cut out.
std::optional<NodeRange> NodeWork::range(BinWindow bins, const std::string& class_id) {
  if (!find_class(class_id)) return std::nullopt;
  story_.judged.is_pile = is_pile(run_, flows_.index());
  decide_promise();
  flows_.keep_loads();
  if (flows_.ever_holds()) waits_ = std::make_unique<ItemWaits>(item_waits(flows_));
  find_activities();
  decide_promise();
  find_peaks();
  find_waits();
  find_harm();
  find_first_attempts();
  find_lost();
  find_own_queue(class_id);
  NodeRange found;
  if (flows_.has_queue() && !story_.judged.is_pile) find_waits_of(bins, found);
  const std::vector<double> good = served_in_time();
  if (!story_.judged.is_pile && !flows_.served().empty()) found.goodput = sum_of(good, bins);
  if (!dropped_.empty()) found.dropped = sum_of_class(dropped_, bins);
  const double all_dropped = story_.judged.dropped;
  if (all_dropped > 0) found.lost = found.dropped * (story_.judged.lost / all_dropped);
  found.harmed = found.late + found.dropped;
  if (found.dropped > 0 && found.late > 0) {
    const std::vector<double> in_time = in_time_share();
    for (std::int64_t t = bins.first; t < bins.end; ++t) {
      const auto bin = static_cast<std::size_t>(t);
      found.harmed -= share_at(t) * turned_away_[bin] * (1 - in_time[bin]);
    }
  }
  found.gave_up = story_.gave_up;
  found.drain_minutes = drain_minutes(bins.last());
  return found;
}

}  // namespace flowtime::judge
