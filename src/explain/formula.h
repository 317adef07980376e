// Formula: how a value is computed, as a tree whose leaves are series and numbers, each with its
// value in the bin. Printed with its values, a formula evaluates to the value it explains.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trace/breakdown.h"

namespace flowtime {

// Example: min(capacity, arrivals + queue[t-1]) is {op "min"} with the operands {op "series", role
// "capacity", binding} and {op "add"}.
// Owns its operands.
struct FormulaNode {
  std::string op{};    // "add", "min", "queue" ...; "series", "number", "input" or "more" at a leaf
  std::string role{};  // what the node is to its parent: "inflow", "condition"; may be empty
  double value = 0;    // in the bin; absent values are absent
  std::string series_id{};  // of a series: bare id
  std::int64_t bin = 0;     // of a series: the bin it is read in; before 0: an initial condition
  bool binding = false;     // the operand that decided
  std::optional<double> weight{};  // that a sum of samples multiplies this one by
  std::optional<double> amount{};  // of the root's value, where the rule of the op gives it one
  std::string detail{};            // "weights 0, 0.6, 0.3, 0.1"
  std::vector<FormulaNode> operands{};
};

// Beyond these a reader is lost; the node "more" has the value of what is left out.
inline constexpr int kMaxFormulaNodes = 200;
inline constexpr int kMaxFormulaDepth = 24;

// The tree of a column: taken apart down to published series; beyond the limits a node "more".
FormulaNode formula_tree(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                         ColumnIndex column, std::int64_t bin);

// "max(0, depth[t-1] + inflow - served)" with names, or with the values of the bin: with all their
// digits it evaluates to the value of the root, with four of them it is for a person. What a rule
// replaces (an absent flow by 0) is printed as what replaced it. Functions are those of
// docs/expressions.md, in lower case; x / 0 is 0.
std::string formula_text(const FormulaNode& root, std::int64_t bin);
enum class Digits { kAll, kFour };
std::string formula_values_text(const FormulaNode& root, Digits digits = Digits::kAll);

}  // namespace flowtime
