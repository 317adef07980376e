#include "metrics/residual.h"

#include <algorithm>
#include <cmath>

namespace flowtime {
namespace {

// Sums over the compared bins.
struct Sums {
  double residual = 0, squared = 0, share = 0, measured = 0, computed = 0;
  std::int64_t shares = 0;
};

void take(ResidualFigures& figures, Sums& sums, std::int64_t bin, double measured,
          double computed) {
  const double residual = measured - computed;
  ++figures.compared;
  sums.residual += residual;
  sums.squared += residual * residual;
  sums.measured += measured;
  sums.computed += computed;
  if (measured != 0) {
    sums.share += std::fabs(residual / measured);
    ++sums.shares;
  }
  // Equal ones keep the earlier bin.
  if (figures.largest_bin >= 0 && std::fabs(residual) <= std::fabs(figures.largest)) return;
  figures.largest_bin = bin;
  figures.largest = residual;
}

constexpr double kBalanceTolerance = 1e-6;

}  // namespace

ResidualFigures residual_figures(SeriesIn measured, SeriesIn computed) {
  ResidualFigures figures{.bins = static_cast<std::int64_t>(measured.size())};
  Sums sums;
  for (std::size_t t = 0; t < measured.size(); ++t) {
    if (!is_finite(measured[t])) continue;
    ++figures.measured;
    if (t >= computed.size() || !is_finite(computed[t])) continue;
    take(figures, sums, static_cast<std::int64_t>(t), measured[t], computed[t]);
  }
  if (figures.bins > 0) {
    figures.coverage = static_cast<double>(figures.measured) / static_cast<double>(figures.bins);
  }
  if (figures.compared == 0) return figures;
  const auto count = static_cast<double>(figures.compared);
  figures.bias = sums.residual / count;
  figures.rmse = std::sqrt(sums.squared / count);
  if (sums.shares > 0) figures.mape = 100 * sums.share / static_cast<double>(sums.shares);
  figures.measured_mean = sums.measured / count;
  figures.computed_mean = sums.computed / count;
  return figures;
}

MeasuredBalance measured_balance(SeriesIn arrived, SeriesIn served, SeriesIn lost, SeriesIn depth,
                                 double depth_before) {
  MeasuredBalance balance;
  double former = depth_before;
  for (std::size_t t = 0; t < arrived.size(); ++t) {
    const double gone = lost.empty() ? 0 : lost[t];
    const double level = depth.empty() ? 0 : depth[t];
    const double grew = depth.empty() ? 0 : level - former;
    const double before = former;
    // Also after an absent level: the next bin's growth is unknown then, and the bin is passed
    // over.
    former = level;
    const double open = arrived[t] - served[t] - gone - grew;
    if (!is_finite(open)) continue;
    ++balance.bins;
    balance.arrived += arrived[t];
    balance.served += served[t];
    balance.lost += gone;
    balance.grew += grew;
    // At least 1 item, so that rounding in a quiet bin does not break the balance.
    const double scale = std::max(
        {1.0, std::fabs(arrived[t]), std::fabs(served[t]), std::fabs(level), std::fabs(before)});
    if (std::fabs(open) <= kBalanceTolerance * scale) continue;
    balance.holds = false;
    if (balance.broken_bins++ == 0) balance.first_broken = static_cast<std::int64_t>(t);
  }
  return balance;
}

}  // namespace flowtime
