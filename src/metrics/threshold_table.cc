#include "metrics/threshold_table.h"

#include <limits>

namespace flowtime::judge {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

constexpr std::array<RowInfo, kRowCount> kTable{{
    {Row::kWait,
     "wait",
     {1, 1.5},
     "longest wait of what came in the bin, or age of the oldest that waits / promise; critical "
     "only where the promise is declared"},
    {Row::kWillBeLate,
     "willBeLate",
     {0, 0},
     "at the end of the run: critical by the share of what waits that is or will be late, where "
     "the promise is declared; warning by the rise of a queue of which nothing was late yet / what "
     "waits"},
    {Row::kFull,
     "full",
     {0.5, kNever},
     "longest wait / promise while the node is full for longer than the promise and 3 bins"},
    {Row::kDropped,
     "dropped",
     {0, 0.01},
     "dropped / arrivals of the trailing hour; critical only from 0.001 of the run's arrivals on"},
    {Row::kUsefulShare,
     "usefulShare",
     {1, 4},
     "how far the useful share is below its norm, in bands"},
    {Row::kFailing, "failing", {0.10, 0.25}, "failed for good / work, over the run"},
    {Row::kRefused, "refused", {0.10, kNever}, "refused below full load / arrivals, over the run"},
    {Row::kUnaccounted,
     "unaccounted",
     {0.01, 0.05},
     "arrivals - served - failed - refused without a queue / arrivals, over the run"},
    {Row::kDeparture,
     "departure",
     {0, kNever},
     "departures that the schedule allowed and nothing took, while items waited"},
    {Row::kCompletion,
     "completion",
     {0, 0.05},
     "declared completionTarget - served / arrivals, as the service level shows it"},
    {Row::kAdherence,
     "adherence",
     {0, 0.05},
     "declared adherenceTarget - departures that something took, or that found nothing waiting / "
     "departures, over the run"},
    {Row::kStuck,
     "stuck",
     {1, kNever},
     "time in which a shared capacity, a successor, an outage or something else held the queue / "
     "promise"},
    {Row::kOverlay,
     "overlay",
     {0.05, kNever},
     "probability to wait longer than promised by chance alone"},
}};

void apply(Thresholds& limits, const ThresholdOverrides& overrides) {
  for (const RowInfo& info : kTable) {
    const auto found = overrides.find(info.name);
    if (found == overrides.end()) continue;
    Limits& row = limits[static_cast<std::size_t>(info.row)];
    // An override is off or has limits, never both. A limit that it does not name keeps its value.
    if (found->second.off) row = {kNever, kNever};
    if (found->second.warning) row.warning = *found->second.warning;
    if (found->second.critical) row.critical = *found->second.critical;
  }
}

}  // namespace

const std::array<RowInfo, kRowCount>& threshold_table() { return kTable; }

const RowInfo& about(Row row) { return kTable[static_cast<std::size_t>(row)]; }

Thresholds default_limits() {
  Thresholds limits;
  for (const RowInfo& info : kTable) limits[static_cast<std::size_t>(info.row)] = info.limits;
  return limits;
}

Thresholds limits_of(const ThresholdOverrides& request, const TopologyNode& node) {
  Thresholds limits = default_limits();
  apply(limits, node.thresholds);
  apply(limits, request);
  return limits;
}

}  // namespace flowtime::judge
