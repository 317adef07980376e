#include "metrics/oldest_age.h"

namespace flowtime {
namespace {

// A missing or negative flow brings nothing.
double brought(double inflow) { return is_finite(inflow) && inflow > 0 ? inflow : 0.0; }

}  // namespace

OldestAge::OldestAge(SeriesIn inflow, SeriesIn depth) : inflow_(inflow), depth_(depth) {
  FT_CHECK(inflow.empty() || inflow.size() == depth.size());
}

double OldestAge::block_sum(std::int64_t block) {
  if (sums_.empty()) sums_.assign(depth_.size() / kBlock + 1, kAbsent);
  double& sum = sums_[static_cast<std::size_t>(block)];
  if (is_finite(sum)) return sum;
  sum = 0;
  const auto first = static_cast<std::size_t>(block * kBlock);
  // A whole block is only asked for when the bin lies behind it, so its bins are all in the grid.
  for (std::size_t t = first; t < first + kBlock; ++t) sum += brought(value_at(inflow_, t));
  return sum;
}

double OldestAge::operator()(std::int64_t bin) {
  const double depth = depth_[static_cast<std::size_t>(bin)];
  if (is_absent(depth)) return kAbsent;
  if (depth <= 0) return 0.0;
  double younger = 0;  // items that arrived after bin t
  std::int64_t t = bin;
  const std::int64_t first_block_start = bin - bin % kBlock;
  while (t >= 0) {
    // The block of the bin itself is walked bin by bin: a part of it lies after the bin.
    const bool whole_block = t < first_block_start && t % kBlock == kBlock - 1;
    // Strictly less: where the sum reaches the depth the oldest is in this block.
    if (whole_block && younger + block_sum(t / kBlock) < depth) {
      younger += block_sum(t / kBlock);
      t -= kBlock;
      continue;
    }
    const double came = brought(value_at(inflow_, static_cast<std::size_t>(t)));
    if (came > 0 && younger + came >= depth) {
      // It came while (depth - younger) items of its bin were still to come after it, evenly
      // spread.
      return static_cast<double>(bin - t) + (depth - younger) / came;
    }
    younger += came;
    --t;
  }
  return static_cast<double>(bin + 1);
}

}  // namespace flowtime
