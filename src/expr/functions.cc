#include "expr/functions.h"

#include <algorithm>
#include <vector>

#include "base/nearest_name.h"

namespace flowtime {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

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

}  // namespace flowtime
