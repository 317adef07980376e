// Minimisation by methods of the library NLopt, within a box.
#pragma once

#include <cstdint>
#include <string>

#include "study/nelder_mead.h"

namespace flowtime {

//   "bobyqa"   local, by a quadratic model (Powell 2009)
//   "direct"   global, by dividing rectangles (DIRECT-L, Gablonsky and Kelley 2001)
//   "crs"      global, by controlled random search (Kaelo and Ali 2006), with the seed
// `task.max_iterations` counts evaluations here, times the number of parameters plus one. A value
// that is not finite counts as very large. The same task gives the same answer everywhere.
// Problems: those of `evaluate`; unknown_method.
// The generator of random numbers is the thread's: several threads may search at once.
Result<Minimum> nlopt_search(const std::string& method, const MinimumTask& task, std::uint64_t seed,
                             const EvaluateStudy& evaluate);

}  // namespace flowtime
