// Fold: one row of the table of checks at work, over all nodes that it concerns. Tiles go in, in
// ascending order of bins; findings come out. A fold allocates only when it meets an offence.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "series/series_view.h"

namespace flowtime::checks {

// Absolute tolerance of a sign, and the tolerance of a comparison with `b`.
// The tau of docs/semantics.md, in the unit of the series. Relative to b where |b| > 1: counts of a
// million items may differ by one.
inline constexpr double kTolerance = 1e-6;
inline double tolerance_of(double b) {
  const double magnitude = b < 0 ? -b : b;
  return kTolerance * (magnitude > 1 ? magnitude : 1.0);
}

// Almost every tile is clean, so folds first ask whether any margin in it is negative, all bins at
// once, and look bin by bin only where one is. The margin leaves half a tolerance to spare: what it
// clears, the exact question would clear too, whatever the tile.
inline constexpr double kHalfTolerance = kTolerance / 2;
// Collects the sign bits of all margins with OR, without a branch, so that the compiler makes
// vector instructions of the loop. A margin of NaN may have either sign bit: no fold that asks this
// way takes an absent value as an offence, so both answers are right.
template <class Margin>
bool no_negative_margin(std::int64_t bins, Margin margin) {
  std::int64_t signs = 0;
  for (std::int64_t t = 0; t < bins; ++t) signs |= std::bit_cast<std::int64_t>(margin(t));
  return signs >= 0;
}

// Not copied: the table owns each fold through a pointer.
class Fold {
 public:
  Fold() = default;
  Fold(const Fold&) = delete;
  Fold& operator=(const Fold&) = delete;
  virtual ~Fold() = default;
  // `tile.series` is indexed by SeriesIndex; a fold reads only the series that it was made for.
  virtual void accept(const SeriesTile& tile) = 0;
  // Appends what it found, in the order of its entries; `blank` has code and severity.
  // Const: reporting may be repeated, and between tiles too.
  virtual void report(const Finding& blank, std::vector<Finding>& findings) const = 0;
};

// Which figure a finding shows.
// Of the values that offended: that of the first bin, or the extreme one.
enum class Figure { kFirst, kLargest, kSmallest };

// Where an entry of a fold went wrong.
// `count` is over all bins; only the first five are kept by number, so that a fault in every bin of
// a long grid needs no more memory than one in a few.
struct Offence {
  std::int64_t count = 0;
  std::array<std::int64_t, 5> first_bins{};
  double figure = 0;

  // `bin` ascends from call to call.
  void add(std::int64_t bin, double value, Figure keep);
  // "at bin 3", "in 4 bins, first at bin 3"
  // Precondition: count > 0.
  std::string where() const;
  // Bins and figure go into the finding.
  void describe(Finding& finding) const;
};

// The offences of a fold by entry, in the order of the entries.
// Memory grows with the entries that offend, not with those that were watched.
class Offences {
 public:
  // Made on first use. The reference holds as long as the object.
  Offence& of(std::size_t entry) {
    if (latest_ == nullptr || latest_entry_ != entry) latest_ = &by_entry_[entry];
    latest_entry_ = entry;
    return *latest_;
  }
  bool has(std::size_t entry) const { return by_entry_.count(entry) > 0; }
  auto begin() const { return by_entry_.begin(); }
  auto end() const { return by_entry_.end(); }

 private:
  std::map<std::size_t, Offence> by_entry_;
  Offence* latest_ = nullptr;  // an entry offends in many bins in a row
  std::size_t latest_entry_ = 0;
};

// `blank` with the node filled in, and a message that says `what` of it: "'Till' has no served".
// Bins and value stay empty.
Finding finding_about(const Finding& blank, const std::string& node_id, const std::string& what);

}  // namespace flowtime::checks
