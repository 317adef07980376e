#include "figures/series_figure.h"

#include <algorithm>

#include "base/check.h"
#include "metrics/percentile.h"

namespace flowtime::figures {
namespace {

// Over the values that are there, in order.
class Fold {
 public:
  void read(double value) {
    largest_ = count_ == 0 ? value : std::max(largest_, value);
    smallest_ = count_ == 0 ? value : std::min(smallest_, value);
    sum_ += value;
    last_ = value;
    ++count_;
  }
  double result(Reducer reducer) const {
    if (count_ == 0) return kAbsent;
    switch (reducer) {
      case Reducer::kMax: return largest_;
      case Reducer::kMin: return smallest_;
      case Reducer::kMean: return sum_ / static_cast<double>(count_);
      case Reducer::kLast: return last_;
      default: return sum_;
    }
  }

 private:
  double largest_ = 0, smallest_ = 0, sum_ = 0, last_ = 0;
  std::int64_t count_ = 0;
};

double percentile_share(Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50: return 0.5;
    case Reducer::kP85: return 0.85;
    case Reducer::kP95: return 0.95;
    default: return 0.99;
  }
}

double fold(SeriesIn values, Reducer reducer) {
  Fold fold;
  for (const double value : values) {
    if (!is_absent(value)) fold.read(value);
  }
  return fold.result(reducer);
}

double bins_above(SeriesIn values, double limit) {
  std::int64_t above = 0, seen = 0;
  for (const double value : values) {
    seen += !is_absent(value);
    // False for NaN.
    above += value > limit;
  }
  return seen == 0 ? kAbsent : static_cast<double>(above);
}

double first_above(SeriesIn values, double limit) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](double value) { return is_finite(value) && value > limit; });
  return found == values.end() ? kAbsent : static_cast<double>(found - values.begin());
}

double is_monotone(SeriesIn values) {
  double before = kAbsent;
  for (const double value : values) {
    if (is_absent(value)) continue;
    if (value < before) return 0;
    before = value;
  }
  return is_absent(before) ? kAbsent : 1;
}

}  // namespace

Result<BinRange> bins_of(const Figure& figure, const TimeGrid& grid) {
  if (figure.range.empty()) return BinRange{0, grid.bins};
  return parse_bin_range(figure.range, grid);
}

double reduce(const Figure& figure, SeriesIn values, BinRange bins, double bin_minutes) {
  FT_CHECK(figure.is_of_series());
  const SeriesIn part = values.empty() ? values
                                       : values.subspan(static_cast<std::size_t>(bins.first),
                                                        static_cast<std::size_t>(bins.size()));
  switch (figure.reducer) {
    case Reducer::kP50:
    case Reducer::kP85:
    case Reducer::kP95:
    case Reducer::kP99: return percentile_of_bins(part, percentile_share(figure.reducer));
    case Reducer::kTimeAbove: return bins_above(part, figure.limit) * bin_minutes;
    case Reducer::kFirstBreach:
      // NaN stays NaN: an absent bin gives an absent time.
      return (static_cast<double>(bins.first) + first_above(part, figure.limit)) * bin_minutes;
    case Reducer::kMonotone: return is_monotone(part);
    case Reducer::kIntegral: return fold(part, Reducer::kSum) * bin_minutes;
    default: return fold(part, figure.reducer);
  }
}

FigureValue value_of_series(const Figure& figure, SeriesIn values, BinRange bins,
                            double bin_minutes, const std::string& unit) {
  FigureValue made;
  made.value = reduce(figure, values, bins, bin_minutes);
  made.unit = std::string(about(figure.reducer).unit);
  if (made.unit.empty()) made.unit = unit;
  if (figure.reducer == Reducer::kIntegral && !made.unit.empty()) made.unit += " x minutes";
  if (!is_absent(made.value)) return made;
  const bool never = figure.reducer == Reducer::kFirstBreach;
  made.why_absent =
      "'" + figure.id + (never ? "' never passes the limit" : "' has no value in any bin");
  return made;
}

}  // namespace flowtime::figures
