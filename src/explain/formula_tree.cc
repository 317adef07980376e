#include "base/number_text.h"
#include "explain/formula.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// What the inputs of an op are called; the last name serves all further inputs.
std::vector<const char*> roles_of(const Op& op) {
  switch (op.code) {
    case OpCode::kClamp: return {"value", "lower limit", "upper limit"};
    case OpCode::kIf: return {"condition", "then", "else"};
    case OpCode::kDelay: return {"value", "lag"};
    case OpCode::kSample: return {"value", "condition"};
    case OpCode::kQueue:
    case OpCode::kLimitedQueue: return {"inflow", "outflow", "loss", "limit"};
    case OpCode::kBacklogServer: return {"arrivals", "capacity", "inflow", "loss"};
    case OpCode::kGate: return {"outflow", "most that a dispatch releases"};
    case OpCode::kServedEffective: return {"outflow", "inflow", "depth before"};
    case OpCode::kAllocate: return {"shared capacity", "other demand"};
    case OpCode::kLimitedFlag: return {"allocation", "demand"};
    case OpCode::kScaleParts: return {"total", "other part"};
    case OpCode::kSeeded: return {"", "initial value"};
    case OpCode::kApportion: return {"amount", "other weight"};
    case OpCode::kStep: return {"value", "threshold"};
    default: return {""};
  }
}

// Of the inputs that stand for one output each, those of this output have a role of their own.
const char* role_of(const Op& op, std::uint32_t input, std::uint32_t output) {
  const bool parts = op.code == OpCode::kScaleParts;
  const bool fallback = parts && input > op.output_count;
  const bool own = input == (fallback ? 1 + op.output_count : 1) + output;
  if (own && op.code == OpCode::kAllocate) return "demand";
  if (own && op.code == OpCode::kApportion) return "weight";
  if (fallback) return own ? "fallback" : "other fallback";
  if (own && parts) return "part";
  const std::vector<const char*> roles = roles_of(op);
  return roles[input < roles.size() ? input : roles.size() - 1];
}

std::string detail_of(const Plan& plan, const Op& op) {
  switch (op.code) {
    case OpCode::kConv: {
      std::string text = "weights";
      for (std::uint32_t i = 0; i < op.tap_count && i < 16; ++i) {
        text += (i > 0 ? ", " : " ") + format_number(plan.taps[op.first_tap + i]);
      }
      return op.tap_count > 16 ? text + " ..." : text;
    }
    case OpCode::kLookup: {
      std::string text = "points";
      for (std::uint32_t i = 0; i + 1 < op.tap_count && i < 16; i += 2) {
        text += (i > 0 ? ", [" : " [") + format_number(plan.taps[op.first_tap + i]) + ", " +
                format_number(plan.taps[op.first_tap + i + 1]) + "]";
      }
      return op.tap_count > 16 ? text + " ..." : text;
    }
    case OpCode::kDelay: return "at most " + std::to_string(op.integer) + " bins";
    case OpCode::kEma: return "weight " + format_number(op.number);
    case OpCode::kGate:
    case OpCode::kPulse:
      if (op.tap_count > 0) return "in " + std::to_string(op.tap_count) + " bins of a timetable";
      return "every " + std::to_string(op.integer) + " bins from bin " + std::to_string(op.phase);
    default: return "";
  }
}

constexpr std::size_t kMaxSamples = 32;  // of a convolution

class TreeMaker {
 public:
  TreeMaker(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns)
      : plan_(plan), index_(index), breakdowns_(breakdowns) {}

  FormulaNode root(ColumnIndex column, std::int64_t bin) {
    const PlanIndex::Maker& maker = index_.maker(column);
    if (maker.op == nullptr) return input(column, bin);
    return made(column, bin, 0);
  }

 private:
  FormulaNode input(ColumnIndex column, std::int64_t bin) {
    return {.op = "input",
            .role = {},
            .value = breakdowns_.value(Operand::of(column), bin),
            .series_id = index_.maker(column).parameter->name,
            .bin = bin};
  }

  FormulaNode leaf(const Operand& operand, std::int64_t bin) {
    if (operand.is_immediate() && !operand.named) return {.op = "number", .value = operand.value};
    FormulaNode node{.op = "series", .value = breakdowns_.value(operand, bin)};
    const auto series = index_.series_of(operand.column);
    node.series_id = series ? plan_.series[*series].id : plan_.columns[operand.column.value].name;
    node.bin = bin - operand.lag;
    return node;
  }

  FormulaNode operand_tree(const Operand& operand, std::int64_t bin, int depth) {
    ++nodes_;
    if (operand.is_immediate() || index_.series_of(operand.column) || bin < operand.lag) {
      return leaf(operand, bin);
    }
    if (index_.maker(operand.column).op == nullptr) {
      return input(operand.column, bin - operand.lag);
    }
    if (nodes_ >= kMaxFormulaNodes || depth >= kMaxFormulaDepth) {
      return {.op = "more", .value = breakdowns_.value(operand, bin)};
    }
    return made(operand.column, bin - operand.lag, depth);
  }

  FormulaNode made(ColumnIndex column, std::int64_t bin, int depth) {
    const PlanIndex::Maker& maker = index_.maker(column);
    const Op& op = *maker.op;
    FormulaNode node{.op = name_of(op.code), .value = 0, .bin = bin};
    node.value = breakdowns_.value(Operand::of(column), bin);
    node.detail = detail_of(plan_, op);
    const Breakdown breakdown = breakdowns_.of(column, bin);
    if (op.code == OpCode::kConv) return convolution(std::move(node), op, breakdown);
    if (op.code == OpCode::kBacklogServer) return backlog_server(std::move(node), maker, breakdown);
    if (op.code == OpCode::kLeaveInOrder) return in_order(std::move(node), maker, breakdown);
    if (op.code == OpCode::kLimitedQueue && maker.output == 1) node.op = "overflow";
    if (op.code == OpCode::kDelay && maker.output == 1) node.op = "delay_clamped";
    if (nodes_ + static_cast<std::int64_t>(op.input_count) > kMaxFormulaNodes) {
      return {.op = "more", .value = node.value, .bin = bin};
    }
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      const auto [operand, from] = read_by(op, i, column, bin);
      FormulaNode child = operand_tree(operand, from, depth + 1);
      child.role = role_of(op, i, maker.output);
      child.binding = breakdown.binding == i;
      node.operands.push_back(std::move(child));
    }
    add_previous(node, op, maker, bin);
    add_settings(node, op, maker, bin);
    set_amounts(node, breakdown);
    return node;
  }

  // What an op knows besides what it reads: whether it is open in the bin, how much a sample
  // weighs, which of the parts it gives is the last.
  void add_settings(FormulaNode& node, const Op& op, const PlanIndex::Maker& maker,
                    std::int64_t bin) const {
    const auto add = [&](const char* role, double value) {
      node.operands.push_back({.op = "number", .role = role, .value = value, .bin = bin});
    };
    if (op.code == OpCode::kGate || op.code == OpCode::kPulse) add("open", is_open(plan_, op, bin));
    if (op.code == OpCode::kEma) add("weight", op.number);
    if (op.code == OpCode::kSeeded) add("seeded", bin < op.integer);
    if (op.code == OpCode::kScaleParts && maker.output + 1 == op.output_count) add("last", 1);
  }

  // What the op reads as input i: of DELAY and INITIAL the bin that they give the value of.
  Breakdowns::Cell read_by(const Op& op, std::uint32_t i, ColumnIndex column, std::int64_t bin) {
    const Operand& operand = plan_.operands[op.first_input + i];
    if (i == 0 && (op.code == OpCode::kDelay || op.code == OpCode::kInitial)) {
      const Breakdowns::Cell from = breakdowns_.passed_on(op, column, bin);
      if (from.operand.column == operand.column) return from;
    }
    return {operand, bin};
  }

  // What an op remembers is an operand as well.
  void add_previous(FormulaNode& node, const Op& op, const PlanIndex::Maker& maker,
                    std::int64_t bin) {
    const bool queue = op.code == OpCode::kQueue || op.code == OpCode::kLimitedQueue;
    if (!queue && op.code != OpCode::kEma && op.code != OpCode::kCumSum) return;
    const ColumnIndex own = plan_.outputs[op.first_output + (queue ? 0 : maker.output)];
    FormulaNode before =
        previous(own, bin, queue ? op.number : (op.code == OpCode::kEma ? kAbsent : 0));
    before.role =
        queue ? "depth before" : (op.code == OpCode::kEma ? "average so far" : "sum so far");
    node.operands.insert(node.operands.begin(), std::move(before));
  }
  FormulaNode previous(ColumnIndex column, std::int64_t bin, double initial) {
    ++nodes_;
    FormulaNode node = leaf(Operand::of(column), bin - 1);
    if (bin == 0) node.value = initial;
    return node;
  }

  // The fused op as what it stands for.
  // A reader knows the three formulas that the author wrote and not the op they were joined into.
  FormulaNode backlog_server(FormulaNode node, const PlanIndex::Maker& maker,
                             const Breakdown& breakdown) {
    const Op& op = *maker.op;
    const Operand* in = plan_.operands.data() + op.first_input;
    const ColumnIndex served = plan_.outputs[op.first_output];
    const ColumnIndex depth = plan_.outputs[op.first_output + 1];
    const std::int64_t bin = node.bin;
    const auto named = [&](const Operand& operand, const char* role) {
      FormulaNode child = operand_tree(operand, bin, 1);
      child.role = role;
      return child;
    };
    FormulaNode before = previous(depth, bin, op.number);
    before.role = "depth before";
    if (maker.output == 1) {
      node.op = "queue";
      node.operands = {before, named(in[2], "inflow"), named(Operand::of(served), "outflow"),
                       named(in[3], "loss")};
      set_amounts(node, breakdown);
      return node;
    }
    if (maker.output == 2) {
      node.op = name_of(OpCode::kServedEffective);
      node.operands = {named(Operand::of(served), "outflow"), named(in[2], "inflow"), before};
      set_amounts(node, breakdown);
      return node;
    }
    node.op = "min";
    FormulaNode waiting{.op = "add", .role = "all that waits", .value = 0, .bin = bin};
    waiting.operands = {named(in[0], "arrivals"), before};
    waiting.value = waiting.operands[0].value + before.value;
    waiting.binding = breakdown.binding == 0u;
    FormulaNode capacity = named(in[1], "capacity");
    capacity.binding = breakdown.binding == 1u;
    node.operands = {std::move(capacity), std::move(waiting)};
    return node;
  }

  // Which cohorts left is no formula; what of them waited before and what came in the bin sums up.
  FormulaNode in_order(FormulaNode node, const PlanIndex::Maker& maker,
                       const Breakdown& breakdown) {
    const auto parts = static_cast<std::uint32_t>(maker.op->integer);
    const bool stays = maker.output / parts == 1;
    node.op = stays ? "queue" : "add";
    for (const char* role : {"depth before", "inflow", "outflow", "overflow"}) {
      const auto term =
          std::find_if(breakdown.terms.begin(), breakdown.terms.end(),
                       [&](const Term& one) { return role == std::string(one.role); });
      const bool needed =
          stays || role == std::string("depth before") || role == std::string("inflow");
      if (!needed) continue;
      FormulaNode child{.op = "number", .role = role, .value = 0, .bin = node.bin};
      if (stays && child.role == "overflow") child.role = "loss";
      if (term != breakdown.terms.end()) {
        child.value = stays ? term->value : term->amount.rounded();
        child.amount = term->amount.rounded();
      }
      node.operands.push_back(std::move(child));
    }
    return node;
  }

  FormulaNode convolution(FormulaNode node, const Op& op, const Breakdown& breakdown) {
    const Operand& x = plan_.operands[op.first_input];
    std::size_t shown = 0;
    for (const Term& term : breakdown.terms) {
      if (nodes_ >= kMaxFormulaNodes || ++shown > kMaxSamples) break;
      FormulaNode sample =
          operand_tree(x.is_immediate() ? x : Operand::of(x.column), term.bin, kMaxFormulaDepth);
      sample.amount = term.amount.rounded();
      sample.weight = plan_.taps[op.first_tap + static_cast<std::size_t>(node.bin - term.bin)];
      node.operands.push_back(std::move(sample));
    }
    add_samples_not_shown(node, breakdown);
    return node;
  }
  // Far samples as one number.
  static void add_samples_not_shown(FormulaNode& node, const Breakdown& breakdown) {
    const std::size_t shown = node.operands.size();
    if (shown == breakdown.terms.size()) return;
    Twofold rest;
    for (std::size_t i = shown; i < breakdown.terms.size(); ++i) rest += breakdown.terms[i].amount;
    node.operands.push_back(
        {.op = "more", .value = rest.rounded(), .bin = node.bin, .weight = 1.0});
  }

  // By the column and bin that a term was read from.
  // A term with a role belongs to the operand of that role; without one, numbers are matched by
  // value, cells by series and bin.
  void set_amounts(FormulaNode& node, const Breakdown& breakdown) {
    for (FormulaNode& child : node.operands) {
      for (const Term& term : breakdown.terms) {
        if (!child.amount && matches(child, term)) child.amount = term.amount.rounded();
      }
    }
  }
  bool matches(const FormulaNode& child, const Term& term) const {
    if (term.role[0] != '\0' && child.role == term.role) return true;
    if (term.role[0] != '\0') return false;
    if (term.kind == Term::Kind::kNumber) {
      return child.op == "number" && child.value == term.value;
    }
    if (child.op == "number" || child.bin != term.bin) return false;
    const auto series = index_.series_of(term.column);
    return !series ? child.op != "series" : child.series_id == plan_.series[*series].id;
  }

  const Plan& plan_;
  const PlanIndex& index_;
  Breakdowns& breakdowns_;
  int nodes_ = 0;
};

}  // namespace

FormulaNode formula_tree(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                         ColumnIndex column, std::int64_t bin) {
  return TreeMaker(plan, index, breakdowns).root(column, bin);
}

}  // namespace flowtime
