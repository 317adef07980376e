// Times in which items wait: one node.
#include <algorithm>
#include <cmath>

#include "judge/node_work.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {

void NodeWork::find_episodes() {
  const double promise = story_.promise_bins;
  const double late = over(promise);
  for (std::size_t t = 0; t < bins_; ++t) {
    const NodeActivity activity = activities_.of_bin[t];
    const double depth = value_at(flows_.depth(), t);
    const auto index = static_cast<std::size_t>(activity);
    if (waits_ && is_finite(depth) && depth > 0 && !story_.judged.is_pile) {
      story_.waiting[index] += depth;
      if (waits_->oldest_age()[t] > late) story_.over_promise[index] += depth;
    } else if (!flows_.has_queue() && is_waiting(activity)) {
      story_.waiting[index] += at(flows_.offered(), t);
    }
    if (!is_waiting(activity)) continue;
    const auto bin = static_cast<std::int64_t>(t);
    std::vector<Episode>& episodes = story_.episodes;
    // Bins between the two that are not waiting belong to the episode, though they add no
    // item-bins.
    const bool near =
        !episodes.empty() && static_cast<double>(bin - episodes.back().last - 1) < promise;
    if (!near) episodes.push_back({.first = bin, .last = bin});
    Episode& episode = episodes.back();
    episode.last = bin;
    const double waits = finite_or_zero(depth);
    episode.item_bins += waits;
    if (episode.peak_bin >= 0 && !(waits > episode.peak)) continue;
    episode.peak_bin = bin;
    episode.peak = waits;
  }
  weigh_episodes();
  if (!flows_.has_queue() || !waits_) return;
  const Noise& noise = flows_.noise();
  // Rises are measured from the depth that many bins ago, from the initial depth in a run shorter
  // than that.
  const double before = lately() < bins_ ? at(flows_.depth(), bins_ - 1 - lately())
                                         : finite_or_zero(flows_.initial_depth());
  story_.rises_at_end = story_.depth_at_end > 0 && noise.direction(before, story_.depth_at_end) > 0;
  if (story_.rises_at_end) story_.rise_at_end = story_.depth_at_end - before;
  if (story_.worst_episode == 0xFFFFFFFF) {
    find_first_empty();
    return;
  }
  const Episode& worst = story_.episodes[story_.worst_episode];
  story_.only_fell = worst.first == 0 && !noise.is_empty(flows_.initial_depth());
  for (auto t = worst.first; t <= worst.last && story_.only_fell; ++t) {
    const auto bin = static_cast<std::size_t>(t);
    story_.only_fell = noise.direction(flows_.depth_before(bin), at(flows_.depth(), bin)) <= 0;
  }
  for (auto t = static_cast<std::size_t>(worst.peak_bin); t < bins_; ++t) {
    if (at(flows_.depth(), t) > 0) continue;
    story_.empty_at = static_cast<std::int64_t>(t);
    break;
  }
}

// Of a node that never fell behind: a backlog it began with may be gone within the first bin.
void NodeWork::find_first_empty() {
  if (flows_.noise().is_empty(flows_.initial_depth())) return;
  story_.only_fell = true;
  for (std::size_t t = 0; t < bins_ && story_.only_fell; ++t) {
    story_.only_fell = flows_.noise().direction(flows_.depth_before(t), at(flows_.depth(), t)) <= 0;
    if (at(flows_.depth(), t) > 0) continue;
    story_.empty_at = static_cast<std::int64_t>(t);
    return;
  }
}

// The worst episode has most harm (late items that left in it, what was dropped in it; what has not
// left counts at the end), then most waiting.
void NodeWork::weigh_episodes() {
  std::vector<double> harm(bins_, 0.0);
  if (waits_) {
    const double promise = over(story_.promise_bins);
    waits_->each({}, [&](const FifoPiece& piece, double first, double last) {
      const auto bin = std::min(bins_ - 1, static_cast<std::size_t>(piece.left_bin));
      harm[bin] += piece.amount * part_above_zero(first - promise, last - promise).share();
    });
  }
  for (std::size_t t = 0; t < dropped_.size(); ++t) harm[t] += dropped_[t];
  double most_harm = -1, most_waiting = -1;
  for (std::uint32_t i = 0; i < story_.episodes.size(); ++i) {
    const Episode& episode = story_.episodes[i];
    double sum = 0;
    for (auto t = episode.first; t <= episode.last; ++t) sum += harm[static_cast<std::size_t>(t)];
    if (flows_.noise().is_empty(sum)) sum = 0;
    // Harm that differs by dust is equal; then the longer queue decides.
    const bool same = std::fabs(sum - most_harm) <= flows_.noise().empty;
    if (same ? !(episode.item_bins > most_waiting) : !(sum > most_harm)) continue;
    most_harm = sum;
    most_waiting = episode.item_bins;
    story_.worst_episode = i;
  }
}

}  // namespace flowtime::judge
