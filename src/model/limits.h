// How large a model may be. The API reports these figures; exceeding one is refused with its name.
// Each is a count unless it says otherwise. They bound memory and time of reading; what a compiled
// plan may need is bounded in plan/limits.h.
#pragma once

#include <cstddef>

#include "series/time_grid.h"

namespace flowtime {

// Entries of nodes and places of the topology are limited apart: a place names several entries.
inline constexpr std::size_t kMaxNodes = 100'000;  // entries of nodes
inline constexpr std::size_t kMaxTopologyNodes = 100'000;
inline constexpr std::size_t kMaxEdges = 400'000;
inline constexpr std::size_t kMaxConstraints = 10'000;
inline constexpr std::size_t kMaxClasses = 1'000;
inline constexpr std::size_t kMaxTrafficArrivals = 100'000;
inline constexpr std::size_t kMaxRoutes = 100'000;  // of one router
inline constexpr std::size_t kMaxOutputs = 100'000;
inline constexpr std::size_t kMaxExpectations = 1'000;
inline constexpr std::size_t kMaxEvents = 1'000;
inline constexpr std::size_t kMaxProvenanceParameters = 1'000;  // with the members of their values
inline constexpr std::size_t kMaxPmfValues = 100'000;           // of one pmf
inline constexpr std::size_t kMaxRetryKernel = 10'000;          // weights as written; 32 are used

inline constexpr std::size_t kMaxDispatchTimes = 10'000;        // entries of `at`
inline constexpr std::int64_t kMaxDepartures = 2'000'000;       // that they make on the grid
inline constexpr std::int64_t kMaxSchedulePeriod = 10'000'000;  // bins, also of a phase

// kMaxBins and kMaxBinSize: series/time_grid.h. Depth and lags of expressions: expr/expr.h.

// Problems listed for one document; what is beyond is only counted.
// A document of nothing but mistakes would otherwise give an answer larger than itself.
inline constexpr std::size_t kMaxListedProblems = 1'000;

// Comparisons that looking for "did you mean" may cost for one document. A miss by case alone is
// always found.
inline constexpr std::size_t kMaxNameComparisons = 2'000'000;

}  // namespace flowtime
