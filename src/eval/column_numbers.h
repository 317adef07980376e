// Which columns of two plans are the same computation on the same values.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace flowtime::eval {

// Columns get equal numbers exactly when the text of what computes them is equal: the op with its
// literals and taps, the numbers of what it reads, what a read before bin 0 gives; of a parameter
// its values. Nothing is hashed away: equal numbers mean equal bits.
class ColumnNumbers {
 public:
  // By column. `values` are those of the parameters.
  std::vector<std::uint32_t> of(const Plan& plan, const std::vector<std::vector<double>>& values);

 private:
  std::uint32_t number(std::string key);
  std::unordered_map<std::string, std::uint32_t> known_;
};

}  // namespace flowtime::eval
