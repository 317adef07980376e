// First attempts, repeats, useful work: one node.
#include <algorithm>
#include <cmath>

#include "judge/node_work.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {

void NodeWork::find_first_attempts() {
  echo_terms_ = echoes_.in(flows_.offered_series());
  if (echo_terms_.empty()) return;
  const std::vector<double> repeats = echoes_.sum(echo_terms_);
  first_.resize(bins_);
  double all = 0;
  for (std::size_t t = 0; t < bins_; ++t) {
    const double offered = at(flows_.offered(), t);
    // The echoes of a bin may exceed what came; then all that came were repeats.
    first_[t] = std::max(0.0, offered - repeats[t]);
    all += std::clamp(repeats[t], 0.0, std::max(0.0, offered));
  }
  story_.repeats_share = story_.arrivals > 0 ? all / story_.arrivals : 0;
}

void NodeWork::find_useful_share() {
  const bool attempts = checks::exists(run_.series.of(flows_.index())[Role::kAttempts]);
  if (flows_.served().empty() || (flows_.failures().empty() && !attempts)) return;
  // Bins in which nothing waits; the norm is what the share usually is in them.
  std::vector<bool> quiet;
  if (waits_) {
    quiet.resize(bins_);
    for (std::size_t t = 0; t < bins_; ++t) quiet[t] = !(value_at(flows_.depth(), t) > 0);
  }
  const auto per_hour = static_cast<std::int64_t>(std::floor(60 / bin_minutes_ + 0.5));
  useful_ = useful_share(flows_.served(), work_, quiet, per_hour);
  story_.judged.useful_norm = useful_.norm;
  story_.judged.useful_band = useful_.band(kUsefulWindow);
}

// The same comparison as the row usefulShare, but over all bins from `first` to `last` together.
bool NodeWork::wastes(std::int64_t first, std::int64_t last, const UsefulShare& useful,
                      SeriesIn served, const std::vector<double>& work) const {
  if (useful.share.empty() || is_absent(useful.norm)) return false;
  double sum_served = 0, sum_work = 0;
  for (auto t = static_cast<std::size_t>(first); t <= static_cast<std::size_t>(last); ++t) {
    sum_served += at(served, t);
    sum_work += finite_or_zero(work[t]);
  }
  return sum_work > 0 && sum_served / sum_work < useful.norm - useful.band(sum_work);
}

Storm NodeWork::storm_of(std::size_t index) const {
  const Episode& episode = story_.episodes[index];
  Storm storm{.episode = index};
  for (std::int64_t t = episode.last; t >= episode.first && storm.trigger < 0; --t) {
    const auto bin = static_cast<std::size_t>(t);
    if (first_[bin] > at(flows_.capacity(), bin) * (1 + kWaitRounding)) storm.trigger = t;
  }
  if (storm.trigger < 0) return storm;
  // From the trigger on as if no repeat had come: the queue gets first attempts and gives its
  // capacity.
  double left = at(flows_.depth(), static_cast<std::size_t>(storm.trigger));
  for (auto t = static_cast<std::size_t>(storm.trigger) + 1; t < bins_; ++t) {
    left += first_[t] - at(flows_.capacity(), t);
    if (left > flows_.noise().empty) continue;
    storm.due = static_cast<std::int64_t>(t);
    break;
  }
  const auto last_bin = static_cast<std::int64_t>(bins_) - 1;
  const bool recovered = episode.last < last_bin;
  bool wasteful = wastes(storm.trigger, episode.last, useful_, flows_.served(), work_);
  // The failures that come again may be another node's: then its work is what is wasted.
  for (const Echo& echo : echo_terms_) {
    if (wasteful || echo.node == flows_.index() || echo.node == 0xFFFFFFFF) continue;
    const NodeFlows owner(run_, echo.node);
    std::vector<double> work(bins_);
    for (std::size_t t = 0; t < bins_; ++t) work[t] = owner.work(t);
    const auto per_hour = static_cast<std::int64_t>(std::floor(60 / bin_minutes_ + 0.5));
    const UsefulShare useful = useful_share(owner.served(), work, {}, per_hour);
    wasteful = wastes(storm.trigger, episode.last, useful, owner.served(), work);
  }
  if (!wasteful) return storm;
  double came = 0, first = 0, worked = 0, served = 0;
  for (auto t = static_cast<std::size_t>(storm.trigger);
       t <= static_cast<std::size_t>(episode.last); ++t) {
    came += at(flows_.offered(), t);
    first += first_[t];
    worked += finite_or_zero(work_[t]);
    served += at(flows_.served(), t);
  }
  storm.amplification = ratio_or_absent(came, first);
  if (const auto after = static_cast<std::size_t>(storm.trigger) + 1; after < bins_) {
    storm.first_after = first_[after];
    storm.capacity_after = value_at(flows_.capacity(), after);
  }
  storm.useful_share = useful_.share.empty() ? kAbsent : ratio_or_absent(served, worked);
  const double promise = story_.promise_bins;
  storm.undecided = storm.due < 0;
  // A queue that drained late, or one that ought to have drained by now. One that the run cannot
  // decide (no due bin) is not a storm but is kept, so that the finding can say so.
  storm.is_storm =
      storm.due >= 0 &&
      (recovered ? static_cast<double>(episode.last - storm.trigger) >
                       2 * static_cast<double>(storm.due - storm.trigger) + promise
                 : static_cast<double>(storm.due) + promise < static_cast<double>(last_bin));
  return storm;
}

void NodeWork::find_goodput(Storm& storm) const {
  const Episode& episode = story_.episodes[storm.episode];
  const std::vector<double> good = served_in_time();
  const auto mean = [&](std::int64_t first, std::int64_t end) {
    double sum = 0;
    for (std::int64_t t = first; t < end; ++t) sum += good[static_cast<std::size_t>(t)];
    return ratio_or_absent(sum, static_cast<double>(end - first));
  };
  storm.goodput_before = mean(0, episode.first);
  storm.goodput_during = mean(storm.trigger, episode.last + 1);
}

void NodeWork::find_storms() {
  if (first_.empty() || !flows_.has_capacity() || !waits_) return;
  for (std::size_t i = 0; i < story_.episodes.size(); ++i) {
    Storm storm = storm_of(i);
    if (!storm.is_storm && !storm.undecided) continue;
    find_goodput(storm);
    story_.storms.push_back(storm);
  }
}

}  // namespace flowtime::judge
