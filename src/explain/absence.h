// Absence: why a value is absent, followed back to where it first was.
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

struct Absence {
  std::vector<AbsentAt> path{};  // from the value asked for to the first cause, named series only
  std::string reason{};          // one clause: "the model gives no value for bin 3"
};

// Of a cell whose value is absent.
Absence why_absent(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                   ColumnIndex column, std::int64_t bin);

}  // namespace flowtime
