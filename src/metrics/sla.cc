#include "metrics/sla.h"

#include "metrics/capacity.h"
#include "metrics/latency.h"

namespace flowtime {

SlaSeries completion_sla(SeriesIn throughput_ratio, std::int64_t first_bin,
                         const Rare<DispatchSchedule>& schedule, double before) {
  SlaSeries sla;
  double latest = before;
  sla.values.reserve(throughput_ratio.size());
  for (std::size_t i = 0; i < throughput_ratio.size(); ++i) {
    const std::int64_t bin = first_bin + static_cast<std::int64_t>(i);
    const bool counts = !schedule || is_dispatch_bin(*schedule, bin);
    // A bin without arrivals has no ratio and leaves the figure as it was.
    if (counts && is_finite(throughput_ratio[i])) latest = throughput_ratio[i];
    sla.values.push_back(latest);
  }
  if (is_finite(latest)) sla.status = SlaStatus::kOk;
  return sla;
}

double completion_at(SeriesIn served, SeriesIn arrivals, std::int64_t bin,
                     const Rare<DispatchSchedule>& schedule) {
  for (; bin >= 0; --bin) {
    if (schedule && !is_dispatch_bin(*schedule, bin)) continue;
    const auto t = static_cast<std::size_t>(bin);
    const double ratio = throughput_ratio(value_at(served, t), value_at(arrivals, t));
    if (is_finite(ratio)) return ratio;
  }
  return kAbsent;
}

SlaSeries schedule_adherence_sla(SeriesIn served, std::int64_t first_bin,
                                 const DispatchSchedule& schedule) {
  SlaSeries sla;
  sla.values.reserve(served.size());
  for (std::size_t i = 0; i < served.size(); ++i) {
    const bool open = is_dispatch_bin(schedule, first_bin + static_cast<std::int64_t>(i));
    const bool judged = open && is_finite(served[i]);
    // Ok says that departures were due, also where no value says whether they left.
    if (open) sla.status = SlaStatus::kOk;
    sla.values.push_back(judged ? (served[i] > 0 ? 1.0 : 0.0) : kAbsent);
  }
  return sla;
}

double sla_bin_ratio(double arrivals, double served) {
  if (is_absent(arrivals) || is_absent(served)) return kAbsent;
  return arrivals <= 0 ? 1.0 : throughput_ratio(served, arrivals);
}

SlaSummary sla_summary(SeriesIn arrivals, SeriesIn served) {
  SlaSummary summary;
  summary.ratios.resize(arrivals.size());
  each_bin(summary.ratios, sla_bin_ratio, arrivals, served);
  for (const double ratio : summary.ratios) {
    if (is_absent(ratio)) continue;
    ++summary.bins_total;
    if (ratio >= kSlaTarget) ++summary.bins_met;
  }
  summary.sla_ratio = ratio_or_absent(static_cast<double>(summary.bins_met),
                                      static_cast<double>(summary.bins_total));
  return summary;
}

}  // namespace flowtime
