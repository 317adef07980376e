// A kernel runs one op over some bins of the current tile, for all its lanes. The same kernel
// serves a Map step (the whole tile) and a Loop step (one block of bins).
// Kernels know neither the plan nor threads; everything they need is in the Call.
#pragma once

#include <cstdint>

#include "plan/plan.h"

namespace flowtime::eval {

class Cohorts;  // eval/cohorts.h

// Where one input is: value at tile bin t and lane l is at[t * bin_stride + l * lane_stride].
// An immediate has both strides 0, a column that does not vary {1, 0}, one of L lanes {L, 1}.
// t may be negative down to the column's history: -1 is the last bin of the tile before.
struct Input {
  const double* at = nullptr;
  std::int64_t bin_stride = 0;
  std::int64_t lane_stride = 0;
  double value(std::int64_t t, std::int64_t lane) const {
    return at[t * bin_stride + lane * lane_stride];
  }
};

// What a kernel gets. All pointers belong to the Evaluator that bound the op, or to its plan, and
// stay valid as long as both.
struct Call {
  const Op* op = nullptr;
  const Input* in = nullptr;     // op->input_count of them
  double* const* out = nullptr;  // op->output_count of them: tile bin 0, lane 0
  const double* taps = nullptr;  // op->tap_count of them
  double* state = nullptr;       // state_size(op) values per lane, lane after lane
  Cohorts* cohorts = nullptr;    // of an op that has_cohorts, one per lane
  std::int64_t lanes = 1;
  const std::int64_t* first_bin = nullptr;  // grid bin of tile bin 0
};

// Runs tile bins begin .. end - 1.
// From tile to tile and block to block the bins ascend without gaps, so a kernel may keep in
// `state` what the next bin needs.
using Kernel = void (*)(const Call& call, std::int64_t begin, std::int64_t end);

struct KernelSet;  // eval/kernel_sets.h
// The hot kernels come from `hot`; the others, with state and rare, from stateful.cc and
// leave_in_order.cc. Never nullptr.
Kernel kernel_of(OpCode code, const KernelSet& hot);

// Values that the op carries from bin to bin, per lane, and what they are before bin 0.
// In doubles. `state` of initialise_state has state_size(op) places.
std::uint32_t state_size(const Op& op);
void initialise_state(const Op& op, double* state);
// Whether it also carries Cohorts, whose number grows with what waits.
inline bool has_cohorts(const Op& op) { return op.code == OpCode::kLeaveInOrder; }

// How far back a DELAY reads: the whole number nearest to the lag, clamped to phase..integer of the
// op; absent where the lag is.
// `clamped`: the nearest whole number was outside the range; the second output of the op says so.
struct WholeLag {
  double bins = 0;
  bool clamped = false;
};
WholeLag whole_lag(const Op& op, double lag);

// The tap that reads the newest bin: taps before it are 0 and read nothing.
// `count` where all taps are 0.
std::uint32_t first_nonzero_tap(const double* taps, std::uint32_t count);

}  // namespace flowtime::eval
