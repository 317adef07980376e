// const, expr and pmf nodes, and what traffic says about them.
#include "compile/node_lowering.h"

#include <algorithm>
#include <cmath>

#include "base/overloaded.h"
#include "model/names.h"

namespace flowtime::compile_detail {
namespace {

// Nodes being looked at, innermost last, and the names that each reads in the same bin; direct
// SHIFTs do not count.
class OpenNodes {
 public:
  explicit OpenNodes(const Model& model) : model_(model) {}
  bool empty() const { return frames_.empty(); }
  std::uint32_t top() const { return frames_.back().node; }
  void push(std::uint32_t node) {
    frames_.push_back({node, names_.size(), names_.size()});
    if (const auto* body = std::get_if<ExprNodeBody>(&model_.nodes[node].body)) add(body->expr);
  }
  // The innermost node's next name, from the first on; null after the last.
  const std::string* next() {
    Frame& frame = frames_.back();
    return frame.next < names_.size() ? names_[frame.next++] : nullptr;
  }
  void pop() {
    names_.resize(frames_.back().first);
    frames_.pop_back();
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t first, next;  // into names_
  };
  void add(const Expr& expr) {
    lagged_.assign(expr.nodes.size(), 0);
    for (const ExprNode& node : expr.nodes) {
      if (node.op == ExprOp::kShift && node.lag_or_period > 0) lagged_[expr.argument(node, 0)] = 1;
    }
    for (std::size_t i = 0; i < expr.nodes.size(); ++i) {
      if (expr.nodes[i].op != ExprOp::kName || lagged_[i] != 0) continue;
      names_.push_back(&expr.names[expr.nodes[i].name]);
    }
  }
  const Model& model_;
  std::vector<Frame> frames_;
  std::vector<const std::string*> names_;
  std::vector<std::uint8_t> lagged_;
};

}  // namespace

void NodeLowering::declare() {
  for (const Node& node : model_.nodes) {
    const Slot& slot = declare_series(node.id, false);
    if (node.initial) draft.columns[slot.column.value].before_first_bin = *node.initial;
  }
}

void NodeLowering::declare_clamped_delays() {
  for (const Node& node : model_.nodes) {
    if (routes_.feed(node.id)) continue;
    if (const auto clamped = delay_clamped_id(node)) declare_series(*clamped, true);
  }
}

// Expressions after what they read, so that constants are known where they are used. Cycles keep
// the declared order; they are judged later, on the ops.
std::vector<std::uint32_t> NodeLowering::dependency_order() const {
  enum : std::uint8_t { kNew, kOpen, kDone };
  std::vector<std::uint8_t> mark(model_.nodes.size(), kNew);
  std::vector<std::uint32_t> order;
  order.reserve(model_.nodes.size());
  OpenNodes open(model_);
  const auto visit = [&](std::uint32_t node) {
    if (mark[node] != kNew) return;
    mark[node] = kOpen;
    open.push(node);
  };
  for (std::uint32_t root = 0; root < model_.nodes.size(); ++root) {
    visit(root);
    while (!open.empty()) {
      if (const std::string* name = open.next()) {
        if (const auto found = model_.node_index(*name)) visit(found->value);
        continue;
      }
      mark[open.top()] = kDone;
      order.push_back(open.top());
      open.pop();
    }
  }
  return order;
}

void NodeLowering::lower() {
  for (const std::uint32_t index : dependency_order()) {
    const Node& node = model_.nodes[index];
    if (!routes_.feed(node.id)) lower_node(node);
  }
}

void NodeLowering::lower_node(const Node& node) {
  draft.begin_owner(node.id);
  Slot& slot = slot_of(node.id);
  std::visit(Overloaded{[&](const ConstNode&) { lower_const(node, slot); },
                        [&](const ExprNodeBody& body) { lower_expression(node, body, slot); },
                        [&](const PmfNode&) { lower_pmf(node, slot); },
                        [](const ServiceWithBufferNode&) {}, [](const RouterNode&) {}},
             node.body);
  if (has_classed_traffic(node.id)) attribute_traffic(slot);
}

// Every name in it is a number in every bin.
bool NodeLowering::is_constant(const Expr& expr) const {
  return std::all_of(expr.names.begin(), expr.names.end(), [&](const std::string& name) {
    const std::optional<std::uint32_t> slot = find_slot(name);
    return slot && slots_[*slot].constant;
  });
}

void NodeLowering::lower_expression(const Node& node, const ExprNodeBody& body, Slot& slot) {
  // An expression over constants alone becomes a number and is a name itself; in any other the
  // names of constants stay, so that an explanation can say which series a number came from.
  draft.keeps_names = !is_constant(body.expr);
  Value value = expressions_.lower(body.expr);
  draft.keeps_names = false;
  if (has_classed_traffic(node.id)) value.parts.clear();
  define(slot, value);
  const auto id = delay_clamped_id(node);
  if (!id) return;
  Operand clamped = Operand::immediate(0);
  for (const Operand& flag : expressions_.clamped())
    clamped = draft.emit(OpCode::kMax, {clamped, flag});
  define(slot_of(*id), {.total = clamped});
}

// The values of the text. Measured ones win over them, except where a shared capacity asks for the
// demand that the text speaks of.
void NodeLowering::add_authored(const Node& node, Slot& slot, std::vector<double> values) {
  if (!slot.measured) return add_parameter(node.id, slot.raw, std::move(values), false);
  if (slot.constrained || slot.released || options_.with_computed) {
    return add_parameter(node.id + ":authored", slot.raw, std::move(values), false);
  }
  // Nothing reads what the text says: readers of `raw` see what was measured.
  slot.raw = slot.column;
}

void NodeLowering::lower_const(const Node& node, Slot& slot) {
  const auto& body = std::get<ConstNode>(node.body);
  if (body.values.empty()) return lower_generated(node, slot);
  std::vector<double> values = body.values;
  const bool uniform =
      std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
  if (uniform) values.resize(1);
  add_authored(node, slot, std::move(values));
  if (slot.classed && !has_classed_traffic(node.id) && world_.attributed.count(node.id) == 0) {
    define_parts(slot, parts_of({.total = Operand::of(slot.raw)}));
  }
}

// A node without values whose arrivals traffic generates: the sum of its patterns.
void NodeLowering::lower_generated(const Node& node, Slot& slot) {
  double constant = 0;
  Operand total = Operand::immediate(0);
  int drawn = 0;
  const auto arrivals = world_.arrivals_at.find(node.id);
  if (arrivals == world_.arrivals_at.end()) return add_authored(node, slot, {0});
  for (const TrafficArrival* arrival : arrivals->second) {
    const double rate = arrival->rate_per_bin.value_or(0);
    if (arrival->pattern == TrafficPattern::kConstant) {
      constant += rate;
      continue;
    }
    // Further patterns of one node draw from streams of their own, else they would be equal.
    const std::string stream = node.id + (drawn > 0 ? "#" + std::to_string(drawn) : "");
    ++drawn;
    const Operand draw = draft.emit(
        DraftOp{.code = OpCode::kDrawPoisson, .number = rate, .stream = stream_of(stream)});
    total = drawn == 1 ? draw : draft.emit(OpCode::kAdd, {total, draw});
  }
  if (drawn == 0) return add_authored(node, slot, {constant});
  if (constant != 0) total = draft.emit(OpCode::kAdd, {total, Operand::immediate(constant)});
  define(slot, {.total = total});
}

std::uint64_t NodeLowering::stream_of(const std::string& id) const {
  FT_CHECK(options_.stream_state != nullptr);
  const std::uint64_t seed = model_.seed ? static_cast<std::uint64_t>(*model_.seed) : options_.seed;
  return options_.stream_state(std::to_string(seed) + ":" + id);
}

// Probabilities as written when they sum to 1 within 1e-6, else divided by their sum.
void NodeLowering::lower_pmf(const Node& node, Slot& slot) {
  const auto& pmf = std::get<PmfNode>(node.body);
  double sum = 0;
  for (const double p : pmf.probabilities) sum += p;
  const bool as_written = std::fabs(sum - 1) <= 1e-6;
  std::vector<double> taps = pmf.values;
  double expected = 0;
  for (std::size_t i = 0; i < pmf.values.size(); ++i) {
    const double p = as_written ? pmf.probabilities[i] : pmf.probabilities[i] / sum;
    taps.push_back(p);
    expected += pmf.values[i] * p;
  }
  if (options_.sampling == CompileOptions::Sampling::kExpected) {
    return define(slot, {.total = Operand::immediate(expected)});
  }
  define(slot, {.total = draft.emit(DraftOp{
                    .code = OpCode::kDrawPmf, .taps = taps, .stream = stream_of(node.id)})});
}

// The share of each part at a source: by rate when every class has one and they are not all 0,
// else equal.
std::vector<double> NodeLowering::traffic_shares(const std::string& id) const {
  const auto& arrivals = world_.arrivals_at.at(id);
  double sum = 0;
  bool some_missing = false;
  std::set<std::uint32_t> distinct;
  for (const TrafficArrival* arrival : arrivals) {
    some_missing = some_missing || !arrival->rate_per_bin;
    if (!arrival->flow_class) continue;
    sum += arrival->rate_per_bin.value_or(0);
    distinct.insert(arrival->flow_class->value);
  }
  const bool by_rate = !some_missing && sum > 0;
  std::vector<double> shares(part_count(), 0);
  for (const TrafficArrival* arrival : arrivals) {
    if (!arrival->flow_class) continue;
    double& share = shares[arrival->flow_class->value];
    share = by_rate ? share + arrival->rate_per_bin.value_or(0) / sum
                    : 1.0 / static_cast<double>(distinct.size());
  }
  return shares;
}

void NodeLowering::attribute_traffic(Slot& slot) {
  const std::vector<double> shares = traffic_shares(slot.id);
  const Operand total = Operand::of(slot.raw);
  std::vector<Operand> raw;
  for (const double share : shares) {
    raw.push_back(draft.emit(OpCode::kMultiply, {total, Operand::immediate(share)}));
  }
  define_parts(slot, scaled(total, raw));
}

}  // namespace flowtime::compile_detail
