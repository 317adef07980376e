#include "answers/series_units.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "expr/functions.h"
#include "model/names.h"

namespace flowtime {
namespace {

// kAny: a number, which takes the unit of what stands beside it.
enum class Dimension : std::uint8_t {
  kUnknown,
  kAny,
  kFlow,
  kLevel,
  kTime,
  kMinutes,
  kServers,
  kBins,
  kHours,
  kRatio,
  kFlag,
  kFactor,  // a factor of a product that could be either
};
using enum Dimension;

constexpr std::array<const char*, 12> kUnits{"entities/bin",
                                             "entities/bin",
                                             "entities/bin",
                                             "entities",
                                             "ms",
                                             "min",
                                             "count",
                                             "bins",
                                             "h",
                                             "ratio",
                                             "",
                                             ""};

constexpr int kMostPasses = 16;  // chains of names that are longer are rare, and the loop is linear

bool is_known(Dimension dimension) { return dimension >= kFlow && dimension < kFactor; }
bool is_items(Dimension dimension) { return dimension == kFlow || dimension == kLevel; }

// Known dimensions of the series of a model, by bare id.
// Steps: seed what nodes, topology and constraints say of their series; then pass over all
// expressions until nothing more is known, forward to what they make and back to what they read;
// last, take the unit from factors that could be either. The first dimension a series gets is kept,
// so what is said first wins.
class Dimensions {
 public:
  Dimensions(const Model& model, const SeriesCatalog& series) : model_(model) {
    for (const Node& node : model.nodes) seed(node);
    for (const TopologyNode& node : model.topology.nodes) seed(node);
    for (const Constraint& constraint : model.topology.constraints) seed(constraint);
    seed_weights();
    // What evaluation adds to them are flows, such as what overflows.
    for (const SeriesInfo& info : series.all()) {
      if (model.find_node(info.measure) == nullptr) say(info.measure, kFlow);
    }
    for (int pass = 0; pass < kMostPasses && changed_; ++pass) {
      changed_ = false;
      for (const Node& node : model.nodes) pass_through(node);
    }
    for (const Node& node : model.nodes) name_factors(node);
    if (model.topology.nodes.empty()) return;
    for (const Node& node : model.nodes) name_numbers(node);
  }

  Dimension of(const std::string& id) const {
    const auto found = known_.find(id);
    return found == known_.end() ? kUnknown : found->second;
  }

 private:
  // emplace does not replace: the seeds cannot be overruled by an expression.
  void say(const std::string& id, Dimension dimension) {
    if (is_known(dimension) && known_.emplace(id, dimension).second) changed_ = true;
  }
  void say(const Rare<SeriesRef>& ref, Dimension dimension) {
    if (ref && ref->kind == SeriesRef::Kind::kSeries) say(ref->id, dimension);
  }

  void seed(const Node& node) {
    if (const auto clamped = delay_clamped_id(node)) say(*clamped, kFlag);
    if (const auto* queue = std::get_if<ServiceWithBufferNode>(&node.body)) {
      say(node.id, kLevel);
      say(queue->inflow, kFlow);
      say(queue->outflow, kFlow);
      say(queue->loss, kFlow);
    }
    if (const auto* router = std::get_if<RouterNode>(&node.body)) {
      say(router->queue, kFlow);
      for (const Route& route : router->routes) say(route.target, kFlow);
    }
    if (node.dispatch_schedule) say(node.dispatch_schedule->capacity_series, kFlow);
  }

  void seed(const TopologyNode& node) {
    if (const auto depth = queue_depth_id(model_, node)) say(*depth, kLevel);
    const Semantics& semantics = node.semantics;
    say(semantics[Role::kQueueDepth], kLevel);
    say(semantics[Role::kProcessingTimeMsSum], kTime);
    for (const auto& role : semantics.roles) say(role, kFlow);
    if (semantics.parallelism) {
      if (const auto* ref = std::get_if<SeriesRef>(&*semantics.parallelism)) say(*ref, kServers);
    }
    say(node.wip_limit_series, kLevel);
    if (node.dispatch_schedule) say(node.dispatch_schedule->capacity_series, kFlow);
    for (const std::string& id : node.constraints) say(limited_id(node, id), kFlag);
  }

  void seed(const Constraint& constraint) {
    say(constraint.arrivals, kFlow);
    say(constraint.served, kFlow);
    say(constraint.errors, kFlow);
    say(constraint.latency_minutes, kMinutes);
  }

  // After the roles: a flow may serve as a weight too.
  void seed_weights() {
    for (const Edge& edge : model_.topology.edges) say(edge.weight_series, kRatio);
    for (const Node& node : model_.nodes) {
      const auto* router = std::get_if<RouterNode>(&node.body);
      if (router == nullptr) continue;
      for (const Route& route : router->routes) say(route.weight_series, kRatio);
    }
  }

  // From what an expression reads to what it makes, and back.
  // Nodes of an expression are in an order in which arguments come before what uses them: one loop
  // up is forward, one loop down is backward.
  void pass_through(const Node& node) {
    const auto* body = std::get_if<ExprNodeBody>(&node.body);
    if (body == nullptr) return;
    const Expr& expr = body->expr;
    made_.assign(expr.nodes.size(), kUnknown);
    for (std::size_t i = 0; i < expr.nodes.size(); ++i) made_[i] = forward(expr, expr.nodes[i]);
    say(node.id, made_.back());
    if (!is_known(made_.back()) && is_known(of(node.id))) made_.back() = of(node.id);
    for (std::size_t i = expr.nodes.size(); i-- > 0;) backward(expr, expr.nodes[i], made_[i]);
  }

  Dimension argument(const Expr& expr, const ExprNode& node, int at) const {
    return made_[expr.argument(node, at)];
  }

  Dimension forward(const Expr& expr, const ExprNode& node) const {
    if (node.op == ExprOp::kName) return of(bare(expr.names[node.name]));
    const auto arg = [&](int at) { return argument(expr, node, at); };
    switch (unit_rule(node.op)) {
      case UnitRule::kNone: return kUnknown;
      case UnitRule::kAny: return kAny;
      case UnitRule::kBins: return kBins;
      case UnitRule::kHours: return kHours;
      case UnitRule::kAlike: return common_of_all(expr, node);
      case UnitRule::kFirst:
      case UnitRule::kSampled: return arg(0);
      case UnitRule::kChosen: return common(arg(1), arg(2));
      case UnitRule::kCompared: return kFlag;
      case UnitRule::kProduct: return product(arg(0), arg(1));
      case UnitRule::kQuotient: return quotient(arg(0), arg(1));
      case UnitRule::kRunningSum: return is_items(arg(0)) ? kLevel : kUnknown;
    }
    return kUnknown;
  }

  // What came together with what waits is what there is to do: a flow.
  // A number, or something unknown, beside a flow changes nothing: 5 + arrivals is a flow.
  static Dimension common(Dimension a, Dimension b) {
    if (is_items(a) && is_items(b)) return a == b ? a : kFlow;
    if (is_known(a)) return a;
    if (is_known(b)) return b;
    return a == kAny && b == kAny ? kAny : kUnknown;
  }
  Dimension common_of_all(const Expr& expr, const ExprNode& node) const {
    if (node.argument_count == 0) return kAny;
    if (is_beside_one(expr, node)) return kRatio;
    Dimension all = argument(expr, node, 0);
    for (int at = 1; at < node.argument_count; ++at) all = common(all, argument(expr, node, at));
    return all;
  }
  // 1 + lift, 1 - share: what 1 is added to, or is taken from, is a ratio.
  bool is_beside_one(const Expr& expr, const ExprNode& node) const {
    if (node.op != ExprOp::kAdd && node.op != ExprOp::kSubtract) return false;
    const auto is_one = [&](int at) {
      const ExprNode& side = expr[expr.argument(node, at)];
      return side.op == ExprOp::kNumber && side.number == 1;
    };
    return (is_one(0) && argument(expr, node, 1) == kAny) ||
           (is_one(1) && argument(expr, node, 0) == kAny);
  }
  // A number may have any unit of its own: 1.05 is a ratio, 1200 may be ms of each item.
  static Dimension product(Dimension a, Dimension b) {
    const auto either = [&](Dimension x, Dimension y) {
      return (a == x && b == y) || (a == y && b == x);
    };
    if (either(kAny, kAny) || either(kAny, kFlag)) return kAny;
    if (either(kServers, kFlow)) return kFlow;
    if (a == kRatio || a == kFlag) return b == kAny ? kUnknown : b;
    if (b == kRatio || b == kFlag) return a == kAny ? kUnknown : a;
    return kUnknown;
  }
  // Equal units cancel; a flow by a level is a ratio too, of a bin to a bin.
  static Dimension quotient(Dimension a, Dimension b) {
    if (a == kAny && b == kAny) return kAny;
    if (b == kRatio) return a == kAny ? kUnknown : a;
    if (a == kLevel && b == kFlow) return kBins;
    if (a == kRatio && b == kAny) return kRatio;
    return (is_items(a) && is_items(b)) || (a == b && is_known(a)) ? kRatio : kUnknown;
  }

  // The result is known: what must the arguments be?
  void backward(const Expr& expr, const ExprNode& node, Dimension result) {
    const auto tell = [&](int at, Dimension dimension) {
      Dimension& known = made_[expr.argument(node, at)];
      if (known == kUnknown) known = dimension;
    };
    if (node.op == ExprOp::kName) say(bare(expr.names[node.name]), result);
    switch (unit_rule(node.op)) {
      case UnitRule::kNone:
      case UnitRule::kAny:
      case UnitRule::kBins:
      case UnitRule::kHours: return;
      case UnitRule::kAlike:
        for (int at = 0; at < node.argument_count; ++at) tell(at, result);
        return;
      case UnitRule::kFirst: tell(0, result); return;
      case UnitRule::kSampled:
        tell(0, result);
        tell(1, kFlag);
        return;
      case UnitRule::kChosen:
        tell(0, kFlag);
        tell(1, result);
        tell(2, result);
        return;
      case UnitRule::kCompared:
        tell(0, argument(expr, node, 1));
        tell(1, argument(expr, node, 0));
        return;
      case UnitRule::kProduct:
      case UnitRule::kQuotient: factors(expr, node, result); return;
      case UnitRule::kRunningSum:
        if (result == kLevel) tell(0, kFlow);
        return;
    }
  }

  // A flow times something is a flow: that is a share, a weight or a shape. What a share or a flag
  // is multiplied with is what the result is.
  void factors(const Expr& expr, const ExprNode& node, Dimension result) {
    if (!is_known(result) || node.op == ExprOp::kDivide) return;
    const ExprIndex sides[2] = {expr.argument(node, 0), expr.argument(node, 1)};
    for (int at = 0; at < 2; ++at) {
      const Dimension one = made_[sides[at]];
      Dimension& other = made_[sides[1 - at]];
      const bool open =
          other == kUnknown || (other == kAny && expr[sides[1 - at]].op == ExprOp::kName);
      if (!open) continue;
      if (is_items(result) && is_items(one)) other = kRatio;
      if (one == kRatio || one == kFlag) other = result;
    }
  }

  // Where nobody says which factor of a product is the flow, no name in it has a unit; nor has a
  // constant that is multiplied with a number.
  // Runs after all passes: what is still open then stays open. It works from the result down, as a
  // name deep in a product is as open as the product.
  void name_factors(const Node& node) {
    const auto* body = std::get_if<ExprNodeBody>(&node.body);
    if (body == nullptr) return;
    const Expr& expr = body->expr;
    made_.assign(expr.nodes.size(), kUnknown);
    for (std::size_t i = 0; i < expr.nodes.size(); ++i) made_[i] = forward(expr, expr.nodes[i]);
    std::vector<char> open(expr.nodes.size(), 0);
    for (std::size_t i = expr.nodes.size(); i-- > 0;) {
      const ExprNode& part = expr.nodes[i];
      if (part.op == ExprOp::kName && open[i]) forget(bare(expr.names[part.name]), open[i] == 2);
      const char inside = open_product(expr, part);
      for (int at = 0; at < part.argument_count; ++at) {
        open[expr.argument(part, at)] = std::max(open[i], inside);
      }
    }
  }
  // 2: neither factor is known; 1: one is a number, the other is not known.
  char open_product(const Expr& expr, const ExprNode& node) const {
    if (node.op != ExprOp::kMultiply && node.op != ExprOp::kDivide) return 0;
    const Dimension a = argument(expr, node, 0), b = argument(expr, node, 1);
    const bool open_a = a == kUnknown || a == kFactor, open_b = b == kUnknown || b == kFactor;
    if (open_a && open_b) return 2;
    return (open_a && b == kAny) || (open_b && a == kAny) ? 1 : 0;
  }
  // What an expression makes of which nothing is known by where it is used: no flow can be claimed
  // of a product of unknown things, or of numbers alone. A number alone is a parameter.
  void name_numbers(const Node& node) {
    const auto* body = std::get_if<ExprNodeBody>(&node.body);
    if (body == nullptr || body->expr.nodes.size() == 1 || of(node.id) != kUnknown) return;
    const Expr& expr = body->expr;
    made_.assign(expr.nodes.size(), kUnknown);
    for (std::size_t i = 0; i < expr.nodes.size(); ++i) {
      made_[i] = forward(expr, expr.nodes[i]);
      if (expr.nodes[i].op == ExprOp::kName && made_[i] == kUnknown && is_constant(expr, i)) {
        made_[i] = kFlow;
      }
    }
    if (!is_known(made_.back())) known_.emplace(node.id, kFactor);
  }
  bool is_constant(const Expr& expr, std::size_t name) const {
    const Node* node = model_.find_node(bare(expr.names[expr.nodes[name].name]));
    return node != nullptr && !std::holds_alternative<ExprNodeBody>(node->body);
  }
  void forget(const std::string& id, bool whatever) {
    const Node* node = model_.find_node(id);
    const bool computed = node != nullptr && std::holds_alternative<ExprNodeBody>(node->body);
    if (whatever || !computed) known_.emplace(id, kFactor);
  }

  static std::string bare(const std::string& name) { return name.substr(0, name.find('@')); }

  const Model& model_;
  std::unordered_map<std::string, Dimension> known_;  // lookups only
  std::vector<Dimension> made_;                       // by node of the expression at hand
  bool changed_ = true;
};

}  // namespace

std::vector<std::string> series_units(const Model& model, const SeriesCatalog& series) {
  const Dimensions dimensions(model, series);
  std::vector<std::string> units;
  units.reserve(series.size());
  for (const SeriesInfo& info : series.all()) {
    units.emplace_back(kUnits[static_cast<std::size_t>(dimensions.of(info.measure))]);
  }
  return units;
}

std::string item_unit(const std::string& unit, const std::string& item_noun) {
  constexpr std::string_view kEntities = "entities";
  if (!unit.starts_with(kEntities)) return unit;
  return (item_noun.empty() ? "items" : item_noun) + unit.substr(kEntities.size());
}

}  // namespace flowtime
