#include "model/clock_bins.h"

#include "base/number_text.h"

namespace flowtime::model_detail {

std::int64_t bin_of(std::int64_t instant, const TimeGrid& grid) {
  const std::int64_t since = instant - start_of(grid), width = grid.bin_milliseconds();
  // Integer division rounds towards 0; before the grid it has to round down.
  return since >= 0 ? since / width : -1 - (-1 - since) / width;
}

std::int64_t clock_before_start(std::int64_t clock, const TimeGrid& grid) {
  const std::int64_t start = start_of(grid);
  const std::int64_t into_day = ((start % kMsPerDay) + kMsPerDay) % kMsPerDay;
  const std::int64_t same_day = start - into_day + clock;
  return same_day <= start ? same_day : same_day - kMsPerDay;
}

std::optional<WrittenTime> written_time(const yaml::Value& value) {
  if (const auto bin = value.integer()) return WrittenTime{WrittenTime::Kind::kBin, *bin};
  if (value.kind != yaml::Kind::kScalar) return std::nullopt;
  if (const auto clock = parse_clock(value.scalar)) {
    if (*clock >= kMsPerDay) return std::nullopt;
    return WrittenTime{WrittenTime::Kind::kClock, *clock};
  }
  const auto instant = parse_utc(value.scalar);
  if (!instant) return std::nullopt;
  return WrittenTime{WrittenTime::Kind::kInstant, *instant};
}

}  // namespace flowtime::model_detail
