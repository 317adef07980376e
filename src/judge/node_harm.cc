// Waits, losses, and who made them: one node.
#include <algorithm>
#include <cmath>

#include "judge/node_work.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {

// A node with a queue in which nothing ever waited has waits of 0; one without a queue has none
// (absent).
void NodeWork::find_waits() {
  NodeJudgement& judged = story_.judged;
  if (!flows_.has_queue()) return;
  judged.p50 = judged.p85 = judged.p95 = judged.longest = 0;
  if (!waits_) return;
  wait_.resize(bins_);
  for (std::size_t t = 0; t < bins_; ++t) {
    wait_[t] = std::max(waits_->longest_of_arrivals()[t], waits_->oldest_age()[t]);
  }
  if (judged.is_pile) return;
  constexpr double kShares[] = {0.5, 0.85, 0.95, 1};
  const std::vector<double> found = waits_->percentiles(kShares);
  judged.p50 = found[0] * bin_minutes_;
  judged.p85 = found[1] * bin_minutes_;
  judged.p95 = found[2] * bin_minutes_;
  judged.longest = waits_->longest() * bin_minutes_;
  judged.undelivered = story_.depth_at_end;
  judged.outlook_per_bin = outlook_rate();
  if (!(judged.undelivered > 0)) return;
  const std::vector<double> later = waits_->percentiles(kShares, {outlook_rate()});
  judged.at_least = lower_bounds(found, later);
}

// How fast what waits at the end would leave, in items per bin: the capacity of the last open bin,
// else what left lately.
double NodeWork::outlook_rate() const {
  if (flows_.has_capacity()) {
    for (std::size_t t = bins_; t-- > 0;) {
      if (flows_.is_closed(t)) continue;
      const double capacity = at(flows_.capacity(), t);
      // The last open bin has no capacity: then what left lately says how it goes on.
      if (!(capacity > flows_.noise().empty)) break;
      return capacity / std::max(1.0, period());
    }
  }
  const std::size_t span = std::min(bins_, lately());
  double left = 0;
  for (std::size_t t = bins_ - span; t < bins_; ++t) {
    left += std::max(0.0, flows_.depth_before(t) + at(flows_.entered(), t) - at(flows_.depth(), t));
  }
  const double rate = left / static_cast<double>(span);
  return flows_.noise().is_empty(rate) ? 0 : rate;
}

void NodeWork::find_dropped() {
  const double dust = flows_.noise().empty;
  const bool may_refuse = !flows_.refused().empty() || !flows_.failures().empty();
  if (flows_.overflow().empty() && !may_refuse) return;
  NodeJudgement& judged = story_.judged;
  dropped_.assign(bins_, 0.0);
  turned_away_.assign(bins_, 0.0);
  for (std::size_t t = 0; t < bins_; ++t) {
    const double overflow = std::max(0.0, at(flows_.overflow(), t));
    if (!flows_.overflow_is_lost()) judged.spilled += overflow;
    // Without capacity every failure and refusal is a drop; at full load only what was refused, as
    // failed attempts took capacity.
    const bool out = flows_.has_capacity() && flows_.capacity()[t] <= dust;
    if (out) {
      turned_away_[t] = at(flows_.refused(), t) + at(flows_.failures(), t);
    } else if (flows_.load(t) >= kFullLoad) {
      turned_away_[t] = at(flows_.refused(), t);
    }
    dropped_[t] = (flows_.overflow_is_lost() ? overflow : 0.0) + std::max(0.0, turned_away_[t]);
    if (flows_.noise().is_empty(dropped_[t])) dropped_[t] = turned_away_[t] = 0;
    if (!(dropped_[t] > 0)) continue;
    judged.dropped += dropped_[t];
  }
  find_loss_span();
  judged.lost = judged.dropped;
  if (!(judged.dropped > 0)) dropped_.clear(), turned_away_.clear();
}

void NodeWork::find_loss_span() {
  if (dropped_.empty()) return;
  const auto [first, last] = largest_stretch([&](std::size_t t) { return dropped_[t] > 0; },
                                             [&](std::size_t t) { return dropped_[t]; });
  story_.dropped_from = first;
  story_.dropped_to = last;
  for (auto t = first; t >= 0 && t <= last; ++t) {
    story_.offered_while_dropping += at(flows_.offered(), static_cast<std::size_t>(t));
    story_.dropped_in_span += dropped_[static_cast<std::size_t>(t)];
  }
}

// Late items, so far or by the outlook, and dropped ones; an item that was late and gave up counts
// once.
void NodeWork::find_harm() {
  find_dropped();
  NodeJudgement& judged = story_.judged;
  const double promise = over(story_.promise_bins);
  if (waits_ && !judged.is_pile) {
    late_so_far_ = waits_->late(promise);
    const bool on_the_way = transit_.is_transit || !(judged.undelivered > 0);
    late_ = on_the_way ? late_so_far_ : waits_->late(promise, {outlook_rate()});
    late_at_end_ = 0;
    if (!on_the_way) {
      waits_->each(Outlook{outlook_rate()}, [&](const FifoPiece& piece, double first, double last) {
        if (piece.left_bin < static_cast<std::int64_t>(bins_)) return;
        late_at_end_ += piece.amount * part_above_zero(first - promise, last - promise).share();
      });
    }
    judged.late = late_;
    if (flows_.noise().is_empty(judged.late)) judged.late = 0;
    judged.late_share = ratio_or_absent(judged.late, waits_->items());
    story_.kept_lateness = waits_->lateness(promise);
  } else if (flows_.has_queue() && !judged.is_pile) {
    judged.late_share = story_.arrivals > 0 ? 0 : kAbsent;
  }
  judged.harmed = judged.late + judged.dropped;
  // Of what was turned away, the share that would have been late by the waits of its bin is in
  // `late` already.
  if (judged.dropped > 0 && judged.late > 0) {
    const std::vector<double> in_time = waits_->in_time_share_by_leaving(promise);
    for (std::size_t t = 0; t < bins_; ++t) judged.harmed -= turned_away_[t] * (1 - in_time[t]);
  }
  if (judged.is_pile) judged.harmed = judged.dropped;
  story_.kept_harm = judged.harmed;
  if (!activities_.holder.empty()) give_harm();
}

// What an item that waited so long makes of the verdict.
Verdict NodeWork::verdict_of_wait(const FifoPiece& piece, double wait) const {
  const Limits& limits = limits_[static_cast<std::size_t>(Row::kWait)];
  if (!story_.judged.promise_declared) return Verdict::kWarning;
  const bool open = piece.left_bin >= static_cast<std::int64_t>(bins_);
  const bool far = wait > over(story_.promise_bins) * limits.critical;
  return far || open ? Verdict::kCritical : Verdict::kWarning;
}

// Along a piece arrival and departure move evenly; the time that an item spent in bins held by one
// other is read from prefix sums at both of its ends.
// Steps: name the holder of each bin; per holder a running sum of the bins it held; per piece the
// part of the items that are late and that it held for more than half of their wait. Both
// conditions are taken as linear along a piece, so each is an interval of it, and the harm is where
// the two overlap.
void NodeWork::give_harm() {
  using Holder = HolderChain::Holder;
  std::vector<std::optional<Holder>> holder(bins_);
  std::map<Holder, std::vector<double>> held;  // time before each bin
  for (std::size_t t = 0; t < bins_; ++t) {
    const bool shared = activities_.of_bin[t] == NodeActivity::kShared;
    if (!shared && activities_.of_bin[t] != NodeActivity::kDownstream) continue;
    holder[t] = Holder{shared, activities_.holder[t]};
    if (!shared && chain_ != nullptr) {
      holder[t] = chain_->follow(activities_.holder[t], static_cast<std::int64_t>(t));
    }
    held.try_emplace(*holder[t], bins_ + 1, 0.0);
  }
  for (auto& [by, before] : held) {
    for (std::size_t t = 0; t < bins_; ++t) {
      before[t + 1] = before[t] + (holder[t] == by ? 1.0 : 0.0);
    }
    GivenHarm given{by.is_constraint, by.index, 0, 0, Verdict::kGood, false};
    const auto time_until = [&, &sums = before](double time) {
      const auto bin = std::min(bins_, static_cast<std::size_t>(std::max(0.0, time)));
      if (bin == bins_) return sums[bins_];
      return sums[bin] + (time - static_cast<double>(bin)) * (sums[bin + 1] - sums[bin]);
    };
    const double promise = over(story_.promise_bins);
    std::optional<Outlook> outlook;
    if (!transit_.is_transit) outlook = Outlook{outlook_rate()};
    const auto visit = [&](const FifoPiece& piece, double first, double last) {
      const PartAbove late = part_above_zero(first - promise, last - promise);
      const auto held_more = [&](double came, double left) {
        return time_until(left) - time_until(came) - (left - came) / 2;
      };
      const PartAbove mostly = part_above_zero(held_more(piece.came_from, piece.left_from),
                                               held_more(piece.came_to, piece.left_to));
      const double from = std::max(late.from, mostly.from), to = std::min(late.to, mostly.to);
      if (!(to > from)) return;
      const double items = piece.amount * (to - from);
      given.harmed += items;
      given.lateness += items * std::max(0.0, piece.mean_delay_bins() - promise);
      given.verdict = std::max(given.verdict, verdict_of_wait(piece, std::max(first, last)));
    };
    if (waits_) waits_->each(outlook, visit);
    if (!dropped_.empty()) {
      for (std::size_t t = 0; t < bins_; ++t) {
        if (!(before[t + 1] > before[t]) || !(dropped_[t] > 0)) continue;
        given.harmed += dropped_[t];
        given.verdict = std::max(given.verdict, Verdict::kWarning);
      }
    }
    // Two holders cannot be blamed for more than there is: what the first took is gone for the
    // next.
    given.harmed = std::min(given.harmed, story_.kept_harm);
    if (flows_.noise().is_empty(given.harmed)) {
      given = {by.is_constraint, by.index, 0, 0, Verdict::kGood, true};
      story_.given.push_back(given);  // kept only where the row `stuck` applies
      continue;
    }
    story_.kept_harm -= given.harmed;
    story_.kept_lateness = std::max(0.0, story_.kept_lateness - given.lateness);
    story_.given.push_back(given);
  }
  if (flows_.noise().is_empty(story_.kept_harm)) story_.kept_harm = 0;
}

}  // namespace flowtime::judge
