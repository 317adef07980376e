#include "compare/series_changes.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::span<const double>;

std::optional<SeriesChange> change_of(Values before, Values after, std::int64_t bins) {
  SeriesChange change;
  double sum = 0, squares = 0;
  std::int64_t both = 0;
  for (std::int64_t t = 0; t < bins; ++t) {
    const double was = before[static_cast<std::size_t>(t)];
    const double is = after[static_cast<std::size_t>(t)];
    const bool differs =
        is_absent(was) || is_absent(is) ? is_absent(was) != is_absent(is) : was != is;
    if (differs && change.differing_bins++ == 0) change.first_bin = t;
    if (is_absent(was) || is_absent(is)) {
      change.absent_in_one += differs;
      continue;
    }
    const double difference = is - was;
    sum += difference;
    squares += difference * difference;
    ++both;
    if (std::fabs(difference) <= change.max_abs) continue;
    change.max_abs = std::fabs(difference);
    change.at_bin = t;
  }
  if (change.differing_bins == 0) return std::nullopt;
  if (change.max_abs == 0) change.at_bin = change.first_bin;
  change.before = before[static_cast<std::size_t>(change.at_bin)];
  change.after = after[static_cast<std::size_t>(change.at_bin)];
  change.mean = both == 0 ? kAbsent : sum / static_cast<double>(both);
  change.rms = both == 0 ? kAbsent : std::sqrt(squares / static_cast<double>(both));
  return change;
}

}  // namespace

SeriesChanges compare_series(const Run& before, const Run& after) {
  SeriesChanges changes;
  const TimeGrid &old_grid = before.info().grid, &new_grid = after.info().grid;
  changes.comparable = old_grid.bin_minutes() == new_grid.bin_minutes();
  changes.compared_bins = changes.comparable ? std::min(old_grid.bins, new_grid.bins) : 0;
  for (std::size_t row = 0; row < before.series().size(); ++row) {
    const SeriesEntry& entry = before.series()[row];
    const auto other = after.find(entry.bare_id);
    if (!other) {
      changes.only_before.push_back(entry.bare_id);
      continue;
    }
    ++changes.compared;
    auto change = change_of(before.values(row), after.values(*other), changes.compared_bins);
    if (!change) continue;
    change->id = entry.bare_id;
    change->unit = entry.unit;
    changes.changed.push_back(std::move(*change));
  }
  for (const SeriesEntry& entry : after.series()) {
    if (!before.find(entry.bare_id)) changes.only_after.push_back(entry.bare_id);
  }
  std::sort(changes.changed.begin(), changes.changed.end(), [](const auto& a, const auto& b) {
    return a.max_abs != b.max_abs ? a.max_abs > b.max_abs : a.id < b.id;
  });
  return changes;
}

}  // namespace flowtime
