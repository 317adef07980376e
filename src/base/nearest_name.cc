#include "base/nearest_name.h"

#include <algorithm>
#include <numeric>

#include "base/ascii.h"

namespace flowtime {
namespace {

// Levenshtein distance over lower-cased characters.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  // One row is enough: each cell needs its left, its upper and its upper left neighbour.
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced =
          diagonal + (lower_case(a[i - 1]) == lower_case(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string same_but_for_case(std::string_view name,
                              const std::vector<std::string_view>& candidates) {
  for (const std::string_view candidate : candidates) {
    if (same_ignoring_case(name, candidate)) return std::string(candidate);
  }
  return "";
}

std::string nearest_name(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = 0;
  for (const std::string_view candidate : candidates) {
    if (same_ignoring_case(name, candidate)) return std::string(candidate);
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t allowed = std::max<std::size_t>(1, longer / 3);
    // The distance is at least the difference of the lengths.
    if (longer - std::min(name.size(), candidate.size()) > allowed || longer > 128) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance <= allowed && (best.empty() || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return std::string(best);
}

}  // namespace flowtime
