// Which columns of two plans are the same computation on the same values.
// For LiveValues: after an edit of the model most columns are what they were, though their indices
// moved. The same object numbers both plans; numbers of two objects cannot be compared.
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
// Example: a column t * 2 of the old plan and one of the new plan get one number when both read the
// same parameter values, even if their names differ.
class ColumnNumbers {
 public:
  // By column. `values` are those of the parameters.
  // One pass over the steps in their order, so what an op reads has its number already. Keys of
  // parameters hold all their values. Not thread safe: calls add to `known_`.
  std::vector<std::uint32_t> of(const Plan& plan, const std::vector<std::vector<double>>& values);

 private:
  // The number of the key; a new one for a key not seen before.
  std::uint32_t number(std::string key);
  std::unordered_map<std::string, std::uint32_t> known_;
};

}  // namespace flowtime::eval
