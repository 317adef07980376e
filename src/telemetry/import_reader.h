// Readers of measured data: each turns one format into samples and says how it understood it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sys/env.h"
#include "telemetry/aligner.h"
#include "telemetry/byte_source.h"
#include "telemetry/import_options.h"

namespace flowtime {

// What was found out or given, to be shown: {"delimiter", ","}, {"timezone", "UTC"}.
using ImportReading = std::vector<std::pair<std::string, std::string>>;

// Refers to its parts for the length of a call.
struct ImportInput {
  LineReader& lines;
  const ImportOptions& options;
  Env* zones = nullptr;  // the directory of zone files; null: only UTC and offsets
};

// How many bytes were read so far, every quarter of a megabyte or so. False: stop.
// Called on the thread that reads.
using ImportProgress = std::function<bool(std::uint64_t bytes)>;

// Each refuses what it cannot read with a problem of its line. Problems: import_time, import_value,
// import_columns, import_timezone_unknown, import_time_skipped, import_empty, and those of the
// Aligner.
Result<ImportReading> read_csv(const ImportInput& input, Aligner& aligner);
Result<ImportReading> read_json_lines(const ImportInput& input, Aligner& aligner);
Result<ImportReading> read_open_metrics(const ImportInput& input, Aligner& aligner);
// The answer of /api/v1/query_range, which is read as a whole.
// At most 64 MiB; its problems are gathered, at most 20 of them.
Result<ImportReading> read_prometheus(const ImportInput& input, Aligner& aligner);

// An answer of a range query as OpenMetrics text, for who reads several of them in a row. `server`
// is what problems call it. Problem import_prometheus.
Result<std::string> range_as_metrics(const std::string& answer, const std::string& server);

// By the name of the file, else by its first lines.
// CSV where nothing says otherwise.
ImportFormat sniff_format(const std::string& file, const std::vector<std::string>& first_lines);

// The series of everything that `source` gives. Problem stopped: `progress` said so.
struct ImportResult {
  ImportFormat format = ImportFormat::kCsv;
  ImportReading reading;
  AlignedSeries aligned;
};
// Problem import_not_text besides, for archives and other binary files.
Result<ImportResult> read_import(ByteSource& source, const std::string& file,
                                 const ImportOptions& options, Env* zones,
                                 const ImportProgress& progress = {});

}  // namespace flowtime
