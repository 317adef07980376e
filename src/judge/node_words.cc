// What a sentence about the node may name.
#include <algorithm>
#include <cmath>

#include "judge/node_work.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {

void NodeWork::find_cause() {
  std::size_t from = 0, to = bins_;
  if (story_.worst_episode != 0xFFFFFFFF) {
    const Episode& worst = story_.episodes[story_.worst_episode];
    from = static_cast<std::size_t>(worst.first);
    to = static_cast<std::size_t>(worst.last) + 1;
  }
  FindingCause& cause = story_.cause;
  double arrivals = 0, first = 0;
  for (std::size_t t = from; t < to; ++t) {
    const double offered = at(flows_.offered(), t);
    arrivals += offered;
    first += first_.empty() ? offered : first_[t];
    if (offered <= finite_or_zero(cause.demand_peak) && cause.demand_bin >= 0) continue;
    cause.demand_peak = offered;
    cause.demand_bin = static_cast<std::int64_t>(t);
  }
  if (cause.demand_bin < 0) return;
  const auto bin = static_cast<std::size_t>(cause.demand_bin);
  cause.capacity = value_at(flows_.capacity(), bin);
  cause.amplification = ratio_or_absent(arrivals, first);
  if (!first_.empty()) {
    cause.first_attempts = first_[bin];
    cause.retries = std::max(0.0, cause.demand_peak - first_[bin]);
  }
  if (!useful_.share.empty()) cause.useful_share = useful_.share[bin];
  bool decided = false;  // one that may be a storm says nothing beside one that is
  for (const Storm& storm : story_.storms) {
    if (decided && !storm.is_storm) continue;
    decided = storm.is_storm;
    cause.trigger_bin = storm.trigger;
    cause.due_bin = storm.due;
    cause.undecided = storm.undecided;
    cause.goodput_before = storm.goodput_before;
    cause.goodput_during = storm.goodput_during;
  }
  if (!(story_.rises_at_end && waits_) || transit_.is_transit) return;
  // The queue goes on rising as it did lately: when does the last item's wait pass the promise?
  const double slope = story_.rise_at_end / static_cast<double>(std::min(bins_, lately()));
  const double rate = outlook_rate();
  if (!(slope > 0) || !(rate > 0)) return;
  // By Little's law the last item waits depth / rate; it passes the promise when the depth passes
  // promise x rate.
  const double missing = story_.promise_bins * rate - story_.depth_at_end;
  if (missing > 0) {
    story_.breaks_at =
        static_cast<std::int64_t>(bins_) + static_cast<std::int64_t>(std::floor(missing / slope));
  }
}

namespace {

// Ids of repeats that can be read in a sentence; "again" or "x2" can not.
// Stems, so that "retry" and "retries", "resend" and "resent" are found.
bool is_a_noun(const std::string& id) {
  for (const char* word : {"rework", "retr", "attempt", "redeliver", "return", "repeat", "resen",
                           "resubmi", "callback"}) {
    if (id.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

// What a sentence about the node may name.
// The useful share looks back over many attempts, so it is low for longer than what made it so.
void NodeWork::find_wasted() {
  double served = 0, worked = 0, most = 0;
  std::int64_t from = -1;
  for (std::size_t t = 0; t < useful_.share.size(); ++t) {
    const double work = finite_or_zero(work_[t]), own = at(flows_.served(), t);
    const bool wastes = work > flows_.noise().empty &&
                        own / work < useful_.norm - useful_.band(useful_.attempts[t]);
    if (!wastes) from = -1;
    if (!wastes) continue;
    if (from < 0) from = static_cast<std::int64_t>(t), served = worked = 0;
    served += own;
    worked += work;
    if (!(worked - served > most)) continue;
    most = worked - served;
    story_.wasted_from = from;
    story_.wasted_to = static_cast<std::int64_t>(t);
    story_.wasted_share = 1 - served / worked;
  }
}

void NodeWork::find_words() {
  for (const Echo& echo : echo_terms_) {
    if (echo.series == kNobody) continue;
    const std::string& id = run_.plan.series[SeriesIndex{echo.series}].id;
    if (!is_a_noun(id)) continue;
    story_.repeats_word = id;
    std::replace(story_.repeats_word.begin(), story_.repeats_word.end(), '_', ' ');
    break;
  }
  std::int64_t from = -1;
  for (std::size_t t = 0; t <= bins_ && flows_.has_capacity(); ++t) {
    const bool full = t < bins_ && flows_.load(t) >= kFullLoad;
    const auto bin = static_cast<std::int64_t>(t);
    if (full && from < 0) from = bin;
    if (full || from < 0) continue;
    if (bin - from > story_.full_to - story_.full_from + 1 || story_.full_from < 0) {
      story_.full_from = from;
      story_.full_to = bin - 1;
    }
    from = -1;
  }
  if (waits_) story_.oldest_at_end = waits_->oldest_age()[bins_ - 1] * bin_minutes_;
  find_wasted();
  double furthest = -1;
  for (std::size_t t = 0; t < useful_.share.size(); ++t) {
    if (is_absent(useful_.share[t])) continue;
    const double band = useful_.band(useful_.attempts[t]);
    const double below = (useful_.norm - useful_.share[t]) / band;
    if (below > furthest) furthest = below, story_.useful_band_at_worst = band;
  }
  if (story_.worst_episode == 0xFFFFFFFF) return;
  const Episode& worst = story_.episodes[story_.worst_episode];
  // The median capacity over the run: the bins of a breakdown do not move it.
  const double usual = percentile_of_bins(flows_.capacity(), 0.5);
  std::map<std::uint32_t, std::int64_t> held;
  for (std::int64_t t = worst.first; t <= worst.last; ++t) {
    const auto bin = static_cast<std::size_t>(t);
    const double capacity = value_at(flows_.capacity(), bin);
    const bool low = capacity < usual / 2;
    story_.capacity_fell |= low;
    if (low && (story_.low_from < 0 || story_.low_to == t - 1)) {
      if (story_.low_from < 0) story_.low_from = t, story_.low_capacity = capacity;
      story_.low_capacity = std::min(story_.low_capacity, capacity);
      story_.low_to = t;
    }
    const bool is_held =
        activities_.of_bin[bin] == NodeActivity::kHeld && !activities_.decider.empty();
    if (is_held && activities_.decider[bin] != kNobody) ++held[activities_.decider[bin]];
  }
  std::int64_t most = 0;
  const checks::NodeSeries& own = run_.series.of(flows_.index());
  for (const auto& [series, bins] : held) {
    // A node that held itself says nothing.
    const SeriesIndex by{series};
    if (by == own.served_effective || by == own[Role::kServed] || bins <= most) continue;
    most = bins;
    story_.held_by = run_.plan.series[by].id;
  }
  story_.usual_capacity = usual;
  find_outage(worst);
  find_departure(worst);
}

void NodeWork::find_departure(const Episode& episode) {
  if (flows_.schedule() == nullptr || !flows_.has_capacity()) return;
  double came = 0;
  const auto last = static_cast<std::size_t>(episode.last);
  for (std::size_t t = 0; t <= last; ++t) {
    came += at(flows_.offered(), t);
    if (flows_.is_closed(t)) continue;
    const bool more = !story_.departure || came > story_.departure->came;
    if (static_cast<std::int64_t>(t) >= episode.first && more) {
      story_.departure = {static_cast<std::int64_t>(t), came, at(flows_.capacity(), t)};
    }
    came = 0;
  }
}

void NodeWork::find_outage(const Episode& episode) {
  std::int64_t from = -1;
  for (std::int64_t t = episode.first; t <= episode.last + 1; ++t) {
    const bool out = t <= episode.last &&
                     activities_.of_bin[static_cast<std::size_t>(t)] == NodeActivity::kOutage;
    if (out && from < 0) from = t;
    if (out || from < 0) continue;
    if (t - from > story_.outage_to - story_.outage_from + 1 || story_.outage_from < 0) {
      story_.outage_from = from;
      story_.outage_to = t - 1;
    }
    from = -1;
  }
}

}  // namespace flowtime::judge
