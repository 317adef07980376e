// The kernel of a queue of classes whose items leave in an order.
#pragma once

#include "eval/kernel.h"

namespace flowtime::eval {

// OpCode::kLeaveInOrder (plan/plan.h). State: the depth of each part, then the whole depth; and the
// cohorts of the call.
void leave_in_order(const Call& call, std::int64_t begin, std::int64_t end);

}  // namespace flowtime::eval
