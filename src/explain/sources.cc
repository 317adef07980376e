#include "explain/sources.h"

#include <unordered_set>

namespace flowtime {

bool Sources::is_source(ColumnIndex column) {
  std::uint8_t& known = known_[column.value];
  if (known == kUnknown) known = find(column) ? kYes : kNo;
  return known == kYes;
}

// Asked of the total where the column is a class part: a class of a sum is not a source either.
bool Sources::find(ColumnIndex column) const {
  const auto series = index_.series_of(column);
  if (!series) return false;
  const std::string& own = plan_.series[*series].measure;
  const auto total = plan_.series.find(own);
  if (!total || is_sum_of_series(plan_.series_columns[total->value])) return false;
  return !depends_on_flow(column, own);
}

// Class parts of the series itself are not other series. A search that is cut off counts as a
// dependence: the walk then goes on, which is never wrong.
bool Sources::depends_on_flow(ColumnIndex column, const std::string& own) const {
  constexpr std::size_t kMost = 1'000;  // columns that are looked at; more may well be a flow
  std::unordered_set<std::uint32_t> seen{column.value};
  std::vector<ColumnIndex> open{column};
  while (!open.empty() && seen.size() <= kMost) {
    const ColumnIndex at = open.back();
    open.pop_back();
    const auto name = index_.series_of(at);
    const bool other = name && plan_.series[*name].measure != own;
    if (other && facts_.is_flow(plan_.series[*name].measure)) return true;
    const Op* op = index_.maker(at).op;
    if (op == nullptr) continue;
    for (std::uint32_t i = 0; i < op->input_count; ++i) {
      const Operand& operand = plan_.operands[op->first_input + i];
      const bool is_new = operand.is_column() && seen.insert(operand.column.value).second;
      if (is_new) open.push_back(operand.column);
    }
  }
  return !open.empty();
}

// `a + b + c`, all of them series read in the same bin.
bool Sources::is_sum_of_series(ColumnIndex column) const {
  std::vector<ColumnIndex> open{column};
  while (!open.empty()) {
    const Op* op = index_.maker(open.back()).op;
    open.pop_back();
    if (op == nullptr || op->code != OpCode::kAdd) return false;
    for (std::uint32_t i = 0; i < op->input_count; ++i) {
      const Operand& operand = plan_.operands[op->first_input + i];
      if (operand.named) continue;
      if (operand.is_immediate() || operand.lag > 0) return false;
      if (!index_.series_of(operand.column)) open.push_back(operand.column);
    }
  }
  return true;
}

}  // namespace flowtime
