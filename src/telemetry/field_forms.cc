#include "telemetry/field_forms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

// Smaller numbers are values, not times.
constexpr double kLeastEpoch = 1e8;  // 1973 in seconds
constexpr std::string_view kMonths[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
constexpr TimeForm kTimeForms[] = {TimeForm::kIso,        TimeForm::kEpoch,
                                   TimeForm::kDayFirst,   TimeForm::kMonthFirst,
                                   TimeForm::kNamedMonth, TimeForm::kYear};
constexpr std::string_view kBlanks[] = {"", "nan", "null", "none", "na", "n/a", "-"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Groups of three digits behind the first one.
bool well_grouped(std::string_view whole, char thousands) {
  if (whole.starts_with('-') || whole.starts_with('+')) whole.remove_prefix(1);
  std::size_t group = 0;
  bool first = true;
  for (const char c : whole) {
    if (c == thousands) {
      if (first ? group == 0 || group > 3 : group != 3) return false;
      first = false;
      group = 0;
    } else if (is_digit(c)) {
      ++group;
    } else {
      return false;
    }
  }
  return first || group == 3;
}

std::optional<std::int64_t> epoch_ms(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || std::fabs(*number) < kLeastEpoch) return std::nullopt;
  double ms = *number * 1000;
  // Seconds, milliseconds, microseconds, nanoseconds: today's differ by a factor of 1,000 each.
  for (const double unit : {1e11, 1e14, 1e17}) {
    if (std::fabs(*number) >= unit) ms /= 1000;
  }
  return std::fabs(ms) < 9e15 ? std::optional(static_cast<std::int64_t>(std::llround(ms)))
                              : std::nullopt;
}

bool has_offset(std::string_view text) {
  if (text.ends_with('Z') || text.ends_with('z')) return true;
  const std::size_t sign = text.find_last_of("+-");
  // Behind the date, whose dashes are not signs.
  return sign != std::string_view::npos && sign > 10;
}

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// "20260329" -> "2026-03-29", "2026-03" -> "2026-03-01", "2026-03-29 02:30:00" -> with a T between
std::string iso_text(std::string_view text) {
  std::string iso(text);
  if (iso.size() == 8 && all_digits(iso)) iso.insert(6, "-").insert(4, "-");
  if (iso.size() == 7) iso += "-01";
  if (iso.size() > 10 && iso[10] == ' ') iso[10] = 'T';
  std::replace(iso.begin(),
               iso.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(iso.size(), 10)),
               '/', '-');
  return iso;
}

// Behind the date nothing, or blanks and a clock time: "2:30".
std::optional<std::string> iso_of(long long year, long long month, long long day,
                                  std::string_view clock) {
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const auto two = [](long long n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string iso = std::to_string(year) + "-" + two(month) + "-" + two(day);
  while (!clock.empty() && clock.front() == ' ') clock.remove_prefix(1);
  if (clock.empty()) return iso;
  return iso + "T" + (clock.find(':') == 1 ? "0" : "") + std::string(clock);
}

// "29.03.2026 02:30", "3/29/2026 2:30:00" -> ISO
std::optional<std::string> reordered(std::string_view text, bool day_first) {
  std::array<long long, 3> parts{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    const auto number = parse_integer(text.substr(begin, at - begin));
    if (!number) return std::nullopt;
    parts[i] = *number;
    if (i == 2) break;
    if (at >= text.size() || (text[at] != '.' && text[at] != '/' && text[at] != '-')) {
      return std::nullopt;
    }
    ++at;
  }
  // Years of two digits could be days as well.
  if (parts[2] < 1000) return std::nullopt;
  return iso_of(parts[2], parts[day_first ? 1 : 0], parts[day_first ? 0 : 1], text.substr(at));
}

// The number of the month that a text of at least three letters begins: "Sep", "sept", "September".
std::optional<long long> month_named(std::string_view text) {
  const std::string name = lower_case(text);
  for (std::size_t i = 0; i < std::size(kMonths) && name.size() >= 3; ++i) {
    if (kMonths[i].starts_with(name)) return static_cast<long long>(i) + 1;
  }
  return std::nullopt;
}

std::string_view take_word(std::string_view& text) {
  const auto ends_word = [](char c) {
    return std::string_view(" -/.,").find(c) != std::string_view::npos;
  };
  while (!text.empty() && ends_word(text.front())) text.remove_prefix(1);
  const auto end = std::find_if(text.begin(), text.end(), ends_word);
  const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

// "Mar 29 2026", "29-March-2026 2:30" -> ISO
std::optional<std::string> with_named_month(std::string_view text) {
  const std::string_view first = take_word(text), second = take_word(text), year = take_word(text);
  const bool month_first = month_named(first).has_value();
  const auto month = month_named(month_first ? first : second);
  const std::string_view day = month_first ? second : first;
  const bool has_digits =
      day.size() <= 2 && year.size() == 4 && all_digits(day) && all_digits(year);
  if (!month || day.empty() || !has_digits) return std::nullopt;
  return iso_of(*parse_integer(year), *month, *parse_integer(day), text);
}

bool is_year(std::string_view text) {
  return text.size() == 4 && all_digits(text) && (text[0] == '1' || text[0] == '2');
}

std::optional<std::string> iso_form(std::string_view text, TimeForm form) {
  switch (form) {
    case TimeForm::kDayFirst: return reordered(text, true);
    case TimeForm::kMonthFirst: return reordered(text, false);
    case TimeForm::kNamedMonth: return with_named_month(text);
    case TimeForm::kYear:
      return is_year(text) ? std::optional(std::string(text) + "-01-01") : std::nullopt;
    case TimeForm::kIso:
    case TimeForm::kEpoch: break;
  }
  return iso_text(text);
}

bool is_time(std::string_view text, TimeForm form) {
  if (form == TimeForm::kEpoch) return epoch_ms(text).has_value();
  const auto iso = iso_form(text, form);
  return iso && parse_utc(*iso).has_value();
}

}  // namespace

bool is_blank_value(std::string_view text) {
  if (text.size() > 4) return false;
  return std::any_of(std::begin(kBlanks), std::end(kBlanks),
                     [&](std::string_view blank) { return same_ignoring_case(text, blank); });
}

std::optional<double> read_number(std::string_view text, const NumberForm& form) {
  // The form of nearly all files: without a copy.
  if (form.decimal == '.' && form.thousands == 0) return parse_number(text);
  const std::size_t point = text.find(form.decimal);
  const std::string_view whole = text.substr(0, point);
  std::string plain(whole);
  if (form.thousands != 0 && whole.find(form.thousands) != std::string_view::npos) {
    if (!well_grouped(whole, form.thousands)) return std::nullopt;
    std::erase(plain, form.thousands);
  }
  if (point != std::string_view::npos) plain += "." + std::string(text.substr(point + 1));
  return parse_number(plain);
}

std::optional<NumberForm> sniff_number_form(std::span<const std::string_view> texts) {
  // The simplest first: the first that fits is taken.
  constexpr NumberForm kForms[] = {{'.', 0},   {',', 0},   {'.', ','}, {',', '.'},
                                   {'.', ' '}, {',', ' '}, {'.', '\''}};
  std::vector<NumberForm> fitting;
  for (const NumberForm& form : kForms) {
    const bool fits = std::all_of(texts.begin(), texts.end(), [&](std::string_view text) {
      return is_blank_value(text) || read_number(text, form).has_value();
    });
    if (fits) fitting.push_back(form);
  }
  if (fitting.empty()) return std::nullopt;
  if (fitting.front().decimal == '.' && fitting.front().thousands == 0) return fitting.front();
  // "1,234" alone may be one and a bit, or more than a thousand.
  const auto is = [&](char decimal, char thousands) {
    return std::any_of(fitting.begin(), fitting.end(), [&](const NumberForm& form) {
      return form.decimal == decimal && form.thousands == thousands;
    });
  };
  if (is(',', 0) && is('.', ',')) return std::nullopt;
  return fitting.front();
}

const char* name_of(TimeForm form) {
  switch (form) {
    case TimeForm::kIso: return "iso";
    case TimeForm::kEpoch: return "epoch";
    case TimeForm::kDayFirst: return "dmy";
    case TimeForm::kMonthFirst: return "mdy";
    case TimeForm::kNamedMonth: return "named";
    case TimeForm::kYear: return "year";
  }
  return "";
}

std::optional<TimeForm> parse_time_form(std::string_view text) {
  for (const TimeForm form : kTimeForms) {
    if (text == name_of(form)) return form;
  }
  return std::nullopt;
}

std::optional<TimeForm> sniff_time_form(std::span<const std::string_view> texts) {
  std::optional<TimeForm> found;
  if (texts.empty()) return found;
  for (const TimeForm form : kTimeForms) {
    // Numbers of four digits are values, unless something else says that they are years.
    if (form == TimeForm::kYear) continue;
    const bool fits = std::all_of(texts.begin(), texts.end(),
                                  [&](std::string_view text) { return is_time(text, form); });
    if (!fits) continue;
    if (!found) found = form;
    // A dot stands between day and month, a slash may be either.
    const bool dotted = texts.front().find('.') < 3;
    if (*found == TimeForm::kDayFirst && form == TimeForm::kMonthFirst && !dotted) {
      return std::nullopt;
    }
  }
  return found;
}

std::optional<TimeForm> sniff_named_time_form(std::span<const std::string_view> texts) {
  const auto form = sniff_time_form(texts);
  if (form || texts.empty() || !std::all_of(texts.begin(), texts.end(), is_year)) return form;
  return TimeForm::kYear;
}

std::optional<std::int64_t> TimeReader::from_clock(std::int64_t clock_ms) {
  // Rounded down, so that the rest is never negative.
  const std::int64_t clock = clock_ms >= 0 ? clock_ms / 1000 : (clock_ms - 999) / 1000;
  using Rows = LocalTime::Rows;
  const auto instant = zone_.instant(clock, last_, trend_ < 0 ? Rows::kBackward : Rows::kForward);
  was_skipped_ = !instant;
  if (!instant) return std::nullopt;
  if (first_offset_) trend_ += *instant > last_ ? 1 : *instant < last_ ? -1 : 0;
  if (!first_offset_) first_offset_ = clock - *instant;
  shift_ = clock - *instant - *first_offset_;
  last_ = *instant;
  return *instant * 1000 + (clock_ms - clock * 1000);
}

std::optional<std::int64_t> TimeReader::read(std::string_view text) {
  was_skipped_ = false;
  shift_ = 0;
  if (form_ == TimeForm::kEpoch) return epoch_ms(text);
  const auto iso = iso_form(text, form_);
  const auto clock = iso ? parse_utc(*iso) : std::nullopt;
  // What has an offset needs no zone.
  if (!clock || has_offset(*iso)) return clock;
  return from_clock(*clock);
}

}  // namespace flowtime
