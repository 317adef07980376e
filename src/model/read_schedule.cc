// dispatchSchedule: every so many bins, or at times that are written out.
#include <algorithm>

#include "base/number_text.h"
#include "model/clock_bins.h"
#include "model/limits.h"
#include "model/model_reader.h"

namespace flowtime::model_detail {
namespace {

constexpr const char* kTimeForms =
    "Write clock times (12:30, every day), times with a date (2026-01-05T12:30) or numbers of "
    "bins.";

// Longest from one open bin to the next; the whole grid where there are not two.
std::int64_t longest_gap(const std::vector<std::int64_t>& open, std::int64_t bins) {
  std::int64_t longest = open.size() < 2 ? std::max<std::int64_t>(1, bins) : 1;
  for (std::size_t i = 1; i < open.size(); ++i) longest = std::max(longest, open[i] - open[i - 1]);
  return longest;
}

}  // namespace

Rare<DispatchSchedule> ModelReader::read_schedule(Fields& owner) {
  const yaml::Value* value = owner.mapping("dispatchSchedule");
  if (value == nullptr) return std::nullopt;
  Fields fields(*value, Place(owner.place(), "dispatchSchedule"),
                Title("'dispatchSchedule'", owner.title()), context_);
  DispatchSchedule schedule;
  schedule.where = value->where;
  // `at` decides the form; a period beside it is refused there.
  fields.find("at") != nullptr ? read_dispatch_times(fields, schedule)
                               : read_period(fields, schedule);
  schedule.capacity_series = fields.series("capacitySeries");
  const std::string kind = fields.text("kind");
  if (!kind.empty() && kind != "time-based") {
    fields.problem("unknown_schedule_kind", "'kind' of " + fields.what() + " is '" + kind + "'",
                   "Write time-based.", value->find("kind")->where, "kind");
  }
  fields.refuse_unknown();
  return schedule;
}

void ModelReader::read_period(Fields& fields, DispatchSchedule& schedule) {
  const yaml::Value* period = fields.require("periodBins");
  const auto in_range = [&](const char* key, std::int64_t least, std::int64_t otherwise) {
    const std::int64_t number = fields.integer(key).value_or(otherwise);
    // Bounded, so that sums of a phase and a period fit into 64 bits.
    if (number >= least && number <= kMaxSchedulePeriod) return number;
    fields.problem(
        "out_of_range",
        std::string("'") + key + "' of " + fields.what() + " is " + std::to_string(number),
        "Write a whole number from " + std::to_string(least) + " to " +
            std::to_string(kMaxSchedulePeriod) + ".",
        fields.find(key)->where, key);
    return otherwise;
  };
  if (period != nullptr) schedule.period_bins = in_range("periodBins", 1, 1);
  schedule.phase_offset = in_range("phaseOffset", -kMaxSchedulePeriod, 0);
}

// at: [12:00, 12:30]
void ModelReader::read_dispatch_times(Fields& fields, DispatchSchedule& schedule) {
  for (const char* other : {"periodBins", "phaseOffset"}) {
    const yaml::Value* value = fields.find(other);
    if (value == nullptr) continue;
    fields.problem("schedule_twice", fields.what() + " has both 'at' and '" + other + "'",
                   "Keep the period, or the times.", value->where, other);
  }
  const std::vector<yaml::Value>* items = fields.some_items("at", kMaxDispatchTimes);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    open_at((*items)[i], fields, schedule);
  }
  std::vector<std::int64_t>& open = schedule.open_bins;
  // Entries may be in any order and name a bin twice, such as 12:00 and 12:10 in bins of an hour.
  std::sort(open.begin(), open.end());
  open.erase(std::unique(open.begin(), open.end()), open.end());
  schedule.period_bins = longest_gap(open, model_.grid.bins);
}

// The bins that one entry opens: of a clock time one on every day of the grid.
void ModelReader::open_at(const yaml::Value& item, Fields& fields, DispatchSchedule& schedule) {
  const TimeGrid& grid = model_.grid;
  schedule.times.push_back(item.kind == yaml::Kind::kScalar ? item.scalar : "");
  const std::string says = "'at' of " + fields.what() + " has";
  const auto time = read_time(item, says, kTimeForms, fields, "at");
  if (!time) return;
  const auto open = [&](std::int64_t bin) {
    // Times outside the grid are fine: a timetable is longer than a model.
    if (bin >= 0 && bin < grid.bins) schedule.open_bins.push_back(bin);
  };
  if (time->kind == WrittenTime::Kind::kBin) return open(time->value);
  if (time->kind == WrittenTime::Kind::kInstant) return open(bin_of(time->value, grid));
  const std::int64_t start = start_of(grid), end = start + grid.bins * grid.bin_milliseconds();
  const auto departures = (end - start) / kMsPerDay + 1;
  // Counted before any is stored: 10,000 times on a grid of centuries would fill the memory.
  if (departures + static_cast<std::int64_t>(schedule.open_bins.size()) > kMaxDepartures) {
    return fields.problem(
        "limit_exceeded",
        says + " '" + item.scalar + "', which makes too many departures on this grid",
        "Use fewer times, a shorter grid, or periodBins.", item.where, "at");
  }
  for (std::int64_t at = clock_before_start(time->value, grid); at < end; at += kMsPerDay) {
    open(bin_of(at, grid));
  }
}

}  // namespace flowtime::model_detail
