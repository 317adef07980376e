#include "expr/functions.h"

#include <algorithm>
#include <vector>

#include "base/nearest_name.h"

namespace flowtime {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool same_but_for_case(std::string_view known, std::string_view name) {
  const auto same = [](char a, char b) { return upper(a) == b; };
  return std::equal(name.begin(), name.end(), known.begin(), known.end(), same);
}

// Functions of other tools that people try, and how they are written here.
struct Foreign {
  const char* name;
  const char* remedy;
};
constexpr const char* kIdioms = "See docs/idioms.md for how to write it.";
// Only names whose translation is sure; anything else gets the nearest name of ours.
constexpr Foreign kForeign[] = {
    {"LOG", "Write LN or LOG10."},
    {"ATAN", "Write ARCTAN."},
    {"POWER", "Write POW, or x ^ y."},
    {"INT", "Write FLOOR."},
    {"MINIMUM", "Write MIN."},
    {"MAXIMUM", "Write MAX."},
    {"MODULO", "Write MOD."},
    {"IFTHENELSE", "Write IF."},
    {"PREVIOUS", "Write SHIFT(x, 1, initial)."},
    {"PI", "Write 3.141592653589793."},
    {"RAMP", kIdioms},
    {"SMOOTH", kIdioms},
    {"SMOOTH3", kIdioms},
    {"DELAY1", kIdioms},
    {"DELAY3", kIdioms},
    {"INTEG", kIdioms},
    {"TREND", kIdioms},
};

std::string text_of(const Literal& literal) {
  const std::string noun = literal.noun;
  switch (literal.kind) {
    case Literal::Kind::kNone: break;
    case Literal::Kind::kWhole:
      return noun + ": whole, from " + std::to_string(literal.least) +
             (literal.otherwise == 0 ? ""
                                     : "; " + std::to_string(literal.otherwise) + " without it");
    case Literal::Kind::kWeight: return noun + ": above 0, up to 1";
    case Literal::Kind::kKernel:
      return noun + ": at most " + std::to_string(kMaxKernelTaps) + " numbers";
    case Literal::Kind::kPoints:
      return noun + ": 1 to " + std::to_string(kMaxKernelTaps / 2) + ", x ascending";
    case Literal::Kind::kNotNegative: return "a number for " + noun + ": not negative";
  }
  return "";
}

std::string literals_text(const ExprFunction& function) {
  std::string text;
  for (const Literal& literal : function.literals) {
    const std::string one = text_of(literal);
    text += (text.empty() || one.empty() ? "" : "; ") + one;
  }
  return text;
}

const char* parts_text(ClassRule rule) {
  switch (rule) {
    case ClassRule::kNone: return "none";
    case ClassRule::kShares: return "shares of the first argument";
    case ClassRule::kPerPart: return "per class";
    case ClassRule::kPerPartOrShares: return "per class; shares where all became 0";
    case ClassRule::kDividend: return "per class where only the first argument has classes";
    case ClassRule::kSum: return "per class";
    case ClassRule::kProduct: return "shares of the classed side, of the left when both are";
    case ClassRule::kExtreme: return "those of the classed argument that equals the result";
    case ClassRule::kClamped: return "as MAX(lo, MIN(hi, v))";
    case ClassRule::kChosen: return "those of the chosen branch";
    case ClassRule::kLagged: return "per class";
    case ClassRule::kConvolved: return "per class";
    case ClassRule::kGated: return "per class; none without x";
    case ClassRule::kDelayed: return "per class; DEFAULT before bin 0";
    case ClassRule::kClock: return "none";
  }
  return "";
}

}  // namespace

const ExprFunction* find_function(std::string_view name) {
  for (const ExprFunction& function : kExprFunctions) {
    // The first letter decides in most cases, and a model has many calls.
    const bool may_be = !name.empty() && upper(name[0]) == function.name[0];
    if (may_be && same_but_for_case(function.name, name)) return &function;
  }
  return nullptr;
}

std::string instead_of_function(std::string_view name) {
  for (const Foreign& foreign : kForeign) {
    if (same_but_for_case(foreign.name, name)) return foreign.remedy;
  }
  std::vector<std::string_view> names;
  for (const ExprFunction& function : kExprFunctions) names.emplace_back(function.name);
  const std::string nearest = nearest_name(name, names);
  return nearest.empty() ? "See docs/expressions.md for the functions."
                         : "Did you mean '" + nearest + "'?";
}

std::string arity_text(const ExprFunction& function) {
  if (function.max_arguments == kAnyNumber) {
    return "at least " + std::to_string(function.min_arguments) + " arguments";
  }
  if (function.max_arguments == 0) return "no arguments";
  const std::string most = std::to_string(function.max_arguments);
  const std::string noun = function.max_arguments == 1 ? " argument" : " arguments";
  if (function.min_arguments == function.max_arguments) return most + noun;
  return std::to_string(function.min_arguments) + " to " + most + noun;
}

std::string function_table() {
  std::string table =
      "| Function | Value in bin t | Written out | Class parts |\n|---|---|---|---|\n";
  for (const ExprFunction& function : kExprFunctions) {
    table += "| `" + std::string(function.calls) + "` | " + function.meaning + " | " +
             literals_text(function) + " | " + parts_text(class_rule(function.op)) + " |\n";
  }
  return table;
}

}  // namespace flowtime
