#include "telemetry/aligner.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/utf8.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::size_t kSniffed = 10'000;  // samples that the step is found from
constexpr std::size_t kMaxColumns = 10'000;
constexpr std::int64_t kMaxRemarks = 20;  // of each kind
// Where a single sample says nothing about a distance.
constexpr std::int64_t kUsualBin = 60'000;
constexpr std::size_t kUsualShare = 4;  // the usual step is at least one of so many

// Times before 1970 are negative: rounding to zero would put two bins into one.
std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

// "1 h", "30 min"
std::string hours_text(std::int64_t seconds) {
  const std::int64_t minutes = std::abs(seconds) / 60;
  return minutes % 60 == 0 ? std::to_string(minutes / 60) + " h" : std::to_string(minutes) + " min";
}

// "1 day", "5 minutes"
std::string width_text(std::int64_t ms) {
  const TimeGrid grid = grid_of_width(ms);
  std::string unit = name_of(grid.bin_unit);
  if (grid.bin_size == 1) unit.pop_back();
  return std::to_string(grid.bin_size) + " " + unit;
}

// The most frequent value; of equally frequent ones the smallest.
std::int64_t most_frequent(const std::map<std::int64_t, std::size_t>& counts,
                           std::int64_t otherwise) {
  std::size_t most = 0;
  std::int64_t found = otherwise;
  for (const auto& [value, count] : counts) {
    if (count <= most) continue;
    most = count;
    found = value;
  }
  return found;
}

}  // namespace

struct Aligner::Column {
  ImportColumn about;
  ExactSum before;
  Strip<double> values;
  Strip<std::uint32_t> counts;
  Strip<std::uint8_t> seen;        // by step of the samples: there was one exactly then
  Strip<std::int64_t> last_times;  // of kLast: when the value is from
  std::int64_t last_time = INT64_MIN;
  double last_value = 0;
  bool has_last = false;
};

Aligner::Aligner(const ImportOptions& options) : options_(options) {}
Aligner::~Aligner() = default;

Result<std::size_t> Aligner::column(const std::string& name, SampleKind usual,
                                    const std::string& unit) {
  if (columns_.size() >= kMaxColumns) {
    return Problem{.code = "import_too_many_columns",
                   .message = "the file has more than " + std::to_string(kMaxColumns) + " series",
                   .remedy = "Name the columns to import with --value-column."};
  }
  if (!is_utf8(name)) {
    return Problem{.code = "import_not_text",
                   .message = "the name of a series is not UTF-8",
                   .remedy = "Save the file as UTF-8."};
  }
  if (!names_.insert(name).second) {
    return Problem{.code = "import_columns",
                   .message = "two series are called '" + name.substr(0, 60) + "'",
                   .remedy = "Rename one, or name the column by its number with --value-column."};
  }
  auto made = std::make_unique<Column>();
  made->about.name = name;
  made->about.unit = options_.unit.empty() ? unit : options_.unit;
  made->about.kind = options_.kind.value_or(usual);
  for (const auto& [column, kind] : options_.kinds) {
    if (column == name) made->about.kind = kind;
  }
  columns_.push_back(std::move(made));
  return columns_.size() - 1;
}

void Aligner::remark(const char* what, const Sample& sample) {
  const auto same = [&](const ImportRemark& remark) { return remark.what == what; };
  if (std::count_if(report_.remarks.begin(), report_.remarks.end(), same) >= kMaxRemarks) return;
  report_.remarks.push_back(
      {what, sample.line, columns_[sample.column]->about.name, format_utc(sample.unix_ms)});
}

Result<Done> Aligner::add(std::size_t column, std::int64_t unix_ms, double value, int line) {
  const Sample sample{column, unix_ms, value, line};
  ++(is_absent(value) ? report_.blank_values : report_.samples);
  // Placed at once: only the first samples are held.
  if (settled_) return place(sample);
  waiting_.push_back(sample);
  return waiting_.size() < kSniffed ? Result<Done>(Done{}) : settle();
}

void Aligner::clock_moved(std::int64_t seconds, int line) {
  const auto same = [&](const Move& move) { return move.seconds == seconds; };
  if (std::none_of(moves_.begin(), moves_.end(), same)) moves_.push_back({seconds, line});
}

// The usual distance of neighbouring samples of a series, and where on the clock they fall.
// A distance is usual when it occurs more than once, and is not one among very many.
Result<Done> Aligner::find_step() {
  std::map<std::size_t, std::vector<std::int64_t>> times;
  for (const Sample& sample : waiting_) times[sample.column].push_back(sample.unix_ms);
  std::map<std::int64_t, std::size_t> steps, phases;
  std::size_t all_steps = 0;
  for (auto& [column, all] : times) {
    // Rows may be in any order, and series may alternate.
    std::sort(all.begin(), all.end());
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i] == all[i - 1]) continue;
      ++steps[all[i] - all[i - 1]];
      ++all_steps;
    }
  }
  step_ = most_frequent(steps, options_.bin_ms.value_or(kUsualBin));
  const std::size_t usual = all_steps == 0 ? 0 : steps[step_];
  if (all_steps > 2 && (usual < 2 || usual * kUsualShare < all_steps)) {
    if (!options_.bin_ms) {
      return Problem{.code = "import_step",
                     .message = "the samples are not evenly spaced: of " +
                                std::to_string(all_steps) + " distances, no more than " +
                                std::to_string(usual) + " are alike",
                     .remedy = "Give the width of bins with --bin, for example 5m.",
                     .where = {waiting_.front().line, 1}};
    }
    step_ = 0;
  }
  width_ = options_.bin_ms.value_or(step_);
  if (step_ > 0) {
    for (const Sample& sample : waiting_) ++phases[floor_mod(sample.unix_ms, step_)];
    phase_ = most_frequent(phases, 0);
  }
  bin_phase_ = width_ != step_ ? 0 : phase_;
  if (options_.start_unix_ms) bin_phase_ = floor_mod(*options_.start_unix_ms, width_);
  report_.sample_step_ms = step_;
  return Done{};
}

Result<Done> Aligner::settle() {
  settled_ = true;
  FT_RETURN_IF_PROBLEM(find_step());
  for (const Sample& sample : waiting_) FT_RETURN_IF_PROBLEM(place(sample));
  waiting_ = {};
  return Done{};
}

// Notes samples off the clock, repeated ones and steps back.
bool Aligner::is_new(Column& column, const Sample& sample) {
  if (column.last_time != INT64_MIN && sample.unix_ms < column.last_time) {
    ++report_.clock_steps;
    remark("clockStep", sample);
  }
  const bool repeated = is_repeated(column, sample);
  if (repeated) {
    ++report_.duplicates;
    remark("duplicate", sample);
  }
  return !repeated;
}

bool Aligner::is_repeated(Column& column, const Sample& sample) {
  const bool as_before = sample.unix_ms == column.last_time;
  if (step_ == 0) return as_before;
  const std::int64_t since = sample.unix_ms - phase_;
  if (floor_mod(since, step_) != 0) {
    ++report_.off_grid;
    remark("offGrid", sample);
    return as_before;
  }
  std::uint8_t* seen = cell_of(column.seen, floor_div(since, step_));
  if (seen == nullptr) return as_before;
  const bool repeated = *seen != 0;
  *seen = 1;
  return repeated;
}

// Nothing where the strip would become too long. What it grew by counts.
template <class T>
T* Aligner::cell_of(Strip<T>& strip, std::int64_t index) {
  const std::size_t before = strip.size();
  T* cell = strip.at(index);
  bytes_ += (strip.size() - before) * sizeof(T);
  return cell;
}

// Of a counter: by how much it grew since the sample before, in `value`. False: not known.
Result<bool> Aligner::take_growth(Column& column, const Sample& sample, double& value) {
  const double before = column.last_value;
  const bool had = column.has_last, is_back = sample.unix_ms < column.last_time;
  column.has_last = true;
  column.last_value = value;
  if (!had) return false;
  if (value >= before) {
    value -= before;
  } else if (is_back) {
    return Problem{.code = "import_unsorted",
                   .message = "the counter '" + column.about.name +
                              "' falls where time goes back, so that its growth is not known",
                   .remedy = "Sort the rows by time.",
                   .where = {sample.line, 1}};
  } else {
    ++report_.resets;
    remark("reset", sample);
  }
  return true;
}

Result<Done> Aligner::place(const Sample& sample) {
  if (is_absent(sample.value)) return Done{};
  Column& column = *columns_[sample.column];
  double value = sample.value;
  const bool is_new_time = is_new(column, sample);
  ++column.about.samples;
  bool counts = true;
  if (column.about.kind == SampleKind::kCounter) {
    FT_TRY(counts, take_growth(column, sample, value));
    counts = counts && is_new_time;
  }
  column.last_time = sample.unix_ms;
  return counts ? put(column, sample, value) : Result<Done>(Done{});
}

Result<Done> Aligner::put(Column& column, const Sample& sample, double value) {
  column.before.add(value);
  const std::int64_t bin = floor_div(sample.unix_ms - bin_phase_, width_);
  double* cell = cell_of(column.values, bin);
  std::uint32_t* count = cell_of(column.counts, bin);
  if (cell == nullptr || count == nullptr) return too_long(column.values.first(), sample);
  if (bytes_ > options_.most_bytes) return too_many_bins(sample.line);
  switch (column.about.kind) {
    case SampleKind::kFlow:
    case SampleKind::kCounter:
    case SampleKind::kMean: *cell += value; break;
    case SampleKind::kMax: *cell = *count == 0 ? value : std::max(*cell, value); break;
    case SampleKind::kLast: keep_last(column, bin, sample.unix_ms, *count == 0, value); break;
  }
  ++*count;
  const bool is_total =
      column.about.kind == SampleKind::kFlow || column.about.kind == SampleKind::kCounter;
  if (is_finite(*cell) && (!is_total || is_finite(column.before.value()))) return Done{};
  return Problem{
      .code = "import_value",
      .message = "the values of '" + column.about.name + "' sum to a number that is too large",
      .remedy = "Mend the row, or import the column with --kind max or last.",
      .where = {sample.line, 1}};
}

void Aligner::keep_last(Column& column, std::int64_t bin, std::int64_t unix_ms, bool first,
                        double value) {
  std::int64_t* when = cell_of(column.last_times, bin);
  if (when == nullptr || (!first && unix_ms < *when)) return;
  *column.values.at(bin) = value;
  *when = unix_ms;
}

Problem Aligner::too_long(std::int64_t first_bin, const Sample& sample) const {
  return {.code = "import_span",
          .message = "the times reach from " + format_utc(first_bin * width_ + bin_phase_) +
                     " to " + format_utc(sample.unix_ms) + ", which is more than " +
                     std::to_string(kMaxBins) + " bins of " + std::to_string(width_) + " ms",
          .remedy = "Give wider bins with --bin, or mend the time in this line.",
          .where = {sample.line, 1}};
}

Problem Aligner::too_many_bins(int line) const {
  return {.code = "import_too_large",
          .message = "the bins of " + std::to_string(columns_.size()) + " columns take more than " +
                     std::to_string(options_.most_bytes >> 20) + " MiB",
          .remedy = "Give wider bins with --bin, or fewer columns with --value-column.",
          .where = {line, 1}};
}

void Aligner::find_gaps(std::size_t index, std::int64_t first, AlignedSeries& made) {
  const std::vector<double>& values = made.values[index];
  ImportColumn& about = made.columns[index];
  const auto start = [&](std::size_t bin) {
    return (first + static_cast<std::int64_t>(bin)) * width_ + bin_phase_;
  };
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    if (!is_absent(values[bin])) continue;
    const std::size_t from = bin;
    while (bin < values.size() && is_absent(values[bin])) ++bin;
    const auto length = static_cast<std::int64_t>(bin - from);
    about.missing_bins += length;
    report_.missing_bins += length;
    ++report_.gap_count;
    // Counted above all the same.
    if (report_.gaps.size() >= kMostGaps) continue;
    report_.gaps.push_back(
        {about.name, static_cast<std::int64_t>(from), length, start(from), start(bin)});
  }
}

namespace {

void fill_gaps(std::vector<double>& values, GapFill fill, ImportColumn& about) {
  if (fill == GapFill::kNone) return;
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    if (!is_absent(values[bin])) continue;
    const std::size_t from = bin;
    while (bin < values.size() && is_absent(values[bin])) ++bin;
    // Gaps at the ends have one side only: hold and linear leave them absent.
    const double before = from > 0 ? values[from - 1] : kAbsent;
    const double after = bin < values.size() ? values[bin] : kAbsent;
    for (std::size_t i = from; i < bin; ++i) {
      double value = 0;
      if (fill == GapFill::kHold) value = before;
      if (fill == GapFill::kLinear) {
        const double share =
            static_cast<double>(i - from + 1) / static_cast<double>(bin - from + 1);
        value = before + (after - before) * share;
      }
      values[i] = value;
      if (!is_absent(value)) ++about.filled_bins;
    }
  }
}

}  // namespace

void Aligner::finish_column(std::size_t index, std::int64_t first, std::int64_t bins,
                            AlignedSeries& made) {
  Column& column = *columns_[index];
  std::vector<double> values(static_cast<std::size_t>(bins), kAbsent);
  ExactSum after;
  for (std::int64_t i = 0; i < bins; ++i) {
    const std::uint32_t* count = column.counts.find(first + i);
    if (count == nullptr || *count == 0) continue;
    double value = *column.values.find(first + i);
    if (column.about.kind == SampleKind::kMean) value /= *count;
    values[static_cast<std::size_t>(i)] = value;
    after.add(value);
  }
  column.about.before = column.before.value();
  column.about.after = after.value();
  made.columns.push_back(column.about);
  made.values.push_back(std::move(values));
  column.values.clear();
  column.counts.clear();
  // Before filling: the report has the gaps as they were measured.
  find_gaps(index, first, made);
  fill_gaps(made.values.back(), options_.fill, made.columns.back());
}

// Bins as wide as samples are apart would be cut elsewhere where the clock of the zone moved.
Result<Done> Aligner::check_moves() const {
  for (const Move& move : moves_) {
    const std::int64_t ms = move.seconds * 1000;
    const bool fits = step_ == 0 || ms % step_ == 0 || ms % width_ == 0;
    if (fits) continue;
    return Problem{.code = "import_zone_shift",
                   .message = "the clock of the zone moved by " + hours_text(move.seconds) +
                              ", so that samples that are " + width_text(step_) +
                              " apart no longer fill bins of " + width_text(width_),
                   .remedy =
                       "Use --timezone UTC to take clock times as they are written, or "
                       "narrower bins with --bin.",
                   .where = {move.line, 1}};
  }
  return Done{};
}

// From the first sample of any column to the last one, or what the options say.
Result<TimeGrid> Aligner::grid_of_samples() const {
  std::int64_t first = INT64_MAX, end = INT64_MIN;
  for (const auto& column : columns_) {
    if (column->values.empty()) continue;
    first = std::min(first, column->values.first());
    end = std::max(end, column->values.end());
  }
  if (first >= end) {
    return Problem{.code = "import_empty",
                   .message = "there is no sample with a time and a value",
                   .remedy = "Check the columns; --time-column and --value-column name them."};
  }
  // Samples outside of the grid that was asked for are left out.
  if (options_.start_unix_ms) first = floor_div(*options_.start_unix_ms - bin_phase_, width_);
  TimeGrid grid = grid_of_width(width_);
  grid.bins = std::min(options_.bins.value_or(std::max<std::int64_t>(1, end - first)), kMaxBins);
  grid.start_unix_ms = first * width_ + bin_phase_;
  if (grid.bin_size <= kMaxBinSize) return grid;
  return Problem{.code = "import_span",
                 .message = "the samples are " + std::to_string(step_) +
                            " ms apart, which is not a width that bins can have",
                 .remedy = "Give the width of bins with --bin, for example 5m."};
}

Result<AlignedSeries> Aligner::finish() {
  if (!settled_) FT_RETURN_IF_PROBLEM(settle());
  AlignedSeries made;
  FT_TRY(made.grid, grid_of_samples());
  FT_RETURN_IF_PROBLEM(check_moves());
  const auto cells = static_cast<std::uint64_t>(made.grid.bins) * columns_.size();
  if (cells * sizeof(double) > options_.most_bytes) return too_many_bins(0);
  const std::int64_t first = floor_div(*made.grid.start_unix_ms - bin_phase_, width_);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    finish_column(i, first, made.grid.bins, made);
  }
  made.report = std::move(report_);
  return made;
}

}  // namespace flowtime
