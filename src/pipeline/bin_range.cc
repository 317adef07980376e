// Both ends become instants (milliseconds on an axis on which the grid has a place even without a
// start) or bins; then one rule for each form gives the bins. A range that touches nothing of the
// grid gets bins outside it, which checked() refuses with the extent of the grid.
#include "pipeline/bin_range.h"

#include <algorithm>
#include <optional>

#include "base/number_text.h"

namespace flowtime {
namespace {

constexpr const char* kRangeForms =
    "Write bins (7, 3..5, 3..) or times (14:00, 14:00..15:00, 2026-01-02T14:00..2026-01-02T15:00).";

Problem range_refusal(const char* code, std::string message, std::string remedy = kRangeForms) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string extent_of(const TimeGrid& grid) {
  std::string text = "The grid has bins 0.." + std::to_string(grid.bins - 1);
  if (grid.start_unix_ms) {
    text += ", from " + format_utc(*grid.start_unix_ms) + " to " +
            format_utc(*grid.bin_start_unix_ms(grid.bins));
  }
  return text + ".";
}

// One end of a range: a bin, or a time in milliseconds on the axis where the grid begins at
// start_of(grid).
struct Endpoint {
  enum class Kind { kBin, kClock, kInstant };
  Kind kind = Kind::kBin;
  std::int64_t value = 0;
  bool is_time() const { return kind != Kind::kBin; }
};

std::int64_t start_of(const TimeGrid& grid) { return grid.start_unix_ms.value_or(0); }
std::int64_t first_midnight(const TimeGrid& grid) {
  const std::int64_t start = start_of(grid);
  // Also before 1970, where % gives a negative remainder.
  const std::int64_t into_day = ((start % kMsPerDay) + kMsPerDay) % kMsPerDay;
  return start - into_day;
}
std::int64_t bin_ms(const TimeGrid& grid) { return grid.bin_milliseconds(); }
std::int64_t end_of(const TimeGrid& grid) { return start_of(grid) + grid.bins * bin_ms(grid); }

Result<Endpoint> parse_endpoint(std::string_view text, const TimeGrid& grid) {
  if (const auto bin = parse_integer(text)) {
    // Clamped, so that bin + 1 cannot overflow; either bound is outside every grid.
    return Endpoint{Endpoint::Kind::kBin, std::clamp<std::int64_t>(*bin, -1, kMaxBins)};
  }
  if (const auto clock = parse_clock(text)) return Endpoint{Endpoint::Kind::kClock, *clock};
  const auto instant = parse_utc(text);
  if (!instant) return range_refusal("range_syntax", quoted(text) + " is neither a bin nor a time");
  if (!grid.start_unix_ms) {
    return range_refusal("range_needs_start",
                         "the grid has no start, so " + quoted(text) + " is in no bin",
                         "Add grid.start to the model, or write bins or clock times.");
  }
  return Endpoint{Endpoint::Kind::kInstant, *instant};
}

// The instant of a time: clock times are the first at or after `not_before`.
std::int64_t instant_of(const Endpoint& time, std::int64_t not_before, const TimeGrid& grid) {
  if (time.kind == Endpoint::Kind::kInstant) return time.value;
  std::int64_t instant = first_midnight(grid) + time.value;
  // 38:00 names its day; a clock time is the next one of any day.
  if (time.value >= kMsPerDay) return instant;
  while (instant < not_before) instant += kMsPerDay;
  return instant;
}

// The first bin that starts at or after the instant; any sign.
std::int64_t first_bin_from(std::int64_t instant, const TimeGrid& grid) {
  const std::int64_t width = bin_ms(grid);
  const std::int64_t since_start = instant - start_of(grid);
  const std::int64_t down = since_start / width;
  // Division rounds towards 0, which is up for a negative quotient: only a positive rest is one
  // more.
  return since_start % width > 0 ? down + 1 : down;
}

Result<BinRange> checked(BinRange range, std::string_view text, const TimeGrid& grid) {
  if (range.first < 0 || range.end > grid.bins) {
    return range_refusal("range_outside_grid", quoted(text) + " leaves the grid", extent_of(grid));
  }
  return range;
}

std::string width_of(const TimeGrid& grid) {
  std::string unit = name_of(grid.bin_unit);
  if (grid.bin_size == 1) unit.pop_back();
  return std::to_string(grid.bin_size) + " " + unit;
}

Result<BinRange> range_of_times(const Endpoint& from, const Endpoint& to, std::string_view text,
                                const TimeGrid& grid) {
  const std::int64_t begin = instant_of(from, start_of(grid), grid);
  // After the beginning: 22:00..02:00 ends on the next day.
  const std::int64_t end = instant_of(to, begin + 1, grid);
  if (end <= begin) {
    return range_refusal("range_backwards", quoted(text) + " ends before it begins");
  }
  const BinRange range{first_bin_from(begin, grid), first_bin_from(end, grid)};
  // The first bins that start later would be a range that the user did not write.
  if (begin < start_of(grid)) return checked({-1, 0}, text, grid);
  if (range.size() == 0) {
    return range_refusal(
        "range_empty", "no bin starts within " + quoted(text),
        "A bin is " + width_of(grid) + " wide; name one by its number or by one time.");
  }
  return checked(range, text, grid);
}

Result<BinRange> single(const Endpoint& at, std::string_view text, const TimeGrid& grid) {
  if (!at.is_time()) return checked({at.value, at.value + 1}, text, grid);
  const std::int64_t instant = instant_of(at, start_of(grid), grid);
  if (instant < start_of(grid)) return checked({-1, 0}, text, grid);
  const std::int64_t bin = (instant - start_of(grid)) / bin_ms(grid);
  return checked({bin, bin + 1}, text, grid);
}

bool begins_behind(const Endpoint& from, const TimeGrid& grid) {
  if (!from.is_time()) return from.value >= grid.bins;
  return instant_of(from, start_of(grid), grid) >= end_of(grid);
}

// The end of the grid in the terms of the other end of the range.
// An open end is a bin beside a bin and an instant beside a time, so that forms are never mixed.
Endpoint open_end(const Endpoint& other, const TimeGrid& grid) {
  if (!other.is_time()) return {Endpoint::Kind::kBin, grid.bins - 1};
  return {Endpoint::Kind::kInstant, end_of(grid)};
}
Endpoint open_beginning(const Endpoint& other, const TimeGrid& grid) {
  if (!other.is_time()) return {Endpoint::Kind::kBin, 0};
  return {Endpoint::Kind::kInstant, start_of(grid)};
}

}  // namespace

Result<BinRange> parse_bin_range(std::string_view text, const TimeGrid& grid) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    FT_TRY(const Endpoint at, parse_endpoint(text, grid));
    return single(at, text, grid);
  }
  const std::string_view left = text.substr(0, dots), right = text.substr(dots + 2);
  if (left.empty() && right.empty()) return BinRange{0, grid.bins};
  Endpoint from, to;
  if (!left.empty()) {
    FT_TRY(from, parse_endpoint(left, grid));
  }
  if (!right.empty()) {
    FT_TRY(to, parse_endpoint(right, grid));
  }
  if (left.empty()) from = open_beginning(to, grid);
  // Before open_end(): that would make a range that ends before it begins.
  if (right.empty() && begins_behind(from, grid)) {
    return checked({grid.bins, grid.bins + 1}, text, grid);
  }
  if (right.empty()) to = open_end(from, grid);
  if (from.is_time() != to.is_time()) {
    return range_refusal("range_mixed", quoted(text) + " mixes a bin and a time");
  }
  if (from.is_time()) return range_of_times(from, to, text, grid);
  if (to.value < from.value) {
    return range_refusal("range_backwards", quoted(text) + " ends before it begins");
  }
  return checked({from.value, to.value + 1}, text, grid);
}

}  // namespace flowtime
