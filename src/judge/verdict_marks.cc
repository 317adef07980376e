#include "judge/verdict_marks.h"

#include <algorithm>
#include <cmath>

#include "metrics/capacity.h"
#include "metrics/load.h"
#include "metrics/queueing.h"
#include "metrics/sla.h"
#include "metrics/waits.h"

namespace flowtime::judge {
namespace {

class Marker {
 public:
  explicit Marker(const MarkInputs& in)
      : in_(in), bins_(in.flows.bins()), bin_minutes_(in.run.model.grid.bin_minutes()) {}

  Marks mark() {
    const NodeFlows& flows = in_.flows;
    const bool judged = flows.has_queue() || flows.has_capacity() || !flows.failures().empty() ||
                        !flows.refused().empty();
    if (!judged) return {};
    // The marks only make a bin worse: they start from good, and from none in a pile and where
    // nothing is known.
    made_.verdict.assign(bins_, in_.is_pile ? Verdict::kNone : Verdict::kGood);
    for (std::size_t t = 0; t < bins_ && !in_.is_pile; ++t) {
      if (in_.activities[t] == NodeActivity::kUnknown) made_.verdict[t] = Verdict::kNone;
    }
    mark_dropped();
    if (!in_.is_pile) {
      if (!in_.wait.empty()) mark_waits();
      mark_stuck();
      mark_work();
      mark_departures();
      mark_targets();
      mark_overlay();
    }
    std::stable_sort(made_.rows.begin(), made_.rows.end(),
                     [](const JudgedRow& a, const JudgedRow& b) { return a.verdict > b.verdict; });
    return std::move(made_);
  }

 private:
  double at(SeriesIn series, std::size_t t) const { return finite_or_zero(value_at(series, t)); }
  const Limits& limits(Row row) const { return in_.limits[static_cast<std::size_t>(row)]; }

  // Marks one bin; `value` and `limit` are told where the row is at its worst. Of a bin of which
  // nothing is known only a loss is told.
  // Rows are kept in a vector: there are few, and their order of first marking breaks ties of the
  // sort by verdict.
  void mark(Row row, std::size_t t, Verdict verdict, double value, double limit) {
    if (in_.activities[t] == NodeActivity::kUnknown && row != Row::kDropped) return;
    made_.verdict[t] = std::max(made_.verdict[t], verdict);
    if (is_about_work(row)) {
      made_.failing.resize(bins_);
      made_.failing[t] = true;
    }
    made_.share[static_cast<std::size_t>(row)] += 1 / static_cast<double>(bins_);
    const char* name = about(row).name;
    auto found = std::find_if(made_.rows.begin(), made_.rows.end(),
                              [&](const JudgedRow& known) { return known.row == name; });
    if (found == made_.rows.end()) {
      made_.rows.push_back({.row = name});
      found = made_.rows.end() - 1;
    }
    if (verdict > found->verdict) {
      *found = {name, verdict, static_cast<std::int64_t>(t), value, limit};
    } else if (verdict == found->verdict && value > found->value) {
      found->value = value;
    }
  }
  Verdict verdict_of(Row row, double value) const {
    if (value > limits(row).critical) return Verdict::kCritical;
    return value > limits(row).warning ? Verdict::kWarning : Verdict::kGood;
  }
  double limit_of(Row row, Verdict verdict) const {
    return verdict == Verdict::kCritical ? limits(row).critical : limits(row).warning;
  }
  void mark_if(Row row, std::size_t t, double value) {
    const Verdict verdict = verdict_of(row, value);
    if (verdict > Verdict::kGood) mark(row, t, verdict, value, limit_of(row, verdict));
  }

  // The comparison allows for rounding, the value that is shown does not.
  void mark_waits() {
    const double promise = in_.promise * (1 + kWaitRounding);
    for (std::size_t t = 0; t < bins_; ++t) {
      const double value = in_.wait[t] / promise;
      Verdict verdict = verdict_of(Row::kWait, value);
      if (!in_.declared) verdict = std::min(verdict, Verdict::kWarning);
      if (verdict > Verdict::kGood) {
        mark(Row::kWait, t, verdict, in_.wait[t] / in_.promise, limit_of(Row::kWait, verdict));
      }
    }
    mark_will_be_late();
    mark_full();
  }

  // At the last bin only: what waits there and is not late yet.
  void mark_will_be_late() {
    if (in_.is_transit || !(at(in_.flows.depth(), bins_ - 1) > 0)) return;
    const double dust = in_.flows.noise().empty;
    const double waits = at(in_.flows.depth(), bins_ - 1);
    const Limits& row = limits(Row::kWillBeLate);
    const double late = in_.late_at_end > dust ? in_.late_at_end / waits : 0;
    if (in_.declared && late > row.critical) {
      return mark(Row::kWillBeLate, bins_ - 1, Verdict::kCritical, late, row.critical);
    }
    const bool none_late = !(in_.late_so_far > dust);
    if (none_late && in_.rise / waits > row.warning) {
      mark(Row::kWillBeLate, bins_ - 1, Verdict::kWarning, in_.rise / waits, row.warning);
    }
  }

  // Stretches of full load that last longer than the promise and three bins, where something waits
  // for a considerable part of it.
  void mark_full() {
    const double longest_rest = std::max(in_.promise, 3.0) * (1 + kWaitRounding);
    // A bin that the schedule closes goes on like the open ones around it.
    bool full = false;
    const auto is_full = [&](std::size_t t) {
      if (!in_.flows.is_closed(t)) full = in_.flows.load(t) >= kFullLoad;
      return full;
    };
    for_stretches(is_full, longest_rest,
                  [&](std::size_t t) { mark_if(Row::kFull, t, in_.wait[t] / in_.promise); });
  }

  void mark_stuck() {
    const double most = limits(Row::kStuck).warning * in_.promise * (1 + kWaitRounding);
    for (const NodeActivity stuck : {NodeActivity::kShared, NodeActivity::kDownstream,
                                     NodeActivity::kHeld, NodeActivity::kOutage}) {
      const auto is_stuck = [&](std::size_t t) { return in_.activities[t] == stuck; };
      for_stretches(is_stuck, most, [&](std::size_t t) {
        mark(Row::kStuck, t, Verdict::kWarning, stretch_ / in_.promise,
             limits(Row::kStuck).warning);
      });
    }
  }

  template <class Is, class Do>
  void for_stretches(Is is, double longer_than, Do act) {
    for (std::size_t t = 0; t < bins_;) {
      std::size_t end = t;
      while (end < bins_ && is(end)) ++end;
      stretch_ = static_cast<double>(end - t);
      if (stretch_ > longer_than) {
        for (std::size_t i = t; i < end; ++i) act(i);
      }
      t = std::max(end, t + 1);
    }
  }

  // The window of the trailing hour moves along: each bin enters once and leaves once.
  void mark_dropped() {
    if (in_.dropped.empty()) return;
    // A single lost item in a quiet hour is not critical for the run.
    constexpr double kLeastOfRun = 0.001;
    const auto hour = static_cast<std::size_t>(std::max(1.0, std::floor(60 / bin_minutes_ + 0.5)));
    double all_dropped = 0, all_came = 0;
    for (std::size_t t = 0; t < bins_; ++t) {
      all_dropped += in_.dropped[t];
      all_came += at(in_.flows.offered(), t);
    }
    const bool enough = all_dropped >= kLeastOfRun * all_came;
    double dropped = 0, came = 0;
    for (std::size_t t = 0; t < bins_; ++t) {
      dropped += in_.dropped[t];
      came += at(in_.flows.offered(), t);
      if (t >= hour) {
        dropped -= in_.dropped[t - hour];
        came -= at(in_.flows.offered(), t - hour);
      }
      if (!(in_.dropped[t] > 0)) continue;
      const double share = came > 0 ? dropped / came : 1;
      const Limits& row = limits(Row::kDropped);
      if (enough && share >= row.critical * (1 - kWaitRounding)) {
        mark(Row::kDropped, t, Verdict::kCritical, share, row.critical);
      } else if (share > row.warning) {
        mark(Row::kDropped, t, Verdict::kWarning, share, row.warning);
      }
    }
  }

  void mark_work() {
    mark_useful();
    if (!in_.failed_for_good.empty()) {
      mark_over_run(Row::kFailing, in_.failed_for_good, in_.work);
    }
    const NodeFlows& flows = in_.flows;
    if (!flows.refused().empty()) {
      std::vector<double> refused(bins_, 0.0);
      for (std::size_t t = 0; t < bins_; ++t) {
        const bool dead = flows.has_capacity() && flows.capacity()[t] <= flows.noise().empty;
        if (!dead && !(flows.load(t) >= kFullLoad)) refused[t] = at(flows.refused(), t);
      }
      mark_over_run(Row::kRefused, refused, flows.entered());
    }
    mark_unaccounted();
  }

  void mark_useful() {
    const UsefulShare& useful = in_.useful;
    for (std::size_t t = 0; t < useful.share.size(); ++t) {
      if (is_absent(useful.share[t]) || in_.flows.noise().is_empty(finite_or_zero(in_.work[t]))) {
        continue;
      }
      const double below = (useful.norm - useful.share[t]) / useful.band(useful.attempts[t]);
      mark_if(Row::kUsefulShare, t, below);
    }
  }

  // A ratio over the run; the bins whose own ratio is over the limit are marked.
  // The verdict is that of the whole run, also in the bins that it marks.
  void mark_over_run(Row row, SeriesIn part, SeriesIn whole) {
    double sum_part = 0, sum_whole = 0;
    for (std::size_t t = 0; t < bins_; ++t) {
      sum_part += at(part, t);
      sum_whole += at(whole, t);
    }
    if (!(sum_whole > 0) || !(sum_part > 0)) return;
    const double value = sum_part / sum_whole;
    const Verdict verdict = verdict_of(row, value);
    if (verdict <= Verdict::kGood) return;
    const double limit = limit_of(row, verdict);
    for (std::size_t t = 0; t < bins_; ++t) {
      const double own = at(whole, t);
      const bool over = at(part, t) > limit * own + in_.flows.noise().empty;
      if (over) mark(row, t, verdict, value, limit);
    }
  }

  // What came to a service without a queue and neither left nor failed nor was turned away.
  void mark_unaccounted() {
    const NodeFlows& flows = in_.flows;
    if (flows.has_queue() || flows.node().category != NodeCategory::kService) return;
    if (flows.offered().empty() || flows.served().empty()) return;
    std::vector<double> gone(bins_, 0.0);
    for (std::size_t t = 0; t < bins_; ++t) {
      const double rest = at(flows.offered(), t) - at(flows.served(), t) - at(flows.failures(), t) -
                          at(flows.refused(), t);
      gone[t] = flows.noise().is_empty(rest) ? 0 : rest;
    }
    mark_over_run(Row::kUnaccounted, gone, flows.offered());
  }

  void mark_departures() {
    const NodeFlows& flows = in_.flows;
    if (flows.schedule() == nullptr || !flows.has_queue()) return;
    for (std::size_t t = 0; t < bins_; ++t) {
      if (is_missed(t)) mark_if(Row::kDeparture, t, 1);
    }
  }

  // What the author promised beside a wait: see completion_sla and schedule_adherence_sla.
  void mark_targets() {
    const Semantics& semantics = in_.flows.node().semantics;
    if (semantics.completion_target) mark_completion(*semantics.completion_target);
    if (semantics.adherence_target) mark_adherence(*semantics.adherence_target);
  }
  void mark_completion(double target) {
    const NodeFlows& flows = in_.flows;
    const SeriesIn came = in_.run.values(in_.run.series.of(flows.index())[Role::kArrivals]);
    if (came.empty() || flows.served().empty()) return;
    std::vector<double> ratio(bins_);
    throughput_ratio(flows.served(), came, ratio);
    Rare<DispatchSchedule> schedule;
    if (flows.schedule() != nullptr) schedule = *flows.schedule();
    const SlaSeries completion = completion_sla(ratio, 0, schedule);
    for (std::size_t t = 0; t < bins_; ++t) {
      const double missing = target - completion.values[t];
      if (missing > kWaitRounding) mark_if(Row::kCompletion, t, missing);
    }
  }
  void mark_adherence(double target) {
    const NodeFlows& flows = in_.flows;
    if (flows.schedule() == nullptr || !flows.has_queue()) return;
    double due = 0, missed = 0;
    for (std::size_t t = 0; t < bins_; ++t) {
      due += is_due(t);
      missed += is_missed(t);
    }
    const double missing = target - (1 - missed / std::max(1.0, due));
    const Verdict verdict =
        missing > kWaitRounding ? verdict_of(Row::kAdherence, missing) : Verdict::kGood;
    if (verdict <= Verdict::kGood) return;
    for (std::size_t t = 0; t < bins_; ++t) {
      if (is_missed(t)) {
        mark(Row::kAdherence, t, verdict, missing, limit_of(Row::kAdherence, verdict));
      }
    }
  }
  bool is_due(std::size_t t) const {
    return !in_.flows.is_closed(t) && static_cast<std::int64_t>(t) >= in_.flows.schedule()->phase();
  }
  bool is_missed(std::size_t t) const {
    return is_due(t) && at(in_.flows.depth(), t) > 0 &&
           in_.flows.noise().is_empty(at(in_.flows.served(), t));
  }

  // The wait that chance adds where the fluid queue shows none: Erlang C at the load of each bin.
  // The model is a fluid: below full load its queue is empty, while a real one with random arrivals
  // is not. The mean service time of the run is used for every bin; bins with a queue are left out,
  // as their waits are in the model already.
  void mark_overlay() {
    const NodeFlows& flows = in_.flows;
    const checks::NodeSeries& series = in_.run.series.of(flows.index());
    const SeriesIn time = in_.run.values(series[Role::kProcessingTimeMsSum]);
    const SeriesIn count = in_.run.values(series[Role::kServedCount]);
    if (!flows.has_queue() || !flows.has_capacity() || time.empty() || count.empty()) return;
    if (in_.is_transit) return;
    double sum_time = 0, sum_count = 0;
    for (std::size_t t = 0; t < bins_; ++t) {
      sum_time += at(time, t);
      sum_count += at(count, t);
    }
    if (!(sum_count > 0) || !(sum_time > 0)) return;
    const double service_bins = sum_time / sum_count / (bin_minutes_ * 60000);
    double weight = 0, late = 0;
    std::vector<double> chance(bins_, kAbsent);
    for (std::size_t t = 0; t < bins_; ++t) {
      const double load = flows.load(t);
      if (!(load > 0) || !(load < kFullLoad) || at(flows.depth(), t) > 0) continue;
      chance[t] = chance_of_late(t, load, service_bins);
      if (is_absent(chance[t])) continue;
      weight += at(flows.entered(), t);
      late += at(flows.entered(), t) * chance[t];
    }
    const double value = weight > 0 ? late / weight : 0;
    const Verdict verdict = verdict_of(Row::kOverlay, value);
    if (verdict <= Verdict::kGood) return;
    const double limit = limit_of(Row::kOverlay, verdict);
    for (std::size_t t = 0; t < bins_; ++t) {
      if (chance[t] > limit) mark(Row::kOverlay, t, verdict, value, limit);
    }
  }

  double chance_of_late(std::size_t t, double load, double service_bins) const {
    const Station station = station_at(in_.run, in_.flows, t, load, service_bins);
    const double within = erlang_c_wait_within(station, in_.promise);
    return is_absent(within) ? kAbsent : 1 - within;
  }

  static Station station_at(const JudgedRun& run, const NodeFlows& flows, std::size_t t,
                            double load, double service_bins) {
    constexpr double kMostServers = 10'000;
    const checks::NodeSeries& series = run.series.of(flows.index());
    const auto& given = flows.node().semantics.parallelism;
    const double capacity = flows.capacity()[t];
    double servers = std::floor(capacity * service_bins + 0.5);
    if (given) {
      const SeriesIn parallelism = run.values(series.parallelism);
      servers = parallelism.empty() ? series.parallelism_number : finite_or_zero(parallelism[t]);
    }
    Station station;
    station.servers = static_cast<std::int64_t>(std::clamp(std::floor(servers), 1.0, kMostServers));
    // Times in bins: c servers of a service time c / C together do C items in a bin.
    station.service_time_ms = static_cast<double>(station.servers) / capacity;
    station.arrival_rate = load * capacity;
    return station;
  }

  const MarkInputs& in_;
  std::size_t bins_;
  double bin_minutes_;
  double stretch_ = 0;
  Marks made_;
};

}  // namespace

Marks mark_verdicts(const MarkInputs& in) { return Marker(in).mark(); }

}  // namespace flowtime::judge
