// Service levels of a node: completion, schedule adherence, share of bins that met the target.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

// kNoEvents: no bin in view qualifies. kUnavailable: a series that the figure needs is absent.
enum class SlaStatus { kOk, kNoEvents, kUnavailable };
inline const char* name_of(SlaStatus status) {
  switch (status) {
    case SlaStatus::kOk: return "ok";
    case SlaStatus::kNoEvents: return "noEvents";
    case SlaStatus::kUnavailable: return "unavailable";
  }
  return "";
}

struct SlaSeries {
  SlaStatus status = SlaStatus::kNoEvents;
  std::vector<double> values;  // one per bin in view
};

// Completion: the throughput ratio of the latest bin at or before each bin that has one; with
// a schedule only dispatch bins count. `first_bin` is the place of the view in the grid, `before`
// the completion of the bin before it.
SlaSeries completion_sla(SeriesIn throughput_ratio, std::int64_t first_bin,
                         const Rare<DispatchSchedule>& schedule, double before = kAbsent);

// The completion of `bin` (-1: absent) by a look back over whole series of the grid.
double completion_at(SeriesIn served, SeriesIn arrivals, std::int64_t bin,
                     const Rare<DispatchSchedule>& schedule);

// Adherence to a schedule: 1 in a dispatch bin in which something left, 0 in one in which nothing
// did, absent in all others.
SlaSeries schedule_adherence_sla(SeriesIn served, std::int64_t first_bin,
                                 const DispatchSchedule& schedule);

inline constexpr double kSlaTarget = 0.95;

// Share of bins that served at least kSlaTarget of their arrivals.
struct SlaSummary {
  std::int64_t bins_met = 0;
  std::int64_t bins_total = 0;  // bins in which arrivals and served are present
  double sla_ratio = kAbsent;   // met / total; absent when no bin was judged
  std::vector<double> ratios;   // of every bin in view; absent where not judged
};

// 1 where nothing arrived, else clamp(served / arrivals, 0, 1); absent where either is.
double sla_bin_ratio(double arrivals, double served);
// Both have one value per bin in view; the ratio counts bins, not items.
SlaSummary sla_summary(SeriesIn arrivals, SeriesIn served);

}  // namespace flowtime
