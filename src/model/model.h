// Model: everything a model document says, checked. Rules: docs/model-format.md.
//
// After read_model succeeds every reference resolves: node and class names exist, edge ends exist,
// const series have 1 or `bins` values. Only cycles and constraint strata are left to compile.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/finding.h"
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
struct SeriesRef {
  enum class Kind { kSeries, kSelf, kFile };
  Kind kind = Kind::kSeries;
  std::string id;        // series id, or the path of a file
  std::string class_id;  // "" for the total
  SourcePos where{};
};

// When a queue may release: bin t is open iff t >= phase and (t - phase) mod period = 0, or with
// irregular times iff it is one of the open bins.
struct DispatchSchedule {
  std::int64_t period_bins = 1;      // >= 1; of irregular times the longest from one to the next
  std::int64_t phase_offset = 0;     // as written, any sign; of irregular times 0
  Rare<SeriesRef> capacity_series;   // most that an open bin may release
  std::vector<std::string> times{};  // `at` as written; empty: regular
  std::vector<std::int64_t> open_bins{};  // of irregular times, ascending; may be none
  SourcePos where{};
  bool is_irregular() const { return !times.empty(); }
  std::int64_t phase() const {  // 0 .. period - 1
    return ((phase_offset % period_bins) + period_bins) % period_bins;
  }
  bool is_open(std::int64_t bin) const {
    if (is_irregular()) return std::binary_search(open_bins.begin(), open_bins.end(), bin);
    return bin >= phase() && (bin - phase()) % period_bins == 0;
  }
};

// Which of the items that wait in a queue of classes leave it first (docs/semantics.md, "Queues").
struct Discipline {
  enum class Kind {
    kMixed,     // all classes in proportion to what waits of each
    kFifo,      // first in, first out
    kPriority,  // class by class, what a class has waiting first in, first out
  };
  Kind kind = Kind::kMixed;
  std::vector<ClassIndex> priority;  // of kPriority, the first class leaves first; the rest is last
  SourcePos where{};
  bool operator==(const Discipline& other) const {
    return kind == other.kind && priority == other.priority;
  }
};

// nodes[]: what produces a series.
struct ConstNode {
  std::vector<double>
      values;  // 1 (fills the grid) or `bins` values; empty when traffic generates them
};
struct ExprNodeBody {
  std::string text;
  Expr expr;
};
struct PmfNode {
  std::vector<double> values, probabilities;  // same length, probabilities as written
};
struct ServiceWithBufferNode {
  SeriesRef inflow, outflow;
  Rare<SeriesRef> loss;
};
struct Route {
  SeriesRef target;
  std::vector<ClassIndex> classes;  // a class route when not empty
  double weight = 1;                // > 0; used by routes without classes
  Rare<SeriesRef> weight_series;    // wins over weight
  SourcePos where{};
};
struct RouterNode {
  SeriesRef queue;  // the source
  std::vector<Route> routes;
};

struct Node {
  std::string id;
  std::variant<ConstNode, ExprNodeBody, PmfNode, ServiceWithBufferNode, RouterNode> body;
  Rare<DispatchSchedule> dispatch_schedule;
  std::optional<double> initial;  // of an expr: what a lagged read of it gives before bin 0
  std::map<std::string, std::string> metadata;
  SourcePos where{};  // of the id
};

// The roles a series can play for a topology node.
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
inline constexpr std::array<const char*, kRoleCount> kRoleNames{
    "arrivals",       "served",
    "errors",         "attempts",
    "failures",       "exhaustedFailures",
    "retryEcho",      "retryBudgetRemaining",
    "externalDemand", "queueDepth",
    "capacity",       "processingTimeMsSum",
    "servedCount"};

struct Semantics {
  std::array<Rare<SeriesRef>, kRoleCount> roles;
  Rare<std::variant<double, SeriesRef>> parallelism;
  std::optional<std::vector<double>> retry_kernel;  // as written
  std::optional<double> sla_minutes;
  // Shares that are promised: of what came that is served, of the departures that something takes.
  std::optional<double> completion_target, adherence_target;
  std::optional<double> max_attempts;
  std::string backoff_strategy, exhausted_policy;
  std::map<std::string, std::string> aliases;
  const Rare<SeriesRef>& operator[](Role role) const {
    return roles[static_cast<std::size_t>(role)];
  }
};

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
  std::optional<double> initial_queue_depth;
  Rare<DispatchSchedule> dispatch_schedule;
  Rare<Discipline> discipline;                // as written; discipline_of() decides
  std::optional<double> wip_limit;            // >= 0
  Rare<SeriesRef> wip_limit_series;           // wins over wip_limit
  std::optional<TopologyIndex> wip_overflow;  // empty: overflow is lost
  ThresholdOverrides thresholds;
  double weight = 1;  // of its late and lost items when findings are ranked; > 0
  std::map<std::string, double> ui;
  SourcePos where{};
};

enum class EdgeType { kThroughput, kEffort, kTerminal, kDependency };
inline constexpr std::array<const char*, 4> kEdgeTypeNames{"throughput", "effort", "terminal",
                                                           "dependency"};
enum class EdgeMeasure { kServed, kAttempts, kErrors, kFailures, kExhaustedFailures, kLoad };
inline constexpr std::array<const char*, 6> kEdgeMeasureNames{
    "served", "attempts", "errors", "failures", "exhaustedFailures", "load"};

struct Edge {
  std::string id;  // as written, else "from->to" with ports as written
  TopologyIndex from, to;
  std::string from_port = "out", to_port = "in";
  std::string from_text, to_text;  // as written, with the ports that were written
  double weight = 1;               // <= 0 or not finite reads as 1
  Rare<SeriesRef> weight_series;   // wins over weight
  EdgeType type = EdgeType::kThroughput;
  std::optional<EdgeMeasure> measure;  // as written; effective_measure() decides
  std::optional<double> multiplier;
  std::int64_t lag = 0;  // >= 0
  SourcePos where{};
};

struct Constraint {
  std::string id;
  SeriesRef arrivals, served;  // served is the capacity of the shared resource
  Rare<SeriesRef> errors, latency_minutes;
  SourcePos where{};
};

struct Topology {
  std::vector<TopologyNode> nodes;
  std::vector<Edge> edges;
  std::vector<Constraint> constraints;
};

struct FlowClass {
  std::string id, display_name, description;
  double weight = 1;  // as TopologyNode::weight
};

enum class TrafficPattern { kConstant, kPoisson };
struct TrafficArrival {
  NodeIndex node;
  std::optional<ClassIndex> flow_class;
  TrafficPattern pattern = TrafficPattern::kConstant;
  std::optional<double> rate_per_bin;  // items per bin; `rate` (items per hour) is converted
  SourcePos where{};
};

struct OutputSpec {
  std::string series;  // id, "*" or "prefix/*"
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
struct ExpectedText {
  std::string text;
  SourcePos where{};     // in the model
  std::string path{};    // "/expect/0", "/options/expect/0"
  std::string source{};  // what messages call it, "--expect ..."; empty: the model
};

struct Model {
  int schema_version = 1;  // 1 or 2
  TimeGrid grid;
  std::vector<Node> nodes;
  std::vector<OutputSpec> outputs;
  bool has_topology = false;
  Topology topology;
  std::vector<FlowClass> classes;
  std::vector<TrafficArrival> traffic;
  std::optional<std::int64_t> seed;  // rng.seed
  std::optional<ModelProvenance> provenance;
  std::string item_noun;  // what flows, as people say it: "orders"; empty: "items"
  std::vector<ExpectedText> expected;
  std::vector<Finding> notes;  // what reading wants to say without refusing, e.g. kernel policy

  std::unordered_map<std::string, NodeIndex> node_by_id;  // lookups only, never iterated
  std::unordered_map<std::string, TopologyIndex> topology_by_id;

  const Node* find_node(const std::string& id) const {
    const auto found = node_by_id.find(id);
    return found == node_by_id.end() ? nullptr : &nodes[found->second.value];
  }
};

}  // namespace flowtime
