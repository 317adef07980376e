// The functions an expression may call: name, meaning, arity and which arguments are literals.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace flowtime {

struct ExprFunction {
  const char* name;  // upper case; calls may use any case
  ExprOp op;
  int min_arguments;
  int max_arguments;
  unsigned literal_arguments;  // bit i: argument i must be a literal
};

inline constexpr std::array<ExprFunction, 16> kExprFunctions{{
    {"SHIFT", ExprOp::kShift, 2, 2, 0b010},
    {"CONV", ExprOp::kConv, 2, 2, 0b010},
    {"MIN", ExprOp::kMin, 2, 2, 0},
    {"MAX", ExprOp::kMax, 2, 2, 0},
    {"CLAMP", ExprOp::kClamp, 3, 3, 0},
    {"MOD", ExprOp::kMod, 2, 2, 0},
    {"FLOOR", ExprOp::kFloor, 1, 1, 0},
    {"CEIL", ExprOp::kCeil, 1, 1, 0},
    {"ROUND", ExprOp::kRound, 1, 1, 0},
    {"STEP", ExprOp::kStep, 2, 2, 0},
    {"PULSE", ExprOp::kPulse, 1, 3, 0b011},
    {"IF", ExprOp::kIf, 3, 3, 0},
    {"ABS", ExprOp::kAbs, 1, 1, 0},
    {"SQRT", ExprOp::kSqrt, 1, 1, 0},
    {"EMA", ExprOp::kEma, 2, 2, 0b010},
    {"CUMSUM", ExprOp::kCumSum, 1, 1, 0},
}};

// The function called `name` in any case; nullptr without one.
const ExprFunction* find_function(std::string_view name);

// The known function whose name is closest to `name`; empty when none is close.
std::string nearest_function(std::string_view name);

// "2 arguments", "1 to 3 arguments".
std::string arity_text(const ExprFunction& function);

}  // namespace flowtime
