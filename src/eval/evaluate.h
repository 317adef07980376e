// Plan + parameters -> tiles of the published series.
// Everything is computed a tile at a time: some bins of all columns, few enough that they fit into
// the cache, then the next bins. The engine reads no file and no clock and starts no thread here.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/eval_state.h"
#include "plan/plan.h"
#include "series/series_view.h"

namespace flowtime {

// Replacement values for some parameters; what is not named keeps its default.
// A parameter that is named twice has the values of the last one.
struct ParameterOverride {
  ParameterIndex parameter{};
  std::vector<double> values;  // 1 for every bin, or one per bin
};

// Receives the tiles of one lane in ascending order of bins.
// A tile points into buffers of the evaluation, which the next tile overwrites: copy what is to be
// kept before accept() returns.
class TileSink {
 public:
  virtual ~TileSink() = default;
  virtual void accept(const SeriesTile& tile) = 0;
};

// Asked once before every tile; evaluation stops at once when it says so.
// Called on the thread that evaluates (in evaluate_lanes: on each of them).
class StopToken {
 public:
  virtual ~StopToken() = default;
  virtual bool stop_requested() = 0;
};

// kStopped: the sink has the tiles before the stop and no others.
enum class Outcome { kFinished, kStopped };

struct EvaluateOptions {
  // Bins per tile, at most the grid's.
  std::int64_t tile_bins = 0;     // 0: chosen from the number of columns
  bool portable_kernels = false;  // leave out what only some processors have; for tests
};

// Evaluates all bins of the grid. The result has the same bits for every tile size.
// `plan`, `parameters` and `sink` are used until it returns and not kept. Overrides name parameters
// of the plan; a number of values that is neither 1 nor plan.bins is an error of the caller and
// ends the program.
Outcome evaluate(const Plan& plan, std::span<const ParameterOverride> parameters, TileSink& sink,
                 StopToken* stop = nullptr, const EvaluateOptions& options = {});

// Continues from the end of an earlier bin to the end of the grid, or stops before
// `end_bin`; `state` becomes the state there. A fresh EvalState starts at bin 0.
// After kStopped `state` is the state after the last tile that the sink got.
Outcome evaluate_from(const Plan& plan, std::span<const ParameterOverride> parameters,
                      EvalState& state, std::int64_t end_bin, TileSink& sink,
                      StopToken* stop = nullptr, const EvaluateOptions& options = {});

// Keeps every tile.
// Takes 8 bytes per series and bin, for the whole grid.
class KeepTiles : public TileSink {
 public:
  explicit KeepTiles(const Plan& plan) : table(plan.series.size(), plan.bins) {}
  void accept(const SeriesTile& tile) override { table.append(tile); }
  SeriesTable table;
};

}  // namespace flowtime
