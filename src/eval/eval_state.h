// EvalState: everything evaluation carries from one bin to the next, as a plain value.
#pragma once

#include <cstdint>
#include <vector>

#include "eval/cohorts.h"

namespace flowtime {

struct EvalState {
  std::int64_t next_bin = 0;  // the first bin not evaluated yet
  std::int64_t lanes = 1;
  std::vector<double> history{};   // last `Column::history` bins of every lagged column, in order
  std::vector<double> op_state{};  // state of every op, in the order of Plan::ops
  std::vector<eval::Cohorts> cohorts{};  // of the ops that have some, lane after lane
};

}  // namespace flowtime
