#include "series/time_grid.h"

#include <array>
#include <cstdio>

#include "base/number_text.h"

namespace flowtime {
namespace {

struct UnitRow {
  BinUnit unit;
  const char* name;
  std::int64_t ms;
};
constexpr std::array<UnitRow, 6> kUnits{{{BinUnit::kMilliseconds, "milliseconds", 1},
                                         {BinUnit::kSeconds, "seconds", 1000},
                                         {BinUnit::kMinutes, "minutes", 60'000},
                                         {BinUnit::kHours, "hours", 3'600'000},
                                         {BinUnit::kDays, "days", kMsPerDay},
                                         {BinUnit::kWeeks, "weeks", 7 * kMsPerDay}}};

const UnitRow& row_of(BinUnit unit) { return kUnits[static_cast<std::size_t>(unit)]; }

// Days since 1970-01-01 of a proleptic Gregorian date, and back (era arithmetic over 400 years).
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  // Years that begin in March: the leap day is their last, and months follow one formula. H.
  // Hinnant, "chrono-compatible low-level date algorithms".
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

struct Date {
  std::int64_t year;
  int month, day;
};
Date civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  return {year_of_era + era * 400 + (month <= 2), month, day};
}

int days_in_month(std::int64_t year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

// Reads fixed shapes from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool skip(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool digits(int count, int& value) {
    value = 0;
    for (int i = 0; i < count; ++i) {
      if (text_.empty() || text_[0] < '0' || text_[0] > '9') return false;
      value = value * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return true;
  }
  // ".250" as milliseconds; further digits are read and dropped.
  bool fraction(int& ms) {
    ms = 0;
    int place = 100, count = 0;
    while (!text_.empty() && text_[0] >= '0' && text_[0] <= '9') {
      ms += (text_[0] - '0') * place;
      place /= 10;
      ++count;
      text_.remove_prefix(1);
    }
    return count > 0;
  }

 private:
  std::string_view text_;
};

bool read_time(Scanner& in, std::int64_t& ms_of_day) {
  int hour = 0, minute = 0, second = 0, ms = 0;
  if (!in.digits(2, hour) || !in.skip(':') || !in.digits(2, minute)) return false;
  if (in.skip(':')) {
    if (!in.digits(2, second)) return false;
    if (in.skip('.') && !in.fraction(ms)) return false;
  }
  // A leap second (60) is refused: UTC here counts none.
  if (hour > 23 || minute > 59 || second > 59) return false;
  ms_of_day = ((hour * 60LL + minute) * 60 + second) * 1000 + ms;
  return true;
}

bool read_offset(Scanner& in, std::int64_t& offset_ms) {
  offset_ms = 0;
  if (in.at_end() || in.skip('Z') || in.skip('z')) return true;
  const bool negative = in.skip('-');
  int hours = 0, minutes = 0;
  if ((!negative && !in.skip('+')) || !in.digits(2, hours)) return false;
  // "+02:00" and "+0200" are both in use.
  in.skip(':');
  if (!in.at_end() && !in.digits(2, minutes)) return false;
  offset_ms = (hours * 60LL + minutes) * 60'000 * (negative ? -1 : 1);
  return hours <= 14 && minutes <= 59;
}

std::optional<std::int64_t> two_digits(std::string_view text) {
  if (text.size() != 2) return std::nullopt;
  const auto value = parse_integer(text);
  return value && *value >= 0 && *value < 60 ? std::optional<std::int64_t>(*value) : std::nullopt;
}

}  // namespace

const char* name_of(BinUnit unit) { return row_of(unit).name; }
std::int64_t milliseconds_in(BinUnit unit) { return row_of(unit).ms; }

std::optional<BinUnit> parse_bin_unit(std::string_view text) {
  for (const UnitRow& row : kUnits) {
    const std::string_view name = row.name;
    bool equal = name.size() == text.size();
    for (std::size_t i = 0; equal && i < name.size(); ++i) equal = (text[i] | 0x20) == name[i];
    if (equal) return row.unit;
  }
  return std::nullopt;
}

std::optional<std::int64_t> TimeGrid::bin_start_unix_ms(std::int64_t bin) const {
  if (!start_unix_ms) return std::nullopt;
  return *start_unix_ms + bin * bin_milliseconds();
}

std::string clock_text(std::int64_t unix_ms, const TimeGrid& grid) {
  const std::string utc = format_utc(unix_ms);  // 2026-01-05T12:30:00Z, 2026-01-05T12:30:00.250Z
  const std::int64_t step = grid.bin_milliseconds();
  const std::size_t digits = step % 60'000 == 0 ? 5 : (step % 1000 == 0 ? 8 : 12);
  std::string clock = utc.substr(11, utc.size() - 12);
  if (digits == 12 && clock.size() == 8) clock += ".000";
  return clock.substr(0, digits);
}

std::string format_utc(std::int64_t unix_ms) {
  std::int64_t days = unix_ms / kMsPerDay;
  std::int64_t rest = unix_ms % kMsPerDay;
  // Division rounds towards 0; a day before 1970 counts from its own midnight.
  if (rest < 0) {
    rest += kMsPerDay;
    --days;
  }
  const Date date = civil_from_days(days);
  const auto part = [&](std::int64_t unit, std::int64_t limit) {
    return static_cast<int>(rest / unit % limit);
  };
  char text[64];
  int used = std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:%02d:%02d",
                           static_cast<long long>(date.year), date.month, date.day,
                           part(3'600'000, 24), part(60'000, 60), part(1000, 60));
  if (const int ms = part(1, 1000); ms != 0) {
    used += std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), ".%03d", ms);
  }
  return std::string(text, static_cast<std::size_t>(used)) + "Z";
}

std::string format_moment(std::int64_t unix_ms) {
  std::string text = format_utc(unix_ms);
  if (unix_ms % 1000 == 0) text.insert(text.size() - 1, ".000");
  return text;
}

std::optional<std::int64_t> parse_utc(std::string_view text) {
  Scanner in(text);
  int year = 0, month = 0, day = 0;
  if (!in.digits(4, year) || !in.skip('-') || !in.digits(2, month) || !in.skip('-') ||
      !in.digits(2, day)) {
    return std::nullopt;
  }
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  std::int64_t ms_of_day = 0, offset_ms = 0;
  if (!in.at_end()) {
    if (!in.skip('T') && !in.skip('t') && !in.skip(' ')) return std::nullopt;
    if (!read_time(in, ms_of_day) || !read_offset(in, offset_ms) || !in.at_end())
      return std::nullopt;
  }
  return days_from_civil(year, month, day) * kMsPerDay + ms_of_day - offset_ms;
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 6) return std::nullopt;
  const auto hours = parse_integer(text.substr(0, colon));
  if (!hours || *hours < 0) return std::nullopt;
  text.remove_prefix(colon + 1);
  const auto minutes = two_digits(text.substr(0, 2));
  if (!minutes) return std::nullopt;
  std::int64_t seconds = 0;
  if (text.size() > 2) {
    const auto read = text[2] == ':' ? two_digits(text.substr(3)) : std::nullopt;
    if (!read) return std::nullopt;
    seconds = *read;
  }
  return ((*hours * 60 + *minutes) * 60 + seconds) * 1000;
}

}  // namespace flowtime
