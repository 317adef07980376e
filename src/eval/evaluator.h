// The machine behind evaluate and evaluate_lanes: tile buffers, bound operands, steps.
// Order of a tile (run_tile): the end of the last tile becomes history, parameters are written,
// steps run in the order of the plan, finiteness of the published series is noted. A step's outputs
// are sealed right after it: absent values get one bit pattern (series/absent.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "eval/evaluate_lanes.h"
#include "eval/kernel_sets.h"
#include "series/value_memory.h"

namespace flowtime::eval {

// Marks the columns that some varied parameter reaches.
// By column: 1 where it may differ between lanes; all 0 for a single lane. One pass over the steps:
// if one op of a loop is reached, all of them are.
std::vector<std::uint8_t> bind_lanes(const Plan& plan, std::span<const LaneParameters> lanes);

// Bytes of the values that evaluating one lane holds at a time: a tile and the history of every
// column.
// For estimates before a run; without cohorts and without what a sink keeps.
std::int64_t evaluation_bytes(const Plan& plan);

// Holds pointers into `plan` and into the values of `lanes`: both outlive it. Not thread safe: one
// thread at a time. The constructor allocates the buffers; running a tile allocates only what
// queues of classes need.
class Evaluator {
 public:
  // No lanes: one lane with the plan's own parameters.
  Evaluator(const Plan& plan, std::span<const LaneParameters> lanes,
            const EvaluateOptions& options);
  // One lane, evaluated with run_marked() alone. By column, where its bin 0 is: room for all bins
  // and in front of them for its history, which is written. No two columns share any of it.
  Evaluator(const Plan& plan, std::vector<double*> columns);

  // restore() comes before the first tile; a state at bin 0 changes nothing. save() is what
  // restore() of another evaluator of the same plan needs to go on after the last tile.
  void restore(const EvalState& state);
  EvalState save() const;

  std::int64_t tile_bins() const { return tile_bins_; }
  std::int64_t next_bin() const { return next_bin_; }
  std::int64_t lanes() const { return lanes_; }
  // Evaluates the next `bins` bins (at most tile_bins()) into the tile buffers.
  // Tiles follow one another; there is no way back.
  void run_tile(std::int64_t bins);

  // Of an evaluator of columns that others hold (eval/live_values.h): evaluates the steps that are
  // marked, from the state before bin 0, some bins at a time. False: stopped, and the columns of
  // these steps are worth nothing.
  bool run_marked(std::span<const std::uint8_t> marked, StopToken* stop);
  // Writes the column of the parameter, all its bins.
  void set_parameter(ParameterIndex parameter, const std::vector<double>& values);
  // The columns are elsewhere from now on, as in the constructor.
  void move_columns(std::vector<double*> columns);
  // What KernelSet::look_over found of a published column; set where it was filled by other means.
  std::uint8_t finiteness(ColumnIndex index) const { return column_finite_[index.value]; }
  void set_finiteness(ColumnIndex index, std::uint8_t found) {
    column_finite_[index.value] = found;
  }
  // Looks over a published column that was filled by other means and makes its absent values
  // canonical.
  void note_column(ColumnIndex index) { seal_column(index, 0, tile_bins_); }

  // Of the bins just evaluated, by SeriesIndex; absent values are canonical.
  // Valid until the next run_tile; series()[i] points to the tile's first bin. all_finite(): what
  // KernelSet::look_over found, by series. varies(): 1 where there is a value per lane.
  std::span<const double* const> series() const { return series_; }
  std::span<const std::uint8_t> all_finite() const { return all_finite_; }
  std::span<const std::uint8_t> varies() const { return series_varies_; }

 private:
  // An op with its addresses looked up, so that a step needs no look-up per tile.
  struct BoundOp {
    Kernel kernel = nullptr;
    Call call;
    bool constant = false;  // a copy of a number: written once for all tiles
    std::uint32_t first_stored = 0, stored_count = 0;  // outputs that are published
  };
  // Values per bin: the number of lanes where the column varies, else 1.
  std::int64_t column_lanes(ColumnIndex column) const { return varied_[column.value] ? lanes_ : 1; }
  double* tile_start(ColumnIndex column) { return starts_[column.value]; }
  // Called by the constructor, each once: buffers come before all that points into them.
  void choose_tile(const EvaluateOptions& options);
  void allocate_buffers();
  void find_lagged();
  void bind_addresses();
  void bind_ops();
  // A number is read where the plan holds it; a column that is read some bins back, that many bins
  // before the tile's start.
  Input bind(const Operand& operand);
  // By parameter and lane, a pointer to the values that apply: the plan's or the override's.
  void bind_parameters(std::span<const LaneParameters> lanes);
  void bind_series();
  // Before bin 0 a lagged column reads its `before_first_bin`.
  void fill_history();
  void shift_history();
  void write_parameters(std::int64_t bins);
  void write_parameter(std::size_t index, std::int64_t bins);
  // A Map step runs each op over all its bins; a Loop step runs all its ops over one block, then
  // the next block, because a later bin of the first reads an earlier one of the last.
  void run_step(const Step& step, std::int64_t begin, std::int64_t end);
  // The state before bin 0 of all ops of a step.
  void reset_state(const Step& step);
  // From by column to by series.
  void publish_finiteness();
  // Makes absent values canonical and notes whether there were any.
  void seal_outputs(const BoundOp& op, std::int64_t begin, std::int64_t end);
  void seal_column(ColumnIndex column, std::int64_t begin, std::int64_t end);
  // Whether the op only copies a number into a column that keeps its buffer.
  bool is_constant(const Op& op) const;

  const Plan& plan_;
  const KernelSet& kernels_;
  std::int64_t lanes_ = 1;
  std::int64_t tile_bins_ = 0;
  std::int64_t next_bin_ = 0;
  std::int64_t last_tile_ = 0;  // bins of the tile before, whose end becomes history
  bool constants_written_ = false;
  std::vector<std::uint8_t> varied_;  // by column
  ValueMemory memory_;
  std::vector<double*> starts_;        // by column: tile bin 0, lane 0
  std::vector<std::uint32_t> lagged_;  // columns with history, ascending
  std::vector<Input> inputs_;
  std::vector<double*> outputs_;
  std::vector<BoundOp> ops_;  // in the order of Plan::order
  std::vector<double> state_;
  std::vector<Cohorts> cohorts_;  // of the ops that have some, in the order of Plan::ops
  std::vector<std::size_t> state_offsets_, cohort_offsets_;                // by op
  std::vector<std::vector<const std::vector<double>*>> parameter_values_;  // by parameter, lane
  std::vector<const double*> series_;
  std::vector<std::uint8_t> all_finite_, series_varies_;
  std::vector<ColumnIndex> stored_outputs_;  // of the ops in order
  std::vector<std::uint8_t> column_finite_;  // by column, of the published ones: SeriesTile
};

}  // namespace flowtime::eval
