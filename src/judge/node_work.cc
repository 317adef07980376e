#include "judge/node_work.h"

#include <algorithm>
#include <cmath>

#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "model/names.h"

namespace flowtime::judge {

void NodeWork::find_activities() {
  // Order: activities without a transit; whether it is one; then held bins become transit.
  activities_ = activities_of(run_, deciders_, flows_, waits_.get());
  if (!waits_ || activities_.saturated_or_limited || story_.judged.is_pile) return;
  transit_ = transit_by_plan(run_, deciders_.index(), flows_);
  if (transit_.is_transit) lose_from_the_back();
  if (!transit_.is_transit) transit_ = transit_by_delays(flows_, *waits_);
  if (!transit_.is_transit) return;
  mark_transit(activities_);
  story_.judged.transit_minutes = transit_.own_bins * bin_minutes_;
}

// What a transit loses never arrives: it is taken from what entered last.
void NodeWork::lose_from_the_back() {
  own_entered_.resize(bins_);
  bool loses = false;
  for (std::size_t t = 0; t < bins_; ++t) {
    const double entered = at(flows_.entered(), t);
    const double left = std::max(0.0, flows_.depth_before(t) + entered - at(flows_.depth(), t));
    const double lost = std::clamp(left - at(flows_.served(), t), 0.0, entered);
    own_entered_[t] = entered - lost;
    loses |= lost > flows_.noise().empty;
  }
  if (!loses) return;
  FifoQueue queue = fifo();
  queue.inflow = own_entered_;
  double lost = 0;
  for (std::size_t t = 0; t < bins_; ++t) lost += at(flows_.entered(), t) - own_entered_[t];
  waits_ = std::make_unique<ItemWaits>(queue, lost);
}

void NodeWork::decide_promise() {
  const std::optional<double>& declared = flows_.node().semantics.sla_minutes;
  story_.judged.promise_declared = declared.has_value() && *declared > 0;
  story_.promise_bins = story_.judged.promise_declared
                            ? *declared / bin_minutes_
                            : std::max({1.0, period(), transit_.own_bins});
  story_.judged.promise_minutes = story_.promise_bins * bin_minutes_;
}

void NodeWork::find_peaks() {
  NodeJudgement& judged = story_.judged;
  work_.resize(bins_);
  for (std::size_t t = 0; t < bins_; ++t) {
    work_[t] = flows_.work(t);
    story_.arrivals += std::max(0.0, at(flows_.offered(), t));
    const double load = flows_.load(t);
    if (is_finite(load) && !(load <= judged.peak_load)) {
      judged.peak_load = load;
      judged.peak_load_bin = static_cast<std::int64_t>(t);
    }
    const double depth = value_at(flows_.depth(), t);
    if (is_finite(depth) && !(depth <= judged.peak_depth)) {
      judged.peak_depth = depth;
      judged.peak_depth_bin = static_cast<std::int64_t>(t);
    }
  }
  story_.initial_depth = flows_.initial_depth();
  if (flows_.has_queue()) story_.depth_at_end = std::max(0.0, at(flows_.depth(), bins_ - 1));
}

MarkInputs NodeWork::mark_inputs() {
  MarkInputs in{.run = run_,
                .flows = flows_,
                .limits = limits_,
                .activities = activities_.of_bin,
                .wait = wait_,
                .dropped = dropped_,
                .work = work_,
                .useful = useful_,
                .promise = story_.promise_bins,
                .declared = story_.judged.promise_declared};
  in.is_transit = transit_.is_transit;
  in.rise = story_.rise_at_end;
  in.late_so_far = late_so_far_;
  in.late_at_end = late_at_end_;
  in.lately = lately();
  in.is_pile = story_.judged.is_pile;
  return in;
}

void NodeWork::mark_rows() {
  MarkInputs in = mark_inputs();
  const checks::NodeSeries& series = run_.series.of(flows_.index());
  if (!flows_.exhausted().empty()) {
    in.failed_for_good.assign(flows_.exhausted().begin(), flows_.exhausted().end());
  } else if (!flows_.failures().empty()) {
    in.failed_for_good.assign(flows_.failures().begin(), flows_.failures().end());
    const SeriesIndex failed =
        checks::exists(series[Role::kFailures]) ? series[Role::kFailures] : series[Role::kErrors];
    // What somebody reads again later has not failed for good.
    if (!echoes_.of(failed).empty() || !flows_.echo().empty()) in.failed_for_good.clear();
  }
  Marks marks = mark_verdicts(in);
  verdict_ = std::move(marks.verdict);
  story_.judged.rows = std::move(marks.rows);
  // Holders without harm were kept until the rows were known; they count only where `stuck`
  // applies.
  const bool stuck = story_.row(Row::kStuck) != nullptr;
  std::erase_if(story_.given, [&](const GivenHarm& given) { return given.stuck_only && !stuck; });
  for (GivenHarm& given : story_.given) {
    if (given.stuck_only) given.verdict = Verdict::kWarning;
  }
  story_.row_share = marks.share;
  if (!marks.failing.empty()) {
    std::tie(story_.failing_from, story_.failing_to) = largest_stretch(
        [&](std::size_t t) { return marks.failing[t]; },
        [&](std::size_t t) { return finite_or_zero(work_[t]) - at(flows_.served(), t); });
  }
}

void NodeWork::keep_spans() {
  NodeJudgement& judged = story_.judged;
  const bool named = !activities_.holder.empty();
  std::int64_t with_worst = 0;
  for (std::size_t t = 0; t < bins_; ++t) {
    JudgedSpan span{.first_bin = static_cast<std::int64_t>(t), .activity = activities_.of_bin[t]};
    span.verdict = verdict_.empty() ? Verdict::kNone : verdict_[t];
    if (is_waiting(span.activity)) {
      span.rising =
          flows_.noise().direction(flows_.depth_before(t), value_at(flows_.depth(), t)) >= 0;
      if (named) span.decider = activities_.decider[t], span.holder = activities_.holder[t];
    }
    if (span.verdict > judged.verdict)
      judged.verdict = span.verdict, judged.first_bin = span.first_bin, with_worst = 0;
    with_worst += span.verdict == judged.verdict;
    if (!judged.spans.empty()) {
      JudgedSpan same = span;
      same.first_bin = judged.spans.back().first_bin;
      if (same == judged.spans.back()) continue;
    }
    judged.spans.push_back(span);
  }
  judged.share = judged.verdict == Verdict::kNone
                     ? 0
                     : static_cast<double>(with_worst) / static_cast<double>(bins_);
  // Zeros at both ends are not stored.
  if (wait_.empty()) return;
  std::size_t first = 0, end = bins_;
  while (first < end && !(wait_[first] > 0)) ++first;
  while (end > first && !(wait_[end - 1] > 0)) --end;
  judged.first_wait_bin = static_cast<std::int64_t>(first);
  judged.wait.assign(wait_.begin() + static_cast<std::ptrdiff_t>(first),
                     wait_.begin() + static_cast<std::ptrdiff_t>(end));
  for (double& wait : judged.wait) wait *= bin_minutes_;
}

// Whether one pass over the bins says everything there is to say: nothing waits, fails or comes
// back, and chance is not looked at.
bool NodeWork::is_quiet() const {
  const checks::NodeSeries& series = run_.series.of(flows_.index());
  // A timed node may have the row about chance, which the short way does not compute.
  const bool timed = checks::exists(series[Role::kProcessingTimeMsSum]) &&
                     checks::exists(series[Role::kServedCount]) && flows_.has_capacity();
  return flows_.is_quiet() && !timed && !story_.judged.is_pile &&
         !checks::exists(series[Role::kExhaustedFailures]) && !echoes_.any();
}

// The same as the long way for a quiet node, in one pass. In a large model most nodes are quiet, so
// that what a bin changes is kept in registers: nothing is written to the story between two bins.
NodeStory NodeWork::tell_quiet() {
  NodeJudgement& judged = story_.judged;
  judged.p50 = judged.p85 = judged.p95 = judged.longest = 0;
  const SeriesIn offered = flows_.offered(), served = flows_.served(), depth = flows_.depth();
  find_quiet_peaks();
  const double dust = flows_.noise().empty;
  double before = flows_.depth_before(0);
  NodeActivity last = NodeActivity::kUnknown;
  for (std::size_t t = 0; t < bins_; ++t) {
    const bool unknown = is_absent(depth[t]);
    const double moved = finite_or_zero(offered[t]) + finite_or_zero(served[t]) + before;
    before = depth[t];
    const NodeActivity activity = unknown                      ? NodeActivity::kUnknown
                                  : moved < dust || moved <= 0 ? NodeActivity::kEmpty
                                                               : NodeActivity::kFlowing;
    if (t > 0 && activity == last) continue;
    last = activity;
    judged.spans.push_back({.first_bin = static_cast<std::int64_t>(t),
                            .activity = activity,
                            .verdict = unknown ? Verdict::kNone : Verdict::kGood});
  }
  finish_quiet();
  return std::move(story_);
}

void NodeWork::find_quiet_peaks() {
  const SeriesIn offered = flows_.offered(), served = flows_.served();
  const SeriesIn capacity = flows_.capacity();
  double arrivals = story_.arrivals, most = finite_or_zero(offered[0]), highest = kAbsent;
  std::int64_t most_bin = 0, highest_bin = story_.judged.peak_load_bin, full_since = -1;
  std::int64_t full_from = story_.full_from, full_to = story_.full_to;
  for (std::size_t t = 0; t < bins_; ++t) {
    const auto bin = static_cast<std::int64_t>(t);
    const double came = finite_or_zero(offered[t]);
    arrivals += std::max(0.0, came);
    if (came > most) most = came, most_bin = bin;
    if (capacity.empty()) continue;
    const double load = load_of(served[t], served[t], capacity[t]);
    if (load > highest || (is_absent(highest) && is_finite(load)))
      highest = load, highest_bin = bin;
    if (!(load >= kFullLoad)) {
      full_since = -1;
      continue;
    }
    if (full_since < 0) full_since = bin;
    if (full_from < 0 || bin - full_since > full_to - full_from) {
      full_from = full_since;
      full_to = bin;
    }
  }
  story_.arrivals = arrivals;
  story_.cause.demand_peak = most;
  story_.cause.demand_bin = most_bin;
  story_.judged.peak_load = highest;
  story_.judged.peak_load_bin = highest_bin;
  story_.full_from = full_from;
  story_.full_to = full_to;
}

void NodeWork::finish_quiet() {
  NodeJudgement& judged = story_.judged;
  FindingCause& cause = story_.cause;
  story_.initial_depth = flows_.initial_depth();
  judged.late_share = story_.arrivals > 0 ? 0 : kAbsent;
  cause.capacity = value_at(flows_.capacity(), static_cast<std::size_t>(cause.demand_bin));
  cause.amplification = story_.arrivals > 0 ? 1 : kAbsent;
  double good = 0;
  for (std::size_t i = 0; i < judged.spans.size(); ++i) {
    const JudgedSpan& span = judged.spans[i];
    const auto end = i + 1 < judged.spans.size() ? judged.spans[i + 1].first_bin
                                                 : static_cast<std::int64_t>(bins_);
    if (span.activity != NodeActivity::kUnknown && is_absent(judged.peak_depth)) {
      judged.peak_depth = 0;
      judged.peak_depth_bin = span.first_bin;
    }
    if (span.verdict == Verdict::kNone) continue;
    if (judged.verdict == Verdict::kNone) judged.first_bin = span.first_bin;
    judged.verdict = Verdict::kGood;
    good += static_cast<double>(end - span.first_bin);
  }
  judged.share = good / static_cast<double>(bins_);
}

}  // namespace flowtime::judge
