// The values that a model gives for a parameter of its plan: those of a const node, or the limit of
// a queue.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

inline constexpr std::string_view kWipLimit = ".wipLimit";  // behind the id of a topology node

// Puts `values` (one for every bin, or one per bin; of a limit one) in place of what the model says
// of the const node `parameter`, or of "<TopologyId>.wipLimit". Returns what it said; a model
// without such a parameter stays as it is, and nothing is returned.
std::vector<double> replace_values(Model& model, const std::string& parameter,
                                   std::vector<double> values);

}  // namespace flowtime
