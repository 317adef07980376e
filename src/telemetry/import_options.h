// What the caller of an import may give instead of its finding it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "series/time_grid.h"
#include "telemetry/field_forms.h"

namespace flowtime {

// How the samples of one bin become one value.
// Only flows and counters are conserved: their sums before and after aligning agree.
enum class SampleKind {
  kFlow,  // their sum: items per bin
  kMean,  // of a level
  kLast,
  kMax,
  kCounter,  // a total that only grows: by how much it grew; a fall is a reset
};
const char* name_of(SampleKind kind);  // "flow", "mean", "last", "max", "counter"
// Names are written as name_of writes them; nothing for other texts.
std::optional<SampleKind> parse_sample_kind(std::string_view text);

enum class ImportFormat { kCsv, kPrometheus, kOpenMetrics, kJsonLines };
const char* name_of(ImportFormat format);  // "csv", "prometheus", "openmetrics", "jsonl"
std::optional<ImportFormat> parse_import_format(std::string_view text);

// What becomes of bins between the first and the last that have no sample.
// Zero, the value before the gap, or a line between the values on both sides of it.
// Hold and linear leave gaps at the ends absent: they have one side only.
enum class GapFill { kNone, kZero, kHold, kLinear };
std::optional<GapFill> parse_gap_fill(std::string_view text);  // "none", "zero", "hold", "linear"

// Empty members: found out.
// Nothing in it is checked against the data; readers do that.
// Times in milliseconds; `start_unix_ms` since 1970 UTC.
struct ImportOptions {
  std::optional<ImportFormat> format{};
  // Of tables.
  std::optional<char> delimiter{};
  std::optional<NumberForm> number{};
  std::optional<bool> header{};
  std::optional<TimeForm> time_form{};
  std::string time_column{};                 // by name, or by number from 1
  std::vector<std::string> value_columns{};  // likewise
  std::string name_column{};                 // long form: what distinguishes the series
  std::string timezone{};                    // of clock times without an offset; empty: UTC
  // Of the series.
  std::optional<SampleKind> kind{};
  std::vector<std::pair<std::string, SampleKind>> kinds{};  // by column; wins over `kind`
  std::string unit{};
  GapFill fill = GapFill::kNone;
  // Of the grid.
  std::optional<std::int64_t> bin_ms{};
  std::optional<std::int64_t> start_unix_ms{};
  std::optional<std::int64_t> bins{};
  // Of the memory for bins of all columns together, so that a short text cannot ask for much more
  // than it is long: two rows are enough to span ten million bins.
  std::uint64_t most_bytes = 512u << 20;
};

// "5m", "1h", "30s", "1d", "250ms" -> milliseconds
// At least 1 unit, at most 1e9; no fractions, no signs.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);
// The bin size in the largest unit that is whole.
// Example: 300,000 ms are 5 minutes. `bins` and the start are the caller's.
TimeGrid grid_of_width(std::int64_t bin_ms);

}  // namespace flowtime
