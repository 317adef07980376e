#include "plan/plan.h"

#include <algorithm>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr const ExprFunction& row_of(ExprOp op) {
  // Evaluated by the compiler: an op without a row does not compile.
  const ExprFunction* row = kExprFunctions;
  while (row->op != op) ++row;
  return *row;
}
template <ExprOp op>
constexpr const auto& kLiterals = row_of(op).literals;

std::string text_of(const Plan& plan, const Operand& operand) {
  if (operand.is_immediate()) {
    return is_finite(operand.value) ? format_number(operand.value) : "absent";
  }
  std::string text = plan.columns[operand.column.value].name;
  if (operand.lag > 0) text += "[-" + std::to_string(operand.lag) + "]";
  return text;
}

void append_taps(std::string& text, const Plan& plan, const Op& op) {
  text += " taps=[";
  for (std::uint32_t i = 0; i < op.tap_count; ++i) {
    if (i > 0) text += " ";
    append_number(text, plan.taps[op.first_tap + i]);
  }
  text += "]";
}

void append_literals(std::string& text, const Plan& plan, const Op& op) {
  bool first = true;
  for (const Literal& literal : literals_of(op.code)) {
    switch (literal.kind) {
      case Literal::Kind::kNone:
      case Literal::Kind::kNotNegative: break;
      case Literal::Kind::kWhole:
        // A function has at most two whole literals; the second one is kept in `phase`.
        text +=
            std::string(" ") + literal.noun + "=" + std::to_string(first ? op.integer : op.phase);
        first = false;
        break;
      case Literal::Kind::kWeight:
        text += std::string(" ") + literal.noun + "=" + format_number(op.number);
        break;
      case Literal::Kind::kKernel:
      case Literal::Kind::kPoints: append_taps(text, plan, op); break;
    }
  }
}

void append_attributes(std::string& text, const Plan& plan, const Op& op) {
  switch (op.code) {
    case OpCode::kGate:
      if (op.tap_count > 0) return append_taps(text, plan, op);
      text += " period=" + std::to_string(op.integer) + " phase=" + std::to_string(op.phase);
      return;
    case OpCode::kLeaveInOrder:
      text += " initial=" + format_number(op.number);
      return append_taps(text, plan, op);
    case OpCode::kDrawPmf: append_taps(text, plan, op); return;
    case OpCode::kQueue:
    case OpCode::kLimitedQueue:
    case OpCode::kBacklogServer:
    case OpCode::kInitialSplit: text += " initial=" + format_number(op.number); return;
    case OpCode::kSeeded: text += " lag=" + std::to_string(op.integer); return;
    case OpCode::kDrawPoisson: text += " rate=" + format_number(op.number); return;
    default: return append_literals(text, plan, op);
  }
}

std::string text_of(const Plan& plan, const Op& op) {
  std::string text;
  for (std::uint32_t i = 0; i < op.output_count; ++i) {
    if (i > 0) text += " ";
    text += plan.columns[plan.outputs[op.first_output + i].value].name;
  }
  text += std::string(" = ") + name_of(op.code);
  for (std::uint32_t i = 0; i < op.input_count; ++i) {
    text += " " + text_of(plan, plan.operands[op.first_input + i]);
  }
  append_attributes(text, plan, op);
  return text;
}

std::string text_of(const Parameter& parameter) {
  std::string text = "parameter " + parameter.name + " =";
  // A line of text is for people; the values are in the model.
  const std::size_t shown = parameter.values.size() > 8 ? 8 : parameter.values.size();
  for (std::size_t i = 0; i < shown; ++i) {
    const double value = parameter.values[i];
    text += is_finite(value) ? " " + format_number(value) : " absent";
  }
  if (shown < parameter.values.size()) {
    text += " ... (" + std::to_string(parameter.values.size()) + " values)";
  }
  return text + "\n";
}

}  // namespace

const char* name_of(OpCode code) {
  switch (code) {
// clang-format off
#define FT_OPERATOR(id, plan, ...) case OpCode::k##id: return plan;
#define FT_ELEMENTWISE(id, name, plan, ...) case OpCode::k##id: return plan;
#define FT_FUNCTION(id, name, plan, ...) case OpCode::k##id: return plan;
#include "expr/functions.def"
    // clang-format on
    case OpCode::kCopy: return "copy";
    case OpCode::kFiniteOrZero: return "finite_or_zero";
    case OpCode::kQueue: return "queue";
    case OpCode::kLimitedQueue: return "limited_queue";
    case OpCode::kBacklogServer: return "backlog_server";
    case OpCode::kGate: return "gate";
    case OpCode::kServedEffective: return "served_effective";
    case OpCode::kAllocate: return "allocate";
    case OpCode::kLimitedFlag: return "limited_flag";
    case OpCode::kScaleParts: return "scale_parts";
    case OpCode::kInitialSplit: return "initial_split";
    case OpCode::kLeaveInOrder: return "leave_in_order";
    case OpCode::kSeeded: return "seeded";
    case OpCode::kApportion: return "apportion";
    case OpCode::kDrawPmf: return "draw_pmf";
    case OpCode::kDrawPoisson: return "draw_poisson";
  }
  return "";
}

bool is_open(const Op& op, std::span<const double> taps, std::int64_t bin) {
  if (!taps.empty()) {
    return std::binary_search(taps.begin(), taps.end(), static_cast<double>(bin));
  }
  return bin >= op.phase && (bin - op.phase) % op.integer == 0;
}

std::span<const Literal> literals_of(OpCode code) {
  switch (code) {
// clang-format off
#define FT_FUNCTION(id, ...) case OpCode::k##id: return kLiterals<ExprOp::k##id>;
#include "expr/functions.def"
    // clang-format on
    default: return {};
  }
}

std::string to_text(const Plan& plan) {
  std::string text = "bins " + std::to_string(plan.bins) + "\n";
  for (const Parameter& parameter : plan.parameters) text += text_of(parameter);
  for (const Step& step : plan.steps) {
    const bool loop = step.kind == Step::Kind::kLoop;
    if (loop)
      text += "loop" + (step.block > 1 ? " block=" + std::to_string(step.block) : "") + "\n";
    for (std::uint32_t i = 0; i < step.op_count; ++i) {
      const Op& op = plan.op(plan.order[step.first_op + i]);
      text += (loop ? "  " : "map ") + text_of(plan, op) + "\n";
    }
  }
  return text;
}

}  // namespace flowtime
