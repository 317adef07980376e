#include "cli/series_summary.h"

#include <algorithm>
#include <span>
#include <vector>

#include "cli/sparkline.h"
#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kSeriesSpark = 32;

// What a series comes to.
struct Extent {
  double least = kAbsent, mean = kAbsent, most = kAbsent, last = kAbsent;
};

Extent extent_of(std::span<const double> values) {
  Extent extent;
  if (values.empty()) return extent;
  extent.last = values.back();
  double sum = 0;
  std::int64_t count = 0;
  for (const double value : values) {
    if (is_absent(value)) continue;
    if (is_absent(extent.least) || value < extent.least) extent.least = value;
    if (is_absent(extent.most) || value > extent.most) extent.most = value;
    sum += value;
    ++count;
  }
  extent.mean = ratio_or_absent(sum, static_cast<double>(count));
  return extent;
}

}  // namespace

std::string series_summary(const Run& run, std::size_t most) {
  std::vector<std::vector<std::string>> rows;
  const std::size_t count = run.series().size();
  const std::size_t shown = most == 0 ? count : std::min(most, count);
  const auto bins = static_cast<std::size_t>(run.info().grid.bins);
  const std::size_t columns = spark_columns(bins, kSeriesSpark);
  for (std::size_t row = 0; row < shown; ++row) {
    const std::span<const double> values = run.values(row);
    const Extent extent = extent_of(values);
    rows.push_back({run.series()[row].bare_id, short_number(extent.least),
                    short_number(extent.mean), short_number(extent.most), short_number(extent.last),
                    sparkline(std::vector<double>(values.begin(), values.end()), columns)});
  }
  if (rows.empty()) return "";
  // The axis is a row of the table, so that it lines up with the curves.
  rows.push_back({"", "", "", "", "", spark_axis(run.info().grid, columns)});
  const std::string table = table_text({{"series"},
                                        {"min", Align::kRight},
                                        {"mean", Align::kRight},
                                        {"max", Align::kRight},
                                        {"last", Align::kRight},
                                        {"0 to max"}},
                                       rows);
  if (shown == count) return table;
  return table + "... and " + std::to_string(count - shown) + " more\n";
}

}  // namespace flowtime::cli
