// NodeStory: everything that a judgement knows of one node. Made bin by bin once, after which the
// bins themselves are let go; what stays grows with the number of spans and of waiting bins.
// The stored part of it is `judged` (answers/judgement.h). The rest is for ranking findings and for
// their sentences, and is let go with the judgement. Bins of -1 mean: there is none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "judge/deciders.h"
#include "judge/echoes.h"
#include "judge/judged_run.h"
#include "metrics/percentile.h"
#include "metrics/threshold_table.h"
#include "series/bin_window.h"

namespace flowtime::judge {

// Bins in which items wait, those that are less than one promise apart taken together.
// Waiting states are shared, outage, saturated, downstream and held.
struct Episode {
  std::int64_t first = 0, last = 0;  // inclusive
  std::int64_t peak_bin = -1;
  double peak = 0;       // items
  double item_bins = 0;  // sum of the depths
};

// A retry storm: an episode that is kept up by repeats. docs/semantics.md, "Judgement".
// Storm if the useful share from the trigger on is below norm - band and the episode outlasts 2
// (due - trigger) + promise.
struct Storm {
  std::size_t episode = 0;
  // undecided: first attempts alone would not have cleared the queue by the end of the run.
  bool is_storm = false, undecided = false;
  std::int64_t trigger = -1;  // last bin of the episode in which first attempts exceed C
  std::int64_t due = -1;      // by which first attempts alone would have cleared the queue
  double first_after = kAbsent, capacity_after = kAbsent;  // in the bin after the trigger
  double useful_share = kAbsent, amplification = kAbsent;
  double goodput_before = kAbsent, goodput_during = kAbsent;  // items per bin within the promise
};

// Late and dropped items whose waiting was made by something else.
// One entry per receiver.
struct GivenHarm {
  bool to_constraint = false;  // else to a node
  std::uint32_t receiver = 0;
  double harmed = 0, lateness = 0;   // items; item-bins beyond the promise
  Verdict verdict = Verdict::kGood;  // by the harm alone
  bool stuck_only = false;           // no item was late, but the node was held beyond its promise
};

// The departure before which most came, of those the schedule plans.
// For the sentence about a schedule.
struct Departure {
  std::int64_t bin = 0;
  double came = 0, takes = 0;  // items since the departure before it; its capacity
};

struct NodeStory {
  NodeJudgement judged;
  bool is_judged = false;  // it has a queue, a capacity or failures
  // The promise in bins: slaMin, else what one bin, the schedule or the transit make it.
  double promise_bins = 1;
  // As the model gives it; multiplies harm in the rank.
  double weight = 1;
  double arrivals = 0;  // that came, over the run
  // What is left at this node after `given`: items, item-bins beyond the promise.
  double kept_harm = 0, kept_lateness = 0;
  std::vector<GivenHarm> given;
  std::vector<Episode> episodes;
  // Sum of depths by activity: in bins whose oldest item is over the promise, and in all.
  std::array<double, kNodeActivityCount> over_promise{}, waiting{};
  std::vector<Storm> storms;  // of episodes that read an echo
  // What came in the bin in which most was asked for inside the worst episode (else in the run).
  FindingCause cause;
  // The one with most harm, else with most waiting (item_bins); not a place in `episodes` where
  // there is no episode.
  std::uint32_t worst_episode = 0xFFFFFFFF;  // into episodes
  double repeats_share = 0;                  // of what came over the run
  bool rises_at_end = false, only_fell = false;
  double rise_at_end = 0;  // items, in the last 6 bins or a period
  double depth_at_end = 0, initial_depth = 0;
  std::int64_t empty_at = -1;   // the first bin after the worst episode's peak that ends empty
  std::int64_t breaks_at = -1;  // the bin in which the promise breaks if it goes on rising
  std::int64_t dropped_from = -1, dropped_to = -1;  // bins
  std::int64_t failing_from = -1, failing_to = -1;  // bins, where most work was in vain
  double offered_while_dropping = 0, dropped_in_span = 0;
  double gave_up = 0;                  // failed or refused, neither dropped nor sent again
  std::optional<Departure> departure;  // of a node with a schedule, in the worst episode
  // The first stretch of the worst episode with less than half of the usual capacity.
  std::int64_t low_from = -1, low_to = -1;
  double low_capacity = 0, usual_capacity = 0;
  std::string repeats_word;    // what the repeats are called: "rework"
  std::string held_by;         // series that held the worst episode longest
  bool capacity_fell = false;  // inside the worst episode, below half of its usual
  std::int64_t outage_from = -1, outage_to = -1;  // the longest outage of the worst episode
  double oldest_at_end = 0;                       // minutes that the oldest waiting item has waited
  std::int64_t full_from = -1, full_to = -1;      // the longest stretch of full load
  // Bins in a row that wasted more than is usual, those with most of it, and the share they wasted.
  std::int64_t wasted_from = -1, wasted_to = -1;
  double wasted_share = 0;
  double useful_band_at_worst = 0;            // where the useful share is furthest below its norm
  std::array<double, kRowCount> row_share{};  // of bins, worst verdict of the row
  // nullptr where the row did not apply; valid as long as judged.rows is not changed.
  const JudgedRow* row(Row row) const;
};

// Who held a node in a bin in the end: a holder that was held itself passes the blame on.
// Const after construction. `stories` outlive it and must all be there: the chain reads their
// spans.
class HolderChain {
 public:
  explicit HolderChain(const std::vector<NodeStory>& stories) : stories_(stories) {}
  // A constraint or node of the topology, ordered so that it can be a key.
  struct Holder {
    bool is_constraint = false;
    std::uint32_t index = 0;
    auto operator<=>(const Holder&) const = default;
  };
  Holder follow(std::uint32_t node, std::int64_t bin) const;

 private:
  const std::vector<NodeStory>& stories_;
};

// What became of the items of one node that came in some bins (in bin 0 also those that were there
// before), that were turned away in them, or that it served in them. docs/figures.md.
// Computed when it is asked for, from the series of the run.
struct NodeRange {
  double items = 0;                                    // came
  double p50 = kAbsent, p85 = kAbsent, p95 = kAbsent;  // minutes; absent: nothing came, a pile
  LowerBounds at_least{};
  double late = 0, late_share = kAbsent;
  double dropped = 0, lost = 0, harmed = 0, gave_up = 0;
  double undelivered = 0, longest = kAbsent;  // items; minutes
  double longest_in_the_end = 0;              // minutes; infinite: some never leave
  double goodput = kAbsent;                   // items served within the promise
  double drain_minutes = kAbsent;  // of what waits at the end, at the pace of the last bin
};

// The waits of the items of a node, so far and as they would end.
// so_far counts what has not left with its wait until the end of the grid; in_the_end as if it left
// at the outlook's rate. Empty: nothing ever waited, or a pile.
struct WaitSpreads {
  std::vector<Spread> so_far, in_the_end;
};

// The references of the constructor outlive it. Not thread safe: one per judgement or request, as
// deciders and echoes keep what they compute.
class StoryTeller {
 public:
  StoryTeller(const JudgedRun& run, const ThresholdOverrides& overrides);
  // Without a chain each node that held another is blamed itself.
  // First round without a chain, for all nodes; then again with one for those whose blame has to be
  // passed on.
  NodeStory story_of(std::size_t node, const HolderChain* chain = nullptr);
  WaitSpreads waits_of(std::size_t node);
  // With a class: of its items, which share the node's one queue; nothing where the arrivals of the
  // node are not distinguished by classes or have none of that name.
  // Cost: several passes over all bins of the node, also for a short window, as waits depend on
  // what came before.
  std::optional<NodeRange> range_of(std::size_t node, BinWindow bins,
                                    const std::string& class_id = {});
  Echoes& echoes() { return echoes_; }
  // By series row: what a decider is called.
  const PlanIndex& index() const { return deciders_.index(); }

 private:
  const JudgedRun& run_;
  const ThresholdOverrides& overrides_;
  Deciders deciders_;
  Echoes echoes_;
};

}  // namespace flowtime::judge
