// Checks of single values: a series may not be negative, absent, infinite ...
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "checks/fold.h"
#include "checks/run_series.h"
#include "series/absent.h"

namespace flowtime::checks {

// What may be wrong with one value, and whether a whole tile is quickly seen to be free of it:
// from what evaluation saw of the series when its values were made (SeriesTile::all_finite), else
// by looking at them.
// A fault is a type with two functions: `holds` answers for one value, `clear` for a whole tile,
// where it may say false for a tile that has no fault, and never true for one that has. `seen` is
// SeriesTile::all_finite of the series.
//
// Below -tau. A tile that evaluation saw to be nowhere negative (2) is clear without a look.
struct Negative {
  static bool holds(double x) { return x < -kTolerance; }
  static bool clear(const double* x, std::int64_t bins, std::uint8_t seen) {
    return seen == 2 ||
           no_negative_margin(bins, [=](std::int64_t t) { return x[t] + kHalfTolerance; });
  }
};
// Absent values are NaN or infinite here; is_absent holds for both.
struct NotFinite {
  static bool holds(double x) { return is_absent(x); }
  static bool clear(const double*, std::int64_t, std::uint8_t seen) { return seen != 0; }
};
// The second condition leaves NaN out, which is a hole and not a fault of this row.
struct Infinite {
  static bool holds(double x) { return is_absent(x) && x == x; }
  static bool clear(const double*, std::int64_t, std::uint8_t seen) { return seen != 0; }
};
// For capacities and limits, which evaluation takes as 0 in both cases.
struct NegativeOrNotFinite {
  static bool holds(double x) { return x < -kTolerance || is_absent(x); }
  static bool clear(const double* x, std::int64_t bins, std::uint8_t seen) {
    return seen != 0 && Negative::clear(x, bins, seen);
  }
};
// Also of absent values: they do not hold, since no comparison with NaN does.
struct NotZero {
  static bool holds(double x) { return std::fabs(x) > kTolerance; }
  static bool clear(const double* x, std::int64_t bins, std::uint8_t) {
    return no_negative_margin(bins,
                              [=](std::int64_t t) { return kHalfTolerance - std::fabs(x[t]); });
  }
};

// One series to watch: which node or series findings name, and as what.
// `id` refers into the model or catalogue, `what` to a literal or to a class id of the model.
struct Watched {
  const std::string* id = nullptr;
  const char* what = "";
  SeriesIndex series = kNoSeries;
  bool is_class = false;  // `what` is the id of a class
};

// Findings read "'<id>' <before><what><after> at bin 3".
// The figure is the value in the first bin that offends; absent where that value is.
template <class Fault>
// Costs one pass over the tile where evaluation has not seen it clear, else one comparison.
class ValueFold : public Fold {
 public:
  ValueFold(std::vector<Watched> watched, const char* before, const char* after = "")
      : watched_(std::move(watched)), before_(before), after_(after) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      const std::uint32_t series = watched_[i].series.value;
      if (Fault::clear(tile.series[series], tile.bins, tile.all_finite[series])) continue;
      const std::span<const double> values = tile[watched_[i].series];
      for (std::size_t t = 0; t < values.size(); ++t) {
        if (!Fault::holds(values[t])) continue;
        offences_.of(i).add(tile.first_bin + static_cast<std::int64_t>(t), values[t],
                            Figure::kFirst);
      }
    }
  }

  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const auto& [i, offence] : offences_) {
      const Watched& watched = watched_[i];
      const char* quote = watched.is_class ? "'" : "";
      findings.push_back(finding_about(
          blank, *watched.id,
          std::string(before_) + quote + watched.what + quote + after_ + " " + offence.where()));
      offence.describe(findings.back());
      if (is_absent(offence.figure)) findings.back().value.reset();
    }
  }

 private:
  std::vector<Watched> watched_;
  const char* before_;
  const char* after_;
  Offences offences_;
};

}  // namespace flowtime::checks
