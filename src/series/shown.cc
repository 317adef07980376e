#include "series/shown.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "series/absent.h"

namespace flowtime {
namespace {

std::int64_t whole(double value) {
  constexpr double kMost = 9e15;  // beyond it doubles are whole anyway
  return static_cast<std::int64_t>(std::floor(std::clamp(value, -kMost, kMost) + 0.5));
}

std::string with_commas(std::int64_t value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return value < 0 ? "-" + digits : digits;
}

// `decimals` places, without zeros at the end.
std::string fixed(double value, int decimals) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  std::string shown = text.data();
  if (shown.find('.') == std::string::npos) return shown;
  while (shown.back() == '0') shown.pop_back();
  if (shown.back() == '.') shown.pop_back();
  return shown == "-0" ? "0" : shown;
}

constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string shown_amount(double value) {
  if (is_absent(value)) return "an unknown number of";
  const double size = std::fabs(value);
  if (size >= 10'000) {
    double unit = 1;
    // Four digits are left; the rest becomes zeros.
    while (size / unit >= 10'000) unit *= 10;
    return with_commas(whole(value / unit) * static_cast<std::int64_t>(unit));
  }
  // Below it one decimal is shown: 9.94 is "9.9", 9.95 would be "10.0".
  if (size >= 9.95) return with_commas(whole(value));
  if (size >= 0.995 || size == 0) return fixed(value, 1);
  return fixed(value, size >= 0.01 ? 2 : 6);
}

std::string shown_minutes(double minutes) {
  if (is_absent(minutes)) return "an unknown time";
  const auto scaled = [](double value, const char* unit) {
    return fixed(value, value < 20 ? 1 : 0) + " " + unit;
  };
  const double ms = minutes * 60'000;
  // Shorter than half a millisecond is 0 to a reader; from 50 ms on seconds read better.
  if (ms >= 0.5 && ms < 50) return fixed(ms, ms < 10 ? 1 : 0) + " ms";
  if (minutes < 1) return fixed(minutes * 60, minutes * 60 < 10 ? 1 : 0) + " s";
  if (minutes < 120) return scaled(minutes, "min");
  if (minutes < 48 * 60) return scaled(minutes / 60, "h");
  return scaled(minutes / 1440, "days");
}

std::string shown_bin_width(const TimeGrid& grid) {
  struct Unit {
    std::int64_t milliseconds;
    const char *one, *many;
  };
  constexpr std::array<Unit, 5> kUnits{{{kMsPerDay, "day", "days"},
                                        {3'600'000, "hour", "h"},
                                        {60'000, "minute", "min"},
                                        {1'000, "second", "s"},
                                        {1, "millisecond", "ms"}}};
  const std::int64_t width = grid.bin_milliseconds();
  const auto* unit = std::find_if(kUnits.begin(), kUnits.end(),
                                  [&](const Unit& u) { return width % u.milliseconds == 0; });
  const std::int64_t count = width / unit->milliseconds;
  return count == 1 ? unit->one : std::to_string(count) + " " + unit->many;
}

std::string shown_time(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  if (!start) return "bin " + std::to_string(bin);
  const std::string utc = format_utc(*start);  // 2026-03-02T09:00:00Z
  const std::string day = std::to_string(std::stoi(utc.substr(8, 2))) + " " +
                          kMonths[static_cast<std::size_t>(std::stoi(utc.substr(5, 2)) - 1)];
  if (grid.bin_milliseconds() % kMsPerDay == 0) return day;
  const std::string clock = clock_text(*start, grid);
  return grid.total_minutes() > 1440 ? day + " " + clock : clock;
}

std::string shown_hundredths(double share) {
  constexpr double kFullWithin = 1e-6;
  const std::string text = shown_amount(100 * share);
  if (text != "100" || std::fabs(share - 1) <= kFullWithin) return text;
  // Away from full, to the tenth.
  return fixed((share < 1 ? std::floor(1000 * share) : std::ceil(1000 * share)) / 10, 1);
}

std::string shown_percent(double share) { return shown_hundredths(share) + " %"; }

std::string shown_share(double share) {
  if (is_absent(share)) return "an unknown share";
  const auto near = [&](double value) { return std::fabs(share - value) < 0.015; };
  if (near(0.5)) return "half";
  if (near(1.0 / 3)) return "a third";
  if (near(2.0 / 3)) return "two thirds";
  if (near(0.25)) return "a quarter";
  // "All" is a claim: 99.9 % is not all.
  const std::string percent = shown_percent(share);
  return percent == "100 %" ? "all" : percent;
}

std::string shown_list(const std::vector<std::string>& names) {
  std::string text;
  constexpr std::size_t kMostNames = 4;
  // "A, B, C and 2 more": never "and 1 more", which is no shorter than the name.
  const std::size_t shown = names.size() > kMostNames ? kMostNames - 1 : names.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    text += (i == 0 ? "" : (last ? " and " : ", ")) + names[i];
  }
  if (shown < names.size())
    text += " and " + with_commas(static_cast<std::int64_t>(names.size() - shown)) + " more";
  return text;
}

}  // namespace flowtime
