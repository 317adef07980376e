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

// A value; not thread safe. An empty one holds no series and compares nothing.
class Snapshot {
 public:
  // The series that fit a pattern (* and ?), beside those it has.
  // A series that is added has no values yet: compare() reports no difference of it.
  void add(const SeriesCatalog& series, const std::vector<std::string>& patterns);
  // One point per series that is kept, in the order of the file.
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

// A text that is not such a file gives series that do not match; it is never refused.
Snapshot read_snapshot(std::string_view text);

// Whether `id` fits `pattern`, in which * means any characters and ? one.
// Exponential in the number of stars; patterns come from a command line.
bool fits_pattern(std::string_view id, std::string_view pattern);

}  // namespace flowtime::suite
