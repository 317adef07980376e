// In which unit a series is, as far as the model says it.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "series/series_view.h"

namespace flowtime {

// By SeriesIndex:
//   "entities/bin"  flows: what arrives, is served, fails; also a capacity, which is what a bin
//                   could do
//   "entities"      levels at the end of a bin: depths of queues, limits of them, running sums
//   "ms"            sums of processing times
//   "min"           latencies of constraints
//   "count"         servers (parallelism)
//   "bins"          BIN(), and what waits over what a bin can do
//   "h"             TIME()
//   "ratio"         weights, shares and shapes: what a flow is multiplied with
//   ""              flags, 0 or 1; factors of which the model does not say which one is the flow;
//                   constants that are multiplied with a number, such as the shape of a day; what
//                   an expression makes of these or of numbers alone
//
// The topology and the queues of nodes[] say what their series are; expressions carry it to what
// they read and to what they make (a sum is what its parts are, a product with a ratio is what the
// other side is; a number may have any unit of its own; 1 + x and 1 - x are ratios). What nothing
// is known of is a flow, as the contract has it: constants, and all of a model without a topology.
std::vector<std::string> series_units(const Model& model, const SeriesCatalog& series);

// The unit with the model's word for what flows: "orders/bin" for "entities/bin"; other units as
// they are. An empty noun is "items".
// Example: ("entities", "orders") -> "orders"; ("min", "orders") -> "min".
std::string item_unit(const std::string& unit, const std::string& item_noun);

}  // namespace flowtime
