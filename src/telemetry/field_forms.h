// How numbers and times are written in a table, and reading them that way.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "telemetry/local_time.h"

namespace flowtime {

struct NumberForm {
  char decimal = '.';
  char thousands = 0;  // 0: none
};

// True for what stands where there is no value: nothing, NaN, null, NA, -.
// Case does not matter.
bool is_blank_value(std::string_view text);
// Nothing where the text is not such a number. Example: "1.234,5" with {',', '.'} is 1234.5.
// Independent of the locale.
std::optional<double> read_number(std::string_view text, const NumberForm& form);
// The form in which all of the texts are numbers; nothing where there is none, or where a single
// separator could be either ("1,234").
std::optional<NumberForm> sniff_number_form(std::span<const std::string_view> texts);

// kIso reads what parse_utc reads (series/time_grid.h), 20261231 and 2026-12; kDayFirst 31.12.2026,
// kMonthFirst 12/31/2026, kNamedMonth Dec 31 2026 and 31-Dec-2026, kYear 2026.
enum class TimeForm { kIso, kEpoch, kDayFirst, kMonthFirst, kNamedMonth, kYear };
const char* name_of(TimeForm form);  // "iso", "epoch", "dmy", "mdy", "named", "year"
std::optional<TimeForm> parse_time_form(std::string_view text);
// The form in which all of the texts are times. Numbers are times only when they are as large as
// today's: seconds, milliseconds, microseconds or nanoseconds since 1970.
// Nothing where there is none, or where day and month could be either way around. Never kYear.
std::optional<TimeForm> sniff_time_form(std::span<const std::string_view> texts);
// The same of texts that are known to be times by the name of their column: also years alone.
std::optional<TimeForm> sniff_named_time_form(std::span<const std::string_view> texts);

// Times of one table, row by row.
// The order of the rows matters: in an hour that comes twice it decides which one is meant.
class TimeReader {
 public:
  TimeReader(TimeForm form, LocalTime zone) : form_(form), zone_(std::move(zone)) {}
  // Milliseconds since 1970. Nothing: not a time of this form.
  std::optional<std::int64_t> read(std::string_view text);
  // Of the text read last: it is a clock time that the zone skips.
  bool was_skipped() const { return was_skipped_; }
  // Of the text read last: by how many seconds the clock of the zone is further ahead than it was
  // at the first clock time; 0 for texts that say their offset.
  std::int64_t shift() const { return shift_; }
  const LocalTime& zone() const { return zone_; }
  TimeForm form() const { return form_; }

 private:
  std::optional<std::int64_t> from_clock(std::int64_t clock_ms);
  TimeForm form_;
  LocalTime zone_;
  std::int64_t last_ = INT64_MIN / 4;  // seconds
  std::int64_t trend_ = 0;             // rows that go on in time less those that go back
  std::optional<std::int64_t> first_offset_;
  std::int64_t shift_ = 0;
  bool was_skipped_ = false;
};

}  // namespace flowtime
