#include "explain/formula.h"

#include <array>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// What the inputs of an op are called; the last name serves all further inputs.
std::vector<const char*> roles_of(const Op& op) {
  switch (op.code) {
    case OpCode::kClamp: return {"value", "lower limit", "upper limit"};
    case OpCode::kIf: return {"condition", "then", "else"};
    case OpCode::kQueue: return {"inflow", "outflow", "loss"};
    case OpCode::kLimitedQueue: return {"inflow", "outflow", "loss", "limit"};
    case OpCode::kBacklogServer: return {"arrivals", "capacity", "inflow", "loss"};
    case OpCode::kGate: return {"outflow", "most that a dispatch releases"};
    case OpCode::kServedEffective: return {"outflow", "inflow", "depth before"};
    case OpCode::kAllocate: return {"shared capacity", "demand"};
    case OpCode::kLimitedFlag: return {"allocation", "demand"};
    case OpCode::kScaleParts: return {"total", "part"};
    case OpCode::kSeeded: return {"", "initial value"};
    case OpCode::kApportion: return {"amount", "weight"};
    case OpCode::kStep: return {"value", "threshold"};
    default: return {""};
  }
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
    case OpCode::kEma: return "weight " + format_number(op.number);
    case OpCode::kGate:
    case OpCode::kPulse:
      return "every " + std::to_string(op.integer) + " bins from bin " + std::to_string(op.phase);
    default: return "";
  }
}

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
    if (operand.is_immediate()) return {.op = "number", .value = operand.value};
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
    const std::vector<const char*> roles = roles_of(op);
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      if (nodes_ >= kMaxFormulaNodes) {
        node.operands.push_back({.op = "more", .value = kAbsent});
        break;
      }
      const auto [operand, from] = read_by(op, i, column, bin);
      FormulaNode child = operand_tree(operand, from, depth + 1);
      child.role = roles[i < roles.size() ? i : roles.size() - 1];
      child.binding = breakdown.binding == i;
      node.operands.push_back(std::move(child));
    }
    add_previous(node, op, maker, bin);
    set_amounts(node, breakdown);
    return node;
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

  FormulaNode convolution(FormulaNode node, const Op& op, const Breakdown& breakdown) {
    const Operand& x = plan_.operands[op.first_input];
    std::size_t shown = 0;
    for (const Term& term : breakdown.terms) {
      if (nodes_ >= kMaxFormulaNodes || ++shown > 32) break;
      FormulaNode sample =
          operand_tree(x.is_immediate() ? x : Operand::of(x.column), term.bin, kMaxFormulaDepth);
      sample.amount = term.amount.rounded();
      node.operands.push_back(std::move(sample));
    }
    return node;
  }

  // By the column and bin that a term was read from.
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

std::string number_text(double value) { return is_absent(value) ? "absent" : format_number(value); }

// Writes a tree in the notation of expressions.
class FormulaPrinter {
 public:
  FormulaPrinter(std::int64_t bin, bool values) : bin_(bin), values_(values) {}

  std::string text(const FormulaNode& node, int level = 0) const {
    if (node.op == "number") return number_text(node.value);
    if (node.op == "more") return "...";
    if (node.op == "series" || node.op == "input") return series(node);
    if (node.op == "queue") return "max(0, " + queue_sum(node) + ")";
    if (node.op == "limited_queue") {
      return "min(" + text(child(node, "limit")) + ", max(0, " + queue_sum(node) + "))";
    }
    if (const char* sign = infix(node.op)) return binary(node, sign, level);
    if (node.op == "copy" && node.operands.size() == 1) return text(node.operands[0], level);
    return call(node);
  }

 private:
  static const char* infix(const std::string& op) {
    constexpr std::array<std::array<const char*, 2>, 10> kSigns{{{"add", "+"},
                                                                 {"subtract", "-"},
                                                                 {"multiply", "*"},
                                                                 {"divide", "/"},
                                                                 {"less", "<"},
                                                                 {"less_equal", "<="},
                                                                 {"greater", ">"},
                                                                 {"greater_equal", ">="},
                                                                 {"equal", "=="},
                                                                 {"not_equal", "!="}}};
    for (const auto& [name, sign] : kSigns) {
      if (op == name) return sign;
    }
    return nullptr;
  }
  static int level_of(const char* sign) {
    if (sign[0] == '*' || sign[0] == '/') return 2;
    return sign[0] == '+' || sign[0] == '-' ? 1 : 0;
  }
  std::string series(const FormulaNode& node) const {
    if (values_) return number_text(node.value);
    if (node.bin == bin_) return node.series_id;
    return node.series_id + "[t-" + std::to_string(bin_ - node.bin) + "]";
  }
  std::string binary(const FormulaNode& node, const char* sign, int level) const {
    const int own = level_of(sign);
    const std::string inner =
        text(node.operands[0], own) + " " + sign + " " +
        text(node.operands[1], sign[0] == '-' || sign[0] == '/' ? own + 1 : own);
    return own < level ? "(" + inner + ")" : inner;
  }
  static const FormulaNode& child(const FormulaNode& node, const char* role) {
    for (const FormulaNode& operand : node.operands) {
      if (operand.role == role) return operand;
    }
    return node.operands.front();
  }
  // Terms that are the number 0 say nothing.
  std::string queue_sum(const FormulaNode& node) const {
    std::string sum = text(child(node, "depth before"), 1);
    for (const auto& [role, sign] :
         {std::pair{"inflow", " + "}, std::pair{"outflow", " - "}, std::pair{"loss", " - "}}) {
      const FormulaNode& flow = child(node, role);
      if (flow.op == "number" && flow.value == 0) continue;
      sum += sign + text(flow, 2);
    }
    return sum;
  }
  std::string call(const FormulaNode& node) const {
    std::string inner;
    for (const FormulaNode& operand : node.operands) {
      inner += (inner.empty() ? "" : ", ") + text(operand);
    }
    if (!node.detail.empty()) inner += (inner.empty() ? "" : "; ") + node.detail;
    return node.op + "(" + inner + ")";
  }

  std::int64_t bin_;
  bool values_;
};

}  // namespace

FormulaNode formula_tree(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                         ColumnIndex column, std::int64_t bin) {
  return TreeMaker(plan, index, breakdowns).root(column, bin);
}

std::string formula_text(const FormulaNode& root, std::int64_t bin) {
  return FormulaPrinter(bin, false).text(root);
}

std::string formula_values_text(const FormulaNode& root) {
  return FormulaPrinter(root.bin, true).text(root);
}

}  // namespace flowtime
