// Measured series that authors bring along, one file series/<seriesId>/series.json each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "authoring/detail_level.h"
#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// What the author says about the series; empty: nothing.
// Kept and given back as it is; no computation reads it but find_periodicity the bin's width.
struct SeriesMetadata {
  std::string units, source;
  std::optional<std::int64_t> bin_size;
  std::string bin_unit, timezone, start, end;
};

// A copy in memory; the file may be replaced meanwhile.
struct StoredSeries {
  std::string id;
  std::vector<double> values;  // one per bin, finite
  SeriesMetadata metadata;
  std::string source_format;  // "csv" or "table"
  std::string ingested_utc;
};

// A new id is "series-" and 32 hex digits. Nothing is written before all of the content was read.
struct IngestRequest {
  std::string series_id;       // empty: one is made
  std::string format = "csv";  // or "table"; both are read by read_series_table
  std::string content;
  SeriesMetadata metadata{};
  DetailLevel detail = DetailLevel::kBasic;
};

// `columns` are the names of the header, or empty without one.
struct IngestAnswer {
  StoredSeries series;
  DetailLevel detail = DetailLevel::kBasic;
  char delimiter = ',';
  bool has_header = false;
  std::vector<std::string> columns;
  std::string path;  // relative to the data root
};

// Replaces a series of the same id. Problems: invalid_id, series_format_unknown, and those of
// read_series_table.
// A series is never changed, only replaced as a whole.
Result<IngestAnswer> ingest_series(Env& env, const IngestRequest& request);
// Problems: invalid_id, series_not_found, series_damaged.
Result<StoredSeries> read_series(Env& env, const std::string& id);

// {"seriesId","count","metadata",
//  "diagnostics"?:{"delimiter","hasHeader","columns","rowCount","seriesPath"}}
std::string to_json(const IngestAnswer& answer);

}  // namespace flowtime
