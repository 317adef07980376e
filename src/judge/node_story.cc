#include "judge/node_story.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include "judge/node_activity.h"
#include "judge/node_flows.h"
#include "judge/verdict_marks.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/percentile.h"
#include "metrics/useful_share.h"
#include "metrics/waits.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

constexpr std::int64_t kLatelyBins = 6;  // that show how a queue without a capacity moves

// Everything about one node while its bins are looked at.
class NodeWork {
 public:
  NodeWork(const JudgedRun& run, Deciders& deciders, Echoes& echoes,
           const ThresholdOverrides& overrides, std::size_t node)
      : run_(run),
        deciders_(deciders),
        echoes_(echoes),
        flows_(run, node),
        limits_(limits_of(overrides, flows_.node())),
        bins_(flows_.bins()),
        bin_minutes_(static_cast<double>(run.model.grid.bin_minutes())) {}

  NodeStory tell() {
    const TopologyNode& node = flows_.node();
    NodeJudgement& judged = story_.judged;
    judged.dust = flows_.noise().empty;
    judged.errors_are_failures = flows_.errors_are_failures();
    judged.is_pile = is_pile(run_, flows_.index());
    story_.weight = node.weight;
    story_.is_judged = !judged.is_pile && (flows_.has_queue() || flows_.has_capacity() ||
                                           !flows_.failures().empty() || !flows_.refused().empty());
    if (flows_.ever_holds()) waits_ = std::make_unique<ItemWaits>(fifo());
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
    find_cause();
    find_words();
    keep_spans();
    return std::move(story_);
  }

 private:
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
  std::size_t lately() const {
    return static_cast<std::size_t>(period() > 0 ? period() : static_cast<double>(kLatelyBins));
  }
  double at(SeriesIn series, std::size_t t) const { return finite_or_zero(value_at(series, t)); }
  double over(double promise) const { return promise * (1 + kWaitRounding); }

  void find_activities();
  void lose_from_the_back();
  void decide_promise();
  void find_peaks();
  void find_waits();
  void find_dropped();
  void find_harm();
  double outlook_rate() const;
  void give_harm();
  void find_episodes();
  void find_first_attempts();
  void find_useful_share();
  bool wastes(std::int64_t first, std::int64_t last, const UsefulShare& useful, SeriesIn served,
              const std::vector<double>& work) const;
  void find_storms();
  Storm storm_of(std::size_t episode) const;
  void find_cause();
  void find_words();
  void mark_rows();
  MarkInputs mark_inputs();
  void keep_spans();

  const JudgedRun& run_;
  Deciders& deciders_;
  Echoes& echoes_;
  NodeFlows flows_;
  Thresholds limits_;
  std::size_t bins_;
  double bin_minutes_;
  std::unique_ptr<ItemWaits> waits_;
  Activities activities_;
  Transit transit_;
  std::vector<double> own_entered_;  // of a transit: what it lost taken from the back
  std::vector<double> wait_;         // bins; the figure of the row `wait`; empty: none waits
  std::vector<double> dropped_, turned_away_;  // items per bin; empty: none
  std::vector<double> work_, first_;           // W; first attempts (empty: no echo)
  std::vector<Echo> echo_terms_;
  UsefulShare useful_;
  std::vector<Verdict> verdict_;  // per bin
  double late_so_far_ = 0, late_ = 0;
  NodeStory story_;
};

void NodeWork::find_activities() {
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
  waits_ = std::make_unique<ItemWaits>(queue);
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
  if (flows_.has_queue()) story_.depth_at_end = at(flows_.depth(), bins_ - 1);
}

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
  constexpr double kShares[] = {0.5, 0.85, 0.95};
  const std::vector<double> found = waits_->percentiles(kShares);
  judged.p50 = found[0] * bin_minutes_;
  judged.p85 = found[1] * bin_minutes_;
  judged.p95 = found[2] * bin_minutes_;
  judged.longest = waits_->longest() * bin_minutes_;
  judged.undelivered = story_.depth_at_end;
  judged.outlook_per_bin = outlook_rate();
  if (!(judged.undelivered > 0)) return;
  const std::vector<double> later = waits_->percentiles(kShares, {outlook_rate()});
  judged.at_least = is_at_least(found[2], later[2]);
}

// How fast what waits at the end would leave, in items per bin: the capacity of the last open bin,
// else what left lately.
double NodeWork::outlook_rate() const {
  if (flows_.has_capacity()) {
    for (std::size_t t = bins_; t-- > 0;) {
      if (flows_.is_closed(t)) continue;
      const double capacity = at(flows_.capacity(), t);
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
    story_.offered_while_dropping += at(flows_.offered(), t);
    if (story_.dropped_from < 0) story_.dropped_from = static_cast<std::int64_t>(t);
    story_.dropped_to = static_cast<std::int64_t>(t);
  }
  judged.lost = judged.dropped;
  if (!(judged.dropped > 0)) dropped_.clear(), turned_away_.clear();
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
    judged.late = late_;
    if (flows_.noise().is_empty(judged.late)) judged.late = 0;
    judged.late_share = ratio_or_absent(judged.late, waits_->items());
    story_.kept_lateness = waits_->lateness(promise);
  } else if (flows_.has_queue() && !judged.is_pile) {
    judged.late_share = story_.arrivals > 0 ? 0 : kAbsent;
  }
  judged.harmed = judged.late + judged.dropped;
  if (judged.dropped > 0 && judged.late > 0) {
    const std::vector<double> in_time = waits_->in_time_share_by_leaving(promise);
    for (std::size_t t = 0; t < bins_; ++t) judged.harmed -= turned_away_[t] * (1 - in_time[t]);
  }
  if (judged.is_pile) judged.harmed = judged.dropped;
  story_.kept_harm = judged.harmed;
  if (!activities_.holder.empty()) give_harm();
}

// Along a piece arrival and departure move evenly; the time that an item spent in bins held by one
// other is read from prefix sums at both of its ends.
void NodeWork::give_harm() {
  std::map<std::pair<bool, std::uint32_t>, std::vector<double>> held;  // time before each bin
  for (std::size_t t = 0; t < bins_; ++t) {
    const bool shared = activities_.of_bin[t] == NodeActivity::kShared;
    if (!shared && activities_.of_bin[t] != NodeActivity::kDownstream) continue;
    held.try_emplace({shared, activities_.holder[t]}, bins_ + 1, 0.0);
  }
  for (auto& [by, before] : held) {
    const NodeActivity activity = by.first ? NodeActivity::kShared : NodeActivity::kDownstream;
    for (std::size_t t = 0; t < bins_; ++t) {
      const bool is = activities_.of_bin[t] == activity && activities_.holder[t] == by.second;
      before[t + 1] = before[t] + (is ? 1.0 : 0.0);
    }
    GivenHarm given{by.first, by.second, 0, 0};
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
    };
    if (waits_) waits_->each(outlook, visit);
    if (!dropped_.empty()) {
      for (std::size_t t = 0; t < bins_; ++t) {
        if (before[t + 1] > before[t]) given.harmed += dropped_[t];
      }
    }
    given.harmed = std::min(given.harmed, story_.kept_harm);
    if (flows_.noise().is_empty(given.harmed)) continue;
    story_.kept_harm -= given.harmed;
    story_.kept_lateness = std::max(0.0, story_.kept_lateness - given.lateness);
    story_.given.push_back(given);
  }
  if (flows_.noise().is_empty(story_.kept_harm)) story_.kept_harm = 0;
}

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
    }
    const bool late_by_design =
        (activity == NodeActivity::kTransit || activity == NodeActivity::kScheduled) && waits_ &&
        wait_[t] > late;
    if (!is_waiting(activity) && !late_by_design) continue;
    const auto bin = static_cast<std::int64_t>(t);
    std::vector<Episode>& episodes = story_.episodes;
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
  double most = -1;
  for (std::uint32_t i = 0; i < story_.episodes.size(); ++i) {
    if (!(story_.episodes[i].item_bins > most)) continue;
    most = story_.episodes[i].item_bins;
    story_.worst_episode = i;
  }
  if (!flows_.has_queue() || !waits_) return;
  const std::size_t back = std::min(bins_ - 1, lately());
  const Noise& noise = flows_.noise();
  story_.rises_at_end =
      story_.depth_at_end > 0 &&
      noise.direction(at(flows_.depth(), bins_ - 1 - back), story_.depth_at_end) > 0;
  story_.only_fell = flows_.initial_depth() > 0;
  for (std::size_t t = 0; t < bins_ && story_.only_fell; ++t) {
    story_.only_fell = noise.direction(flows_.depth_before(t), at(flows_.depth(), t)) <= 0;
  }
  if (story_.worst_episode == 0xFFFFFFFF) return;
  const Episode& worst = story_.episodes[story_.worst_episode];
  for (auto t = static_cast<std::size_t>(worst.peak_bin); t < bins_; ++t) {
    if (at(flows_.depth(), t) > 0) continue;
    story_.empty_at = static_cast<std::int64_t>(t);
    break;
  }
}

void NodeWork::find_first_attempts() {
  const checks::NodeSeries& series = run_.series.of(flows_.index());
  SeriesIndex came = series[Role::kArrivals];
  for (const std::string& id : queue_inflow_ids(run_.model, flows_.node())) {
    const SeriesIndex found = run_.series.find(id);
    if (checks::exists(found)) {
      came = found;
      break;
    }
  }
  echo_terms_ = echoes_.in(came);
  if (echo_terms_.empty()) return;
  const std::vector<double> repeats = echoes_.sum(echo_terms_);
  first_.resize(bins_);
  double all = 0;
  for (std::size_t t = 0; t < bins_; ++t) {
    const double offered = at(flows_.offered(), t);
    first_[t] = std::max(0.0, offered - repeats[t]);
    all += std::clamp(repeats[t], 0.0, std::max(0.0, offered));
  }
  story_.repeats_share = story_.arrivals > 0 ? all / story_.arrivals : 0;
}

void NodeWork::find_useful_share() {
  const bool attempts = checks::exists(run_.series.of(flows_.index())[Role::kAttempts]);
  if (flows_.served().empty() || (flows_.failures().empty() && !attempts)) return;
  std::vector<bool> quiet;
  if (waits_) {
    quiet.resize(bins_);
    for (std::size_t t = 0; t < bins_; ++t) quiet[t] = !(value_at(flows_.depth(), t) > 0);
  }
  const auto per_hour = static_cast<std::int64_t>(std::lround(60 / bin_minutes_));
  useful_ = useful_share(flows_.served(), work_, quiet, per_hour);
  story_.judged.useful_norm = useful_.norm;
  story_.judged.useful_band = useful_.band(kUsefulWindow);
}

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
  for (const Echo& echo : echo_terms_) {
    if (wasteful || echo.node == flows_.index() || echo.node == 0xFFFFFFFF) continue;
    const NodeFlows owner(run_, echo.node);
    std::vector<double> work(bins_);
    for (std::size_t t = 0; t < bins_; ++t) work[t] = owner.work(t);
    const auto per_hour = static_cast<std::int64_t>(std::lround(60 / bin_minutes_));
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
  storm.useful_share = useful_.share.empty() ? kAbsent : ratio_or_absent(served, worked);
  const double promise = story_.promise_bins;
  storm.undecided = storm.due < 0;
  storm.is_storm =
      storm.due >= 0 &&
      (recovered ? static_cast<double>(episode.last - storm.trigger) >
                       2 * static_cast<double>(storm.due - storm.trigger) + promise
                 : static_cast<double>(storm.due) + promise < static_cast<double>(last_bin));
  return storm;
}

void NodeWork::find_storms() {
  if (first_.empty() || !flows_.has_capacity() || !waits_) return;
  for (std::size_t i = 0; i < story_.episodes.size(); ++i) {
    const Storm storm = storm_of(i);
    if (storm.is_storm || storm.undecided) story_.storms.push_back(storm);
  }
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
  in.rises = story_.rises_at_end;
  in.late_so_far = late_so_far_;
  in.late = late_;
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
    const std::vector<Echo> back = echoes_.of(failed);
    if (!back.empty() || !flows_.echo().empty()) {
      const std::vector<double> returned = back.empty() ? std::vector<double>() : echoes_.sum(back);
      in.returned_for_later = returned;
      if (back.empty()) in.returned_for_later.assign(flows_.echo().begin(), flows_.echo().end());
    }
  }
  Marks marks = mark_verdicts(in);
  verdict_ = std::move(marks.verdict);
  story_.judged.rows = std::move(marks.rows);
  story_.row_share = marks.share;
  if (story_.judged.dropped > 0) {
    const double again = [&] {
      double sum = 0;
      const SeriesIndex overflow = run_.series.find(snake_case(flows_.node().id) + "_overflow");
      const SeriesIndex errors = series[Role::kErrors];
      for (const SeriesIndex failed : {overflow, errors}) {
        const std::vector<Echo> back = echoes_.of(failed);
        if (back.empty()) continue;
        for (const double value : echoes_.sum(back)) sum += value;
      }
      return sum;
    }();
    story_.judged.lost = std::max(0.0, story_.judged.dropped - again);
  }
}

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
  for (const Storm& storm : story_.storms) {
    cause.trigger_bin = storm.trigger;
    cause.due_bin = storm.due;
    cause.undecided = storm.undecided;
  }
  if (!(story_.rises_at_end && waits_) || transit_.is_transit) return;
  // The queue goes on rising as it did lately: when does the last item's wait pass the promise?
  const std::size_t back = std::min(bins_ - 1, lately());
  const double before = at(flows_.depth(), bins_ - 1 - back);
  const double slope =
      (story_.depth_at_end - before) / static_cast<double>(std::max<std::size_t>(1, back));
  const double rate = outlook_rate();
  if (!(slope > 0) || !(rate > 0)) return;
  const double missing = story_.promise_bins * rate - story_.depth_at_end;
  if (missing > 0) {
    story_.breaks_at =
        static_cast<std::int64_t>(bins_) + static_cast<std::int64_t>(std::floor(missing / slope));
  }
}

// What a sentence about the node may name.
void NodeWork::find_words() {
  for (const Echo& echo : echo_terms_) {
    const auto series = deciders_.index().series_of(echo.operand.column);
    if (!series || echo.operand.lag > 0) continue;
    story_.repeats_word = run_.plan.series[*series].id;
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
  double furthest = -1;
  for (std::size_t t = 0; t < useful_.share.size(); ++t) {
    if (is_absent(useful_.share[t])) continue;
    const double band = useful_.band(useful_.attempts[t]);
    const double below = (useful_.norm - useful_.share[t]) / band;
    if (below > furthest) furthest = below, story_.useful_band_at_worst = band;
  }
  if (story_.worst_episode == 0xFFFFFFFF) return;
  const Episode& worst = story_.episodes[story_.worst_episode];
  const double usual = percentile_of_bins(flows_.capacity(), 0.5);
  std::map<std::uint32_t, std::int64_t> held;
  for (std::int64_t t = worst.first; t <= worst.last; ++t) {
    const auto bin = static_cast<std::size_t>(t);
    story_.capacity_fell |= value_at(flows_.capacity(), bin) < usual / 2;
    const bool is_held =
        activities_.of_bin[bin] == NodeActivity::kHeld && !activities_.decider.empty();
    if (is_held && activities_.decider[bin] != kNobody) ++held[activities_.decider[bin]];
  }
  std::int64_t most = 0;
  for (const auto& [series, bins] : held) {
    if (bins > most) most = bins, story_.held_by = run_.plan.series[SeriesIndex{series}].id;
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
  if (wait_.empty()) return;
  std::size_t first = 0, end = bins_;
  while (first < end && !(wait_[first] > 0)) ++first;
  while (end > first && !(wait_[end - 1] > 0)) --end;
  judged.first_wait_bin = static_cast<std::int64_t>(first);
  judged.wait.assign(wait_.begin() + static_cast<std::ptrdiff_t>(first),
                     wait_.begin() + static_cast<std::ptrdiff_t>(end));
  for (double& wait : judged.wait) wait *= bin_minutes_;
}

}  // namespace

const JudgedRow* NodeStory::row(Row row) const {
  for (const JudgedRow& found : judged.rows) {
    if (found.row == about(row).name) return &found;
  }
  return nullptr;
}

StoryTeller::StoryTeller(const JudgedRun& run, const ThresholdOverrides& overrides)
    : run_(run), overrides_(overrides), deciders_(run), echoes_(run, deciders_.index()) {}

NodeStory StoryTeller::story_of(std::size_t node) {
  return NodeWork(run_, deciders_, echoes_, overrides_, node).tell();
}

}  // namespace flowtime::judge
