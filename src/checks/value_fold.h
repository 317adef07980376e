// Checks of single values: a series may not be negative, absent, infinite ...
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "checks/fold.h"
#include "checks/run_series.h"
#include "series/absent.h"

namespace flowtime::checks {

// What may be wrong with one value. `kFiniteIsClean`: a tile without absent or infinite values has
// none of it.
struct Negative {
  static constexpr bool kFiniteIsClean = false;
  static bool holds(double x) { return x < -kTolerance; }
};
struct NotFinite {
  static constexpr bool kFiniteIsClean = true;
  static bool holds(double x) { return is_absent(x); }
};
struct Infinite {
  static constexpr bool kFiniteIsClean = true;
  static bool holds(double x) { return is_absent(x) && x == x; }
};
struct NegativeOrNotFinite {
  static constexpr bool kFiniteIsClean = false;
  static bool holds(double x) { return x < -kTolerance || is_absent(x); }
};
struct NotZero {
  static constexpr bool kFiniteIsClean = false;
  static bool holds(double x) { return std::fabs(x) > kTolerance; }
};

// One series to watch: which node or series findings name, and as what.
struct Watched {
  const std::string* id = nullptr;
  const char* what = "";
  SeriesIndex series = kNoSeries;
};

// Findings read "<id> <before><what><after> at bin 3".
template <class Fault>
class ValueFold : public Fold {
 public:
  ValueFold(std::vector<Watched> watched, const char* before, const char* after = "")
      : watched_(std::move(watched)), before_(before), after_(after) {}

  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
      if (Fault::kFiniteIsClean && tile.all_finite[watched_[i].series.value] != 0) continue;
      const std::span<const double> values = tile[watched_[i].series];
      std::int64_t hits = 0;
      for (const double x : values) hits += Fault::holds(x) ? 1 : 0;
      if (hits > 0) note(i, values, tile.first_bin);
    }
  }

  void report(const Finding& blank, std::vector<Finding>& findings) const override {
    for (const auto& [i, offence] : offences_) {
      const Watched& watched = watched_[i];
      findings.push_back(finding_about(
          blank, *watched.id,
          *watched.id + " " + before_ + watched.what + after_ + " " + offence.where()));
      offence.describe(findings.back());
      if (is_absent(offence.figure)) findings.back().value.reset();
    }
  }

 private:
  void note(std::size_t i, std::span<const double> values, std::int64_t first_bin) {
    Offence& offence = offences_[i];
    for (std::size_t t = 0; t < values.size(); ++t) {
      if (!Fault::holds(values[t])) continue;
      offence.add(first_bin + static_cast<std::int64_t>(t), values[t], Figure::kFirst);
    }
  }

  std::vector<Watched> watched_;
  const char* before_;
  const char* after_;
  Offences offences_;
};

}  // namespace flowtime::checks
