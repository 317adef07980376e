#include "eval/evaluator.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "series/absent.h"

namespace flowtime::eval {
namespace {

// A tile should stay in the second-level cache, and be long enough to drown the cost of a call.
constexpr std::int64_t kTileBytes = 1 << 20;
constexpr std::int64_t kSmallestTile = 48;  // bins x lanes
constexpr std::int64_t kFewestBins = 8;
constexpr std::int64_t kLargestTile = 1024;

bool op_reads_varied(const Plan& plan, const Op& op, const std::vector<std::uint8_t>& varied) {
  for (std::uint32_t i = 0; i < op.input_count; ++i) {
    const Operand& operand = plan.operands[op.first_input + i];
    if (operand.is_column() && varied[operand.column.value]) return true;
  }
  return false;
}

void mark_outputs(const Plan& plan, const Op& op, std::vector<std::uint8_t>& varied) {
  for (std::uint32_t i = 0; i < op.output_count; ++i) {
    varied[plan.outputs[op.first_output + i].value] = 1;
  }
}

// `width` is what the buffers hold per bin, together, in values. A plan of very many buffers gets a
// tile larger than kTileBytes: fewer bins would cost more in calls than the cache saves.
std::int64_t tile_bins_for(std::int64_t width, std::int64_t buffers) {
  const std::int64_t fewest = std::max(kFewestBins, kSmallestTile * buffers / width);
  return std::clamp(kTileBytes / (width * 8), fewest, kLargestTile);
}

// Of one lane.
std::int64_t tile_bins_for(const Plan& plan) {
  const auto buffers = static_cast<std::int64_t>(std::max<std::uint32_t>(1, plan.buffer_count));
  return tile_bins_for(buffers, buffers);
}

}  // namespace

std::int64_t evaluation_bytes(const Plan& plan) {
  const std::int64_t tile = std::min(tile_bins_for(plan), std::max<std::int64_t>(1, plan.bins));
  std::vector<std::int64_t> history(plan.buffer_count, 0);
  for (const Column& column : plan.columns) {
    history[column.buffer] = std::max<std::int64_t>(history[column.buffer], column.history);
  }
  std::int64_t bins = 0;
  for (const std::int64_t before : history) bins += tile + before;
  return bins * static_cast<std::int64_t>(sizeof(double));
}

// With one lane nothing can differ, so no column needs more than one value per bin.
std::vector<std::uint8_t> bind_lanes(const Plan& plan, std::span<const LaneParameters> lanes) {
  std::vector<std::uint8_t> varied(plan.columns.size(), 0);
  if (lanes.size() < 2) return varied;
  for (const LaneParameters& lane : lanes) {
    for (const ParameterOverride& value : lane) {
      varied[plan.parameters[value.parameter.value].column.value] = 1;
    }
  }
  // Steps stand in dependency order, and the members of a loop all reach each other.
  for (const Step& step : plan.steps) {
    bool reached = false;
    for (std::uint32_t i = 0; i < step.op_count; ++i) {
      reached = reached || op_reads_varied(plan, plan.op(plan.order[step.first_op + i]), varied);
    }
    for (std::uint32_t i = 0; reached && i < step.op_count; ++i) {
      mark_outputs(plan, plan.op(plan.order[step.first_op + i]), varied);
    }
  }
  return varied;
}

Evaluator::Evaluator(const Plan& plan, std::span<const LaneParameters> lanes,
                     const EvaluateOptions& options)
    : plan_(plan),
      kernels_(options.portable_kernels ? portable_kernels() : best_kernels()),
      lanes_(std::max<std::int64_t>(1, static_cast<std::int64_t>(lanes.size()))) {
  varied_ = bind_lanes(plan, lanes);
  choose_tile(options);
  allocate_buffers();
  find_lagged();
  bind_parameters(lanes);
  bind_ops();
  bind_series();
  fill_history();
}

Evaluator::Evaluator(const Plan& plan, std::vector<double*> columns)
    : plan_(plan),
      kernels_(best_kernels()),
      tile_bins_(plan.bins),
      varied_(plan.columns.size(), 0),
      starts_(std::move(columns)) {
  find_lagged();
  bind_parameters({});
  bind_ops();
  bind_series();
  fill_history();
}

// What the bound ops point to keeps its place; only the addresses in it change.
void Evaluator::move_columns(std::vector<double*> columns) {
  starts_ = std::move(columns);
  bind_addresses();
  fill_history();
}

// A buffer of one value per bin counts once, however many lanes there are: where few columns vary,
// a tile is as long as that of one lane.
void Evaluator::choose_tile(const EvaluateOptions& options) {
  std::vector<std::int64_t> widths(std::max<std::uint32_t>(1, plan_.buffer_count), 1);
  for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
    if (varied_[i]) widths[plan_.columns[i].buffer] = lanes_;
  }
  const std::int64_t width = std::accumulate(widths.begin(), widths.end(), std::int64_t{0});
  const auto buffers = static_cast<std::int64_t>(widths.size());
  tile_bins_ = options.tile_bins > 0 ? options.tile_bins : tile_bins_for(width, buffers);
  tile_bins_ = std::min(tile_bins_, std::max<std::int64_t>(1, plan_.bins));
}

// Columns that share a buffer are alive at different times; the buffer is as wide and as long as
// the largest of them. Each starts on a multiple of 8 doubles, a line of the cache. A column's
// history lies in front of its tile bin 0.
void Evaluator::allocate_buffers() {
  std::vector<std::int64_t> bins(plan_.buffer_count, tile_bins_);
  std::vector<std::int64_t> width(plan_.buffer_count, 1);
  for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
    const Column& column = plan_.columns[i];
    bins[column.buffer] = std::max(bins[column.buffer], tile_bins_ + column.history);
    if (varied_[i]) width[column.buffer] = lanes_;
  }
  std::vector<std::size_t> offsets;
  std::size_t total = 0;
  for (std::uint32_t b = 0; b < plan_.buffer_count; ++b) {
    offsets.push_back(total);
    total += (static_cast<std::size_t>(bins[b] * width[b]) + 7) / 8 * 8;
  }
  memory_.resize(total);
  starts_.reserve(plan_.columns.size());
  for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
    const Column& column = plan_.columns[i];
    const std::int64_t before = column.history * (varied_[i] ? lanes_ : 1);
    starts_.push_back(memory_.data() + offsets[column.buffer] + before);
  }
}

void Evaluator::find_lagged() {
  for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
    if (plan_.columns[i].history > 0) lagged_.push_back(static_cast<std::uint32_t>(i));
  }
}

Input Evaluator::bind(const Operand& operand) {
  if (operand.is_immediate()) return {&operand.value, 0, 0};
  const std::int64_t width = column_lanes(operand.column);
  const double* at = tile_start(operand.column) - static_cast<std::int64_t>(operand.lag) * width;
  return {at, width, width > 1 ? 1 : 0};
}

void Evaluator::bind_addresses() {
  for (std::size_t i = 0; i < inputs_.size(); ++i) inputs_[i] = bind(plan_.operands[i]);
  for (std::size_t i = 0; i < outputs_.size(); ++i) outputs_[i] = tile_start(plan_.outputs[i]);
  for (std::size_t i = 0; i < series_.size(); ++i) series_[i] = tile_start(plan_.series_columns[i]);
}

// State and cohorts are laid out in the order of Plan::ops, which EvalState keeps; the bound ops in
// the order in which they run. All vectors that a Call points into have their final size before the
// first Call is made.
void Evaluator::bind_ops() {
  std::size_t state_total = 0, cohort_total = 0;
  std::vector<std::int64_t> op_lanes(plan_.ops.size(), 1);
  for (std::size_t i = 0; i < plan_.ops.size(); ++i) {
    const Op& op = plan_.ops[i];
    op_lanes[i] = column_lanes(plan_.outputs[op.first_output]);
    state_offsets_.push_back(state_total);
    state_total += state_size(op) * static_cast<std::size_t>(op_lanes[i]);
    cohort_offsets_.push_back(cohort_total);
    if (has_cohorts(op)) cohort_total += static_cast<std::size_t>(op_lanes[i]);
  }
  cohorts_.resize(cohort_total);
  state_.assign(state_total, 0.0);
  inputs_.resize(plan_.operands.size());
  outputs_.resize(plan_.outputs.size());
  series_.resize(plan_.series_columns.size());
  bind_addresses();
  ops_.reserve(plan_.order.size());
  for (const OpIndex index : plan_.order) {
    const Op& op = plan_.op(index);
    const std::int64_t width = op_lanes[index.value];
    const auto first_stored = static_cast<std::uint32_t>(stored_outputs_.size());
    for (std::uint32_t o = 0; o < op.output_count; ++o) {
      const ColumnIndex output = plan_.outputs[op.first_output + o];
      if (plan_.columns[output.value].stored) stored_outputs_.push_back(output);
    }
    double* state = state_.data() + state_offsets_[index.value];
    for (std::int64_t l = 0; l < width; ++l) initialise_state(op, state + l * state_size(op));
    ops_.push_back({kernel_of(op.code, kernels_),
                    {.op = &op,
                     .in = inputs_.data() + op.first_input,
                     .out = outputs_.data() + op.first_output,
                     .taps = plan_.taps.data() + op.first_tap,
                     .state = state,
                     .cohorts = cohorts_.data() + cohort_offsets_[index.value],
                     .lanes = width,
                     .first_bin = &next_bin_},
                    is_constant(op),
                    first_stored,
                    static_cast<std::uint32_t>(stored_outputs_.size()) - first_stored});
  }
}

// Only a column that shares its buffer with nobody still holds its value in later tiles.
bool Evaluator::is_constant(const Op& op) const {
  const Column& column = plan_.columns[plan_.outputs[op.first_output].value];
  return op.code == OpCode::kCopy && plan_.operands[op.first_input].is_immediate() &&
         (column.stored || column.history > 0);
}

void Evaluator::bind_parameters(std::span<const LaneParameters> lanes) {
  for (const Parameter& parameter : plan_.parameters) {
    parameter_values_.emplace_back(static_cast<std::size_t>(lanes_), &parameter.values);
  }
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    for (const ParameterOverride& value : lanes[lane]) {
      FT_CHECK(value.values.size() == 1 ||
               static_cast<std::int64_t>(value.values.size()) == plan_.bins);
      parameter_values_[value.parameter.value][lane] = &value.values;
    }
  }
}

void Evaluator::bind_series() {
  for (const ColumnIndex column : plan_.series_columns) {
    series_varies_.push_back(varied_[column.value]);
  }
  column_finite_.assign(plan_.columns.size(), 1);
  all_finite_.assign(series_.size(), 1);
}

void Evaluator::fill_history() {
  for (const std::uint32_t index : lagged_) {
    const Column& column = plan_.columns[index];
    const std::int64_t count = column.history * column_lanes({index});
    std::fill_n(starts_[index] - count, count, column.before_first_bin);
  }
}

// The last bins of the tile before, also where that tile is shorter than the history: then part of
// the old history moves with them. Source and destination may overlap; copying from the front is
// safe, as the destination is the lower one.
void Evaluator::shift_history() {
  for (const std::uint32_t index : lagged_) {
    const std::int64_t width = column_lanes({index});
    const std::int64_t count = plan_.columns[index].history * width;
    double* begin = starts_[index] - count;
    std::copy_n(begin + last_tile_ * width, count, begin);
  }
}

// A value for all bins is written once, to the whole tile buffer; later tiles find it there.
void Evaluator::write_parameter(std::size_t index, std::int64_t bins) {
  const ColumnIndex column = plan_.parameters[index].column;
  const std::int64_t width = column_lanes(column);
  double* out = tile_start(column);
  for (std::int64_t lane = 0; lane < width; ++lane) {
    const std::vector<double>& values = *parameter_values_[index][static_cast<std::size_t>(lane)];
    const bool uniform = values.size() == 1;
    if (uniform && constants_written_) continue;
    const double* from = values.data() + (uniform ? 0 : next_bin_);
    for (std::int64_t t = 0; t < (uniform ? tile_bins_ : bins); ++t) {
      out[t * width + lane] = from[uniform ? 0 : t];
    }
  }
}

void Evaluator::write_parameters(std::int64_t bins) {
  for (std::size_t i = 0; i < plan_.parameters.size(); ++i) {
    write_parameter(i, bins);
    const ColumnIndex column = plan_.parameters[i].column;
    if (plan_.columns[column.value].stored) seal_column(column, 0, bins);
  }
}

void Evaluator::run_step(const Step& step, std::int64_t begin, std::int64_t end) {
  const std::span<BoundOp> members(ops_.data() + step.first_op, step.op_count);
  const std::int64_t block = step.kind == Step::Kind::kMap ? end - begin : step.block;
  // Written once, in the first tile, but to the whole buffer, as a later tile may be longer.
  if (step.kind == Step::Kind::kMap && members[0].constant) {
    if (constants_written_ || begin > 0) return;
    members[0].kernel(members[0].call, 0, tile_bins_);
    end = tile_bins_;
  } else {
    for (std::int64_t t = begin; t < end; t += block) {
      const std::int64_t next = std::min(t + block, end);
      for (const BoundOp& op : members) op.kernel(op.call, t, next);
    }
  }
  for (const BoundOp& op : members) seal_outputs(op, begin, end);
}

// Right after the step, while its values are still in the nearest cache.
void Evaluator::seal_outputs(const BoundOp& op, std::int64_t begin, std::int64_t end) {
  for (std::uint32_t i = 0; i < op.stored_count; ++i) {
    seal_column(stored_outputs_[op.first_stored + i], begin, end);
  }
}

void Evaluator::seal_column(ColumnIndex column, std::int64_t begin, std::int64_t end) {
  const std::int64_t width = column_lanes(column);
  double* values = tile_start(column) + begin * width;
  const std::int64_t count = (end - begin) * width;
  // A step may be sealed in several pieces (run_marked); the worst piece counts.
  const std::uint8_t found = kernels_.look_over(values, count);
  std::uint8_t& seen = column_finite_[column.value];
  seen = begin == 0 ? found : std::min(found, seen);
  if (found != 0) return;
  for (std::int64_t t = 0; t < count; ++t) values[t] = canonical(values[t]);
}

void Evaluator::publish_finiteness() {
  for (std::size_t i = 0; i < series_.size(); ++i) {
    all_finite_[i] = column_finite_[plan_.series_columns[i].value];
  }
}

void Evaluator::run_tile(std::int64_t bins) {
  FT_CHECK(bins <= tile_bins_);
  if (last_tile_ > 0) shift_history();
  write_parameters(bins);
  for (const Step& step : plan_.steps) run_step(step, 0, bins);
  constants_written_ = true;
  publish_finiteness();
  next_bin_ += bins;
  last_tile_ = bins;
}

void Evaluator::reset_state(const Step& step) {
  for (std::uint32_t i = 0; i < step.op_count; ++i) {
    const std::uint32_t index = plan_.order[step.first_op + i].value;
    const Op& op = plan_.ops[index];
    initialise_state(op, state_.data() + state_offsets_[index]);
    if (has_cohorts(op)) cohorts_[cohort_offsets_[index]] = Cohorts{};
  }
}

bool Evaluator::run_marked(std::span<const std::uint8_t> marked, StopToken* stop) {
  FT_CHECK(next_bin_ == 0 && lanes_ == 1 && tile_bins_ == plan_.bins);
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i] != 0) reset_state(plan_.steps[i]);
  }
  // Some bins of all marked steps before the next bins: that keeps the values in the cache, and
  // asks `stop` now and then.
  const std::int64_t some = tile_bins_for(plan_);
  for (std::int64_t begin = 0; begin < plan_.bins; begin += some) {
    if (stop != nullptr && stop->stop_requested()) return false;
    const std::int64_t end = std::min(begin + some, plan_.bins);
    for (std::size_t i = 0; i < marked.size(); ++i) {
      if (marked[i] != 0) run_step(plan_.steps[i], begin, end);
    }
  }
  publish_finiteness();
  return true;
}

void Evaluator::set_parameter(ParameterIndex index, const std::vector<double>& values) {
  parameter_values_[index.value].front() = &values;
  write_parameter(index.value, tile_bins_);
  seal_column(plan_.parameters[index.value].column, 0, tile_bins_);
}

EvalState Evaluator::save() const {
  EvalState state{.next_bin = next_bin_, .lanes = lanes_};
  for (const std::uint32_t index : lagged_) {
    const std::int64_t width = column_lanes({index});
    const std::int64_t count = plan_.columns[index].history * width;
    const double* begin = starts_[index] - count + last_tile_ * width;
    state.history.insert(state.history.end(), begin, begin + count);
  }
  state.op_state = state_;
  state.cohorts = cohorts_;
  return state;
}

void Evaluator::restore(const EvalState& state) {
  if (state.next_bin == 0) return;
  FT_CHECK(state.lanes == lanes_);
  FT_CHECK(state.op_state.size() == state_.size());
  next_bin_ = state.next_bin;
  std::copy(state.op_state.begin(), state.op_state.end(), state_.begin());
  FT_CHECK(state.cohorts.size() == cohorts_.size());
  std::copy(state.cohorts.begin(), state.cohorts.end(), cohorts_.begin());
  const double* from = state.history.data();
  for (const std::uint32_t index : lagged_) {
    const std::int64_t count = plan_.columns[index].history * column_lanes({index});
    std::copy_n(from, count, starts_[index] - count);
    from += count;
  }
}

}  // namespace flowtime::eval
