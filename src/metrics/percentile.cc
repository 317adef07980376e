#include "metrics/percentile.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <tuple>

namespace flowtime {
namespace {

constexpr double kRounding = 1e-12;  // of the total weight: what summing may have lost

// A spread narrower than this share of the largest value is one value: its slope would drown the
// slopes of the others when it is taken away again.
constexpr double kOneValue = 1e-7;

// A place at which F jumps (by `jump`) or changes its slope.
struct Change {
  double at = 0, jump = 0;
  double opens = 0, closes = 0;  // weight of the spreads that begin and end here
  double slope = 0;              // of the spreads that begin (+) and end (-) here
};

// Sums depend on the order of equal places: all that is summed decides it.
bool is_before(const Change& a, const Change& b) {
  return std::tie(a.at, a.slope, a.jump, a.closes) < std::tie(b.at, b.slope, b.jump, b.closes);
}

// Sorted by merging the runs that are there: waits grow and shrink with a queue, so that there are
// few.
void sort_runs(std::vector<Change>& changes) {
  std::vector<std::size_t> ends;  // of runs that are in order
  const auto falls = [](const Change& a, const Change& b) { return is_before(b, a); };
  const auto at = [&](std::size_t i) { return changes.begin() + static_cast<std::ptrdiff_t>(i); };
  for (std::size_t begin = 0; begin < changes.size(); begin = ends.back()) {
    auto end = std::adjacent_find(at(begin), changes.end(), std::not_fn(falls));
    const bool is_falling = end != at(begin);
    if (!is_falling) end = std::adjacent_find(at(begin), changes.end(), falls);
    if (end != changes.end()) ++end;  // the last of this run
    if (is_falling) std::reverse(at(begin), end);
    ends.push_back(static_cast<std::size_t>(end - changes.begin()));
  }
  std::vector<Change> merged(ends.size() > 1 ? changes.size() : 0);
  while (ends.size() > 1) {
    std::size_t kept = 0, begin = 0;
    for (std::size_t run = 0; run < ends.size(); run += 2) {
      const std::size_t middle = ends[run], end = ends[std::min(run + 1, ends.size() - 1)];
      std::merge(at(begin), at(middle), at(middle), at(end),
                 merged.begin() + static_cast<std::ptrdiff_t>(begin), is_before);
      ends[kept++] = begin = end;
    }
    ends.resize(kept);
    changes.swap(merged);
  }
}

// Places where spreads begin and where they end, each in order, are merged.
std::vector<Change> changes_of(std::span<const Spread> values) {
  std::vector<Change> begins, ends;
  begins.reserve(values.size());
  ends.reserve(values.size());
  double largest = 0;
  for (const Spread& spread : values) {
    if (is_finite(spread.high)) largest = std::max(largest, std::fabs(spread.high));
  }
  for (const Spread& spread : values) {
    if (!(spread.weight > 0)) continue;
    if (!(spread.high - spread.low > kOneValue * largest)) {
      begins.push_back({.at = spread.low, .jump = spread.weight});
      continue;
    }
    const double slope = spread.weight / (spread.high - spread.low);
    begins.push_back({.at = spread.low, .opens = spread.weight, .slope = slope});
    ends.push_back({.at = spread.high, .closes = spread.weight, .slope = -slope});
  }
  sort_runs(begins);
  sort_runs(ends);
  std::vector<Change> changes(begins.size() + ends.size());
  std::merge(begins.begin(), begins.end(), ends.begin(), ends.end(), changes.begin(), is_before);
  return changes;
}

// Walks F from the left. Weight that is complete is summed on its own, so that the differences of
// large slopes never decide where a small share ends.
class Distribution {
 public:
  explicit Distribution(std::span<const Spread> values) : changes_(changes_of(values)) {
    for (const Change& change : changes_) total_ += change.jump + change.closes;
  }

  std::vector<double> at(std::span<const double> shares) {
    std::vector<double> found;
    for (const double share : shares) found.push_back(reach(share * total_));
    return found;
  }

 private:
  // The smallest x with F(x) >= weight, from where the last one was found.
  double reach(double weight) {
    if (changes_.empty()) return kAbsent;
    const double wanted = weight - kRounding * total_;
    for (; next_ < changes_.size(); ++next_) {
      const Change& change = changes_[next_];
      // Reached on the way to this place: between two places F is a line.
      if (slope_ > 0 && below_ + slope_ * (change.at - from_) >= wanted) {
        return std::min(change.at, from_ + std::max(0.0, (weight - below_) / slope_));
      }
      // Reached by the jump at this place.
      if (below_ + std::max(0.0, slope_) * (change.at - from_) + change.jump >= wanted) {
        return change.at;
      }
      pass(change);
    }
    return changes_.back().at;
  }

  void pass(const Change& change) {
    below_ += std::max(0.0, slope_) * (change.at - from_) + change.jump;
    slope_ += change.slope;
    open_ += (change.opens > 0) - (change.closes > 0);
    complete_ += change.jump + change.closes;
    from_ = change.at;
    if (open_ > 0) return;
    below_ = complete_;  // nothing is under way: what rounding has added goes
    slope_ = 0;
  }

  std::vector<Change> changes_;
  double total_ = 0;
  std::size_t next_ = 0;
  double from_ = 0, below_ = 0, slope_ = 0, complete_ = 0;
  int open_ = 0;
};

}  // namespace

std::vector<double> percentiles(std::span<const Spread> values, std::span<const double> shares) {
  FT_CHECK(std::is_sorted(shares.begin(), shares.end()));
  return Distribution(values).at(shares);
}

double percentile(std::span<const Spread> values, double share) {
  FT_CHECK(share >= 0 && share <= 1);
  return percentiles(values, {&share, 1}).front();
}

std::vector<double> percentiles_of_values(std::vector<double>& values,
                                          std::span<const double> shares) {
  FT_CHECK(std::is_sorted(shares.begin(), shares.end()));
  std::vector<double> found;
  // Each share selects within what the one before it left on the right: linear in all.
  auto from = values.begin();  // everything before it is no larger than what follows
  for (const double share : shares) {
    const auto count = static_cast<double>(values.size());
    // Nearest rank; the rounding keeps 0.07 x 100 = 7.000000000000001 at the 7th.
    const double rank = std::max(1.0, std::ceil((share - kRounding) * count));
    if (values.empty()) {
      found.push_back(kAbsent);
      continue;
    }
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
    if (at >= from) std::nth_element(from, at, values.end());
    from = at;
    found.push_back(*at);
  }
  return found;
}

double percentile_of_bins(SeriesIn series, double share) {
  FT_CHECK(share >= 0 && share <= 1);
  std::vector<double> values;
  values.reserve(series.size());
  std::copy_if(series.begin(), series.end(), std::back_inserter(values), is_finite);
  return percentiles_of_values(values, {&share, 1}).front();
}

}  // namespace flowtime
