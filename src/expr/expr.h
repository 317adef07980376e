// Expr: the parsed form of an expression. Language: docs/expressions.md.
//
//   comparison := sum [ ('<'|'<='|'>'|'>='|'=='|'!=') sum ]        does not chain
//   sum        := product { ('+'|'-') product }
//   product    := unary { ('*'|'/') unary }
//   unary      := '-' unary | power
//   power      := primary [ '^' unary ]
//   primary    := number | name | name '(' [ arguments ] ')' | '(' comparison ')'
//   number     := digits [ '.' [digits] ] [exponent] | '.' digits [exponent]
//
// Literal arguments (lags, kernels, periods, weights) are checked here and stored as data: a
// number, also signed or in parentheses; a kernel may be [k0, k1, ...] and points are [[x0, y0],
// ...], each number signed at will.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

// What a node is: a number, a name, or a row of functions.def.
// The order is that of the rows; nothing may depend on it.
enum class ExprOp : std::uint8_t {
  kNumber,
  kName,
#define FT_OPERATOR(id, ...) k##id,
#define FT_ELEMENTWISE(id, ...) k##id,
#define FT_FUNCTION(id, ...) k##id,
#define FT_REWRITTEN(id, ...) k##id,
#include "expr/functions.def"
};

using ExprIndex = std::uint32_t;

// Small and flat, since a model may have millions of them. `offset` is for messages.
struct ExprNode {
  ExprOp op = ExprOp::kNumber;
  std::uint8_t argument_count = 0;
  std::uint32_t first_argument = 0;  // into Expr::arguments
  std::uint32_t offset = 0;          // bytes from 0: of the number, name, function or operator
  std::uint32_t name = 0;            // kName: into Expr::names
  // Literals, where the row of functions.def puts them:
  std::uint32_t kernel = 0;        // into Expr::kernels
  double number = 0;               // of kNumber, or a weight
  std::int64_t lag_or_period = 0;  // the first whole number
  std::int64_t phase = 0;          // the second one
};

// A tree in an arena: children come before their parent, the root is the last node, and every node
// is reachable from it. A chain such as a + b + c ... is as deep as it is long, so readers walk the
// nodes in order instead of recursing.
// An Expr is self-contained and may be copied; it does not refer to the text it was read from.
struct Expr {
  std::vector<ExprNode> nodes;
  // Of all nodes, one after the other.
  std::vector<ExprIndex> arguments;
  std::vector<std::string> names;            // distinct, in order of first use
  std::vector<std::vector<double>> kernels;  // one per literal array
  // Precondition of both: the expression was parsed, so there is at least one node.
  ExprIndex root() const { return static_cast<ExprIndex>(nodes.size() - 1); }
  const ExprNode& operator[](ExprIndex index) const { return nodes[index]; }
  // The i-th argument that is an expression: literals are not counted.
  ExprIndex argument(const ExprNode& node, int i) const {
    return arguments[node.first_argument + static_cast<std::uint32_t>(i)];
  }
};

// Parentheses, calls, unary minus and powers count as depth; chains of other operators do not.
// Limits of one expression. Depth is limited since the parser recurses there.
inline constexpr int kMaxExprDepth = 256;
inline constexpr std::size_t kMaxExprNodes = 100'000;
inline constexpr std::int64_t kMaxLag = 10'000'000;
inline constexpr std::size_t kMaxKernelTaps = 100'000;

// Whether the lag of this DELAY is a number that is at least one bin and at most its largest lag,
// so that it is SHIFT by the nearest whole number.
// `delay` must be a node of kDelay in `expr`.
bool has_plain_lag(const Expr& expr, const ExprNode& delay);

// The expression in `text`. Problems: expression_syntax, unknown_function (with the nearest name),
// argument_count, literal_argument, expression_too_deep, expression_too_large. In a Problem, where
// = {1, byte offset + 1} within `text`; the reader of the model moves it to its place in the file.
// Linear in the text. Threads: any; there is no state beside the result.
Result<Expr> parse_expression(std::string_view text);

}  // namespace flowtime
