#include "expr/literal_arguments.h"

#include <cmath>
#include <string>
#include <utility>

#include "expr/scanner.h"

namespace flowtime {
namespace {

Problem literal_problem(const Argument& argument, std::string message, std::string remedy) {
  return expression_problem("literal_argument", argument.offset, std::move(message),
                            std::move(remedy));
}

Result<std::int64_t> whole_number(const Argument& argument, const char* what, std::int64_t least) {
  const double value = argument.literal.value_or(-1);
  const bool in_range =
      value >= static_cast<double>(least) && value <= static_cast<double>(kMaxLag);
  if (!in_range || std::floor(value) != value) {
    return literal_problem(
        argument, std::string(what) + " must be a whole number written out",
        "Use a literal between " + std::to_string(least) + " and " + std::to_string(kMaxLag) + ".");
  }
  return static_cast<std::int64_t>(value);
}

Result<std::vector<double>> kernel(Argument& argument) {
  if (argument.array) return std::move(*argument.array);
  if (argument.literal) return std::vector<double>{*argument.literal};
  return literal_problem(argument, "the kernel of CONV must be numbers written out",
                         "Use an array such as [0, 0.6, 0.3, 0.1], or a single number.");
}

Result<double> weight(const Argument& argument) {
  const double value = argument.literal.value_or(0);
  if (value > 0 && value <= 1) return value;
  return literal_problem(argument, "the weight of EMA must be a number written out",
                         "Use a literal above 0 and up to 1.");
}

}  // namespace

Result<Done> read_literals(ExprOp op, std::vector<Argument>& arguments, ExprNode& node,
                           std::vector<std::vector<double>>& kernels) {
  if (op == ExprOp::kShift) {
    FT_TRY(node.lag_or_period, whole_number(arguments[1], "the lag of SHIFT", 0));
  }
  if (op == ExprOp::kPulse) {
    FT_TRY(node.lag_or_period, whole_number(arguments[0], "the period of PULSE", 1));
  }
  if (op == ExprOp::kPulse && arguments.size() > 1) {
    FT_TRY(node.phase, whole_number(arguments[1], "the phase of PULSE", 0));
  }
  if (op == ExprOp::kEma) {
    FT_TRY(node.number, weight(arguments[1]));
  }
  if (op == ExprOp::kConv) {
    FT_TRY(std::vector<double> taps, kernel(arguments[1]));
    node.kernel = static_cast<std::uint32_t>(kernels.size());
    kernels.push_back(std::move(taps));
  }
  return Done{};
}

}  // namespace flowtime
