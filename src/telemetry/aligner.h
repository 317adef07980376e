// Samples, in the order in which they come, onto a grid of bins; and what was wrong with them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "telemetry/import_options.h"
#include "telemetry/strip.h"

namespace flowtime {

// One thing that a reader should look at, with the line where it is.
// `time` is UTC as format_utc writes it. At most 20 of each kind are kept.
struct ImportRemark {
  std::string what;  // "duplicate", "offGrid", "reset", "clockStep"
  int line = 0;
  std::string column, time;
};

// A run of bins without a value. Bins are counted from the first one of the grid.
// Times in milliseconds since 1970. Gaps are as they were measured, also where they were filled.
struct ImportGap {
  std::string column;
  std::int64_t from_bin = 0, bins = 0;
  std::int64_t from_unix_ms = 0, to_unix_ms = 0;  // to: the start of the next bin with a value
};

// `before` and `after` show that aligning loses nothing: they agree up to rounding, unless a grid
// that was asked for leaves samples out.
struct ImportColumn {
  std::string name, unit;
  SampleKind kind = SampleKind::kFlow;
  std::int64_t samples = 0, missing_bins = 0, filled_bins = 0;
  double before = 0,
         after = 0;  // of a flow and of a counter: what was counted, what is in the bins
};

// What a person checks after an import. Counts are of everything, lists are cut.
// `sample_step_ms` is the usual distance of neighbouring samples; 0: none is usual.
struct ImportReport {
  std::int64_t rows = 0, samples = 0, blank_values = 0;
  std::int64_t duplicates = 0, off_grid = 0, resets = 0, clock_steps = 0;
  std::int64_t missing_bins = 0, gap_count = 0;
  std::int64_t sample_step_ms = 0;
  std::vector<ImportGap> gaps;        // the first kMostGaps
  std::vector<ImportRemark> remarks;  // the first few of each kind
  std::vector<std::string> empty_columns, ignored_columns;
};
// More are only counted.
inline constexpr std::size_t kMostGaps = 1000;

// Each row has grid.bins values, absent where there was no sample and nothing filled the gap.
// Owns everything; `columns` and `values` have the same order.
struct AlignedSeries {
  TimeGrid grid;
  std::vector<ImportColumn> columns;
  std::vector<std::vector<double>> values;  // by column, one per bin
  ImportReport report;
};

// The width of bins is that of the options, else the usual distance of the first 10,000 samples.
// Samples before that are kept; after it, memory grows with the bins, not with the samples.
//
// Not thread safe. Example: `aligner.add(*aligner.column("served", SampleKind::kFlow, ""), ms, 12,
// 3)`.
class Aligner {
 public:
  // Refers to the options, which outlive it.
  explicit Aligner(const ImportOptions& options);
  ~Aligner();

  // A new column. Its kind is what the options say, else `usual`. Problems: import_columns (there
  // is one of that name, which could not be distinguished), import_not_text (its name is not
  // UTF-8), import_too_many_columns.
  Result<std::size_t> column(const std::string& name, SampleKind usual, const std::string& unit);
  // An absent value is counted; its time still says how far apart samples are.
  // Problems, at the line: import_span (the times are too far apart for a grid), import_too_large
  // (all columns together need too many bins), import_unsorted (a counter in rows that go back),
  // import_value (a sum that no double has); at the first line: import_step (no usual distance).
  Result<Done> add(std::size_t column, std::int64_t unix_ms, double value, int line);
  // A field without a value and without a column.
  void blank() { ++report_.blank_values; }
  // From `line` on the clock of the zone is `seconds` further ahead than at first.
  void clock_moved(std::int64_t seconds, int line);
  ImportReport& report() { return report_; }

  // Problems: import_empty (there was no sample), import_zone_shift (bins as wide as samples are
  // apart, cut elsewhere from a line on because the clock of the zone moved), import_too_large.
  Result<AlignedSeries> finish();

 private:
  struct Column;
  // As it came; kept only until the step is known.
  struct Sample {
    std::size_t column = 0;
    std::int64_t unix_ms = 0;
    double value = 0;
    int line = 0;
  };
  // Of the clock of the zone, with the line since which.
  struct Move {
    std::int64_t seconds = 0;
    int line = 0;
  };
  Result<Done> settle();  // finds the step of the samples so far and lets them in
  Result<Done> place(const Sample& sample);
  // False for a time that the column has had: a repeated sample of a counter does not count.
  bool is_new(Column& column, const Sample& sample);
  bool is_repeated(Column& column, const Sample& sample);
  // `value` becomes the growth since the sample before. False for the first sample of a counter. A
  // fall is a reset: the new value is the growth.
  Result<bool> take_growth(Column& column, const Sample& sample, double& value);
  Result<Done> put(Column& column, const Sample& sample, double value);
  // By time and not by row: rows may be in any order.
  void keep_last(Column& column, std::int64_t bin, std::int64_t unix_ms, bool first, double value);
  // Null where the strip would be longer than a grid may be; its growth counts towards `bytes_`.
  template <class T>
  T* cell_of(Strip<T>& strip, std::int64_t index);
  void remark(const char* what, const Sample& sample);
  // The most frequent distance of neighbouring samples, of equally frequent ones the smallest. At
  // least a quarter of the distances must be alike, unless the options give the width.
  Result<Done> find_step();
  // A move by whole steps or whole bins changes nothing.
  Result<Done> check_moves() const;
  Problem too_long(std::int64_t first_bin, const Sample& sample) const;
  Problem too_many_bins(int line) const;
  // From the first sample of any column to the last one, or as the options say.
  Result<TimeGrid> grid_of_samples() const;
  // Frees the values of the column as it reads them: memory does not double.
  void finish_column(std::size_t index, std::int64_t first, std::int64_t bins, AlignedSeries& made);
  // Before gaps are filled. Bins outside of all samples count as well.
  void find_gaps(std::size_t index, std::int64_t first, AlignedSeries& made);

  const ImportOptions& options_;
  ImportReport report_;
  std::vector<std::unique_ptr<Column>> columns_;
  std::unordered_set<std::string> names_;
  std::vector<Sample> waiting_;
  std::vector<Move> moves_;  // each amount once
  std::uint64_t bytes_ = 0;  // of the bins so far
  bool settled_ = false;
  std::int64_t step_ = 0, phase_ = 0;       // of the samples; 0: none is usual
  std::int64_t width_ = 0, bin_phase_ = 0;  // of the bins
};

}  // namespace flowtime
