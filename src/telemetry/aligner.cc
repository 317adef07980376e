#include "telemetry/aligner.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "series/absent.h"
#include "telemetry/strip.h"

namespace flowtime {
namespace {

constexpr std::size_t kSniffed = 10'000;  // samples that the step is found from
constexpr std::size_t kMaxColumns = 10'000;
constexpr std::int64_t kMaxRemarks = 20;  // of each kind
constexpr std::int64_t kUsualBin = 60'000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

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
                   .message = "more than " + std::to_string(kMaxColumns) + " series",
                   .remedy = "Name the columns to import with --value-column."};
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
  if (settled_) return place(sample);
  waiting_.push_back(sample);
  return waiting_.size() < kSniffed ? Result<Done>(Done{}) : settle();
}

// The usual distance of neighbouring samples of a series, and where on the clock they fall.
void Aligner::find_step() {
  std::map<std::size_t, std::vector<std::int64_t>> times;
  for (const Sample& sample : waiting_) times[sample.column].push_back(sample.unix_ms);
  std::map<std::int64_t, std::size_t> steps, phases;
  for (auto& [column, all] : times) {
    std::sort(all.begin(), all.end());
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i] > all[i - 1]) ++steps[all[i] - all[i - 1]];
    }
  }
  step_ = most_frequent(steps, options_.bin_ms.value_or(kUsualBin));
  for (const Sample& sample : waiting_) ++phases[floor_mod(sample.unix_ms, step_)];
  phase_ = most_frequent(phases, 0);
  width_ = options_.bin_ms.value_or(step_);
  bin_phase_ = options_.bin_ms && *options_.bin_ms != step_ ? 0 : phase_;
  if (options_.start_unix_ms) bin_phase_ = floor_mod(*options_.start_unix_ms, width_);
  report_.sample_step_ms = step_;
}

Result<Done> Aligner::settle() {
  settled_ = true;
  find_step();
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
  bool repeated = sample.unix_ms == column.last_time;
  const std::int64_t since = sample.unix_ms - phase_;
  if (floor_mod(since, step_) != 0) {
    ++report_.off_grid;
    remark("offGrid", sample);
  } else if (std::uint8_t* seen = column.seen.at(floor_div(since, step_))) {
    repeated = *seen != 0;
    *seen = 1;
  }
  if (repeated) {
    ++report_.duplicates;
    remark("duplicate", sample);
  }
  return !repeated;
}

Result<Done> Aligner::place(const Sample& sample) {
  if (is_absent(sample.value)) return Done{};
  Column& column = *columns_[sample.column];
  double value = sample.value;
  const bool is_new_time = is_new(column, sample);
  ++column.about.samples;
  if (column.about.kind == SampleKind::kCounter) {
    const double before = column.last_value;
    const bool had = column.has_last;
    column.has_last = true;
    column.last_value = value;
    column.last_time = sample.unix_ms;
    if (!had || !is_new_time) return Done{};
    if (value < before) {
      ++report_.resets;
      remark("reset", sample);
    } else {
      value -= before;
    }
  }
  column.last_time = sample.unix_ms;
  column.before.add(value);
  const std::int64_t bin = floor_div(sample.unix_ms - bin_phase_, width_);
  double* cell = column.values.at(bin);
  std::uint32_t* count = column.counts.at(bin);
  if (cell == nullptr || count == nullptr) {
    return Problem{.code = "import_span",
                   .message = "the times reach from " +
                              format_utc(column.values.first() * width_ + bin_phase_) + " to " +
                              format_utc(sample.unix_ms) + ": more than " +
                              std::to_string(kMaxBins) + " bins of " + std::to_string(width_) +
                              " ms",
                   .remedy = "Give wider bins with --bin, or mend the time in this line.",
                   .where = {sample.line, 1}};
  }
  switch (column.about.kind) {
    case SampleKind::kFlow:
    case SampleKind::kCounter:
    case SampleKind::kMean: *cell += value; break;
    case SampleKind::kMax: *cell = *count == 0 ? value : std::max(*cell, value); break;
    case SampleKind::kLast: {
      std::int64_t* when = column.last_times.at(bin);
      if (*count == 0 || sample.unix_ms >= *when) {
        *cell = value;
        *when = sample.unix_ms;
      }
      break;
    }
  }
  ++*count;
  return Done{};
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
  find_gaps(index, first, made);
  fill_gaps(made.values.back(), options_.fill, made.columns.back());
}

Result<AlignedSeries> Aligner::finish() {
  if (!settled_) FT_RETURN_IF_PROBLEM(settle());
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
  if (options_.start_unix_ms) first = floor_div(*options_.start_unix_ms - bin_phase_, width_);
  std::int64_t bins = options_.bins.value_or(std::max<std::int64_t>(1, end - first));
  bins = std::min(bins, kMaxBins);
  AlignedSeries made;
  made.grid = grid_of_width(width_);
  made.grid.bins = bins;
  made.grid.start_unix_ms = first * width_ + bin_phase_;
  if (made.grid.bin_size > kMaxBinSize) {
    return Problem{.code = "import_span",
                   .message = "the samples are " + std::to_string(step_) +
                              " ms apart, which is "
                              "not a width that bins can have",
                   .remedy = "Give the width of bins with --bin, for example 5m."};
  }
  for (std::size_t i = 0; i < columns_.size(); ++i) finish_column(i, first, bins, made);
  made.report = std::move(report_);
  return made;
}

}  // namespace flowtime
