// Arguments of a call that must be literals: lags, kernels, periods, phases and weights.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/result.h"
#include "expr/expr.h"
#include "expr/functions.h"

namespace flowtime {

// One argument as parsed: a part of the tree, a literal number, or an array.
// `literal` is set for a number that is written out, also with a sign or in parentheses: then
// `node` may be used or not, as the function wants it.
struct Argument {
  std::size_t offset = 0;
  ExprIndex node = 0;  // meaningless for a literal or an array
  std::optional<double> literal;
  std::optional<std::vector<double>> array;  // points as x0, y0, x1, y1, ...
};

// Moves the literals of a call of `function` into `node`, and a kernel to the end of `kernels`. The
// number of arguments is right already. Problems: literal_argument.
// Takes the arrays out of `arguments`. On a problem `node` is as far as it was read.
Result<Done> read_literals(const ExprFunction& function, std::vector<Argument>& arguments,
                           ExprNode& node, std::vector<std::vector<double>>& kernels);

}  // namespace flowtime
