// One stored series, and the index of all of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "metrics/each_bin.h"
#include "state/stored_run.h"

namespace flowtime {

// Keeps the run alive; `entry` and `values` point into it.
struct SeriesAnswer {
  std::shared_ptr<const StoredRun> run;
  const SeriesEntry* entry = nullptr;
  SeriesIn values;
};

// By stored id, by bare id, else the first whose stored id starts with "<id>@".
// Problem: series_not_found, with the nearest id.
Result<SeriesAnswer> query_series(std::shared_ptr<const StoredRun> run, const std::string& id);

// "t,value" and a row per bin; absent values are empty.
// Numbers as format_number prints them: they read back to the same bits.
std::string to_csv(const SeriesAnswer& series);
// {"id","bareId","kind","unit","itemUnit","class","bins","values"}
std::string to_json(const SeriesAnswer& series);
// Little-endian float64, one per bin; absent is a quiet NaN.
// Valid as long as the answer: nothing is copied.
std::string_view raw_bytes(const SeriesAnswer& series);

// The answer of GET /v1/runs/{runId}/index.
// Series in the order of the matrix, with their hashes.
std::string index_json(const StoredRun& run);

}  // namespace flowtime
