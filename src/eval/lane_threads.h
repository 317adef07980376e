// The threads of evaluate_lanes: the one file of the engine that starts any.
#pragma once

#include <cstdint>
#include <functional>

namespace flowtime::eval {

// Calls share(0) to share(count - 1), all but the first on a thread of its own, and returns when
// all have returned. Where there are no threads (the page's module) one call follows the other.
// `share` must not throw: on a thread of its own that would end the program. With count 1 no thread
// is started.
void run_shares(int count, const std::function<void(std::int64_t)>& share);

}  // namespace flowtime::eval
