// Which CSVs a run has as files. Whatever it says, every series can be asked for as a CSV: it is
// then made from the matrix.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowtime {

// Costs disk and time of creation only: answers read the matrix.
enum class CsvPolicy {
  kAuto,   // series.csv while it has at most kMaxWideCells cells
  kOn,     // series.csv whatever its size
  kOff,    // none
  kFiles,  // as kAuto, and series/<seriesId>.csv of every selected series
};
// About 10 MB of text.
inline constexpr std::int64_t kMaxWideCells = 1'000'000;
// An archive of a run has the CSVs of its selected series while these have at most so many cells.
inline constexpr std::int64_t kMaxArchivedCells = 10'000'000;

inline constexpr std::string_view kCsvPolicyNames[] = {"auto", "on", "off", "files"};

// As options and requests name them.
inline std::string_view name_of(CsvPolicy policy) {
  return kCsvPolicyNames[static_cast<std::size_t>(policy)];
}

// In lower case alone.
inline std::optional<CsvPolicy> parse_csv_policy(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kCsvPolicyNames); ++i) {
    if (kCsvPolicyNames[i] == text) return static_cast<CsvPolicy>(i);
  }
  return std::nullopt;
}

// Whether the run has series.csv; `cells`: selected series x bins.
inline bool writes_wide_csv(CsvPolicy policy, std::int64_t cells) {
  if (policy == CsvPolicy::kOff) return false;
  return policy == CsvPolicy::kOn || cells <= kMaxWideCells;
}

}  // namespace flowtime
