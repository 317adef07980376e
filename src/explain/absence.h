// Absence: why a value is absent, followed back to where it first was.
// Example: latency[7] is absent because served[7] is, and that because the model gives no value for
// bin 7: path latency, served.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trace/breakdown.h"

namespace flowtime {

struct AbsentAt {
  std::string series_id{};
  std::int64_t bin = 0;
};

// An IF is made absent by its condition or by the branch that it takes; the other branch is not
// followed. A square root below 0 and a result that is too large end the path with that reason.
struct Absence {
  std::vector<AbsentAt> path{};  // from the value asked for to the first cause, named series only
  std::string reason{};          // one clause: "the model gives no value for bin 3"
};

// Of a cell whose value is absent.
// Where several inputs are absent the first one is followed. Paths of more than 10,000 cells end
// where they are. Evaluates cells that the run did not store.
// Cost: one look per cell of the path.
Absence why_absent(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                   ColumnIndex column, std::int64_t bin);

}  // namespace flowtime
