// The functions an expression may call: the rows of functions.def as data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace flowtime {

// How the class parts of a result follow from those of the arguments (docs/semantics.md,
// "Classes").
enum class ClassRule : std::uint8_t {
  kNone,             // the result has no parts
  kShares,           // those of the first argument, scaled to the result
  kPerPart,          // the function of each part of the first argument, scaled
  kPerPartOrShares,  // the same; the first argument's shares where every part became 0
  kDividend,         // per part of the first argument where the second has none
  kSum,              // per class; an unclassed side is DEFAULT
  kProduct,          // shares of the classed side, of the left when both are
  kExtreme,          // those of the classed argument that equals the result, left first
  kClamped,          // as MAX(lo, MIN(hi, v))
  kChosen,           // those of the branch that is taken
  kLagged,           // per class, as far back
  kConvolved,        // per class
  kGated,            // per class; none without the argument
  kDelayed,          // per class; all unattributed before bin 0
  kClock,            // none: the bins make it
};

// What the unit of a result says of those of its arguments, and they of it
// (answers/series_units.h).
enum class UnitRule : std::uint8_t {
  kNone,        // neither says anything of the other
  kAny,         // a number, which has the unit of what is beside it
  kBins,        // bins since the start of the grid
  kHours,       // hours since then
  kAlike,       // the result and every argument have one unit
  kFirst,       // the result and the first argument have one unit
  kSampled,     // the same, and the second argument is a flag
  kChosen,      // a flag chooses one of two that have the unit of the result
  kCompared,    // two arguments of one unit make a flag
  kProduct,     // a flow times a ratio is a flow
  kQuotient,    // a flow over a flow is a ratio, a level over a flow the bins that it takes
  kRunningSum,  // flows add up to a level
};

// An argument that is written out: what it is, and where the parser puts it.
// For example CONV(x, [0.6, 0.4]) has its kernel at position 1; a message calls it "the kernel of
// CONV".
struct Literal {
  enum class Kind : std::uint8_t {
    kNone,
    kWhole,        // least..kMaxLag; the first of a call is lag_or_period, the second is phase
    kWeight,       // above 0, up to 1: number
    kKernel,       // numbers, or one: kernel
    kPoints,       // pairs of numbers, ascending by the first: kernel
    kNotNegative,  // an expression; a number that is written out may not be below 0
  };
  Kind kind = Kind::kNone;
  int position = 0;  // among the arguments
  const char* noun = "";
  std::int64_t least = 0;
  std::int64_t otherwise = 0;  // of a kWhole that the call leaves out
  // Then the argument is not a part of the tree: it is data of the node.
  bool is_written_out() const { return kind != Kind::kNone && kind != Kind::kNotNegative; }
  bool is_array() const { return kind == Kind::kKernel || kind == Kind::kPoints; }
};
inline constexpr Literal kLagLiteral{Literal::Kind::kWhole, 1, "lag", 0};
inline constexpr Literal kPeriodLiteral{Literal::Kind::kWhole, 0, "period", 1};
inline constexpr Literal kPhaseLiteral{Literal::Kind::kWhole, 1, "phase", 0};
inline constexpr Literal kKernelLiteral{Literal::Kind::kKernel, 1, "kernel"};
inline constexpr Literal kWeightLiteral{Literal::Kind::kWeight, 1, "weight"};
inline constexpr Literal kPointsLiteral{Literal::Kind::kPoints, 1, "points"};
inline constexpr Literal kDelayLiteral{Literal::Kind::kNotNegative, 1, "lag"};
inline constexpr Literal kMaxDelayLiteral{Literal::Kind::kWhole, 2, "max", 0, 10'000};

// As the largest number of arguments: as many as one likes.
inline constexpr int kAnyNumber = 255;

// A row of functions.def as the parser and the documents need it. Texts are literals.
struct ExprFunction {
  const char* name;  // upper case; calls may use any case
  ExprOp op;
  int min_arguments;
  int max_arguments;
  std::array<Literal, 2> literals;
  const char* calls;    // how it is written,
  const char* meaning;  // and what it gives in bin t
  // The rule of the literal at this place among the arguments; nullptr for any expression.
  const Literal* literal_at(std::size_t position) const {
    for (const Literal& literal : literals) {
      const bool here = literal.kind != Literal::Kind::kNone &&
                        static_cast<std::size_t>(literal.position) == position;
      if (here) return &literal;
    }
    return nullptr;
  }
};

#define FT_UNPACKED(...) \
  {                      \
    { __VA_ARGS__ }      \
  }
// Every function that a call may name, operators left out.
inline constexpr ExprFunction kExprFunctions[] = {
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, scalar, explain, calls, \
                       meaning)                                                             \
  {name, ExprOp::k##id, least, most, {}, calls, meaning},
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, kernel, state, fold, \
                    explain, calls, meaning)                                                    \
  {name, ExprOp::k##id, least, most, FT_UNPACKED literals, calls, meaning},
#define FT_REWRITTEN(id, name, least, most, literals, classes, units, calls, meaning) \
  {name, ExprOp::k##id, least, most, FT_UNPACKED literals, calls, meaning},
#include "expr/functions.def"
};
#undef FT_UNPACKED

// Of an operator or a function.
// A number has no parts, and those of a name are the series' own: kNone for both.
constexpr ClassRule class_rule(ExprOp op) {
  switch (op) {
    case ExprOp::kNumber:
    case ExprOp::kName:
      break;
// clang-format off
#define FT_OPERATOR(id, plan, classes, ...) case ExprOp::k##id: return ClassRule::k##classes;
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, ...) \
  case ExprOp::k##id: return ClassRule::k##classes;
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, ...) \
  case ExprOp::k##id: return ClassRule::k##classes;
#define FT_REWRITTEN(id, name, least, most, literals, classes, ...) \
  case ExprOp::k##id: return ClassRule::k##classes;
#include "expr/functions.def"
      // clang-format on
  }
  return ClassRule::kNone;
}

// Of an operator or a function.
constexpr UnitRule unit_rule(ExprOp op) {
  switch (op) {
    case ExprOp::kNumber: return UnitRule::kAny;
    case ExprOp::kName:
      break;
// clang-format off
#define FT_OPERATOR(id, plan, classes, units, ...) case ExprOp::k##id: return UnitRule::k##units;
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, ...) \
  case ExprOp::k##id: return UnitRule::k##units;
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, ...) \
  case ExprOp::k##id: return UnitRule::k##units;
#define FT_REWRITTEN(id, name, least, most, literals, classes, units, ...) \
  case ExprOp::k##id: return UnitRule::k##units;
#include "expr/functions.def"
      // clang-format on
  }
  return UnitRule::kNone;
}

// The function called `name` in any case; nullptr without one.
// Valid for the life of the program.
const ExprFunction* find_function(std::string_view name);

// What to write instead of a function called `name`: the known one that is closest, or how another
// tool's function is written here.
// A sentence that can be the remedy of a problem.
std::string instead_of_function(std::string_view name);

// "2 arguments", "1 to 3 arguments", "at least 2 arguments".
std::string arity_text(const ExprFunction& function);

// The rows of the table "Functions" of docs/expressions.md.
// A test holds the document against it.
std::string function_table();

}  // namespace flowtime
