#include "plan/plan.h"

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

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

void append_attributes(std::string& text, const Plan& plan, const Op& op) {
  switch (op.code) {
    case OpCode::kPulse:
    case OpCode::kGate:
      text += " period=" + std::to_string(op.integer) + " phase=" + std::to_string(op.phase);
      return;
    case OpCode::kConv:
    case OpCode::kDrawPmf: append_taps(text, plan, op); return;
    case OpCode::kEma: text += " weight=" + format_number(op.number); return;
    case OpCode::kQueue:
    case OpCode::kLimitedQueue:
    case OpCode::kBacklogServer:
    case OpCode::kInitialSplit: text += " initial=" + format_number(op.number); return;
    case OpCode::kSeeded: text += " lag=" + std::to_string(op.integer); return;
    case OpCode::kDrawPoisson: text += " rate=" + format_number(op.number); return;
    default: return;
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
  const std::size_t shown = parameter.values.size() > 8 ? 8 : parameter.values.size();
  for (std::size_t i = 0; i < shown; ++i) text += " " + format_number(parameter.values[i]);
  if (shown < parameter.values.size()) {
    text += " ... (" + std::to_string(parameter.values.size()) + " values)";
  }
  return text + "\n";
}

}  // namespace

const char* name_of(OpCode code) {
  switch (code) {
    case OpCode::kCopy: return "copy";
    case OpCode::kFiniteOrZero: return "finite_or_zero";
    case OpCode::kNegate: return "negate";
    case OpCode::kFloor: return "floor";
    case OpCode::kCeil: return "ceil";
    case OpCode::kRound: return "round";
    case OpCode::kAbs: return "abs";
    case OpCode::kSqrt: return "sqrt";
    case OpCode::kAdd: return "add";
    case OpCode::kSubtract: return "subtract";
    case OpCode::kMultiply: return "multiply";
    case OpCode::kDivide: return "divide";
    case OpCode::kMin: return "min";
    case OpCode::kMax: return "max";
    case OpCode::kMod: return "mod";
    case OpCode::kStep: return "step";
    case OpCode::kLess: return "less";
    case OpCode::kLessEqual: return "less_equal";
    case OpCode::kGreater: return "greater";
    case OpCode::kGreaterEqual: return "greater_equal";
    case OpCode::kEqual: return "equal";
    case OpCode::kNotEqual: return "not_equal";
    case OpCode::kClamp: return "clamp";
    case OpCode::kIf: return "if";
    case OpCode::kPulse: return "pulse";
    case OpCode::kConv: return "conv";
    case OpCode::kEma: return "ema";
    case OpCode::kCumSum: return "cumsum";
    case OpCode::kQueue: return "queue";
    case OpCode::kLimitedQueue: return "limited_queue";
    case OpCode::kBacklogServer: return "backlog_server";
    case OpCode::kGate: return "gate";
    case OpCode::kServedEffective: return "served_effective";
    case OpCode::kAllocate: return "allocate";
    case OpCode::kLimitedFlag: return "limited_flag";
    case OpCode::kScaleParts: return "scale_parts";
    case OpCode::kInitialSplit: return "initial_split";
    case OpCode::kSeeded: return "seeded";
    case OpCode::kApportion: return "apportion";
    case OpCode::kDrawPmf: return "draw_pmf";
    case OpCode::kDrawPoisson: return "draw_poisson";
  }
  return "";
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
