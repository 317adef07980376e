#include "explain/told_text.h"

#include <cmath>
#include <cstdio>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {

std::string short_text(double value) {
  if (is_absent(value)) return "absent";
  char text[64];
  std::snprintf(text, sizeof text, "%.4g", value);
  const auto parsed = parse_number(text);
  return parsed ? format_number(*parsed) : text;
}

std::string told_number(double value) {
  std::string text = short_text(value);
  if (!(std::fabs(value) >= 1000) || text.find('e') != std::string::npos) return text;
  const std::size_t sign = text[0] == '-' ? 1 : 0, point = text.find('.');
  const std::size_t end = point == std::string::npos ? text.size() : point;
  for (std::size_t at = end; at > sign + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string told_time(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  if (!start) return "bin " + std::to_string(bin);
  const std::string utc = format_utc(*start), date = utc.substr(0, 10);
  const std::string clock = clock_text(*start, grid);
  if (grid.bin_milliseconds() >= kMsPerDay) return date;
  const auto last = grid.bin_start_unix_ms(grid.bins - 1);
  const bool one_day =
      format_utc(*grid.bin_start_unix_ms(0)).compare(0, 10, format_utc(*last), 0, 10) == 0;
  return one_day ? clock : date + " " + clock;
}

}  // namespace flowtime
