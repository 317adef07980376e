// NodeWork: everything about one node while its bins are looked at. One instance per node; tell()
// calls the steps in the order in which they need one another.
// Steps are spread over node_work.cc, node_episodes.cc, node_harm.cc, node_range.cc, node_storm.cc
// and node_words.cc. Each reads members that earlier steps filled and writes into `story_`; vectors
// by bin are let go with the object.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <tuple>
#include <utility>

#include "judge/node_activity.h"
#include "judge/node_flows.h"
#include "judge/node_story.h"
#include "judge/verdict_marks.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "metrics/useful_share.h"
#include "metrics/waits.h"
#include "model/names.h"

namespace flowtime::judge {

// Of the waits that 50, 85, 95 and 100 of 100 items do not pass, in bins: so far and in the end.
inline LowerBounds lower_bounds(std::span<const double> so_far,
                                std::span<const double> in_the_end) {
  const auto at = [&](std::size_t i) { return is_at_least(so_far[i], in_the_end[i]); };
  return {.p50 = at(0), .p85 = at(1), .p95 = at(2), .longest = at(3)};
}

class NodeWork {
 public:
  NodeWork(const JudgedRun& run, Deciders& deciders, Echoes& echoes,
           const ThresholdOverrides& overrides, std::size_t node, const HolderChain* chain)
      : run_(run),
        chain_(chain),
        deciders_(deciders),
        echoes_(echoes),
        flows_(run, node),
        limits_(limits_of(overrides, flows_.node())),
        bins_(flows_.bins()),
        bin_minutes_(run.model.grid.bin_minutes()) {}

  NodeStory tell() {
    const TopologyNode& node = flows_.node();
    NodeJudgement& judged = story_.judged;
    judged.dust = flows_.noise().empty;
    judged.errors_are_failures = flows_.errors_are_failures();
    judged.is_pile = is_pile(run_, flows_.index());
    story_.weight = node.weight;
    story_.is_judged = !judged.is_pile && (flows_.has_queue() || flows_.has_capacity() ||
                                           !flows_.failures().empty() || !flows_.refused().empty());
    // Twice: first without the transit's own time, so that quiet nodes are done at once; then with
    // it, as find_activities() finds transits.
    decide_promise();
    if (is_quiet()) return tell_quiet();
    flows_.keep_loads();
    if (flows_.ever_holds()) waits_ = std::make_unique<ItemWaits>(item_waits(flows_));
    find_activities();
    decide_promise();
    find_peaks();
    find_waits();
    find_harm();
    find_episodes();
    find_first_attempts();
    find_useful_share();
    find_storms();
    mark_rows();
    find_lost();
    find_cause();
    find_words();
    keep_spans();
    return std::move(story_);
  }

  // Nothing for an unknown class; see StoryTeller::range_of.
  std::optional<NodeRange> range(BinWindow bins, const std::string& class_id);

  // A transit has no outlook: its waits in the end are those so far.
  WaitSpreads wait_spreads() {
    story_.judged.is_pile = is_pile(run_, flows_.index());
    if (!flows_.ever_holds() || story_.judged.is_pile) return {};
    waits_ = std::make_unique<ItemWaits>(item_waits(flows_));
    find_activities();
    if (transit_.is_transit) return {waits_->spreads(), waits_->spreads()};
    return {waits_->spreads(), waits_->spreads(Outlook{outlook_rate()})};
  }

 private:
  // An initial depth that is dust is taken as 0.
  FifoQueue fifo() const {
    return {.inflow = flows_.entered(),
            .depth = flows_.depth(),
            .initial_depth =
                flows_.noise().is_empty(flows_.initial_depth()) ? 0 : flows_.initial_depth(),
            .dust = flows_.noise().empty};
  }
  double period() const {
    const DispatchSchedule* schedule = flows_.schedule();
    return schedule != nullptr ? static_cast<double>(schedule->period_bins) : 0;
  }
  // Bins of "lately" in rises and outlooks: one period of the schedule, else kLatelyBins.
  std::size_t lately() const {
    return static_cast<std::size_t>(period() > 0 ? period() : static_cast<double>(kLatelyBins));
  }
  double at(SeriesIn series, std::size_t t) const { return finite_or_zero(value_at(series, t)); }
  // A wait that equals the promise has kept it; rounding must not make it late.
  double over(double promise) const { return promise * (1 + kWaitRounding); }

  // Whether tell_quiet() says all there is to say.
  bool is_quiet() const;
  NodeStory tell_quiet();
  void find_quiet_peaks();
  void finish_quiet();
  void find_activities();
  // What a transit loses leaves from the back: own_entered_ is what entered without it.
  void lose_from_the_back();
  void decide_promise();
  void find_peaks();
  void find_waits();
  // dropped_: overflow that is lost, refusals at full load, refusals and failures without capacity.
  // turned_away_: the part of it that is not overflow.
  void find_dropped();
  void find_loss_span();
  template <class IsMarked, class Amount>
  std::pair<std::int64_t, std::int64_t> largest_stretch(IsMarked is_marked, Amount amount) const;
  void find_harm();
  void find_lost();
  // The series of what left without being served, and how much of it came again.
  std::vector<SeriesIndex> gone() const;
  double sent_again(const std::vector<SeriesIndex>& gone);
  std::vector<double> served_in_time() const;
  // A class in the common queue has a share of what came per bin; a class that leaves by itself has
  // a queue of its own.
  bool find_class(const std::string& class_id);
  double share_at(std::int64_t bin) const;
  void find_own_queue(const std::string& class_id);
  double wait_share_at(std::int64_t bin) const;
  double sum_of_class(SeriesIn values, BinWindow bins) const;
  std::vector<double> in_time_share() const;
  std::vector<double> share_of_leaving() const;
  void find_waits_of(BinWindow bins, NodeRange& found) const;
  double left_at_once(BinWindow bins) const;
  double drain_minutes(std::int64_t bin) const;
  // Items per bin after the end: C of the last open bin, else what left lately; 0: none would
  // leave.
  double outlook_rate() const;
  // Harm to nodes and constraints that held the wait for most of its time.
  void give_harm();
  Verdict verdict_of_wait(const FifoPiece& piece, double wait) const;
  void find_episodes();
  void weigh_episodes();
  void find_first_empty();
  void find_first_attempts();
  void find_useful_share();
  bool wastes(std::int64_t first, std::int64_t last, const UsefulShare& useful, SeriesIn served,
              const std::vector<double>& work) const;
  // Storms need echoes and episodes; both were found before.
  void find_storms();
  Storm storm_of(std::size_t episode) const;
  void find_goodput(Storm& storm) const;
  void find_cause();
  void find_words();
  void find_wasted();
  void find_outage(const Episode& episode);
  void find_departure(const Episode& episode);
  void mark_rows();
  MarkInputs mark_inputs();
  // Last: packs activities and verdicts per bin into spans.
  void keep_spans();

  const JudgedRun& run_;
  const HolderChain* chain_;
  Deciders& deciders_;
  Echoes& echoes_;
  NodeFlows flows_;
  Thresholds limits_;
  std::size_t bins_;
  double bin_minutes_;
  // Null: nothing ever waits in the node.
  std::unique_ptr<ItemWaits> waits_;
  Activities activities_;
  Transit transit_;
  std::vector<double> own_entered_;  // of a transit: what it lost taken from the back
  std::vector<double> wait_;         // bins; the figure of the row `wait`; empty: none waits
  std::vector<double> dropped_, turned_away_;  // items per bin; empty: none
  std::vector<double> work_, first_;           // W; first attempts (empty: no echo)
  // Of a class that leaves by itself: its share of its queue, and what was served of it.
  std::vector<double> own_share_;
  SeriesIn own_served_;
  std::vector<double> class_share_;  // per bin, of what came; empty: no class is asked for
  std::vector<Echo> echo_terms_;
  UsefulShare useful_;
  std::vector<Verdict> verdict_;  // per bin
  double late_so_far_ = 0, late_ = 0, late_at_end_ = 0;
  NodeStory story_;
};

// The stretch of marked bins with most of `amount`; stretches less than a promise apart are one.
template <class IsMarked, class Amount>
std::pair<std::int64_t, std::int64_t> NodeWork::largest_stretch(IsMarked is_marked,
                                                                Amount amount) const {
  double most = -1, sum = 0;
  std::int64_t first = -1, last = -1;
  std::pair<std::int64_t, std::int64_t> found{-1, -1};
  for (std::size_t t = 0; t < bins_; ++t) {
    if (!is_marked(t)) continue;
    const auto bin = static_cast<std::int64_t>(t);
    if (first < 0 || static_cast<double>(bin - last - 1) >= story_.promise_bins) {
      first = bin;
      sum = 0;
    }
    last = bin;
    sum += amount(t);
    const bool goes_on = found.first == first;
    if (!(sum > most) && !(goes_on && sum >= most)) continue;
    most = sum;
    found = {first, last};
  }
  return found;
}

}  // namespace flowtime::judge
