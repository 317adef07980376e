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
};

// An argument that is written out: what it is, and where the parser puts it.
struct Literal {
  enum class Kind : std::uint8_t {
    kNone,
    kWhole,   // least..kMaxLag; the first of a call is lag_or_period, the second is phase
    kWeight,  // above 0, up to 1: number
    kKernel,  // numbers, or one: kernel
  };
  Kind kind = Kind::kNone;
  int position = 0;  // among the arguments
  const char* noun = "";
  std::int64_t least = 0;
};
inline constexpr Literal kLagLiteral{Literal::Kind::kWhole, 1, "lag", 0};
inline constexpr Literal kPeriodLiteral{Literal::Kind::kWhole, 0, "period", 1};
inline constexpr Literal kPhaseLiteral{Literal::Kind::kWhole, 1, "phase", 0};
inline constexpr Literal kKernelLiteral{Literal::Kind::kKernel, 1, "kernel"};
inline constexpr Literal kWeightLiteral{Literal::Kind::kWeight, 1, "weight"};

struct ExprFunction {
  const char* name;  // upper case; calls may use any case
  ExprOp op;
  int min_arguments;
  int max_arguments;
  std::array<Literal, 2> literals;
  const char* calls;    // how it is written,
  const char* meaning;  // and what it gives in bin t
  // The literal at this place among the arguments; nullptr for an expression.
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
inline constexpr ExprFunction kExprFunctions[] = {
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, scalar, explain, calls, meaning) \
  {name, ExprOp::k##id, least, most, {}, calls, meaning},
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, kernel, state, fold, explain, \
                    calls, meaning)                                                               \
  {name, ExprOp::k##id, least, most, FT_UNPACKED literals, calls, meaning},
#define FT_REWRITTEN(id, name, least, most, literals, classes, calls, meaning) \
  {name, ExprOp::k##id, least, most, FT_UNPACKED literals, calls, meaning},
#include "expr/functions.def"
};
#undef FT_UNPACKED

// Of an operator or a function.
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

// The function called `name` in any case; nullptr without one.
const ExprFunction* find_function(std::string_view name);

// The known function whose name is closest to `name`; empty when none is close.
std::string nearest_function(std::string_view name);

// "2 arguments", "1 to 3 arguments".
std::string arity_text(const ExprFunction& function);

// The rows of the table "Functions" of docs/expressions.md.
std::string function_table();

}  // namespace flowtime
