// NodeFlows: the flows of one node as judgement needs them, taken from the run once.
//
// Notation of docs/semantics.md, "Judgement": A what entered, S what was served, Q the depth at the
// end, C capacity x parallelism, F failed attempts, W work.
// Flows are in items per bin, Q in items. Values are absent where the run has none for the bin.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "judge/judged_run.h"
#include "metrics/class_queues.h"
#include "metrics/noise.h"
#include "metrics/waits.h"

namespace flowtime::judge {

// Views point into the run where a series can be used as it is, and into vectors of this object
// where it had to be changed (dust taken away, parallelism multiplied in): therefore it cannot be
// copied.
class NodeFlows {
 public:
  // Looks up the series of the node; `run` outlives the object.
  NodeFlows(const JudgedRun& run, std::size_t node);
  NodeFlows(const NodeFlows&) = delete;
  NodeFlows& operator=(const NodeFlows&) = delete;

  const TopologyNode& node() const { return *node_; }
  std::size_t index() const { return index_; }
  std::size_t bins() const { return bins_; }
  bool has_queue() const { return !depth_.empty(); }
  bool has_capacity() const { return !capacity_.empty(); }
  // nullptr without one; belongs to the model.
  const DispatchSchedule* schedule() const { return schedule_; }

  // Per bin; empty where the node has no such series.
  SeriesIndex offered_series() const { return offered_series_; }
  SeriesIn offered() const { return offered_; }    // what came, overflow included
  SeriesIn entered() const { return entered_; }    // A: what came and was let in
  SeriesIn served() const { return served_; }      // S, effective
  SeriesIn depth() const { return depth_; }        // Q, dust taken away
  SeriesIn capacity() const { return capacity_; }  // C
  SeriesIn failures() const { return failures_; }  // F
  SeriesIn refused() const { return refused_; }    // errors that are not attempts
  SeriesIn overflow() const { return overflow_; }
  // What failed and is not tried again.
  SeriesIn exhausted() const { return exhausted_; }
  SeriesIn echo() const { return echo_; }  // the declared retry echo
  // Else it flows into another node and is spilled, which is not a loss.
  bool overflow_is_lost() const { return !node_->wip_overflow; }
  // Whether errors took capacity; decided from the run where only errors are given.
  bool errors_are_failures() const { return errors_are_failures_; }
  // Items before bin 0.
  double initial_depth() const { return initial_; }
  // Q[t-1]; 0 for a node without a queue.
  double depth_before(std::size_t t) const {
    if (depth_.empty()) return 0;
    return t == 0 ? initial_ : depth_[t - 1];
  }
  // Attempts where the model gives them, else S + F.
  double work(std::size_t t) const;  // W
  // Absent where the capacity or the schedule closes the bin.
  // max(S, min(C, W)) / C.
  double load(std::size_t t) const { return loads_.empty() ? compute_load(t) : loads_[t]; }
  // load() of every bin; nothing where there is no capacity.
  void loads(SeriesOut out) const;
  // From now on load() looks up what this computes once.
  void keep_loads();
  // Where the classes leave by themselves. Nothing: they share the one queue.
  // The views in it are valid as long as this object.
  std::optional<ClassQueues> class_queues() const;
  // Nothing ever waits, fails, is refused or is held by anything but the queue's own capacity.
  // Such a node needs none of the steps that look at waits; most nodes of a healthy model are
  // quiet.
  bool is_quiet() const;
  // A bin in which the schedule lets nothing out; false without a schedule.
  bool is_closed(std::size_t t) const;
  // noise().empty is the dust of docs/semantics.md: a level below it is empty.
  const Noise& noise() const { return noise_; }
  bool ever_waits() const { return ever_waits_; }  // something, at the end of some bin
  // Something waits at some time, be it only what was there before bin 0.
  bool ever_holds() const {
    return ever_waits_ || (has_queue() && is_finite(initial_) && !noise_.is_empty(initial_));
  }

 private:
  // In this order, as each needs the ones before.
  void find_flows();
  void find_capacity();
  void clean_depth();
  void sort_errors();
  SeriesIn role(Role role) const;
  double compute_load(std::size_t t) const;

  const JudgedRun& run_;
  std::size_t index_ = 0, bins_ = 0;
  const TopologyNode* node_ = nullptr;
  const DispatchSchedule* schedule_ = nullptr;
  SeriesIn offered_, entered_, served_, depth_, capacity_, failures_, refused_, overflow_;
  SeriesIn exhausted_, echo_, attempts_;
  std::vector<double> own_entered_, own_depth_, own_capacity_, own_refused_;
  std::vector<double> loads_;
  SeriesIndex offered_series_ = checks::kNoSeries;
  double initial_ = 0;
  Noise noise_;
  bool ever_waits_ = false, errors_are_failures_ = false;
};

// How long the items of the node waited; where its classes leave by themselves, each in its queue.
// First in, first out within each queue.
ItemWaits item_waits(const NodeFlows& flows);

}  // namespace flowtime::judge
