// Checks that compare two series of a node: a may not exceed b.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

struct Compared {
  const std::string* id = nullptr;  // of the node
  SeriesIndex a = kNoSeries, b = kNoSeries;
};

// Offends where a - b > tolerance_of(b). Findings read "<id> <says> at bin 3". The figure is the
// worst a / b, or with kSmallest the worst b / a.
class ExceedsFold : public Fold {
 public:
  ExceedsFold(std::vector<Compared> compared, const char* says, Figure figure = Figure::kLargest)
      : compared_(std::move(compared)), says_(says), figure_(figure) {}

  void accept(const SeriesTile& tile) override;
  void report(const Finding& blank, std::vector<Finding>& findings) const override;

 private:
  void note(std::size_t i, const SeriesTile& tile);
  std::vector<Compared> compared_;
  const char* says_;
  Figure figure_;
  Offences offences_;
};

// |a| / |b| with |b| taken as at least the tolerance.
double worst_ratio(double a, double b);

}  // namespace flowtime::checks
