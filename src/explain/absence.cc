#include "explain/absence.h"

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr int kLongestPath = 10'000;

struct Origin {
  bool found = false;
  ColumnIndex column{};
  std::int64_t bin = 0;
  std::string reason{};
};

class AbsenceFinder {
 public:
  AbsenceFinder(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns)
      : plan_(plan), index_(index), breakdowns_(breakdowns) {}

  Absence find(ColumnIndex column, std::int64_t bin) {
    Absence absence;
    for (int i = 0; i < kLongestPath; ++i) {
      if (const auto series = index_.series_of(column)) {
        absence.path.push_back({plan_.series[*series].id, bin});
      }
      const Origin origin = before(column, bin);
      absence.reason = origin.reason;
      if (!origin.found) break;
      column = origin.column;
      bin = origin.bin;
    }
    return absence;
  }

 private:
  static Origin end(std::string reason) { return {.reason = std::move(reason)}; }

  // The absent cell that made this one absent, or the reason when it is the first.
  // A parameter has no op: the model gives its values, and there the path ends.
  Origin before(ColumnIndex column, std::int64_t bin) {
    const PlanIndex::Maker& maker = index_.maker(column);
    if (maker.op == nullptr) return end("the model gives no value for bin " + std::to_string(bin));
    const Op& op = *maker.op;
    if (op.code == OpCode::kEma) return of_average(op, column, bin);
    const bool passes_on =
        op.code == OpCode::kInitial || op.code == OpCode::kSample || op.code == OpCode::kDelay;
    if (passes_on) return of_passed_on(op, column, bin);
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      const Operand& operand = plan_.operands[op.first_input + i];
      if (!takes(op, i, bin) || !is_absent(breakdowns_.value(operand, bin))) continue;
      if (operand.is_immediate()) return end("the formula has a constant that is not a number");
      if (bin < operand.lag) return end("nothing is known before bin 0");
      return {.found = true, .column = operand.column, .bin = bin - operand.lag};
    }
    return end(own_reason(op, bin));
  }

  // IF is made absent by its condition or by the branch it takes, a share by its total only.
  bool takes(const Op& op, std::uint32_t input, std::int64_t bin) {
    if (op.code == OpCode::kScaleParts) return input == 0;
    if (op.code != OpCode::kIf || input == 0) return true;
    const double condition = breakdowns_.value(plan_.operands[op.first_input], bin);
    return input == (condition != 0 ? 1u : 2u);
  }

  Origin of_passed_on(const Op& op, ColumnIndex column, std::int64_t bin) {
    const Breakdowns::Cell from = breakdowns_.passed_on(op, column, bin);
    if (from.operand.is_immediate()) return end("the formula has a constant that is not a number");
    return {.found = true, .column = from.operand.column, .bin = from.bin};
  }

  Origin of_average(const Op& op, ColumnIndex, std::int64_t bin) {
    const Operand& x = plan_.operands[op.first_input];
    if (x.is_immediate()) return end("the formula has a constant that is not a number");
    // Absent means that no sample so far was finite; the first one is as good as any.
    return {.found = true, .column = x.column, .bin = bin - x.lag};
  }

  std::string own_reason(const Op& op, std::int64_t bin) {
    const auto value = [&](std::uint32_t i) {
      return format_number(breakdowns_.value(plan_.operands[op.first_input + i], bin));
    };
    if (op.code == OpCode::kSqrt) return "the square root of " + value(0) + " does not exist";
    if (op.code == OpCode::kAdd || op.code == OpCode::kSubtract || op.code == OpCode::kMultiply ||
        op.code == OpCode::kDivide) {
      return "the result is too large for a number";
    }
    return std::string(name_of(op.code)) + " has no value there";
  }

  const Plan& plan_;
  const PlanIndex& index_;
  Breakdowns& breakdowns_;
};

}  // namespace

Absence why_absent(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                   ColumnIndex column, std::int64_t bin) {
  return AbsenceFinder(plan, index, breakdowns).find(column, bin);
}

}  // namespace flowtime
