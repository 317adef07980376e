// Which series carry class parts. Decided here once, so that evaluation never asks.
#include "compile/classed.h"

#include <algorithm>

#include "model/names.h"
#include "model/node_reads.h"
#include "plan/limits.h"

namespace flowtime::compile_detail {
namespace {

// Classes go from the sources that traffic gives them along what reads what. A carrier hands them
// on: a node, a topology node's echo, a queue, an edge. It is looked at again whenever a series it
// reads has become classed, so that the work grows with the reads.
class ClassSpread {
 public:
  ClassSpread(World& world, const Routes& routes, const Queues& queues,
              const std::vector<EdgeSeries>& edges)
      : world_(world), routes_(routes), queues_(queues), edges_(edges) {}
  bool run();  // false when no source has classes

 private:
  using Carrier = std::uint32_t;  // nodes, then topology nodes, then queues, then edges
  struct Read {
    std::uint32_t slot = 0;
    Carrier reader = 0;
    auto operator<=>(const Read&) const = default;
  };

  const Model& model() const { return world_.model; }
  const std::vector<Queue>& queues() const { return queues_.all; }
  bool is_classed(const std::string& id) const;
  bool is_classed(const Rare<SeriesRef>& ref) const { return ref && is_classed(ref->id); }
  bool expression_is_classed(const Expr& expr);
  bool is_classed(const Expr& expr, const ExprNode& node) const;
  bool seed();
  void count_outflow_owners();

  Carrier first_echo() const { return static_cast<Carrier>(model().nodes.size()); }
  Carrier first_queue() const {
    return first_echo() + static_cast<Carrier>(model().topology.nodes.size());
  }
  Carrier first_edge() const { return first_queue() + static_cast<Carrier>(queues().size()); }
  Carrier carrier_count() const { return first_edge() + static_cast<Carrier>(edges_.size()); }
  std::vector<std::string_view> names_read_by(Carrier carrier) const;
  void find_reads();

  void visit_all();
  void visit_waiting();
  void visit(Carrier carrier);
  // True when there will be nothing more to hand on.
  bool hand_on(Carrier carrier);
  bool hand_on(const Node& node);
  bool hand_on_echo(const TopologyNode& node);
  bool hand_on(const Queue& queue);
  bool hand_on(const EdgeSeries& edge);
  void mark(const std::string& id);
  void attribute_new_queues();
  void attribute(const Queue& queue, const Rare<SeriesRef>& ref);

  World& world_;
  const Routes& routes_;
  const Queues& queues_;
  const std::vector<EdgeSeries>& edges_;
  std::vector<Read> reads_;  // sorted
  std::unordered_map<std::string, int> outflow_owners_;
  std::vector<std::uint8_t> is_done_;  // by carrier
  std::set<Carrier> waiting_;          // to be looked at again
  Carrier unseen_ = 0;                 // this one and those behind it are looked at anyhow
  std::set<std::size_t> new_queues_;   // classed, and not yet asked for what they could attribute
  bool with_mod_ = false;
  std::vector<std::uint8_t> node_is_classed_;  // of the expression being looked at
};

bool ClassSpread::is_classed(const std::string& id) const {
  const std::optional<std::uint32_t> found = world_.slots.find(id);
  return found && world_.slots[*found].classed;
}

bool ClassSpread::expression_is_classed(const Expr& expr) {
  node_is_classed_.clear();
  for (const ExprNode& node : expr.nodes) node_is_classed_.push_back(is_classed(expr, node));
  return node_is_classed_.back() != 0;
}

// Of a node whose arguments are known.
bool ClassSpread::is_classed(const Expr& expr, const ExprNode& node) const {
  const auto argument = [&](int i) { return node_is_classed_[expr.argument(node, i)] != 0; };
  if (node.op == ExprOp::kNumber) return false;
  if (node.op == ExprOp::kName) return is_classed(expr.names[node.name]);
  switch (class_rule(node.op)) {
    case ClassRule::kNone:
    case ClassRule::kClock: return false;
    case ClassRule::kShares:
    case ClassRule::kPerPart:
    case ClassRule::kPerPartOrShares:
    case ClassRule::kDelayed:
    case ClassRule::kConvolved: return argument(0);
    case ClassRule::kGated: return node.argument_count > 0 && argument(0);
    case ClassRule::kDividend: return with_mod_ && argument(0) && !argument(1);
    case ClassRule::kChosen: return argument(1) || argument(2);
    case ClassRule::kLagged:
    case ClassRule::kSum:
    case ClassRule::kProduct:
    case ClassRule::kExtreme:
    case ClassRule::kClamped: break;
  }
  for (int i = 0; i < node.argument_count; ++i) {
    if (argument(i)) return true;
  }
  return false;
}

// What decides whether the carrier hands classes on.
std::vector<std::string_view> ClassSpread::names_read_by(Carrier carrier) const {
  std::vector<std::string_view> names;
  const auto add = [&](const Rare<SeriesRef>& ref) {
    if (ref) names.push_back(ref->id);
  };
  if (carrier < first_echo()) {
    for (const NodeRead& read : reads_of(model().nodes[carrier])) {
      const bool decides = read.use == ReadUse::kTerm || read.use == ReadUse::kRouted;
      if (decides) names.push_back(read.id);
    }
  } else if (carrier < first_queue()) {
    add(retried_of(model().topology.nodes[carrier - first_echo()]));
  } else if (carrier < first_edge()) {
    const Queue& queue = queues()[carrier - first_queue()];
    add(queue.inflow);
    for (const std::size_t from : queue.overflow_from) names.push_back(queues()[from].depth);
  } else {
    for (const std::uint32_t source : edges_[carrier - first_edge()].sources) {
      names.push_back(world_.slots[source].id);
    }
  }
  return names;
}

void ClassSpread::find_reads() {
  for (Carrier carrier = 0; carrier < carrier_count(); ++carrier) {
    for (const std::string_view name : names_read_by(carrier)) {
      if (const auto slot = world_.slots.find(name)) reads_.push_back({*slot, carrier});
    }
  }
  std::sort(reads_.begin(), reads_.end());
}

void ClassSpread::mark(const std::string& id) {
  const std::optional<std::uint32_t> slot = world_.slots.find(id);
  if (!slot || world_.slots[*slot].classed) return;
  world_.slots[*slot].classed = true;
  for (auto read = std::lower_bound(reads_.begin(), reads_.end(), Read{*slot, 0});
       read != reads_.end() && read->slot == *slot; ++read) {
    if (read->reader < unseen_) waiting_.insert(read->reader);
  }
  const auto queue = queues_.by_depth.find(id);
  if (queue != queues_.by_depth.end()) new_queues_.insert(queue->second);
}

bool ClassSpread::hand_on(const Node& node) {
  if (const auto* body = std::get_if<ExprNodeBody>(&node.body)) {
    if (is_classed(node.id) || routes_.feed(node.id)) return true;
    if (!expression_is_classed(body->expr)) return false;
    mark(node.id);
  } else if (const auto* router = std::get_if<RouterNode>(&node.body)) {
    if (!is_classed(router->queue.id)) return false;
    mark(node.id);
    for (const Route& route : router->routes) mark(route.target.id);
  }
  return true;
}

bool ClassSpread::hand_on_echo(const TopologyNode& node) {
  const Rare<SeriesRef>& echo = node.semantics[Role::kRetryEcho];
  if (!echo || model().find_node(echo->id) != nullptr) return true;
  if (!is_classed(retried_of(node))) return false;
  mark(echo->id);
  return true;
}

bool ClassSpread::hand_on(const Queue& queue) {
  const bool classed =
      is_classed(queue.inflow) ||
      std::any_of(queue.overflow_from.begin(), queue.overflow_from.end(),
                  [&](std::size_t from) { return is_classed(queues()[from].depth); });
  if (!classed) return false;
  mark(queue.depth);
  mark(queue.prefix + "_inflow");
  mark(queue.prefix + "_overflow");
  mark(queue.prefix + "_served_effective");
  for (const std::string& prefix : queue.other_prefixes) mark(prefix + "_served_effective");
  return true;
}

bool ClassSpread::hand_on(const EdgeSeries& edge) {
  if (std::none_of(edge.sources.begin(), edge.sources.end(),
                   [&](std::uint32_t source) { return world_.slots[source].classed; })) {
    return false;
  }
  mark(world_.slots[edge.slot].id);
  return true;
}

bool ClassSpread::hand_on(Carrier carrier) {
  if (carrier < first_echo()) return hand_on(model().nodes[carrier]);
  if (carrier < first_queue()) return hand_on_echo(model().topology.nodes[carrier - first_echo()]);
  if (carrier < first_edge()) return hand_on(queues()[carrier - first_queue()]);
  return hand_on(edges_[carrier - first_edge()]);
}

void ClassSpread::visit(Carrier carrier) {
  if (is_done_[carrier] == 0) is_done_[carrier] = hand_on(carrier) ? 1 : 0;
}

void ClassSpread::visit_all() {
  for (unseen_ = 0; unseen_ < carrier_count();) visit(unseen_++);
}

// Round after round in the order of carriers: what becomes classed in front waits for the next one.
void ClassSpread::visit_waiting() {
  while (!waiting_.empty()) {
    for (auto next = waiting_.begin(); next != waiting_.end();) {
      const Carrier carrier = *next;
      waiting_.erase(next);
      visit(carrier);
      next = waiting_.upper_bound(carrier);
    }
  }
}

// An outflow or loss gets its parts from the queue when it serves one classed queue alone: an
// unclassed one, and where items leave in an order any that an author did not write by class.
void ClassSpread::attribute(const Queue& queue, const Rare<SeriesRef>& ref) {
  if (!ref || !world_.slots.find(ref->id)) return;
  const bool by_order = leaves_in_order(world_, queue) && ref->class_id.empty() &&
                        reads_queue(model(), queue, ref->id);
  if (is_classed(ref->id) && !by_order) return;
  const bool unattributed = world_.decisions.unattributed.count(ref->id) > 0;
  if (outflow_owners_[ref->id] != 1 || unattributed) return;
  world_.attributed.insert(ref->id);
  mark(ref->id);
}

void ClassSpread::attribute_new_queues() {
  for (auto next = new_queues_.begin(); next != new_queues_.end(); next = new_queues_.erase(next)) {
    attribute(queues()[*next], queues()[*next].outflow);
    attribute(queues()[*next], queues()[*next].loss);
  }
}

// How many nodes name each series as what they serve or lose.
void ClassSpread::count_outflow_owners() {
  const auto count = [&](const Rare<SeriesRef>& ref) {
    if (ref) ++outflow_owners_[ref->id];
  };
  for (const TopologyNode& node : model().topology.nodes) {
    count(node.semantics[Role::kServed]);
    const auto& errors = node.semantics[Role::kErrors];
    const auto& served = node.semantics[Role::kServed];
    if (errors && !(served && served->id == errors->id)) count(errors);
  }
  for (const Queue& queue : queues()) {
    const bool named = queue.topology != nullptr;
    const auto role_is = [&](Role role, const Rare<SeriesRef>& ref) {
      if (!named || !ref) return false;
      const auto& own = queue.topology->semantics[role];
      return own && own->id == ref->id;
    };
    const bool same = queue.outflow && queue.loss && queue.outflow->id == queue.loss->id;
    if (!role_is(Role::kServed, queue.outflow)) count(queue.outflow);
    if (!role_is(Role::kErrors, queue.loss) && !same) count(queue.loss);
  }
}

bool ClassSpread::seed() {
  bool seeded = false;
  for (const TrafficArrival& arrival : model().traffic) {
    if (!arrival.flow_class) continue;
    mark(model().nodes[arrival.node.value].id);
    seeded = true;
  }
  return seeded;
}

// Marking is monotonic: a series never loses its classes again, so the order of visits changes the
// cost and not the result, except for MOD and for outflows that a queue attributes. These wait
// until all else is settled.
// To a fixed point first without MOD, which carries no classes when its divisor does, then with it.
bool ClassSpread::run() {
  if (!seed()) return false;
  find_reads();
  count_outflow_owners();
  is_done_.assign(carrier_count(), 0);
  for (const bool with_mod : {false, true}) {
    with_mod_ = with_mod;
    visit_all();
    visit_waiting();
    while (!new_queues_.empty()) {
      attribute_new_queues();
      visit_waiting();
    }
  }
  return true;
}

// The columns of class parts, for the slots that are classed.
class PartColumns : SeriesWriter {
 public:
  PartColumns(World& world, const Queues& queues) : SeriesWriter(world), queues_(queues) {}
  bool within_limit();
  void make();

 private:
  void make_initial_parts(Slot& slot);
  const Queues& queues_;
};

// Columns for the parts that a queue's initial depth is split into.
void PartColumns::make_initial_parts(Slot& slot) {
  const auto found = queues_.by_depth.find(slot.id);
  if (found == queues_.by_depth.end() || queues_.all[found->second].initial == 0) return;
  if (decisions_.unsplit_depths.count(slot.id) > 0) return;
  for (const ColumnIndex part : slot.parts) {
    const std::string name = draft.columns[part.value].name + ":initial";
    slot.initial_parts.push_back(Operand::of(draft.new_column(name)));
  }
}

void PartColumns::make() {
  for (Slot& slot : slots_) {
    if (!slot.classed) continue;
    for (std::size_t i = 0; i < part_count(); ++i) {
      const bool is_default = i + 1 == part_count();
      const std::string part = is_default ? std::string(kDefaultClass) : model_.classes[i].id;
      slot.parts.push_back(draft.new_column(slot.id + "@" + part));
      slot.raw_parts.push_back(slot.constrained
                                   ? draft.new_column(slot.id + "@" + part + ":authored")
                                   : slot.parts.back());
    }
    const double before = draft.columns[slot.column.value].before_first_bin;
    if (queues_.by_depth.count(slot.id) == 0) {
      draft.columns[slot.parts.back().value].before_first_bin = before;
    }
    make_initial_parts(slot);
  }
}

// Every series of a class is a column, a row of the bundle and an entry of its index.
bool PartColumns::within_limit() {
  std::size_t series = slots_.size();
  for (const Slot& slot : slots_) series += slot.classed ? part_count() : 0;
  if (series <= kMaxSeries) return true;
  world_.problems.push_back({.code = "too_many_series",
                             .message = "the model publishes " + std::to_string(series) +
                                        " series, those of its classes included; at most " +
                                        std::to_string(kMaxSeries) + " are computed",
                             .remedy = "Use fewer classes or nodes, or split the model."});
  return false;
}

}  // namespace

void decide_classed(World& world, const Routes& routes, const Queues& queues,
                    const std::vector<EdgeSeries>& edges) {
  const bool has_classes = ClassSpread(world, routes, queues, edges).run();
  PartColumns columns(world, queues);
  if (columns.within_limit() && has_classes) columns.make();
}

}  // namespace flowtime::compile_detail
