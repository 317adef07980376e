// Lowering: Model -> Draft. One instance per attempt; one file per mechanism.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compile/compile.h"
#include "compile/draft.h"
#include "model/model.h"
#include "model/names.h"

namespace flowtime::compile_detail {

// A total and, when it is classed, its parts: one per declared class, then DEFAULT.
struct Value {
  Operand total{};
  std::vector<Operand> parts{};
  bool classed() const { return !parts.empty(); }
};

// What is known about a published series.
struct Slot {
  std::string id;
  ColumnIndex column{};            // what readers of the id get
  ColumnIndex raw{};               // before constraints cap it; else the same
  std::optional<double> constant;  // a number in every bin that no parameter changes
  bool classed = false;
  std::vector<ColumnIndex> parts{}, raw_parts{};
  std::vector<Operand> initial_parts{};  // of a queue depth: its parts before bin 0
  // `column` is another than `raw`, and what computes the series writes `raw`.
  bool keeps_raw() const { return constrained || measured; }
  bool keeps_raw_parts() const { return keeps_raw() || !measured_parts.empty(); }
  bool constrained = false;
  bool measured = false;  // `column` holds what was measured, `raw` what is computed
  std::vector<std::uint8_t> measured_parts{};  // by part; empty: none
  bool synthesised = false;
  SeriesKind kind = SeriesKind::kNode;
};

struct Queue {
  std::string depth, prefix;
  std::vector<std::string> other_prefixes;  // of further topology nodes that name the same depth
  std::optional<SeriesRef> inflow, outflow, loss;
  double initial = 0;
  const DispatchSchedule* schedule = nullptr;
  Discipline discipline;
  bool discipline_is_written = false;
  std::optional<double> limit;
  std::optional<SeriesRef> limit_series;
  const TopologyNode* topology = nullptr;
  std::optional<std::size_t> overflow_to;  // into Lowering::queues
  std::vector<std::size_t> overflow_from;
  bool limited() const { return limit || limit_series; }
};

struct RouteContribution {
  const Node* router = nullptr;
  std::size_t route = 0;
};

// What the edges of a topology node start from.
struct EdgeStart {
  const Node* router = nullptr;         // when the node is one
  std::optional<std::uint32_t> served;  // slot of what leaves the node in truth
};

// The slot of one series of an edge, and of the series whose classes it takes over.
struct EdgeSeries {
  std::uint32_t slot = 0;
  std::vector<std::uint32_t> sources;
};

// What a node retries: its failures, else its errors.
inline const std::optional<SeriesRef>& retried_of(const TopologyNode& node) {
  const auto& failures = node.semantics[Role::kFailures];
  return failures ? failures : node.semantics[Role::kErrors];
}

// What had to be decided after looking at an earlier attempt's graph.
struct Decisions {
  std::set<std::string> unsplit_depths;  // initial depth is all DEFAULT
  std::set<std::string> unattributed;    // outflows and losses that keep no parts of their own
  // By constraint (into topology.constraints) and topology id.
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> stratum;
  bool operator==(const Decisions&) const = default;
};

class Lowering {
 public:
  Lowering(const Model& model, const CompileOptions& options, const Decisions& decisions);
  // Stops at a limit, whose problem it gives.
  Problems run();

  Draft draft;
  const std::vector<Slot>& slots() const { return slots_; }  // in the published order
  const Slot& slot(std::string_view id) const { return slots_[index_of(id)]; }
  std::size_t part_count() const { return model_.classes.size() + 1; }
  SourcePos position_of(const std::string& series_id) const;
  std::vector<Finding> notes;

  // For strata: the columns of each constraint's members.
  struct Member {
    std::uint32_t constraint = 0;  // into topology.constraints
    std::string topology_id;
    ColumnIndex raw, capped;
  };
  std::vector<Member> members;

 private:
  // declare.cc: which series there will be
  void declare_clamped_delays();
  void declare();
  void reserve();
  void collect_traffic();
  bool has_classed_traffic(const std::string& id) const;
  void declare_nodes();
  void declare_route_targets();
  void declare_queues();
  void declare_topology_queue(const TopologyNode& node);
  Queue& queue_for(const std::string& depth);
  void note_differing_flows(const Queue& queue, const ServiceWithBufferNode& body);
  void honour_initial_condition(const TopologyNode& node);
  void link_overflow();
  void declare_queue_series();
  void declare_echoes();
  void find_members();
  void declare_constraints();
  void declare_edges();
  void declare_edge(const Edge& edge, const char* metric, std::vector<std::uint32_t> sources);
  void declare_measured_edge(const Edge& edge);
  void find_edge_starts();
  const TopologyNode& start_of(const Edge& edge) const {
    return model_.topology.nodes[edge.from.value];
  }
  const Node* router_of(const Edge& edge) const { return edge_starts_[edge.from.value].router; }
  const std::vector<std::size_t>* routes_along(const Edge& edge) const;
  std::vector<std::uint32_t> role_slots(const TopologyNode& node,
                                        std::initializer_list<Role> roles) const;
  Slot& declare_series(const std::string& id, bool synthesised);

  // classed.cc: which of them carry class parts
  class ClassSpread;
  void decide_classed();
  bool within_series_limit();
  void make_part_columns();
  void make_initial_parts(Slot& slot);

  // values.cc: reading series, arithmetic on values with parts
  Value read(const Slot& slot, std::uint32_t lag = 0) const;
  Value read(const std::string& id, std::uint32_t lag = 0) const { return read(slot(id), lag); }
  Value read_raw(const std::string& id) const;
  Value read(const SeriesRef& ref);
  Value read_for(const SeriesRef& ref, const TopologyNode* node);
  Operand part_of(const Value& value, std::size_t part) const;
  std::vector<Operand> parts_of(const Value& value) const;
  std::vector<Operand> scaled(Operand total, std::vector<Operand> raw,
                              const std::vector<Operand>& fallback = {});
  std::vector<Operand> picked(Operand condition, const Value& a, const Value& b);
  Value sum(const Value& a, const Value& b);
  void define(Slot& slot, const Value& value);
  void define_parts(Slot& slot, const std::vector<Operand>& parts);

  // lower_expr.cc
  Value lower(const Expr& expr);
  Value lower_operation(const Expr& expr, const ExprNode& node);
  Value argument(const Expr& expr, const ExprNode& node, int i);
  Value lower_sum(OpCode code, const Value& a, const Value& b);
  Value lower_product(const Value& a, const Value& b);
  Value lower_extreme(OpCode code, const Value& a, const Value& b);
  Value lower_clamp(const Value& x, const Value& lo, const Value& hi);
  Value lower_mod(const Value& a, const Value& b);
  Value lower_if(const Value& c, const Value& a, const Value& b);
  Value lower_by_shares(const DraftOp& op, std::span<const Value> x);
  Value lower_per_part(const DraftOp& op, std::span<const Value> x, bool fall_back);
  Operand emit_totals(const DraftOp& op, std::span<const Value> x);
  Value lower_shift(const Expr& expr, const ExprNode& node);
  Value lower_lagged(const Expr& expr, const ExprNode& node, std::uint32_t lag);
  Value lower_extremes(const Expr& expr, const ExprNode& node);
  Value lower_conv(const Expr& expr, const ExprNode& node);
  Value lower_pulse(const Expr& expr, const ExprNode& node);
  Value lower_delay(const Expr& expr, const ExprNode& node);
  Operand delayed(const DraftOp& op, Operand x, Operand lag);
  Value lower_time();
  Value named_or_compound(const Expr& expr, const ExprNode& node);
  Value lower_arguments(const Expr& expr, const ExprNode& node);

  // lower_nodes.cc
  void lower_nodes();
  std::vector<std::uint32_t> dependency_order() const;
  void lower_node(const Node& node);
  void lower_expression(const Node& node, const ExprNodeBody& body, Slot& slot);
  void lower_const(const Node& node, Slot& slot);
  bool is_constant(const Expr& expr) const;
  void add_authored(const Node& node, Slot& slot, std::vector<double> values);
  void add_parameter(const std::string& name, ColumnIndex column, std::vector<double> values,
                     bool scalar_only);
  void lower_generated(const Node& node, Slot& slot);
  void lower_pmf(const Node& node, Slot& slot);
  void attribute_traffic(Slot& slot);
  std::vector<double> traffic_shares(const std::string& id) const;
  std::uint64_t stream_of(const std::string& id) const;

  // lower_queue.cc
  void lower_queues();
  void lower_queue(Queue& queue);
  Value queue_inflow(const Queue& queue);
  Operand queue_limit(const Queue& queue);
  Operand released(const Queue& queue, Operand outflow);
  struct QueueFlows {
    Value inflow, outflow, loss;
    Operand released{};
  };
  void lower_queue_parts(const Queue& queue, const QueueFlows& flows);
  bool leaves_in_order(const Queue& queue) const;
  bool is_written_by_class(const Queue& queue, const std::optional<SeriesRef>& ref) const;
  bool reads_queue(const Queue& queue, const std::string& id) const;
  void lower_parts_in_order(const Queue& queue, const QueueFlows& flows);
  std::vector<double> groups_of(const Discipline& discipline) const;
  std::vector<Operand> initial_parts(const Queue& queue, const Value& inflow);
  void write_parts(const Slot& slot, const std::vector<Operand>& raw);
  std::vector<Operand> previous_parts(const Queue& queue, const Value& inflow);
  void attribute_flow(const std::optional<SeriesRef>& ref, const std::vector<Operand>& parts,
                      const std::vector<Operand>& fallback = {});
  bool keeps_own_parts(const std::optional<SeriesRef>& ref, const Value& flow) const;

  // lower_router.cc
  void lower_routers();
  void collect_routes();
  std::vector<Value> routed_values(const Node& node);
  // What has a weight: a number, or a series that wins over it.
  struct Weight {
    double number = 1;
    const std::optional<SeriesRef>& series;
  };
  std::vector<Operand> shares_of(const std::vector<Weight>& weights);

  // lower_measured.cc: series whose values were measured
  void declare_measured();
  void keep_raw_parts(Slot& slot);
  void declare_measured_total(const MeasuredSeries& measured, Slot& slot);
  void declare_measured_part(const MeasuredSeries& measured, Slot& slot, std::size_t part);
  void lower_measured();
  void give_parts(Slot& slot, const std::vector<Operand>& raw);

  // lower_retry.cc, lower_constraint.cc, lower_edges.cc
  void lower_echoes();
  void lower_constraints();
  void lower_allocation(std::uint32_t constraint);
  void lower_capped();
  void lower_edges();
  void lower_router_edges();
  void lower_split_edges(bool effort);
  void lower_measured_edges();
  void lower_retry_edges();
  Value served_along(const Edge& edge);
  std::optional<Value> role_value(const TopologyNode& node, Role role);
  std::optional<Value> attempts_along(const Edge& edge);
  void define_edge(const Edge& edge, const char* metric, const Value& value);
  Value times(const Value& value, double factor);
  Value times(const Value& value, Operand factor);

  std::optional<std::uint32_t> find_slot(std::string_view id) const {
    return slot_by_id_.find(hash_of_name(id),
                            [&](std::uint32_t index) { return slots_[index].id == id; });
  }
  std::uint32_t index_of(std::string_view id) const {
    const std::optional<std::uint32_t> found = find_slot(id);
    FT_CHECK(found.has_value());
    return *found;
  }
  Slot& slot_of(std::string_view id) { return slots_[index_of(id)]; }
  bool has_slot(std::string_view id) const { return find_slot(id).has_value(); }

  const Model& model_;
  const CompileOptions& options_;
  const Decisions& decisions_;
  Problems problems_;
  std::vector<Slot> slots_;
  HashIndex slot_by_id_;
  std::vector<Queue> queues_;
  std::unordered_map<std::string, std::size_t> queue_by_depth_, queue_by_topology_;
  std::vector<EdgeStart> edge_starts_;  // by topology node
  std::vector<EdgeSeries> edge_series_;
  std::vector<std::string> target_order_;
  std::unordered_map<std::string, std::vector<RouteContribution>> routes_to_;
  std::map<std::pair<const Node*, std::string_view>, std::vector<std::size_t>> routes_between_;
  std::vector<std::vector<const TopologyNode*>> members_of_;  // by constraint
  std::unordered_map<std::string, std::vector<const TrafficArrival*>> arrivals_at_;  // by node id
  std::vector<Value> lowered_;        // by node of the expression being lowered
  std::vector<Operand> clamped_;      // of the node being lowered: 1 where a DELAY was clamped
  std::set<std::string> attributed_;  // unclassed outflows and losses whose queue gives them parts
};

}  // namespace flowtime::compile_detail
