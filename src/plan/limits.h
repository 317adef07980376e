// How large a plan may be. The API reports the figure; exceeding it is refused with its name.
#pragma once

#include <cstddef>

namespace flowtime {

// Published series of one model, class parts included. Each takes about 2 kB in evaluating and
// storing it, whatever the number of bins.
// Counted when the plan is declared, before any op is emitted.
inline constexpr std::size_t kMaxSeries = 300'000;

}  // namespace flowtime
