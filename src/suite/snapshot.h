// Snapshot: series as they came out once, kept beside a model as NAME.expected.csv in the form of
// `eval --format csv`. Numbers are compared as they are printed, which is exact.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "series/series_view.h"
#include "series/time_grid.h"

namespace flowtime::suite {

struct SnapshotPoint {
  std::string id;
  std::string differs;  // "bin 3 is 12, expected 11 (and 4 more)"; empty: all is as kept
};

class Snapshot {
 public:
  // The series that fit a pattern (* and ?), beside those it has.
  void add(const SeriesCatalog& series, const std::vector<std::string>& patterns);
  std::vector<SnapshotPoint> compare(const SeriesCatalog& series, const SeriesTable& table) const;
  // The file that keeps what came out; empty for no series. Series that are gone are left out.
  std::string text(const TimeGrid& grid, const SeriesCatalog& series,
                   const SeriesTable& table) const;

 private:
  friend Snapshot read_snapshot(std::string_view text);
  struct Column {
    std::string id;
    std::vector<std::string> values;  // by bin, as printed; none of a series that is new
    bool is_new = false;
  };
  std::vector<Column> columns_;
};

Snapshot read_snapshot(std::string_view text);

// Whether `id` fits `pattern`, in which * means any characters and ? one.
bool fits_pattern(std::string_view id, std::string_view pattern);

}  // namespace flowtime::suite
