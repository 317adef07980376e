// Grids and problems as JSON, alike in every answer. Findings, classes and rng: run/json_parts.h.
#pragma once

#include "base/finding.h"
#include "base/problem.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {

// "grid": {"bins","binSize","binUnit","startUtc","endUtc"}; the times only of a grid with a start.
void grid_member(JsonWriter& json, const TimeGrid& grid);

// "findings": {"error","warning","info"}
void findings_member(JsonWriter& json, const FindingCounts& counts);

// "errors": [{"code","message","remedy","line","column","path"}]; what is empty is left out.
void problem_list(JsonWriter& json, const Problems& problems);

}  // namespace flowtime
