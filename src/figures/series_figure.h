// The figures of one series.
#pragma once

#include <string>

#include "base/result.h"
#include "figures/figure.h"
#include "figures/figure_value.h"
#include "metrics/each_bin.h"
#include "pipeline/bin_range.h"
#include "series/time_grid.h"

namespace flowtime::figures {

// The bins that a figure is about; all of the grid where it names none. Problems: those of
// parse_bin_range.
Result<BinRange> bins_of(const Figure& figure, const TimeGrid& grid);

// Absent values are passed over; absent where there is none, and for firstBreach where the limit
// is never passed. Units: those of the series; minutes for timeAbove and for firstBreach (the start
// of the bin, from the start of the grid); unit x minutes for integral.
// `values` has one value per bin of the grid; empty: no series.
double reduce(const Figure& figure, SeriesIn values, BinRange bins, double bin_minutes);

// The same with its unit, and why it is absent where it is. `unit` is that of the series.
FigureValue value_of_series(const Figure& figure, SeriesIn values, BinRange bins,
                            double bin_minutes, const std::string& unit);

}  // namespace flowtime::figures
