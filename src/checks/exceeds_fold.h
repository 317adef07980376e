// Checks that compare two series of a node: a may not exceed b.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

// `id` refers into the model.
struct Compared {
  const std::string* id = nullptr;  // of the node
  SeriesIndex a = kNoSeries, b = kNoSeries;
};

// Offends where a - b > tolerance_of(b). Findings read "'<id>' <says> at bin 3". The figure is the
// worst a / b, or with kSmallest the worst b / a.
// Bins in which a or b is absent do not offend. The ratio to b = 0 takes b as the tolerance, so the
// figure stays finite. Example: {"Payment", served, arrivals} with says "served more than arrived"
// gives "Payment served more than arrived in 4 bins, first at bin 3", and 1.25 where 125 were
// served of 100.
class ExceedsFold : public Fold {
 public:
  ExceedsFold(std::vector<Compared> compared, const char* says, Figure figure = Figure::kLargest)
      : compared_(std::move(compared)), says_(says), figure_(figure) {}

  void accept(const SeriesTile& tile) override;
  void report(const Finding& blank, std::vector<Finding>& findings) const override;

 private:
  // Bin by bin, once a tile is known to have an offence.
  void note(std::size_t i, const SeriesTile& tile);
  std::vector<Compared> compared_;
  const char* says_;
  Figure figure_;
  Offences offences_;
};

// |a| / |b| with |b| taken as at least the tolerance.
// Not negative. Of 0 and 0: 0.
double worst_ratio(double a, double b);

}  // namespace flowtime::checks
