#include "telemetry/sample_names.h"

#include <algorithm>

#include "base/ascii.h"

namespace flowtime {
namespace {

constexpr std::string_view kTimeNames[] = {"time", "timestamp", "@timestamp", "date", "datetime",
                                           "ts",   "t",         "period",     "when", "_time"};

}  // namespace

bool is_time_name(std::string_view name) {
  return std::any_of(std::begin(kTimeNames), std::end(kTimeNames),
                     [&](std::string_view known) { return same_ignoring_case(name, known); });
}

NamedUnit split_unit(const std::string& header) {
  const std::size_t open = header.find_last_of("([");
  const bool closed = header.ends_with(')') || header.ends_with(']');
  // A blank before the bracket: "f(x)" is a name.
  if (open == std::string::npos || open < 2 || !closed || header[open - 1] != ' ') {
    return {header, ""};
  }
  return {header.substr(0, header.find_last_not_of(' ', open - 1) + 1),
          header.substr(open + 1, header.size() - open - 2)};
}

SampleKind kind_by_name(std::string_view metric) {
  const std::string_view bare = metric.substr(0, metric.find('{'));
  return bare.ends_with("_total") ? SampleKind::kCounter : SampleKind::kMean;
}

Result<LocalTime> open_zone(const ImportInput& input) {
  return LocalTime::open(input.zones, input.options.timezone);
}

}  // namespace flowtime
