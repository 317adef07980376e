// The inside of ModelOracle: one class over several files, each named after what it defines.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "model/names.h"
#include "series/absent.h"
#include "series/arithmetic.h"
#include "support/model_oracle.h"

namespace flowtime::tests {

using Bin = std::int64_t;

// Not negative, and absent as nothing.
inline double positive(double value) { return is_finite(value) && value > 0 ? value : 0.0; }

inline double sum_of_positive(const Parts& parts) {
  double sum = 0;
  for (const double part : parts) sum += positive(part);
  return sum;
}

// Parts of `total` in proportion to `parts`. All absent with an absent total; all DEFAULT when the
// total is negative or nothing can be scaled. `otherwise` replaces parts that are all 0.
Parts scaled(double total, Parts parts, const Parts& otherwise = {});

class ModelOracle::Impl {
 public:
  explicit Impl(const Model& model) : model_(model) {
    find_constrained();
    find_routes();
    find_queues();
    for (const Node& node : model_.nodes) define_node(node);
    for (const std::string& target : targets_) define_target(target);
    for (const auto& [depth, queue] : queues_) define_queue(queue);
    define_echoes();
    define_constraints();
    define_edges();
    find_classed();
    find_self_dependent();
    find_strata();
    for (Bin t = 0; t < model_.grid.bins; ++t) {
      for (const auto& [id, series] : series_) {
        total(id, t);
        if (series.is_classed) parts(id, t);
      }
    }
  }

  const std::set<std::string>& published() const { return published_; }
  bool classed(const std::string& id) const {
    const auto found = series_.find(id);
    return found != series_.end() && found->second.is_classed;
  }

  double total(const std::string& id, Bin t) {
    if (t < 0) return 0;
    Series& series = find(id);
    if (probing_)
      return visit(
          "total " + id, [&] { return series.total(0); }, 0.0);
    return remember(series.totals[t], id, [&] { return canonical(series.total(t)); });
  }

  // Of an unclassed series: all DEFAULT.
  Parts parts(const std::string& id, Bin t) {
    if (t < 0) return nothing();
    Series& series = find(id);
    if (!series.is_classed) return unattributed(total(id, t));
    if (probing_) {
      return visit(
          "parts " + id, [&] { return total(id, 0), own_parts(series, id, 0); }, nothing());
    }
    return remember(series.part_rows[t], id, [&] { return own_parts(series, id, t); });
  }

  std::size_t part_count() const { return model_.classes.size() + 1; }
  std::size_t class_index(const std::string& id) const {
    for (std::size_t i = 0; i < model_.classes.size(); ++i) {
      if (model_.classes[i].id == id) return i;
    }
    return part_count() - 1;
  }

 private:
  template <class T>
  struct Memo {
    bool open = false;
    std::optional<T> value;
  };

  struct Series {
    std::function<double(Bin)> total;
    std::function<bool()> classed;    // by the classed-ness of what it reads
    std::function<Parts(Bin)> parts;  // when classed; scaled to the total by the caller
    bool is_classed = false;
    bool attributed = false;  // parts come from the one queue it leaves
    std::map<Bin, Memo<double>> totals;
    std::map<Bin, Memo<Parts>> part_rows;
  };

  struct Queue {
    std::string depth{}, prefix{};
    std::string inflow{}, outflow{}, loss{};  // series as read by this queue; empty for none
    Rare<DispatchSchedule> schedule{};
    std::string gate_capacity{};
    double initial = 0;
    std::optional<double> limit{};
    std::string limit_series{};
    const TopologyNode* node = nullptr;
    std::vector<std::string> overflow_from{};  // depths, in order of declaration
    Discipline discipline{};
    bool discipline_is_written = false;
    bool limited() const { return limit.has_value() || !limit_series.empty(); }
    std::string final_inflow() const { return overflow_from.empty() ? inflow : prefix + "_inflow"; }
    std::string effective() const { return prefix + "_served_effective"; }
    std::string overflow() const { return prefix + "_overflow"; }
  };

  // What becomes of the classes of a queue in a bin when items leave in an order.
  struct InOrder {
    Parts left, stays, overflowed;
  };
  // One flow of a class through a queue within a bin.
  struct QueueParts {
    Parts available, out, loss, left;
    bool out_keeps_own = false;
  };

  // --- looking up -------------------------------------------------------------------------------
  Series& find(const std::string& id) {
    const auto found = series_.find(id);
    if (found == series_.end()) throw std::logic_error("the oracle does not know " + id);
    return found->second;
  }

  template <class T, class Compute>
  T remember(Memo<T>& memo, const std::string& id, Compute compute) {
    if (memo.value) return *memo.value;
    if (memo.open) throw OracleCycle(id);
    memo.open = true;
    memo.value = compute();
    memo.open = false;
    return *memo.value;
  }

  // While probing, a value is only a way to what it reads.
  template <class T, class Compute>
  T visit(const std::string& key, Compute compute, T dummy) {
    if (!reached_.insert(key).second) return dummy;
    compute();
    return dummy;
  }
  // Everything that `read` needs in bin 0; there no lagged read leads anywhere.
  std::set<std::string> reach(const std::function<void()>& read) {
    probing_ = true;
    reached_.clear();
    read();
    probing_ = false;
    return std::exchange(reached_, {});
  }

  Parts nothing() const { return Parts(part_count(), 0.0); }
  Parts unattributed(double total) const {
    Parts parts = nothing();
    parts.back() = total;
    return parts;
  }
  Parts own_parts(Series& series, const std::string& id, Bin t) {
    const double whole = total(id, t);
    if (series.attributed) {
      const Queue& queue = *owner_of(id);
      if (!leaves_in_order(queue)) return scaled(whole, available_parts(queue, t));
      const InOrder order = in_order(queue, t);
      return scaled(whole, order.left, order.stays);
    }
    return scaled(whole, series.parts(t));
  }

  void define(const std::string& id, std::function<double(Bin)> total,
              std::function<bool()> classed = nullptr, std::function<Parts(Bin)> parts = nullptr) {
    Series series;
    series.total = std::move(total);
    series.classed = classed ? std::move(classed) : [] { return false; };
    series.parts = std::move(parts);
    series_[id] = std::move(series);
  }
  // Defines what the author means by `id`; a constraint may cap it.
  void define_authored(const std::string& id, std::function<double(Bin)> total,
                       std::function<bool()> classed = nullptr,
                       std::function<Parts(Bin)> parts = nullptr) {
    published_.insert(id);
    define(constrained_.count(id) > 0 ? raw(id) : id, std::move(total), std::move(classed),
           std::move(parts));
  }
  static std::string raw(const std::string& id) { return id + " before constraints"; }

  // --- references -------------------------------------------------------------------------------
  // The series that a reference means to anybody; `x@A` becomes a series of its own.
  std::string target_of(const SeriesRef& ref, const TopologyNode* self = nullptr) {
    if (ref.kind == SeriesRef::Kind::kSelf) return *queue_depth_id(model_, *self);
    if (ref.class_id.empty()) return ref.id;
    const std::string id = ref.id + "@" + ref.class_id;
    if (series_.count(id) > 0) return id;
    const std::size_t index = class_index(ref.class_id);
    define(
        id, [=, this](Bin t) { return classed(ref.id) ? parts(ref.id, t)[index] : 0.0; },
        [=, this] { return classed(ref.id); },
        [=, this](Bin t) {
          Parts only = nothing();
          only[index] = parts(ref.id, t)[index];
          return only;
        });
    return id;
  }
  // A node's own arrivals and inflow read its served before constraints.
  std::string inflow_of(const SeriesRef& ref, const TopologyNode* node) {
    if (node != nullptr && !node->constraints.empty() && ref.class_id.empty()) {
      const auto& served = node->semantics[Role::kServed];
      if (served && served->id == ref.id) return raw(ref.id);
    }
    return target_of(ref, node);
  }

  // --- what there is ----------------------------------------------------------------------------
  void find_constrained() {
    for (const TopologyNode& node : model_.topology.nodes) {
      const auto& served = node.semantics[Role::kServed];
      if (!node.constraints.empty() && served) constrained_.insert(served->id);
    }
  }
  void find_routes() {
    for (const Node& node : model_.nodes) {
      const auto* router = std::get_if<RouterNode>(&node.body);
      if (router == nullptr) continue;
      for (std::size_t i = 0; i < router->routes.size(); ++i) {
        const std::string& target = router->routes[i].target.id;
        routes_[target].push_back({&node, i});
        targets_.insert(target);
      }
    }
  }
  void find_queues() {
    for (const Node& node : model_.nodes) {
      const auto* body = std::get_if<ServiceWithBufferNode>(&node.body);
      if (body == nullptr) continue;
      Queue& queue = queues_[node.id];
      queue = {.depth = node.id, .prefix = snake_case(node.id), .schedule = node.dispatch_schedule};
      queue.discipline = usual_discipline(model_);
      queue.node = node_naming(node.id);
      queue.inflow = inflow_of(body->inflow, queue.node);
      queue.outflow = target_of(body->outflow);
      if (body->loss) queue.loss = target_of(*body->loss);
    }
    for (const TopologyNode& node : model_.topology.nodes) find_topology_queue(node);
    for (auto& [depth, queue] : queues_) {
      if (queue.schedule && queue.schedule->capacity_series) {
        queue.gate_capacity = target_of(*queue.schedule->capacity_series);
      }
    }
    for (const TopologyNode& node : model_.topology.nodes) {
      const std::optional<std::string> depth = queue_of(node);
      if (!depth || !node.wip_overflow || !queues_[*depth].limited()) continue;
      const auto target = queue_of(model_.topology.nodes[node.wip_overflow->value]);
      if (target) queues_[*target].overflow_from.push_back(*depth);
    }
  }
  const TopologyNode* node_naming(const std::string& depth) const {
    for (const TopologyNode& node : model_.topology.nodes) {
      const auto& named = node.semantics[Role::kQueueDepth];
      if (named && named->kind == SeriesRef::Kind::kSeries && named->id == depth) return &node;
    }
    return nullptr;
  }
  // The depth of the queue that evaluation runs for this node.
  std::optional<std::string> queue_of(const TopologyNode& node) const {
    if (!node.queue_semantics) return std::nullopt;
    const std::optional<std::string> depth = queue_depth_id(model_, node);
    if (!depth || queues_.count(*depth) == 0) return std::nullopt;
    return depth;
  }
  void find_topology_queue(const TopologyNode& node) {
    remember_initial(node);
    if (!node.queue_semantics) return;
    const std::optional<std::string> depth = queue_depth_id(model_, node);
    if (!depth) return;
    const bool synthesised = model_.find_node(*depth) == nullptr;
    if (!synthesised && authored_queue(model_, node) == nullptr) return;
    Queue& queue = queues_[*depth];
    queue.prefix = snake_case(node.id);
    queue.node = &node;
    queue.initial = node.initial_queue_depth.value_or(0);
    queue.discipline = discipline_of(model_, node);
    queue.discipline_is_written = node.discipline.has_value();
    queue.limit = node.wip_limit;
    if (node.wip_limit_series) queue.limit_series = target_of(*node.wip_limit_series);
    if (node.dispatch_schedule) queue.schedule = node.dispatch_schedule;
    initial_[*depth] = queue.initial;
    if (!synthesised) return;
    const Semantics& says = node.semantics;
    queue.depth = *depth;
    queue.inflow = inflow_of(*says[Role::kArrivals], &node);
    const auto& served = says[Role::kServed] ? says[Role::kServed] : says[Role::kCapacity];
    if (served) queue.outflow = target_of(*served, &node);
    if (says[Role::kErrors]) queue.loss = target_of(*says[Role::kErrors], &node);
  }
  // SHIFT of a series in a queueDepth role reads the initial condition before bin 0.
  void remember_initial(const TopologyNode& node) {
    const auto& depth = node.semantics[Role::kQueueDepth];
    if (!node.initial_queue_depth || !depth || depth->kind != SeriesRef::Kind::kSeries) return;
    initial_[depth->id] = *node.initial_queue_depth;
  }

  // --- nodes ------------------------------------------------------------------------------------
  void define_node(const Node& node) {
    if (targets_.count(node.id) > 0) return;
    const auto classed_by_traffic = [this, &node] { return !shares_of(node).empty(); };
    const auto traffic_parts = [this, &node](Bin t) {
      Parts shares = shares_of(node);
      for (double& share : shares) share *= total(authored_id(node.id), t);
      return shares;
    };
    if (const auto* body = std::get_if<ConstNode>(&node.body)) {
      define_authored(
          node.id, [this, &node, body](Bin t) { return const_value(node, *body, t); },
          classed_by_traffic, traffic_parts);
    } else if (const auto* pmf = std::get_if<PmfNode>(&node.body)) {
      define_authored(
          node.id, [pmf](Bin) { return expected(*pmf); }, classed_by_traffic, traffic_parts);
    } else if (const auto* expr = std::get_if<ExprNodeBody>(&node.body)) {
      define_authored(
          node.id, [this, expr](Bin t) { return eval(expr->expr, expr->expr.root(), t); },
          [=, this] { return classed_by_traffic() || classed(expr->expr, expr->expr.root()); },
          [=, this](Bin t) {
            if (classed_by_traffic()) return traffic_parts(t);
            return parts(expr->expr, expr->expr.root(), t);
          });
      if (node.initial) initial_[node.id] = *node.initial;
      const auto clamped = delay_clamped_id(node);
      if (!clamped) return;
      published_.insert(*clamped);
      define(*clamped, [this, expr](Bin t) { return clamped_delays(expr->expr, t); });
    } else if (const auto* router = std::get_if<RouterNode>(&node.body)) {
      const std::string source = target_of(router->queue);
      define_authored(
          node.id, [=, this](Bin t) { return total(source, t); },
          [=, this] { return classed(source); }, [=, this](Bin t) { return parts(source, t); });
    }
  }
  std::string authored_id(const std::string& id) const {
    return constrained_.count(id) > 0 ? raw(id) : id;
  }
  double const_value(const Node& node, const ConstNode& body, Bin t) const {
    if (body.values.size() == 1) return body.values[0];
    if (!body.values.empty()) return body.values[static_cast<std::size_t>(t)];
    double rate = 0;
    for (const TrafficArrival& arrival : model_.traffic) {
      if (model_.nodes[arrival.node.value].id == node.id) rate += arrival.rate_per_bin.value_or(0);
    }
    return rate;
  }
  static double expected(const PmfNode& pmf) {
    double sum = 0, value = 0;
    for (const double p : pmf.probabilities) sum += p;
    const double divisor = std::fabs(sum - 1) <= 1e-6 ? 1.0 : sum;
    for (std::size_t i = 0; i < pmf.values.size(); ++i) {
      value += pmf.values[i] * (pmf.probabilities[i] / divisor);
    }
    return value;
  }
  // By rate when every class has one and they do not sum to 0, else equal; empty without classes.
  Parts shares_of(const Node& node) const {
    std::map<std::size_t, double> rates;
    bool by_rate = true;
    double sum = 0;
    for (const TrafficArrival& arrival : model_.traffic) {
      if (model_.nodes[arrival.node.value].id != node.id || !arrival.flow_class) continue;
      by_rate = by_rate && arrival.rate_per_bin.has_value();
      rates[arrival.flow_class->value] += arrival.rate_per_bin.value_or(0);
      sum += arrival.rate_per_bin.value_or(0);
    }
    if (rates.empty()) return {};
    Parts shares = nothing();
    for (const auto& [index, rate] : rates) {
      shares[index] = by_rate && sum > 0 ? rate / sum : 1.0 / static_cast<double>(rates.size());
    }
    return shares;
  }

  // --- expressions ------------------------------------------------------------------------------
  double arg(const Expr& expr, const ExprNode& node, int i, Bin t) {
    return eval(expr, expr.argument(node, i), t);
  }
  double eval(const Expr& expr, ExprIndex index, Bin t);
  double eval_conv(const std::vector<double>& kernel, Bin t, const std::function<double(Bin)>& x);
  double eval_ema(const Expr& expr, ExprIndex index, Bin t);
  double eval_cumsum(const Expr& expr, ExprIndex index, Bin t);
  double eval_shift(const Expr& expr, const ExprNode& node, Bin t);
  double eval_delay(const Expr& expr, const ExprNode& node, Bin t);
  Bin sampled_bin(const Expr& expr, const ExprNode& node, Bin t);
  // Bins back that DELAY reads, and whether its lag had to be clamped.
  std::optional<std::pair<Bin, bool>> delay_of(const Expr& expr, const ExprNode& node, Bin t);
  double clamped_delays(const Expr& expr, Bin t);
  static double looked_up(const std::vector<double>& points, double x);
  double before_first_bin(const Expr& expr, ExprIndex operand) const;
  static bool beats(const ExprNode& node, Bin t) {
    return t >= node.phase && (t - node.phase) % node.lag_or_period == 0;
  }

  bool classed(const Expr& expr, ExprIndex index);
  Parts parts(const Expr& expr, ExprIndex index, Bin t);
  Parts sum_parts(const Expr& expr, const ExprNode& node, double whole, Bin t);
  Parts product_parts(const Expr& expr, const ExprNode& node, double whole, Bin t);
  Parts extreme(double whole, double left, const Parts& left_parts, bool left_classed,
                const Parts& right_parts, bool right_classed);
  Parts clamp_parts(const Expr& expr, const ExprNode& node, double whole, Bin t);
  Parts shift_parts(const Expr& expr, const ExprNode& node, Bin t);
  Parts delay_parts(const Expr& expr, const ExprNode& node, Bin t);
  Parts extreme_parts(const Expr& expr, const ExprNode& node, Bin t);
  Parts conv_parts(const Expr& expr, const ExprNode& node, Bin t);
  Parts ema_parts(const Expr& expr, const ExprNode& node, ExprIndex index, Bin t);
  Parts cumsum_parts(const Expr& expr, const ExprNode& node, ExprIndex index, Bin t);
  Parts map_parts(const Expr& expr, const ExprNode& node, Bin t, double (*f)(double));
  Parts mod_parts(const Expr& expr, const ExprNode& node, Bin t);

  // --- queues -----------------------------------------------------------------------------------
  double read(const std::string& id, Bin t) { return id.empty() ? 0.0 : total(id, t); }
  double previous(const Queue& queue, Bin t) {
    return t == 0 ? queue.initial : total(queue.depth, t - 1);
  }
  double released(const Queue& queue, Bin t) {
    const double outflow = read(queue.outflow, t);
    if (!queue.schedule) return outflow;
    const double most = queue.gate_capacity.empty() ? kAbsent : total(queue.gate_capacity, t);
    const std::vector<Bin>& departures = queue.schedule->open_bins;
    const Bin phase = queue.schedule->phase();
    const bool open = queue.schedule->is_irregular()
                          ? std::find(departures.begin(), departures.end(), t) != departures.end()
                          : t >= phase && (t - phase) % queue.schedule->period_bins == 0;
    if (!open) return 0;
    return is_finite(most) ? arithmetic::min(outflow, positive(most)) : outflow;
  }
  double limit(const Queue& queue, Bin t) {
    return queue.limit_series.empty() ? *queue.limit : positive(total(queue.limit_series, t));
  }
  // The depth before the limit.
  double wanted_depth(const Queue& queue, Bin t) {
    const double in = finite_or_zero(read(queue.final_inflow(), t));
    const double out = finite_or_zero(released(queue, t));
    const double loss = finite_or_zero(read(queue.loss, t));
    return std::max(0.0, ((previous(queue, t) + in) - out) - loss);
  }
  double available(const Queue& queue, Bin t) {
    return std::max(0.0, previous(queue, t) + finite_or_zero(read(queue.final_inflow(), t)));
  }
  double effective(const Queue& queue, Bin t) {
    return std::min(finite_or_zero(released(queue, t)), available(queue, t));
  }
  // Classed, and not only because it leaves a classed queue.
  bool has_own_parts(const std::string& flow) {
    return classed(flow) && !find(authored_id(flow)).attributed;
  }
  // --- the order in which items leave, item by item ---
  // Made from what enters the queue or waits in it.
  bool reads_queue(const Queue& queue, const std::string& id, std::set<std::string>& seen) const {
    // A queue of one class of a series is made from that series.
    const std::string inflow = queue.inflow.substr(0, queue.inflow.find('@'));
    if (id == queue.depth || id == inflow || raw(id) == inflow) return true;
    if (!seen.insert(id).second) return false;
    const Node* node = model_.find_node(id);
    const auto* body = node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
    if (body == nullptr) return false;
    return std::any_of(body->expr.names.begin(), body->expr.names.end(),
                       [&](const std::string& name) { return reads_queue(queue, name, seen); });
  }
  bool reads_queue(const Queue& queue, const std::string& flow) const {
    std::set<std::string> seen;
    return reads_queue(queue, flow, seen);
  }
  // A part, or a series whose classes come from elsewhere than the queue.
  bool is_written_by_class(const Queue& queue, const std::string& flow) {
    if (flow.empty()) return false;
    if (flow.find('@') != std::string::npos) return true;
    return has_own_parts(flow) && !reads_queue(queue, flow);
  }
  bool leaves_in_order(const Queue& queue) {
    if (queue.discipline.kind == Discipline::Kind::kMixed) return false;
    return queue.discipline_is_written ||
           !(is_written_by_class(queue, queue.outflow) || is_written_by_class(queue, queue.loss));
  }
  bool may_be_attributed(const Queue& queue, const std::string& flow);
  // Amounts by rank of their class and bin in which they came.
  using Waiting = std::map<std::pair<std::size_t, Bin>, Parts>;
  void let_in(Waiting& waiting, const Queue& queue, Bin bin, const Parts& parts) const;
  static void let_out(Parts& from, double share, Parts& taken);
  static void serve(Waiting& waiting, double amount, Parts& taken);
  static void turn_away(Waiting& waiting, double amount, Parts& taken);
  InOrder in_order(const Queue& queue, Bin t);

  Parts initial_split(const Queue& queue);
  Parts available_parts(const Queue& queue, Bin t);
  QueueParts queue_parts(const Queue& queue, Bin t);
  void define_inflow(const Queue& queue);
  void define_queue(const Queue& queue);
  const Queue* owner_of(const std::string& id) const;
  int owners(const std::string& id) const;

  // --- routers, echoes, constraints, edges ------------------------------------------------------
  Parts routed_parts(const Node& router, std::size_t route, Bin t);
  double routed(const Node& router, std::size_t route, Bin t);
  void define_target(const std::string& target);
  void define_echoes();
  std::vector<const TopologyNode*> members(const Constraint& constraint) const;
  double allocation(const Constraint& constraint, const TopologyNode& node, Bin t);
  void define_constraints();
  void define_edges();
  void define_edge(const Edge& edge, const char* metric, std::function<double(Bin)> total,
                   std::function<bool()> classed, std::function<Parts(Bin)> parts);
  void define_scaled_edge(const Edge& edge, const char* metric, const std::string& id,
                          double factor);
  void define_router_edge(const Edge& edge, const Node& router);
  void define_retry_edges(const TopologyNode& node);
  const Node* router_of(const Edge& edge) const;
  double group_weight(const Edge& edge) const;
  bool has_flow(const Edge& edge) const {
    return published_.count(edge_series_id(edge, "flowVolume")) > 0;
  }

  // --- decided once -----------------------------------------------------------------------------
  void find_classed();
  bool classed_pass();
  void find_self_dependent();
  void find_strata();
  int stratum(const Constraint& constraint, const TopologyNode& node, std::set<std::string> seen);

  const Model& model_;
  std::map<std::string, Series> series_;
  std::set<std::string> published_, constrained_, targets_;
  std::map<std::string, std::vector<std::pair<const Node*, std::size_t>>> routes_;
  std::map<std::string, Queue> queues_;    // by depth
  std::map<std::string, double> initial_;  // of every series in a queueDepth role
  std::set<std::string> self_dependent_;   // depths whose initial split would need itself
  std::set<std::string> kept_unclassed_;   // outflows whose parts would need themselves
  std::map<std::pair<std::string, std::string>, int> strata_;  // constraint, topology node
  std::map<std::string, Parts> splits_;
  std::map<std::pair<const ExprNode*, Bin>, double> ema_, cumsum_;
  std::map<std::pair<const ExprNode*, Bin>, Parts> ema_parts_, cumsum_parts_;
  bool mod_may_be_classed_ = false;
  bool probing_ = false;
  std::set<std::string> reached_;
};

}  // namespace flowtime::tests
