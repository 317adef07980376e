#include "expr/literal_arguments.h"

#include <cmath>
#include <string>
#include <utility>

#include "base/number_text.h"
#include "expr/scanner.h"

namespace flowtime {
namespace {

Problem literal_problem(const Argument& argument, std::string message, std::string remedy) {
  return expression_problem("literal_argument", argument.offset, std::move(message),
                            std::move(remedy));
}

Result<std::int64_t> whole_number(const Argument& argument, const Literal& literal,
                                  const std::string& what) {
  // -1 is out of range for every whole literal, so a missing one is refused like a wrong one.
  const double value = argument.literal.value_or(-1);
  const bool in_range =
      value >= static_cast<double>(literal.least) && value <= static_cast<double>(kMaxLag);
  if (!in_range || std::floor(value) != value) {
    return literal_problem(argument, what + " must be a whole number written out",
                           "Use a literal between " + std::to_string(literal.least) + " and " +
                               std::to_string(kMaxLag) + ".");
  }
  return static_cast<std::int64_t>(value);
}

Result<std::vector<double>> numbers(Argument& argument, const std::string& what) {
  if (argument.array) return std::move(*argument.array);
  if (argument.literal) return std::vector<double>{*argument.literal};
  return literal_problem(argument, what + " must be numbers written out",
                         "Use an array such as [0, 0.6, 0.3, 0.1], or a single number.");
}

Result<double> weight(const Argument& argument, const std::string& what) {
  const double value = argument.literal.value_or(0);
  if (value > 0 && value <= 1) return value;
  return literal_problem(argument, what + " must be a number written out",
                         "Use a literal above 0 and up to 1.");
}

// x0, y0, x1, y1, ...; the parser has seen to the pairs.
Result<std::vector<double>> points(Argument& argument, const std::string& what) {
  const char* remedy = "Use an array of points such as [[0, 1], [10, 2.5]].";
  if (!argument.array) return literal_problem(argument, what + " must be written out", remedy);
  const std::vector<double>& xy = *argument.array;
  if (xy.empty()) return literal_problem(argument, what + " are missing", remedy);
  for (std::size_t i = 2; i < xy.size(); i += 2) {
    if (xy[i] > xy[i - 2]) continue;
    return literal_problem(argument,
                           what + " must ascend: x " + format_number(xy[i]) + " comes after " +
                               format_number(xy[i - 2]),
                           "Put the points in ascending order of x, each x once.");
  }
  return std::move(*argument.array);
}

Result<Done> not_negative(const Argument& argument, const std::string& what) {
  if (argument.literal.value_or(0) >= 0) return Done{};
  return literal_problem(argument,
                         what + " is " + format_number(*argument.literal) + ", which is negative",
                         "Only the past can be read: use a lag of 0 or more bins.");
}

}  // namespace

Result<Done> read_literals(const ExprFunction& function, std::vector<Argument>& arguments,
                           ExprNode& node, std::vector<std::vector<double>>& kernels) {
  // The first whole number of a call is written here, the second to `phase`.
  std::int64_t* whole = &node.lag_or_period;
  for (const Literal& literal : function.literals) {
    if (static_cast<std::size_t>(literal.position) >= arguments.size()) {
      if (literal.kind == Literal::Kind::kWhole) *whole = literal.otherwise;
      continue;
    }
    Argument& argument = arguments[static_cast<std::size_t>(literal.position)];
    const std::string what = std::string("the ") + literal.noun + " of " + function.name;
    switch (literal.kind) {
      case Literal::Kind::kNone: break;
      case Literal::Kind::kWhole: {
        FT_TRY(*whole, whole_number(argument, literal, what));
        whole = &node.phase;
        break;
      }
      case Literal::Kind::kWeight: {
        FT_TRY(node.number, weight(argument, what));
        break;
      }
      case Literal::Kind::kNotNegative: {
        FT_RETURN_IF_PROBLEM(not_negative(argument, what));
        break;
      }
      case Literal::Kind::kKernel:
      case Literal::Kind::kPoints: {
        const bool pairs = literal.kind == Literal::Kind::kPoints;
        FT_TRY(std::vector<double> taps, pairs ? points(argument, what) : numbers(argument, what));
        node.kernel = static_cast<std::uint32_t>(kernels.size());
        kernels.push_back(std::move(taps));
        break;
      }
    }
  }
  return Done{};
}

}  // namespace flowtime
