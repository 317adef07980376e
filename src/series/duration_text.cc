#include "series/duration_text.h"

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/arithmetic.h"

namespace flowtime {
namespace {

struct DurationUnit {
  std::string_view name;
  double per_minute;
};
// A name comes before those that it ends with.
constexpr DurationUnit kDurationUnits[] = {
    {"min", 1},      {"ms", 60'000},       {"s", 60},
    {"h", 1.0 / 60}, {"days", 1.0 / 1440}, {"d", 1.0 / 1440}};

}  // namespace

std::optional<double> parse_minutes(std::string_view text) {
  text = trimmed(text);
  double per_minute = 1;
  for (const DurationUnit& unit : kDurationUnits) {
    // "days" ends with "s".
    const bool is_days = unit.name == "s" && text.ends_with("days");
    if (!text.ends_with(unit.name) || is_days) continue;
    text = trimmed(text.substr(0, text.size() - unit.name.size()));
    per_minute = unit.per_minute;
    break;
  }
  const auto number = parse_number(text);
  if (!number || *number < 0) return std::nullopt;
  return *number / per_minute;
}

std::string minutes_text(double minutes) {
  if (minutes >= 1 || minutes == 0) return format_number(minutes) + " min";
  // Rounded to a billionth of a second: 0.1 min is 6 s, not 6.000000000000001.
  return format_number(arithmetic::round(minutes * 60 * 1e9) / 1e9) + " s";
}

}  // namespace flowtime
