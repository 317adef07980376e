// Plan + parameters -> tiles of the published series.
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
struct ParameterOverride {
  ParameterIndex parameter{};
  std::vector<double> values;  // 1 for every bin, or one per bin
};

// Receives the tiles of one lane in ascending order of bins.
class TileSink {
 public:
  virtual ~TileSink() = default;
  virtual void accept(const SeriesTile& tile) = 0;
};

// Asked once before every tile; evaluation stops at once when it says so.
class StopToken {
 public:
  virtual ~StopToken() = default;
  virtual bool stop_requested() = 0;
};

enum class Outcome { kFinished, kStopped };

struct EvaluateOptions {
  std::int64_t tile_bins = 0;     // 0: chosen from the number of columns
  bool portable_kernels = false;  // leave out what only some processors have; for tests
};

// Evaluates all bins of the grid. The result has the same bits for every tile size.
Outcome evaluate(const Plan& plan, std::span<const ParameterOverride> parameters, TileSink& sink,
                 StopToken* stop = nullptr, const EvaluateOptions& options = {});

// Continues from the end of an earlier bin and goes to the end of the grid, or stops before
// `end_bin`; `state` becomes the state there. A fresh EvalState starts at bin 0.
Outcome evaluate_from(const Plan& plan, std::span<const ParameterOverride> parameters,
                      EvalState& state, std::int64_t end_bin, TileSink& sink,
                      StopToken* stop = nullptr, const EvaluateOptions& options = {});

// Keeps every tile.
class KeepTiles : public TileSink {
 public:
  explicit KeepTiles(const Plan& plan) : table(plan.series.size(), plan.bins) {}
  void accept(const SeriesTile& tile) override { table.append(tile); }
  SeriesTable table;
};

}  // namespace flowtime
