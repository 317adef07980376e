// Grids and problems as JSON, alike in every answer. Findings, classes and rng: run/json_parts.h.
#pragma once

#include "base/finding.h"
#include "base/problem.h"
#include "model/model.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {

// "grid": {"bins","binSize","binUnit","startUtc","endUtc"}; the times only of a grid with a start.
// All of them write into an object that the caller has begun and will end.
void grid_member(JsonWriter& json, const TimeGrid& grid);

// "events": [{"fromBin","toBin","text"}]: what the model says happened, in the order of time.
void events_member(JsonWriter& json, const Model& model);

// "findings": {"error","warning","info"}
// All three counts, also those that are 0.
void findings_member(JsonWriter& json, const FindingCounts& counts);

// "errors": [{"code","message","remedy","line","column","path"}]; what is empty is left out.
// line and column are left out together, where the place is not known (line 0).
void problem_list(JsonWriter& json, const Problems& problems);

}  // namespace flowtime
