// Model: everything a model document says, checked. Rules: docs/model-format.md.
//
// After read_model succeeds every reference resolves: node and class names exist, edge ends exist,
// const series have 1 or `bins` values. Only cycles and constraint strata are left to compile.
// Const after read_model: may be read by any number of threads. Optional members are nothing where
// the document leaves them out, so that "not said" differs from "said 0".
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/finding.h"
#include "base/hash_index.h"
#include "base/problem.h"
#include "base/rare.h"
#include "base/strong_index.h"
#include "expr/expr.h"
#include "model/thresholds.h"
#include "series/time_grid.h"

namespace flowtime {

using NodeIndex = StrongIndex<struct NodeTag>;          // into Model::nodes
using TopologyIndex = StrongIndex<struct TopologyTag>;  // into Model::topology.nodes
using ClassIndex = StrongIndex<struct ClassTag>;        // into Model::classes

// A reference to a series: `id`, `series:id`, `id@CLASS`, `self`, `file:path`.
// `class_id` "DEFAULT" is the part that no class claims.
// Written as text in the document; `where` is the place of that text.
struct SeriesRef {
  enum class Kind { kSeries, kSelf, kFile };
  Kind kind = Kind::kSeries;
  // Empty for `self`.
  std::string id;        // series id, or the path of a file
  std::string class_id;  // "" for the total
  SourcePos where{};
};

// When a queue may release: bin t is open iff t >= phase and (t - phase) mod period = 0, or with
// irregular times iff it is one of the open bins.
struct DispatchSchedule {
  // In bins of the model's grid, never in minutes.
  std::int64_t period_bins = 1;      // >= 1; of irregular times the longest from one to the next
  std::int64_t phase_offset = 0;     // as written, any sign; of irregular times 0
  Rare<SeriesRef> capacity_series;   // most that an open bin may release
  std::vector<std::string> times{};  // `at` as written; empty: regular
  std::vector<std::int64_t> open_bins{};  // of irregular times, ascending; may be none
  SourcePos where{};
  bool is_irregular() const { return !times.empty(); }
  // C++ keeps the sign of the left operand of %; a second one makes it positive.
  std::int64_t phase() const {  // 0 .. period - 1
    return ((phase_offset % period_bins) + period_bins) % period_bins;
  }
  // O(log n) for irregular times, else O(1).
  bool is_open(std::int64_t bin) const {
    if (is_irregular()) return std::binary_search(open_bins.begin(), open_bins.end(), bin);
    return bin >= phase() && (bin - phase()) % period_bins == 0;
  }
};

// Which of the items that wait in a queue of classes leave it first (docs/semantics.md, "Queues").
// Only queues that evaluation runs have one; it decides class parts, not totals.
struct Discipline {
  enum class Kind {
    kMixed,     // all classes in proportion to what waits of each
    kFifo,      // first in, first out
    kPriority,  // class by class, what a class has waiting first in, first out
  };
  Kind kind = Kind::kMixed;
  // Classes that it does not list share the last rank, first in, first out.
  std::vector<ClassIndex> priority;  // of kPriority, the first class leaves first; the rest is last
  SourcePos where{};
  bool operator==(const Discipline& other) const {
    return kind == other.kind && priority == other.priority;
  }
};

// nodes[]: what produces a series.
// Items per bin, or whatever the node's readers take it for: a const has no unit of its own.
struct ConstNode {
  std::vector<double>
      values;  // 1 (fills the grid) or `bins` values; empty when traffic generates them
};
// `text` is as written, for explanations; `expr` is its tree.
struct ExprNodeBody {
  std::string text;
  Expr expr;
};
// Distinct values and a probability for each. compile makes them the expected value, or draws.
struct PmfNode {
  // compile normalises them (pmf_moments).
  std::vector<double> values, probabilities;  // same length, probabilities as written
};
// depth[t] = depth[t-1] + inflow - outflow - loss, never below 0: docs/semantics.md, "Queues".
struct ServiceWithBufferNode {
  // All three are items per bin; the ids need not be nodes, they may be generated series.
  SeriesRef inflow, outflow;
  Rare<SeriesRef> loss;
};
// Where a router sends what it divides. Class routes take all of their classes; the other routes
// share what is left by weight.
struct Route {
  SeriesRef target;
  std::vector<ClassIndex> classes;  // a class route when not empty
  double weight = 1;                // > 0; used by routes without classes
  // Read per bin.
  Rare<SeriesRef> weight_series;  // wins over weight
  SourcePos where{};
};
// The routed series is divided bin by bin.
struct RouterNode {
  SeriesRef queue;  // the source
  std::vector<Route> routes;
};

// One entry of nodes[]. Its id is the id of the series that it produces.
struct Node {
  std::string id;
  std::variant<ConstNode, ExprNodeBody, PmfNode, ServiceWithBufferNode, RouterNode> body;
  Rare<DispatchSchedule> dispatch_schedule;
  std::optional<double> initial;  // of an expr: what a lagged read of it gives before bin 0
  std::map<std::string, std::string> metadata;
  SourcePos where{};  // of the id
};

// The roles a series can play for a topology node.
// What of them a kind requires: requires_role() in node_category.h.
enum class Role {
  kArrivals,
  kServed,
  kErrors,
  kAttempts,
  kFailures,
  kExhaustedFailures,
  kRetryEcho,
  kRetryBudgetRemaining,
  kExternalDemand,
  kQueueDepth,
  kCapacity,
  kProcessingTimeMsSum,
  kServedCount,
};
inline constexpr int kRoleCount = 13;
// In the order of Role: a role's number is its place.
inline constexpr std::array<const char*, kRoleCount> kRoleNames{
    "arrivals",       "served",
    "errors",         "attempts",
    "failures",       "exhaustedFailures",
    "retryEcho",      "retryBudgetRemaining",
    "externalDemand", "queueDepth",
    "capacity",       "processingTimeMsSum",
    "servedCount"};

// What a topology node says of its series and of itself.
struct Semantics {
  // By Role. `queueDepth: self` is kSelf here; queue_depth_id() in names.h gives the series.
  std::array<Rare<SeriesRef>, kRoleCount> roles;
  // Servers, at least 1.
  Rare<std::variant<double, SeriesRef>> parallelism;
  std::optional<std::vector<double>> retry_kernel;  // as written
  // The promise: how long an item may take at the node, in minutes.
  std::optional<double> sla_minutes;
  // Shares that are promised: of what came that is served, of the departures that something takes.
  // Above 0 and at most 1: 0.95 is 95 of 100.
  std::optional<double> completion_target, adherence_target;
  // For checks and answers: no series is computed from these three.
  std::optional<double> max_attempts;
  std::string backoff_strategy, exhausted_policy;
  // Names that answers show in place of roles, by role as written.
  std::map<std::string, std::string> aliases;
  // Nothing where the document does not name a series for the role.
  const Rare<SeriesRef>& operator[](Role role) const {
    return roles[static_cast<std::size_t>(role)];
  }
};

// What a kind amounts to; its traits are in node_category.h.
enum class NodeCategory {
  kService,
  kQueue,
  kDlq,
  kRouter,
  kDependency,
  kSink,
  kConstant,
  kExpression
};

// A place of the flow as people see it: it names the series that play its roles.
struct TopologyNode {
  std::string id;
  std::string kind;  // as written; "service" when absent
  std::string role;  // nodeRole
  std::string group;
  NodeCategory category = NodeCategory::kService;
  bool queue_semantics = false;  // docs/semantics.md, "Node kinds"
  bool service_semantics = false;
  Semantics semantics;
  std::vector<std::string> constraints;  // ids of declared constraints
  // Items that wait before bin 0.
  std::optional<double> initial_queue_depth;
  Rare<DispatchSchedule> dispatch_schedule;
  Rare<Discipline> discipline;  // as written; discipline_of() decides
  // Most items that may wait; what is beyond overflows.
  std::optional<double> wip_limit;            // >= 0
  Rare<SeriesRef> wip_limit_series;           // wins over wip_limit
  std::optional<TopologyIndex> wip_overflow;  // empty: overflow is lost
  // They win over the table of verdicts for this node alone.
  ThresholdOverrides thresholds;
  double weight = 1;  // of its late and lost items when findings are ranked; > 0
  // Numbers that a drawing may use, such as x and y.
  std::map<std::string, double> ui;
  SourcePos where{};
};

// What an edge means; which series each type has: docs/semantics.md, the table of edges.
enum class EdgeType { kThroughput, kEffort, kTerminal, kDependency };
inline constexpr std::array<const char*, 4> kEdgeTypeNames{"throughput", "effort", "terminal",
                                                           "dependency"};
// Which series of its source an edge follows.
enum class EdgeMeasure { kServed, kAttempts, kErrors, kFailures, kExhaustedFailures, kLoad };
inline constexpr std::array<const char*, 6> kEdgeMeasureNames{
    "served", "attempts", "errors", "failures", "exhaustedFailures", "load"};

// A line of the topology. Served edges divide what their source served, by weight; what the others
// carry is in the table of docs/semantics.md, "Edges".
struct Edge {
  std::string id;  // as written, else "from->to" with ports as written
  TopologyIndex from, to;
  std::string from_port = "out", to_port = "in";
  std::string from_text, to_text;  // as written, with the ports that were written
  double weight = 1;               // <= 0 or not finite reads as 1
  Rare<SeriesRef> weight_series;   // wins over weight
  EdgeType type = EdgeType::kThroughput;
  std::optional<EdgeMeasure> measure;  // as written; effective_measure() decides
  // Factor of what the edge carries; nothing: its weight (edge_factor in metrics/edges.h).
  std::optional<double> multiplier;
  std::int64_t lag = 0;  // >= 0
  SourcePos where{};
};

// A capacity that several nodes share. A node is a member when it lists the id.
struct Constraint {
  std::string id;
  // Items per bin, of all members together.
  SeriesRef arrivals, served;  // served is the capacity of the shared resource
  Rare<SeriesRef> errors, latency_minutes;
  SourcePos where{};
};

// In the order of the document; indices of nodes count from 0.
struct Topology {
  std::vector<TopologyNode> nodes;
  std::vector<Edge> edges;
  std::vector<Constraint> constraints;
};

// A kind of items that is followed through the flow, such as urgent orders.
struct FlowClass {
  std::string id, display_name, description;
  // Of its late and lost items; no flow depends on it.
  double weight = 1;  // as TopologyNode::weight
};

enum class TrafficPattern { kConstant, kPoisson };
// Items that arrive at a const node without values; several at one node add up.
struct TrafficArrival {
  NodeIndex node;
  std::optional<ClassIndex> flow_class;
  TrafficPattern pattern = TrafficPattern::kConstant;
  // Nothing: the document gives no rate.
  std::optional<double> rate_per_bin;  // items per bin; `rate` (items per hour) is converted
  SourcePos where{};
};

// Which series are published as CSV files, and under which name.
struct OutputSpec {
  std::string series;  // id, "*" or "prefix/*"
  // Ids that `series` would publish otherwise.
  std::vector<std::string> exclude;
  std::string file_name;  // `as`; may be empty
};

// The document's own `provenance` block; never hashed. Without a modelId it says nothing, as the
// header X-Model-Provenance does.
struct ModelProvenance {
  std::string generator, generated_at, template_id, template_version, mode, model_id;
  std::string template_title, source;
  std::map<std::string, std::string> parameters;  // values as JSON text
};

// What the model says must come out, such as "max(queue) < 100" (docs/expectations.md).
// Checked after evaluation; the text is read by figures::read_expectations.
struct ExpectedText {
  std::string text;
  SourcePos where{};     // in the model
  std::string path{};    // "/expect/0", "/options/expect/0"
  std::string source{};  // what messages call it, "--expect ..."; empty: the model
};

// What happened outside of the model while it ran, such as "Sale mail": no number depends on it.
struct ModelEvent {
  std::int64_t from_bin = 0, to_bin = 0;  // on the grid; the last one included
  std::string text;
};

// Owns everything it says. Indices stay valid: nothing is inserted or removed after reading.
struct Model {
  int schema_version = 1;  // 1 or 2
  TimeGrid grid;
  std::vector<Node> nodes;
  std::vector<OutputSpec> outputs;
  bool has_topology = false;
  Topology topology;
  std::vector<FlowClass> classes;
  std::vector<TrafficArrival> traffic;
  // 0 .. 2147483647; nothing: that of CompileOptions.
  std::optional<std::int64_t> seed;  // rng.seed
  std::optional<ModelProvenance> provenance;
  std::string item_noun;  // what flows, as people say it: "orders"; empty: "items"
  std::vector<ExpectedText> expected;
  std::vector<ModelEvent> events;  // by from_bin
  std::vector<Finding> notes;      // what reading wants to say without refusing, e.g. kernel policy

  // Positions in `nodes` and in `topology.nodes`, by hash_of_name() of the id.
  HashIndex node_ids, topology_ids;

  // Where the node with this id is; nothing without one.
  std::optional<NodeIndex> node_index(std::string_view id) const {
    return index_of<NodeIndex>(id, nodes, node_ids);
  }
  std::optional<TopologyIndex> topology_index(std::string_view id) const {
    return index_of<TopologyIndex>(id, topology.nodes, topology_ids);
  }
  // nullptr without one. Valid as long as the model is not moved or changed.
  const Node* find_node(std::string_view id) const {
    const auto found = node_index(id);
    return found ? &nodes[found->value] : nullptr;
  }

 private:
  template <class Index, class Item>
  static std::optional<Index> index_of(std::string_view id, const std::vector<Item>& items,
                                       const HashIndex& ids) {
    const auto found =
        ids.find(hash_of_name(id), [&](std::uint32_t at) { return items[at].id == id; });
    return found ? std::optional(Index{*found}) : std::nullopt;
  }
};

}  // namespace flowtime
