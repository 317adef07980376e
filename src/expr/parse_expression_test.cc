#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/number_text.h"
#include "expr/expr.h"
#include "expr/functions.h"

namespace flowtime {
namespace {

const char* symbol_of(ExprOp op) {
  switch (op) {
    case ExprOp::kNegate: return "neg";
    case ExprOp::kAdd: return "+";
    case ExprOp::kSubtract: return "-";
    case ExprOp::kMultiply: return "*";
    case ExprOp::kDivide: return "/";
    case ExprOp::kLess: return "<";
    case ExprOp::kLessEqual: return "<=";
    case ExprOp::kGreater: return ">";
    case ExprOp::kGreaterEqual: return ">=";
    case ExprOp::kEqual: return "==";
    case ExprOp::kNotEqual: return "!=";
    default: break;
  }
  for (const ExprFunction& function : kExprFunctions) {
    if (function.op == op) return function.name;
  }
  return "?";
}

std::string literals_of(const Expr& expr, const ExprNode& node) {
  if (node.op == ExprOp::kShift) return " lag=" + std::to_string(node.lag_or_period);
  if (node.op == ExprOp::kEma) return " weight=" + format_number(node.number);
  if (node.op == ExprOp::kPulse) {
    return " period=" + std::to_string(node.lag_or_period) + " phase=" + std::to_string(node.phase);
  }
  if (node.op == ExprOp::kDelay) return " max=" + std::to_string(node.lag_or_period);
  if (node.op != ExprOp::kConv && node.op != ExprOp::kLookup) return "";
  std::string text = " [";
  for (const double tap : expr.kernels[node.kernel]) text += format_number(tap) + ",";
  return text + "]";
}

// The tree in prefix form: 1 + 2 * x is "(+ 1 (* 2 x))".
std::string prefix_form(const Expr& expr, ExprIndex index) {
  const ExprNode& node = expr[index];
  if (node.op == ExprOp::kNumber) return format_number(node.number);
  if (node.op == ExprOp::kName) return expr.names[node.name];
  std::string text = std::string("(") + symbol_of(node.op);
  for (int i = 0; i < node.argument_count; ++i) {
    text += " " + prefix_form(expr, expr.argument(node, i));
  }
  return text + literals_of(expr, node) + ")";
}

struct Meaning {
  const char* text;
  const char* prefix;
};

TEST(ParseExpression, Meanings) {
  const Meaning rows[] = {
      // numbers
      {"42.5", "42.5"},
      {"2.", "2"},
      {".5", "0.5"},
      {"1e3", "1000"},
      {"1E-2", "0.01"},
      {"2.5e+1", "25"},
      {"0", "0"},
      // names
      {"demand", "demand"},
      {"_x9", "_x9"},
      {"E", "E"},
      {"min", "min"},
      {" \t\r\n a \n", "a"},
      // precedence and association
      {"2+3*4", "(+ 2 (* 3 4))"},
      {"(2+3)*4", "(* (+ 2 3) 4)"},
      {"10-4-3", "(- (- 10 4) 3)"},
      {"8/4/2", "(/ (/ 8 4) 2)"},
      {"8/4*2", "(* (/ 8 4) 2)"},
      {"(a + b) * 2 + SHIFT(c, 1)", "(+ (* (+ a b) 2) (SHIFT c lag=1))"},
      // unary minus binds tighter than *
      {"-1", "(neg 1)"},
      {"--x", "(neg (neg x))"},
      {"-a*b", "(* (neg a) b)"},
      {"a - -b", "(- a (neg b))"},
      {"a*-b", "(* a (neg b))"},
      {"-(a+b)", "(neg (+ a b))"},
      // powers bind tighter than unary minus, and group from the right
      {"a ^ 2", "(POW a 2)"},
      {"2 ^ 3 ^ 2", "(POW 2 (POW 3 2))"},
      {"-x ^ 2", "(neg (POW x 2))"},
      {"2 ^ -x ^ 2", "(POW 2 (neg (POW x 2)))"},
      {"a * b ^ c / d", "(/ (* a (POW b c)) d)"},
      {"(a + b) ^ 0.5", "(POW (+ a b) 0.5)"},
      // comparisons are weakest
      {"a+1<b*2", "(< (+ a 1) (* b 2))"},
      {"a<=b", "(<= a b)"},
      {"a>b", "(> a b)"},
      {"a>=b", "(>= a b)"},
      {"a==b", "(== a b)"},
      {"a!=-b", "(!= a (neg b))"},
      {"(a<b)*(b<c)", "(* (< a b) (< b c))"},
      {"MAX(a<b, 0)", "(MAX (< a b) 0)"},
      // functions, in any case
      {"SHIFT(x, 0)", "(SHIFT x lag=0)"},
      {"SHIFT(x, 10000000)", "(SHIFT x lag=10000000)"},
      {"SHIFT(x, 2.0)", "(SHIFT x lag=2)"},
      {"SHIFT(x, (3))", "(SHIFT x lag=3)"},
      {"SHIFT(x, --3)", "(SHIFT x lag=3)"},
      {"SHIFT(a+b, 1)", "(SHIFT (+ a b) lag=1)"},
      {"CONV(x, [0, 0.6, 0.3, 0.1])", "(CONV x [0,0.6,0.3,0.1,])"},
      {"CONV(x, [0, -0.5])", "(CONV x [0,-0.5,])"},
      {"CONV(x, [--1, - 2, 1e1, .5, 3.])", "(CONV x [1,-2,10,0.5,3,])"},
      {"CONV(x, [])", "(CONV x [])"},
      {"CONV(x, 0.5)", "(CONV x [0.5,])"},
      {"CONV(x, -0.5)", "(CONV x [-0.5,])"},
      {"min(a,b)", "(MIN a b)"},
      {"Max(a,b)", "(MAX a b)"},
      {"clAMP(v, 1, 2)", "(CLAMP v 1 2)"},
      {"MOD(a, 3)", "(MOD a 3)"},
      {"FLOOR(a)", "(FLOOR a)"},
      {"CEIL(a)", "(CEIL a)"},
      {"ROUND(a)", "(ROUND a)"},
      {"STEP(a, 0.75)", "(STEP a 0.75)"},
      {"PULSE(3)", "(PULSE period=3 phase=0)"},
      {"PULSE(3, 1)", "(PULSE period=3 phase=1)"},
      {"PULSE(2, 0, demand*2)", "(PULSE (* demand 2) period=2 phase=0)"},
      {"IF(a<b, 1, c)", "(IF (< a b) 1 c)"},
      {"ABS(-a)", "(ABS (neg a))"},
      {"SQRT(a)", "(SQRT a)"},
      {"EMA(x, 1)", "(EMA x weight=1)"},
      {"EMA(x, 1e-3)", "(EMA x weight=0.001)"},
      {"cumsum(x)", "(CUMSUM x)"},
      {"MIN(a, b, c)", "(MIN a b c)"},
      {"max(a, 1, b, 2)", "(MAX a 1 b 2)"},
      {"TIME()", "(TIME)"},
      {"bin( ) + time", "(+ (BIN) time)"},
      {"SHIFT(x, 2, a + 1)", "(SHIFT x (+ a 1) lag=2)"},
      {"DELAY(x, lag)", "(DELAY x lag max=10000)"},
      {"DELAY(x, 2.5, 8)", "(DELAY x 2.5 max=8)"},
      {"DELAY(x, lag - 1, 0)", "(DELAY x (- lag 1) max=0)"},
      {"LOOKUP(x, [[-1, 5]])", "(LOOKUP x [-1,5,])"},
      {"LOOKUP(x + 1, [[0, 1], [2.5, -3], [3, 0]])", "(LOOKUP (+ x 1) [0,1,2.5,-3,3,0,])"},
      {"POW(a, b)", "(POW a b)"},
      {"exp(ln(x))", "(EXP (LN x))"},
      {"INITIAL(x)", "(INITIAL x)"},
      {"SAMPLE(x, c > 1)", "(SAMPLE x (> c 1))"},
      {"FLOOR ( MOD( x , 3 ) )", "(FLOOR (MOD x 3))"},
  };
  for (const Meaning& row : rows) {
    const Result<Expr> expr = parse_expression(row.text);
    ASSERT_TRUE(expr) << row.text << ": " << expr.problems()[0].message;
    EXPECT_EQ(prefix_form(*expr, expr->root()), row.prefix) << row.text;
  }
}

struct Refusal {
  const char* text;
  const char* code;
  int column;
};

TEST(ParseExpression, Refusals) {
  const Refusal rows[] = {
      {"", "expression_syntax", 1},
      {"   ", "expression_syntax", 4},
      {"a +", "expression_syntax", 4},
      {"+a", "expression_syntax", 1},
      {"a + @", "expression_syntax", 5},
      {"a + @invalid", "expression_syntax", 5},
      {"@invalid", "expression_syntax", 1},
      {"x@A", "expression_syntax", 2},
      {"42 a", "expression_syntax", 4},
      {"2x", "expression_syntax", 2},
      {"a b", "expression_syntax", 3},
      {"(a + b", "expression_syntax", 7},
      {"a + b)", "expression_syntax", 6},
      {"()", "expression_syntax", 2},
      {"1.5.2", "expression_syntax", 4},
      {".", "expression_syntax", 1},
      {"1e", "expression_syntax", 2},
      {"1e+", "expression_syntax", 2},
      {"1e999", "expression_syntax", 1},
      {"a = b", "expression_syntax", 3},
      {"!a", "expression_syntax", 1},
      {"a ^", "expression_syntax", 4},
      {"^ a", "expression_syntax", 1},
      {"a ** b", "expression_syntax", 4},
      {"a < b < c", "expression_syntax", 7},
      {"a == b != c", "expression_syntax", 8},
      {"(a < b == c)", "expression_syntax", 8},
      {"a \xC3\xA9", "expression_syntax", 3},
      {"MIN(a,)", "expression_syntax", 7},
      {"MIN(a b)", "expression_syntax", 7},
      {"MIN(a, b", "expression_syntax", 9},
      {"[1, 2]", "expression_syntax", 1},
      {"MIN(a, [1, 2])", "expression_syntax", 8},
      {"CONV([1], [1])", "expression_syntax", 6},
      {"CONV(a, [1,])", "expression_syntax", 12},
      {"CONV(a, [1 2])", "expression_syntax", 12},
      {"CONV(a, [b])", "expression_syntax", 10},
      {"CONV(a, [1", "expression_syntax", 11},
      {"CONV(a, [1] + b)", "expression_syntax", 13},
      {"FOO(x)", "unknown_function", 1},
      {"func(", "unknown_function", 1},
      {"1 + func(a,)", "unknown_function", 5},
      {"func(a b)", "unknown_function", 1},
      {"MIN()", "argument_count", 1},
      {"MIN(a)", "argument_count", 1},
      {"2 * max(a)", "argument_count", 5},
      {"TIME(1)", "argument_count", 1},
      {"BIN(x)", "argument_count", 1},
      {"EXP()", "argument_count", 1},
      {"POW(a)", "argument_count", 1},
      {"SHIFT(a, 1, 2, 3)", "argument_count", 1},
      {"DELAY(a)", "argument_count", 1},
      {"SAMPLE(a)", "argument_count", 1},
      {"LOOKUP(a)", "argument_count", 1},
      {"LOOKUP(a, b)", "literal_argument", 11},
      {"LOOKUP(a, [])", "literal_argument", 11},
      {"LOOKUP(a, [[0, 1], [0, 2]])", "literal_argument", 11},
      {"LOOKUP(a, [[0, 1], [2, 2], [1, 3]])", "literal_argument", 11},
      {"LOOKUP(a, [1, 2])", "expression_syntax", 12},
      {"LOOKUP(a, [[1]])", "expression_syntax", 14},
      {"LOOKUP(a, [[1, 2, 3]])", "expression_syntax", 17},
      {"LOOKUP(a, [[1, b]])", "expression_syntax", 16},
      {"CONV(a, [[0, 1]])", "expression_syntax", 10},
      {"DELAY(a, -1)", "literal_argument", 10},
      {"DELAY(a, --(-0.5))", "literal_argument", 10},
      {"DELAY(a, 1, 0.5)", "literal_argument", 13},
      {"DELAY(a, 1, b)", "literal_argument", 13},
      {"SHIFT(a)", "argument_count", 1},
      {"CONV(a)", "argument_count", 1},
      {"CLAMP(a, b)", "argument_count", 1},
      {"MOD(a)", "argument_count", 1},
      {"FLOOR(a, b)", "argument_count", 1},
      {"CEIL()", "argument_count", 1},
      {"ROUND(a, 1)", "argument_count", 1},
      {"STEP(a)", "argument_count", 1},
      {"PULSE()", "argument_count", 1},
      {"PULSE(1, 0, a, b)", "argument_count", 1},
      {"IF(a, b)", "argument_count", 1},
      {"ABS(a, b)", "argument_count", 1},
      {"SQRT(a, b)", "argument_count", 1},
      {"EMA(a)", "argument_count", 1},
      {"CUMSUM(a, 2)", "argument_count", 1},
      {"SHIFT(a, 1.5)", "literal_argument", 10},
      {"SHIFT(a, -1)", "literal_argument", 10},
      {"SHIFT(a, b)", "literal_argument", 10},
      {"SHIFT(a, 1+1)", "literal_argument", 10},
      {"SHIFT(a, 10000001)", "literal_argument", 10},
      {"CONV(a, b)", "literal_argument", 9},
      {"CONV(a, 1+1)", "literal_argument", 9},
      {"PULSE(0)", "literal_argument", 7},
      {"PULSE(2.5)", "literal_argument", 7},
      {"PULSE(a)", "literal_argument", 7},
      {"PULSE(2, -1)", "literal_argument", 10},
      {"PULSE(2, 0.5, a)", "literal_argument", 10},
      {"EMA(a, 0)", "literal_argument", 8},
      {"EMA(a, 1.5)", "literal_argument", 8},
      {"EMA(a, -0.5)", "literal_argument", 8},
      {"EMA(a, b)", "literal_argument", 8},
  };
  for (const Refusal& row : rows) {
    const Result<Expr> expr = parse_expression(row.text);
    ASSERT_FALSE(expr) << row.text;
    const Problem& problem = expr.problems()[0];
    EXPECT_EQ(problem.code, row.code) << row.text;
    EXPECT_EQ(problem.where, (SourcePos{1, row.column})) << row.text << ": " << problem.message;
  }
}

TEST(ParseExpression, UnknownFunctionsNameTheNearest) {
  const std::pair<const char*, const char*> rows[] = {
      {"SHFT(x, 1)", "Did you mean 'SHIFT'?"},
      {"Cumsun(x)", "Did you mean 'CUMSUM'?"},
      {"cel(x)", "Did you mean 'CEIL'?"},
      {"RANDOMNESS(x)", "See docs/expressions.md for the functions."},
      {"LOKUP(x)", "Did you mean 'LOOKUP'?"},
      {"log(x)", "Write LN or LOG10."},
      {"atan(x)", "Write ARCTAN."},
      {"Smooth(x, 3)", "See docs/idioms.md for how to write it."},
  };
  for (const auto& [text, remedy] : rows) {
    EXPECT_EQ(parse_expression(text).problems()[0].remedy, remedy) << text;
  }
}

TEST(ParseExpression, NamesAreDistinctInOrderOfFirstUse) {
  const Result<Expr> expr = parse_expression("b + a * b - MIN(c, A)");
  EXPECT_EQ(expr->names, (std::vector<std::string>{"b", "a", "c", "A"}));
}

TEST(ParseExpression, OffsetsPointAtNamesFunctionsAndOperators) {
  const Result<Expr> expr = parse_expression("ab * MAX(c, 1)");
  std::vector<std::uint32_t> offsets;
  for (const ExprNode& node : expr->nodes) offsets.push_back(node.offset);
  EXPECT_EQ(offsets, (std::vector<std::uint32_t>{0, 9, 12, 5, 3}));
}

// Literals leave no node behind, so every node of the arena is part of the tree.
TEST(ParseExpression, EveryNodeIsReachable) {
  const char* texts[] = {"SHIFT(a, -(-1))", "PULSE((2), --1, a + 1)", "CONV(EMA(a, 0.5), -2)"};
  for (const char* text : texts) {
    const Result<Expr> expr = parse_expression(text);
    ASSERT_TRUE(expr) << text;
    EXPECT_EQ(expr->arguments.size(), expr->nodes.size() - 1) << text;
    for (std::size_t i = 0; i < expr->nodes.size(); ++i) {
      for (int k = 0; k < expr->nodes[i].argument_count; ++k) {
        EXPECT_LT(expr->argument(expr->nodes[i], k), i) << text;
      }
    }
  }
}

std::string repeated(const std::string& piece, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += piece;
  return text;
}

TEST(ParseExpression, DepthHasALimit) {
  const int most = kMaxExprDepth;
  const std::string nests[][2] = {
      {"(", ")"}, {"-", ""}, {"ABS(", ")"}, {"MAX(1+", ",2)"}, {"2^", ""}};
  for (const auto& [open, close] : nests) {
    const auto nested = [&, &open = open, &close = close](int n) {
      return parse_expression(repeated(open, n) + "x" + repeated(close, n));
    };
    EXPECT_TRUE(nested(most)) << open;
    for (const int n : {most + 1, 100'000}) {
      const Result<Expr> deep = nested(n);
      ASSERT_FALSE(deep) << open << n;
      EXPECT_EQ(deep.problems()[0].code, "expression_too_deep") << open;
      // A power counts from its sign, all else from where it begins.
      const int sign = open == "2^" ? 1 : 0;
      EXPECT_EQ(deep.problems()[0].where.column, static_cast<int>(open.size()) * most + 1 + sign)
          << open;
    }
  }
}

TEST(ParseExpression, ChainsAreNotDepthButCountAsSize) {
  const Result<Expr> chain = parse_expression("a" + repeated("+a", 9'999));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->nodes.size(), 19'999u);
  const Result<Expr> huge = parse_expression("a" + repeated("*a", 50'000));
  ASSERT_FALSE(huge);
  EXPECT_EQ(huge.problems()[0].code, "expression_too_large");
}

TEST(ParseExpression, BadPointsSayWhichAndWhatToDo) {
  const Problem problem = parse_expression("LOOKUP(a, [[0, 1], [7, 2], [5.5, 3]])").problems()[0];
  EXPECT_EQ(problem.message, "The points of LOOKUP must ascend: x 5.5 comes after 7.");
  EXPECT_EQ(problem.remedy, "Put the points in ascending order of x, each x once.");
}

TEST(ParseExpression, KernelsHaveALimit) {
  const auto kernel = [](int taps) { return "CONV(a, [1" + repeated(",1", taps - 1) + "])"; };
  const int most = static_cast<int>(kMaxKernelTaps);
  EXPECT_EQ(parse_expression(kernel(most))->kernels[0].size(), kMaxKernelTaps);
  const Result<Expr> longer = parse_expression(kernel(most + 1));
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.problems()[0].code, "literal_argument");
  EXPECT_EQ(longer.problems()[0].where.column, 9);
}

}  // namespace
}  // namespace flowtime
