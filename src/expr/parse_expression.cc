// Recursive descent by the grammar in expr.h; comparisons, sums and products are one function,
// which loops, so a chain of any length needs no stack; only what nests counts in depth_. Nodes are
// appended when their arguments are complete: children come before parents, and the last node is
// the root.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "expr/expr.h"
#include "expr/functions.h"
#include "expr/literal_arguments.h"
#include "expr/scanner.h"

namespace flowtime {
namespace {

// How tightly an operator of two sides binds, the weakest first.
enum Level { kComparison, kSum, kProduct, kTighter };

struct Operator {
  std::string_view token;
  ExprOp op;
  Level level;
};
// A token comes before those that it starts with.
// "<=" must be tried before "<".
constexpr Operator kOperators[] = {
    {"<=", ExprOp::kLessEqual, kComparison},
    {">=", ExprOp::kGreaterEqual, kComparison},
    {"==", ExprOp::kEqual, kComparison},
    {"!=", ExprOp::kNotEqual, kComparison},
    {"<", ExprOp::kLess, kComparison},
    {">", ExprOp::kGreater, kComparison},
    {"+", ExprOp::kAdd, kSum},
    {"-", ExprOp::kSubtract, kSum},
    {"*", ExprOp::kMultiply, kProduct},
    {"/", ExprOp::kDivide, kProduct},
};

class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {
    constexpr std::size_t kCharsPerNode = 8;
    const std::size_t nodes = text.size() / kCharsPerNode + 1;
    expr_.nodes.reserve(nodes);
    expr_.arguments.reserve(nodes - 1);
  }

  Result<Expr> parse() {
    if (scanner_.at_end())
      return syntax("the expression is empty", "Write a number, a name or a formula.");
    FT_RETURN_IF_PROBLEM(binary(kComparison));
    if (!scanner_.at_end()) return unexpected("an operator or the end");
    return std::move(expr_);
  }

 private:
  using Index = Result<ExprIndex>;

  // Rules of the grammar from comparison to product, by the weakest operator that is taken.
  Index binary(Level weakest);
  Index unary();
  Index power(ExprIndex base);
  Index primary();
  Index call(std::string_view name, std::size_t offset);
  Result<Done> one_argument(const ExprFunction& function, std::vector<Argument>& arguments);
  Result<std::vector<double>> array(bool pairs);
  Result<Done> array_item(bool pair, std::vector<double>& values);
  Result<double> array_element();

  Index make_call(const ExprFunction& function, std::size_t offset,
                  std::vector<Argument>& arguments);
  Index add(ExprNode node, std::initializer_list<ExprIndex> arguments);
  std::uint32_t name_index(std::string_view name);
  std::optional<double> literal_value(ExprIndex index) const;
  // nullptr when none comes next.
  const Operator* take_operator(Level weakest);

  Problem syntax(std::string message, std::string remedy) {
    return expression_problem("expression_syntax", scanner_.offset(), std::move(message),
                              std::move(remedy));
  }
  Problem unexpected(const std::string& expected);

  Scanner scanner_;
  Expr expr_;
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::uint32_t> name_indices_;  // once there are many
  int depth_ = 0;
};

// Counts one level of nesting while it lives.
class Nested {
 public:
  explicit Nested(int& depth) : depth_(depth) { ++depth_; }
  ~Nested() { --depth_; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;
  bool too_deep() const { return depth_ > kMaxExprDepth; }

 private:
  int& depth_;
};

Problem too_deep(std::size_t offset) {
  return expression_problem(
      "expression_too_deep", offset,
      "the expression nests deeper than " + std::to_string(kMaxExprDepth) + " levels",
      "Give parts of it names of their own.");
}

ExprNode operation(ExprOp op, std::size_t offset) {
  ExprNode node;
  node.op = op;
  node.offset = static_cast<std::uint32_t>(offset);
  return node;
}

Problem Parser::unexpected(const std::string& expected) {
  std::string remedy;
  if (scanner_.next_is('@')) remedy = "A class part such as x@A cannot be used in an expression.";
  if (scanner_.next_is('=')) remedy = "Write == to compare.";
  if (scanner_.next_is('!')) remedy = "Write != to compare, or compare with 0 to negate.";
  if (scanner_.next_is('[')) remedy = "Arrays belong to CONV and LOOKUP.";
  return syntax("the parser expected " + expected + " but found " + scanner_.describe_next(),
                remedy);
}

const Operator* Parser::take_operator(Level weakest) {
  if (!scanner_.next_is_operator()) return nullptr;
  for (const Operator& candidate : kOperators) {
    if (candidate.level >= weakest && scanner_.take(candidate.token)) return &candidate;
  }
  return nullptr;
}

// Of one level from the left. After the right side of a comparison only another one can follow.
Parser::Index Parser::binary(Level weakest) {
  FT_TRY(ExprIndex left, unary());
  for (;;) {
    const std::size_t offset = scanner_.offset();
    const Operator* taken = take_operator(weakest);
    if (taken == nullptr) return left;
    FT_TRY(const ExprIndex right, binary(static_cast<Level>(taken->level + 1)));
    const std::size_t next = scanner_.offset();
    if (taken->level == kComparison && take_operator(kComparison) != nullptr) {
      return expression_problem("expression_syntax", next, "comparisons cannot be chained",
                                "Multiply two comparisons: (a < b) * (b < c).");
    }
    FT_TRY(left, add(operation(taken->op, offset), {left, right}));
  }
}

Parser::Index Parser::unary() {
  const std::size_t offset = scanner_.offset();
  if (!scanner_.take("-")) {
    // Not FT_TRY: an early return of the plain case keeps the stack of deep parentheses small.
    Index base = primary();
    if (!base || !scanner_.next_is('^')) return base;
    return power(*base);
  }
  // -(-(-x)) recurses like parentheses do.
  const Nested level(depth_);
  if (level.too_deep()) return too_deep(offset);
  FT_TRY(const ExprIndex operand, unary());
  return add(operation(ExprOp::kNegate, offset), {operand});
}

// From the right: 2 ^ 3 ^ 2 is 2 ^ 9. The exponent may have a sign of its own.
Parser::Index Parser::power(ExprIndex base) {
  const std::size_t offset = scanner_.offset();
  scanner_.take("^");
  const Nested level(depth_);
  if (level.too_deep()) return too_deep(offset);
  // unary, not primary: x ^ -2 and right associativity both follow.
  FT_TRY(const ExprIndex exponent, unary());
  return add(operation(ExprOp::kPow, offset), {base, exponent});
}

Parser::Index Parser::primary() {
  const std::size_t offset = scanner_.offset();
  if (scanner_.next_is_number()) {
    FT_TRY(const double value, scanner_.take_number());
    ExprNode node = operation(ExprOp::kNumber, offset);
    node.number = value;
    return add(node, {});
  }
  if (scanner_.next_is_name()) {
    const std::string_view name = scanner_.take_name();
    if (scanner_.take("(")) return call(name, offset);
    ExprNode node = operation(ExprOp::kName, offset);
    node.name = name_index(name);
    return add(node, {});
  }
  if (!scanner_.take("(")) return unexpected("a number, a name or '('");
  const Nested level(depth_);
  if (level.too_deep()) return too_deep(offset);
  FT_TRY(const ExprIndex inner, binary(kComparison));
  if (!scanner_.take(")")) return unexpected("an operator or ')'");
  return inner;
}

Parser::Index Parser::call(std::string_view name, std::size_t offset) {
  const ExprFunction* function = find_function(name);
  if (function == nullptr) {
    return expression_problem("unknown_function", offset,
                              "there is no function '" + std::string(name) + "'",
                              instead_of_function(name));
  }
  const Nested level(depth_);
  if (level.too_deep()) return too_deep(offset);
  std::vector<Argument> arguments;
  if (!scanner_.take(")")) {
    arguments.reserve(static_cast<std::size_t>(function->min_arguments));
    do {
      FT_RETURN_IF_PROBLEM(one_argument(*function, arguments));
    } while (scanner_.take(","));
    if (!scanner_.take(")")) return unexpected("',' or ')'");
  }
  return make_call(*function, offset, arguments);
}

Result<Done> Parser::one_argument(const ExprFunction& function, std::vector<Argument>& arguments) {
  Argument argument;
  argument.offset = scanner_.offset();
  const std::size_t position = arguments.size();
  const Literal* literal = function.literal_at(position);
  if (literal != nullptr && literal->is_array() && scanner_.next_is('[')) {
    FT_TRY(argument.array, array(literal->kind == Literal::Kind::kPoints));
  } else {
    const std::size_t nodes = expr_.nodes.size(), links = expr_.arguments.size();
    FT_TRY(argument.node, binary(kComparison));
    if (literal != nullptr) argument.literal = literal_value(argument.node);
    if (argument.literal && literal->is_written_out()) {
      expr_.nodes.resize(nodes);
      expr_.arguments.resize(links);
    }
  }
  arguments.push_back(std::move(argument));
  return Done{};
}

// Numbers, or pairs of them one after another.
Result<std::vector<double>> Parser::array(bool pairs) {
  const std::size_t offset = scanner_.offset();
  scanner_.take("[");
  std::vector<double> values;
  if (scanner_.take("]")) return values;
  do {
    FT_RETURN_IF_PROBLEM(array_item(pairs, values));
  } while (scanner_.take(","));
  if (!scanner_.take("]")) return unexpected("',' or ']'");
  if (values.size() > kMaxKernelTaps) {
    return expression_problem(
        "literal_argument", offset,
        "the array has more than " + std::to_string(kMaxKernelTaps) + " numbers",
        "Shorten the array.");
  }
  return values;
}

Result<Done> Parser::array_item(bool pair, std::vector<double>& values) {
  if (pair && !scanner_.take("[")) return unexpected("a point such as [0, 1]");
  FT_TRY(const double first, array_element());
  values.push_back(first);
  if (!pair) return Done{};
  if (!scanner_.take(",")) return unexpected("',' and the second number of the point");
  FT_TRY(const double second, array_element());
  values.push_back(second);
  if (!scanner_.take("]")) return unexpected("']' after the two numbers of a point");
  return Done{};
}

Result<double> Parser::array_element() {
  bool negative = false;
  while (scanner_.take("-")) negative = !negative;
  if (!scanner_.next_is_number()) return unexpected("a number");
  FT_TRY(const double value, scanner_.take_number());
  return negative ? -value : value;
}

Parser::Index Parser::make_call(const ExprFunction& function, std::size_t offset,
                                std::vector<Argument>& arguments) {
  const int count = static_cast<int>(arguments.size());
  if (count < function.min_arguments || count > function.max_arguments) {
    return expression_problem("argument_count", offset,
                              std::string("the function '") + function.name + "' takes " +
                                  arity_text(function) + "; " + std::to_string(count) +
                                  (count == 1 ? " is given" : " are given"),
                              "See docs/expressions.md for how to call it.");
  }
  ExprNode node = operation(function.op, offset);
  FT_RETURN_IF_PROBLEM(read_literals(function, arguments, node, expr_.kernels));
  node.first_argument = static_cast<std::uint32_t>(expr_.arguments.size());
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Literal* literal = function.literal_at(i);
    if (literal != nullptr && literal->is_written_out()) continue;
    expr_.arguments.push_back(arguments[i].node);
    ++node.argument_count;
  }
  return add(node, {});
}

Parser::Index Parser::add(ExprNode node, std::initializer_list<ExprIndex> arguments) {
  if (expr_.nodes.size() == kMaxExprNodes) {
    return expression_problem("expression_too_large", node.offset,
                              "the expression has more than " + std::to_string(kMaxExprNodes) +
                                  " numbers, names, operators and calls",
                              "Give parts of it names of their own.");
  }
  if (arguments.size() != 0) {
    node.first_argument = static_cast<std::uint32_t>(expr_.arguments.size());
    node.argument_count = static_cast<std::uint8_t>(arguments.size());
    expr_.arguments.insert(expr_.arguments.end(), arguments);
  }
  expr_.nodes.push_back(node);
  return expr_.root();
}

// Few names are found sooner one by one than by their hashes.
std::uint32_t Parser::name_index(std::string_view name) {
  constexpr std::size_t kFewNames = 16;
  const auto next = static_cast<std::uint32_t>(names_.size());
  if (next <= kFewNames) {
    const auto known = std::find(names_.begin(), names_.end(), name);
    if (known != names_.end()) return static_cast<std::uint32_t>(known - names_.begin());
  } else {
    // The table is filled when it is first needed, then grows by one name at a time.
    for (auto i = static_cast<std::uint32_t>(name_indices_.size()); i < next; ++i) {
      name_indices_.emplace(names_[i], i);
    }
    const auto known = name_indices_.find(name);
    if (known != name_indices_.end()) return known->second;
  }
  names_.push_back(name);
  expr_.names.emplace_back(name);
  return next;
}

std::optional<double> Parser::literal_value(ExprIndex index) const {
  bool negative = false;
  const ExprNode* node = &expr_[index];
  // -3 is a node that negates a number: as a literal it is one number.
  for (; node->op == ExprOp::kNegate; node = &expr_[expr_.argument(*node, 0)]) negative = !negative;
  if (node->op != ExprOp::kNumber) return std::nullopt;
  return negative ? -node->number : node->number;
}

}  // namespace

bool has_plain_lag(const Expr& expr, const ExprNode& delay) {
  const ExprNode& lag = expr[expr.argument(delay, 1)];
  // The nearest whole number of the lag must be at least 1 and at most the largest lag.
  return lag.op == ExprOp::kNumber && lag.number >= 0.5 &&
         lag.number < static_cast<double>(delay.lag_or_period) + 0.5;
}

Result<Expr> parse_expression(std::string_view text) { return Parser(text).parse(); }

}  // namespace flowtime
