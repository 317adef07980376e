// EvalState: everything evaluation carries from one bin to the next, as a plain value.
#pragma once

#include <cstdint>
#include <vector>

#include "eval/cohorts.h"

namespace flowtime {

// Copy it to branch: two evaluations that continue from equal states give the same bits. It fits
// only the plan and the number of lanes that it was made with. Size: history of lagged columns and
// state of ops, times lanes; cohorts grow with what waits.
struct EvalState {
  std::int64_t next_bin = 0;  // the first bin not evaluated yet
  std::int64_t lanes = 1;
  std::vector<double> history{};   // last `Column::history` bins of every lagged column, in order
  std::vector<double> op_state{};  // state of every op, in the order of Plan::ops
  std::vector<eval::Cohorts> cohorts{};  // of the ops that have some, lane after lane
};

}  // namespace flowtime
