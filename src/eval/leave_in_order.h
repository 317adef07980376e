// The kernel of a queue of classes whose items leave in an order.
// Inputs: the depth that stays, the overflow of a limited queue, arrivals by part, and perhaps by
// part what was there before bin 0. Outputs by part: what left, the depth, and of a limited queue
// what was lost. Cost per bin: parts plus cohorts that leave.
#pragma once

#include "eval/kernel.h"

namespace flowtime::eval {

// OpCode::kLeaveInOrder (plan/plan.h). State: the depth of each part, then the whole depth; and the
// cohorts of the call.
void leave_in_order(const Call& call, std::int64_t begin, std::int64_t end);

}  // namespace flowtime::eval
