// Names that measured series and their times usually have.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "telemetry/import_reader.h"
#include "telemetry/local_time.h"

namespace flowtime {

// Case does not matter.
bool is_time_name(std::string_view name);  // time, timestamp, date, ts, period, ...

// "latency (ms)", "latency [ms]" -> "latency", "ms"
struct NamedUnit {
  std::string name, unit;
};
// The unit is empty where the header does not end with one.
// A blank before the bracket is required: "f(x)" is a name.
NamedUnit split_unit(const std::string& header);

// By the conventions of Prometheus: what ends in _total counts up, all else is a level.
// Labels may follow the name.
SampleKind kind_by_name(std::string_view metric);

// The zone of the options.
Result<LocalTime> open_zone(const ImportInput& input);

}  // namespace flowtime
