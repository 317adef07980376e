// How far what was measured is from what a model computes for it.
//
// The residual of a bin is measured - computed: above 0 more was measured than the model says. Only
// bins in which both have a value are compared.
#pragma once

#include <cstdint>

#include "metrics/each_bin.h"
#include "series/absent.h"

namespace flowtime {

struct ResidualFigures {
  std::int64_t bins = 0;      // of the grid
  std::int64_t measured = 0;  // bins with a measured value
  std::int64_t compared = 0;  // bins with both
  double coverage = 0;        // measured / bins
  // Absent where nothing is compared.
  double bias = kAbsent;  // mean residual
  double rmse = kAbsent;  // root of the mean squared residual
  // Per cent: 100 times the mean of |residual / measured| over the bins where the measured value is
  // not 0; absent without one.
  double mape = kAbsent;
  double measured_mean = kAbsent, computed_mean = kAbsent;  // over the compared bins
  std::int64_t largest_bin = -1;  // the first bin with the largest |residual|
  double largest = kAbsent;       // the residual there
};

// Both have one value per bin.
// `computed` may be shorter: bins beyond it are measured, not compared.
ResidualFigures residual_figures(SeriesIn measured, SeriesIn computed);

// What was measured at a node, added up over the bins in which all of it has a value: what came in
// against what left and what stayed.
struct MeasuredBalance {
  std::int64_t bins = 0;
  double arrived = 0, served = 0, lost = 0;
  double grew = 0;  // by how much the depth rose over these bins; 0 without a depth
  // arrived - served - lost - grew: items that the measurement does not account for; below 0 it has
  // more leaving than came.
  double unaccounted() const { return arrived - served - lost - grew; }
  bool holds = true;               // in every bin within 1e-6 of the largest figure involved
  std::int64_t broken_bins = 0;    // in which it does not
  std::int64_t first_broken = -1;  // the first of them
};
// `lost` and `depth` may be empty: nothing is lost, nothing waits. `depth_before` is the depth
// before bin 0. A bin whose former depth is absent is passed over.
MeasuredBalance measured_balance(SeriesIn arrived, SeriesIn served, SeriesIn lost, SeriesIn depth,
                                 double depth_before);

}  // namespace flowtime
