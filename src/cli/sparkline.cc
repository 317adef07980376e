// A column shows one or more bins; its height is the value against `full` in eighths of a
// character. The axis tries steps from small to large and takes the first whose labels keep apart.
#include "cli/sparkline.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "series/absent.h"
#include "series/shown.h"

namespace flowtime::cli {
namespace {

constexpr std::array<const char*, 9> kBlocks{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::size_t kWidestBin = 4;
constexpr std::size_t kMarkGap = 3;  // between the times of an axis
constexpr std::int64_t kDayMinutes = 1440;

// Minutes from one mark of the axis to the next; beyond them whole numbers of days.
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kShortSteps[] = {1, 10, 100, 500, 1'000, 5'000, 10'000, 30'000};  // ms
constexpr std::array<std::int64_t, 13> kSteps{
    1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, kDayMinutes, 2 * kDayMinutes};

// The first and the one after the last bin that share a column.
struct Share {
  std::size_t first, end;
};
Share share_of(std::size_t column, std::size_t columns, std::size_t bins) {
  const std::size_t first = column * bins / columns;
  return {first, std::max(first + 1, (column + 1) * bins / columns)};
}

double shown_of(const std::vector<double>& values, Share share, Shown shown) {
  double result = kAbsent;
  for (std::size_t t = share.first; t < share.end; ++t) {
    const double value = values[t];
    if (is_absent(value)) continue;
    const bool wins = shown == Shown::kLargest ? value > result : value < result;
    if (is_absent(result) || wins) result = value;
  }
  return result;
}

std::size_t height_of(double value, double full) {
  if (!(value > 0) || !(full > 0)) return 0;
  // Rounded up: what is above 0 has at least the lowest block.
  return static_cast<std::size_t>(std::clamp(std::ceil(value / full * 8), 1.0, 8.0));
}

// Milliseconds from midnight to the first bin; 0 without a start.
std::int64_t axis_origin(const TimeGrid& grid) {
  if (!grid.start_unix_ms) return 0;
  const std::int64_t in_day = *grid.start_unix_ms % kMsPerDay;
  return (in_day + kMsPerDay) % kMsPerDay;
}

std::string mark_text(const TimeGrid& grid, std::int64_t bin, std::int64_t step) {
  std::string text = shown_time(grid, bin);
  if (step % kMsPerDay == 0 && grid.start_unix_ms && text.ends_with(" 00:00")) {
    text.erase(text.size() - 6);
  }
  return text;
}

// The labels at every `step` of milliseconds since `origin` of them before the first bin (of bins
// without a start); "" when two would touch.
std::string axis_with(const TimeGrid& grid, std::size_t columns, std::int64_t origin,
                      std::int64_t step) {
  // Without a start the axis counts bins: each is taken as a minute, so the steps are 1, 5, 10
  // bins.
  const std::int64_t unit = grid.start_unix_ms ? grid.bin_milliseconds() : kMinuteMs;
  const auto bins = static_cast<std::size_t>(grid.bins);
  std::string line;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const auto t = static_cast<std::int64_t>(bin);
    if ((origin + t * unit) % step != 0) continue;
    const std::size_t column = bin * columns / bins;
    if (!line.empty() && line.size() + kMarkGap > column) return "";
    if (column > line.size()) line.append(column - line.size(), ' ');
    line += mark_text(grid, t, step);
  }
  return line;
}

std::string axis_from(const TimeGrid& grid, std::size_t columns, std::int64_t origin) {
  for (const std::int64_t step : kShortSteps) {
    if (grid.bin_milliseconds() >= kMinuteMs) break;
    const std::string line = axis_with(grid, columns, origin, step);
    if (!line.empty()) return line;
  }
  for (const std::int64_t step : kSteps) {
    const std::string line = axis_with(grid, columns, origin, step * kMinuteMs);
    if (!line.empty()) return line;
  }
  const std::int64_t all = grid.bins * (grid.start_unix_ms ? grid.bin_milliseconds() : kMinuteMs);
  // Doubling ends beyond twice the grid, where at most one mark is left.
  for (std::int64_t days = 5; days * kMsPerDay <= 2 * all; days *= 2) {
    const std::string line = axis_with(grid, columns, origin, days * kMsPerDay);
    if (!line.empty()) return line;
  }
  return "";
}

}  // namespace

std::size_t spark_columns(std::size_t bins, std::size_t width) {
  if (bins == 0 || bins >= width) return std::min(bins, width);
  return bins * std::min(kWidestBin, width / bins);
}

double largest_of(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::max(largest, finite_or_zero(value));
  return largest;
}

std::string sparkline(const std::vector<double>& values, std::size_t columns, double full,
                      Shown shown) {
  std::string line;
  if (values.empty()) return line;
  for (std::size_t column = 0; column < columns; ++column) {
    const Share share = share_of(column, columns, values.size());
    line += kBlocks[height_of(finite_or_zero(shown_of(values, share, shown)), full)];
  }
  return line;
}

std::string sparkline(const std::vector<double>& values, std::size_t columns) {
  return sparkline(values, columns, largest_of(values));
}

std::string spark_axis(const TimeGrid& grid, std::size_t columns) {
  if (columns == 0) return "";
  const std::string line = axis_from(grid, columns, axis_origin(grid));
  return line.empty() ? axis_from(grid, columns, 0) : line;  // no bin begins at a whole hour
}

}  // namespace flowtime::cli
