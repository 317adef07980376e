// What the series of a run are called in an export.
#pragma once

#include <string>
#include <vector>

#include "run/open_run.h"

namespace flowtime {

struct ExportedSeries {
  std::size_t row = 0;      // of the run
  std::string node;         // topology node; of other series their own measure
  std::string metric;       // "arrivals", "queueDepth"; of other series "series"
  std::string class_token;  // "DEFAULT", a class, "DEFAULT.rest"
};

// Every series of the run, in its order. One that plays several roles has the name of the first.
// Problems: those of the run's model.
Result<std::vector<ExportedSeries>> exported_series(const Run& run);

// Instant of a bin, counted from 1970 where the grid has no start.
std::int64_t export_time_ms(const TimeGrid& grid, std::int64_t bin);

}  // namespace flowtime
