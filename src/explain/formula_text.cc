// A formula as text, in the notation of expressions.
#include <array>
#include <span>
#include <string_view>

#include "base/number_text.h"
#include "explain/formula.h"
#include "explain/told_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

enum class Leaves { kNames, kValues, kShortValues };

// `level` says how tightly the sign around the text binds: what binds less is put in brackets. Ops
// that are not signs have a row in rows(); all others print as a call of a function.
class FormulaPrinter {
 public:
  FormulaPrinter(std::int64_t bin, Leaves leaves) : bin_(bin), leaves_(leaves) {}

  std::string text(const FormulaNode& node, int level = 0) const {
    if (node.op == "number") return number(node.value);
    if (node.op == "more") return names() ? "..." : number(node.value);
    if (node.op == "series" || node.op == "input") return series(node);
    if (const char* sign = infix(node.op)) return binary(node, sign, level);
    for (const Row& row : rows()) {
      if (node.op == row.op) return (this->*row.print)(node, level);
    }
    return call(node);
  }

 private:
  using Print = std::string (FormulaPrinter::*)(const FormulaNode&, int) const;
  struct Row {
    const char* op;
    Print print;
  };
  static std::span<const Row> rows();

  struct Sign {
    const char *op, *sign;
  };
  static const char* infix(const std::string& op) {
    constexpr std::array<Sign, 10> kSigns{{{"add", "+"},
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
  static constexpr int kSum = 1, kProduct = 2, kSingle = 3;  // how tightly a sign binds
  static int level_of(const char* sign) {
    if (sign[0] == '*' || sign[0] == '/') return kProduct;
    return sign[0] == '+' || sign[0] == '-' ? kSum : 0;
  }
  static std::string within(int level, int own, const std::string& text) {
    return own < level ? "(" + text + ")" : text;
  }

  bool names() const { return leaves_ == Leaves::kNames; }
  std::string number(double value) const {
    if (leaves_ == Leaves::kShortValues) return short_text(value);
    return is_absent(value) ? "absent" : format_number(value);
  }
  std::string series(const FormulaNode& node) const {
    if (!names()) return number(node.value);
    if (node.bin == bin_) return node.series_id;
    return node.series_id + "[t-" + std::to_string(bin_ - node.bin) + "]";
  }
  // What is not known counts as 0.
  std::string known(const FormulaNode& node, int level = 0) const {
    return !names() && is_absent(node.value) ? "0" : text(node, level);
  }
  // What is not known or negative counts as 0.
  std::string positive(const FormulaNode& node, int level = kSingle) const {
    if (!names() && !(node.value > 0)) return "0";
    return names() ? "max(0, " + text(node) + ")" : text(node, level);
  }
  // The right side is bracketed where it would bind no tighter: sums keep their order.
  std::string binary(const FormulaNode& node, const char* sign, int level) const {
    const int own = level_of(sign);
    return within(level, own,
                  text(node.operands[0], own) + " " + sign + " " + text(node.operands[1], own + 1));
  }

  static const FormulaNode* find(const FormulaNode& node, std::string_view role) {
    for (const FormulaNode& operand : node.operands) {
      if (operand.role == role) return &operand;
    }
    return nullptr;
  }
  static const FormulaNode& child(const FormulaNode& node, std::string_view role) {
    const FormulaNode* found = find(node, role);
    return found != nullptr ? *found : node.operands.front();
  }
  static bool is_set(const FormulaNode& node, std::string_view role) {
    const FormulaNode* found = find(node, role);
    return found != nullptr && found->value != 0;
  }

  // Terms that are the number 0 say nothing.
  std::string left_over(const FormulaNode& node) const {
    std::string sum = text(child(node, "depth before"), kSum);
    for (const auto& [role, sign] :
         {std::pair{"inflow", " + "}, std::pair{"outflow", " - "}, std::pair{"loss", " - "}}) {
      const FormulaNode& flow = child(node, role);
      if (flow.op == "number" && flow.value == 0) continue;
      sum += sign + known(flow, kProduct);
    }
    return "max(0, " + sum + ")";
  }
  std::string limit(const FormulaNode& node) const {
    const FormulaNode& most = child(node, "limit");
    return names() ? text(most, kProduct) : positive(most);
  }
  std::string queue(const FormulaNode& node, int) const { return left_over(node); }
  std::string limited_queue(const FormulaNode& node, int) const {
    return "min(" + limit(node) + ", " + left_over(node) + ")";
  }
  std::string overflow(const FormulaNode& node, int) const {
    return "max(0, " + left_over(node) + " - " + limit(node) + ")";
  }
  std::string served_effective(const FormulaNode& node, int) const {
    return "min(" + known(child(node, "outflow")) + ", max(0, " +
           text(child(node, "depth before"), kSum) + " + " +
           known(child(node, "inflow"), kProduct) + "))";
  }
  std::string when_open(const FormulaNode& node, const std::string& what) const {
    return "if(" + (names() ? "open" : number(child(node, "open").value)) + ", " + what + ", 0)";
  }
  std::string gate(const FormulaNode& node, int) const {
    const FormulaNode* most = find(node, "most that a dispatch releases");
    const std::string outflow = text(child(node, "outflow"));
    const bool free = most == nullptr || is_absent(most->value);
    return when_open(node, free ? outflow : "min(" + outflow + ", " + positive(*most) + ")");
  }
  std::string pulse(const FormulaNode& node, int) const {
    return when_open(node, text(node.operands.front()));
  }
  std::string convolution(const FormulaNode& node, int level) const {
    std::string sum;
    for (const FormulaNode& sample : node.operands) {
      const double weight = sample.weight.value_or(1);
      const std::string factor = weight == 1 ? "" : number(weight) + " * ";
      sum += (sum.empty() ? "" : " + ") + factor + text(sample, kSingle);
    }
    return sum.empty() ? "0" : within(level, node.operands.size() > 1 ? kSum : kProduct, sum);
  }
  // The first sample is its own average, an absent one leaves the average as it was.
  std::string average(const FormulaNode& node, int level) const {
    const FormulaNode &before = child(node, "average so far"), &sample = node.operands[1];
    if (is_absent(before.value)) return text(sample, level);
    if (is_absent(sample.value)) return text(before, level);
    const std::string weight = number(child(node, "weight").value);
    return within(level, kSum,
                  weight + " * " + text(sample, kSingle) + " + (1 - " + weight + ") * " +
                      text(before, kSingle));
  }
  std::string running_sum(const FormulaNode& node, int level) const {
    return within(
        level, kSum,
        text(child(node, "sum so far"), kSum) + " + " + known(node.operands[1], kProduct));
  }
  // All of the demand while there is enough for everyone, else a share in proportion.
  std::string share(const FormulaNode& node, int level) const {
    const FormulaNode &capacity = child(node, "shared capacity"), &own = child(node, "demand");
    double demand = 0;
    for (const FormulaNode& member : node.operands) {
      if (&member != &capacity && member.value > 0) demand += member.value;
    }
    if (!(capacity.value > 0)) return "0";
    if (demand <= capacity.value) return positive(own);
    return within(level, kProduct,
                  text(capacity, kProduct) + " * (" + positive(own) + " / (" +
                      sum_of(node, "demand", "other demand") + "))");
  }
  // Of the operands of two roles, what is above 0.
  std::string sum_of(const FormulaNode& node, std::string_view own, std::string_view other) const {
    std::string sum;
    for (const FormulaNode& operand : node.operands) {
      if (operand.role != own && operand.role != other) continue;
      if (!names() && !(operand.value > 0)) continue;
      sum += (sum.empty() ? "" : " + ") + positive(operand);
    }
    return sum.empty() ? "0" : sum;
  }
  double total_of(const FormulaNode& node, std::string_view own, std::string_view other) const {
    double sum = 0;
    for (const FormulaNode& operand : node.operands) {
      if ((operand.role == own || operand.role == other) && operand.value > 0) sum += operand.value;
    }
    return sum;
  }
  // As it was before scaling, scaled to the total, or all of what cannot be scaled for the last.
  std::string part(const FormulaNode& node, int level) const {
    const FormulaNode& total = child(node, "total");
    const char *own = "part", *other = "other part";
    if (total_of(node, own, other) == 0 && find(node, "fallback") != nullptr) {
      own = "fallback";
      other = "other fallback";
    }
    const double sum = total_of(node, own, other);
    const double slack = 1e-9 * (total.value > 1 ? total.value : 1.0);
    if (is_absent(total.value)) return text(total, level);
    if (total.value < 0 || (sum == 0 && total.value > slack)) {
      return is_set(node, "last") ? text(total, level) : "0";
    }
    const double off = sum > total.value ? sum - total.value : total.value - sum;
    if (!(off > slack)) return positive(child(node, own), level);
    return within(level, kProduct,
                  positive(child(node, own)) + " * (" + text(total, kProduct) + " / (" +
                      sum_of(node, own, other) + "))");
  }
  std::string edge_share(const FormulaNode& node, int level) const {
    const std::string amount = text(child(node, "amount"), kProduct);
    if (total_of(node, "weight", "other weight") > 0) {
      return within(level, kProduct,
                    amount + " * " + positive(child(node, "weight")) + " / (" +
                        sum_of(node, "weight", "other weight") + ")");
    }
    return within(level, kProduct, amount + " / " + std::to_string(node.operands.size() - 1));
  }
  std::string limited_flag(const FormulaNode& node, int level) const {
    return within(
        level, 0,
        text(child(node, "allocation"), kSum) + " + 0.000001 < " + positive(child(node, "demand")));
  }
  std::string seeded(const FormulaNode& node, int level) const {
    return is_set(node, "seeded") ? text(child(node, "initial value"), level)
                                  : text(node.operands.front(), level);
  }
  std::string copy(const FormulaNode& node, int level) const {
    return node.operands.size() == 1 ? text(node.operands.front(), level) : call(node);
  }
  std::string finite(const FormulaNode& node, int level) const {
    return known(node.operands.front(), level);
  }
  std::string negative(const FormulaNode& node, int level) const {
    return within(level, kSum, "-" + text(node.operands.front(), kSingle));
  }
  // Sum of flow * latency over the sum of the flows, in pairs.
  std::string weighted_mean(const FormulaNode& node, int level) const {
    std::string weighted, total;
    for (std::size_t i = 0; i + 1 < node.operands.size(); i += 2) {
      const std::string flow = text(node.operands[i], kSingle);
      weighted += (i == 0 ? "" : " + ") + flow + " * " + text(node.operands[i + 1], kSingle);
      total += (i == 0 ? "" : " + ") + flow;
    }
    return within(level, kProduct, "(" + weighted + ") / (" + total + ")");
  }
  // Many bins or points make it: beside its name it has only its value.
  std::string opaque(const FormulaNode& node, int) const {
    return names() ? call(node) : number(node.value);
  }
  std::string call(const FormulaNode& node) const {
    std::string inner;
    for (const FormulaNode& operand : node.operands) {
      inner += (inner.empty() ? "" : ", ") + text(operand);
    }
    return node.op + "(" + inner + ")";
  }

  std::int64_t bin_;
  Leaves leaves_;
};

std::span<const FormulaPrinter::Row> FormulaPrinter::rows() {
  static constexpr Row kRows[] = {
      {"queue", &FormulaPrinter::queue},
      {"limited_queue", &FormulaPrinter::limited_queue},
      {"overflow", &FormulaPrinter::overflow},
      {"served_effective", &FormulaPrinter::served_effective},
      {"gate", &FormulaPrinter::gate},
      {"pulse", &FormulaPrinter::pulse},
      {"conv", &FormulaPrinter::convolution},
      {"ema", &FormulaPrinter::average},
      {"cumsum", &FormulaPrinter::running_sum},
      {"allocate", &FormulaPrinter::share},
      {"scale_parts", &FormulaPrinter::part},
      {"apportion", &FormulaPrinter::edge_share},
      {"limited_flag", &FormulaPrinter::limited_flag},
      {"seeded", &FormulaPrinter::seeded},
      {"copy", &FormulaPrinter::copy},
      {"finite_or_zero", &FormulaPrinter::finite},
      {"negate", &FormulaPrinter::negative},
      {"weighted_mean", &FormulaPrinter::weighted_mean},
      {"initial_split", &FormulaPrinter::opaque},
      {"draw_pmf", &FormulaPrinter::opaque},
      {"draw_poisson", &FormulaPrinter::opaque},
      {"oldest_age", &FormulaPrinter::opaque},
      {"fifo_delay", &FormulaPrinter::opaque},
      {"bin", &FormulaPrinter::opaque},
      {"lookup", &FormulaPrinter::opaque},
      {"sample", &FormulaPrinter::opaque},
      {"initial", &FormulaPrinter::opaque},
      {"delay", &FormulaPrinter::opaque},
      {"delay_clamped", &FormulaPrinter::opaque},
  };
  return kRows;
}

}  // namespace

std::string formula_text(const FormulaNode& root, std::int64_t bin) {
  return FormulaPrinter(bin, Leaves::kNames).text(root);
}

std::string formula_values_text(const FormulaNode& root, Digits digits) {
  const Leaves leaves = digits == Digits::kFour ? Leaves::kShortValues : Leaves::kValues;
  return FormulaPrinter(root.bin, leaves).text(root);
}

}  // namespace flowtime
