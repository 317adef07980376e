// Many scenarios over one plan: bins x lanes, lanes innermost. A column that no varied parameter
// reaches is computed once.
// A sweep of n scenarios costs much less than n evaluations: the same instruction does several
// lanes, and what does not vary is shared within a block.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/evaluate.h"

namespace flowtime {

// More lanes would leave fewer bins per tile, as a tile of all columns has a fixed size.
inline constexpr std::int64_t kMaxLanesPerBlock = 16;
// One scenario: replacement values for some parameters.
using LaneParameters = std::vector<ParameterOverride>;

// Some bins of every published series for the lanes of one block.
// Pointers are valid until accept() returns. value(): `bin` from 0 within the tile, `lane` from 0
// within the block; `first_bin` and `first_lane` say where both begin.
struct LaneTile {
  std::int64_t first_bin = 0, bins = 0;
  std::int64_t first_lane = 0, lanes = 0;
  std::span<const double* const> series;  // by SeriesIndex
  std::span<const std::uint8_t> varies;   // by SeriesIndex: one value per lane, or one for all
  double value(SeriesIndex index, std::int64_t bin, std::int64_t lane) const {
    const double* values = series[index.value];
    return varies[index.value] != 0 ? values[bin * lanes + lane] : values[bin];
  }
};

// Tiles of one block arrive in order; tiles of different blocks may arrive from several threads at
// once, each block always from one thread.
// So a sink that keeps its data per lane needs no lock; a sum over lanes does.
class LaneSink {
 public:
  virtual ~LaneSink() = default;
  virtual void accept(const LaneTile& tile) = 0;
};

// Whether these lanes of one block cost less together than one by one, as estimated from what of
// the plan they reach (./dev bench lanes).
bool cheaper_together(const Plan& plan, std::span<const LaneParameters> lanes);

// Evaluates every lane, in blocks of at most kMaxLanesPerBlock, smaller where there would be fewer
// blocks than threads; the lanes of a block one by one where that costs less. Block b belongs to
// thread b mod threads. The result of a lane has the same bits as its own single evaluation.
// Returns when all threads have ended. kStopped if `stop` said so on any of them; then some lanes
// may lack tiles. `stop` is asked from several threads at once where `threads` > 1. `lanes` may be
// empty: then the sink gets nothing.
Outcome evaluate_lanes(const Plan& plan, std::span<const LaneParameters> lanes, LaneSink& sink,
                       int threads = 1, StopToken* stop = nullptr,
                       const EvaluateOptions& options = {});

}  // namespace flowtime
