#include "expr/functions.h"

#include <algorithm>
#include <vector>

#include "base/nearest_name.h"

namespace flowtime {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string text_of(const Literal& literal) {
  const std::string noun = literal.noun;
  switch (literal.kind) {
    case Literal::Kind::kNone: break;
    case Literal::Kind::kWhole: return noun + ": whole, from " + std::to_string(literal.least);
    case Literal::Kind::kWeight: return noun + ": above 0, up to 1";
    case Literal::Kind::kKernel:
      return noun + ": at most " + std::to_string(kMaxKernelTaps) + " numbers";
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
  }
  return "";
}

}  // namespace

const ExprFunction* find_function(std::string_view name) {
  for (const ExprFunction& function : kExprFunctions) {
    const std::string_view known = function.name;
    const auto same = [](char a, char b) { return upper(a) == b; };
    if (std::equal(name.begin(), name.end(), known.begin(), known.end(), same)) return &function;
  }
  return nullptr;
}

std::string nearest_function(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ExprFunction& function : kExprFunctions) names.emplace_back(function.name);
  return nearest_name(name, names);
}

std::string arity_text(const ExprFunction& function) {
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
