// The ids the compiler makes up. One place, because readers, compiler, metrics, checks and the run
// bundle must agree on them.
// An author may use such an id for a node of nodes[]: queue depths then get a suffix, all other
// collisions are refused (synthesised_id_taken).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

// "PickWave" -> "pick_wave", "DLQ" -> "dlq", "HTTPService" -> "http_service", "Queue2B" ->
// "queue2_b", "Order Intake" -> "order_intake": an underscore before an upper-case letter that
// follows a lower-case letter or digit, or that starts a word after a run of upper-case letters;
// every character outside [A-Za-z0-9] becomes '_'; outer and doubled underscores are dropped.
// Different ids may give the same text: "PickWave" and "pick-wave". Linear in the length.
std::string snake_case(std::string_view id);

// What one queue is called and made of: a queue-like topology node, or a serviceWithBuffer in
// nodes[] that no topology node names.
struct QueueNames {
  // Two queues never share one: reading refuses ids that give the same prefix.
  std::string prefix;  // snake case of the topology node, else of the nodes[] entry
  std::string depth;   // id of the depth series
  std::string overflow, inflow, served_effective;             // "<prefix>_overflow", ...
  std::string allocation(std::string_view constraint) const;  // "<prefix>_alloc_<constraint>"
};

// The id of the queue depth of a topology node: the series its queueDepth names, or the synthesised
// "<snake>_queue" ("_1", "_2", ... when an author uses that id); nothing without queue semantics.
// Deterministic: readers that ask for the same model get the same id.
std::optional<std::string> queue_depth_id(const Model& model, const TopologyNode& node);

// The id of the series that left this node in truth: "<snake>_served_effective" when the node has a
// queue that evaluation runs, else its served series; nothing without one.
// A queue whose depth is another node of nodes[], such as an expr, is not run: its served counts.
std::optional<std::string> served_effective_id(const Model& model, const TopologyNode& node);

// The ids under which what enters the queue of a node may be published, the first that is counts:
// inflow with the overflow of others, the inflow of the queue in nodes[]. Else it is the arrivals.
std::vector<std::string> queue_inflow_ids(const Model& model, const TopologyNode& node);

// "x", or "x@Gold" for a class part.
std::string id_of(const SeriesRef& ref);

// "<id>_delay_clamped": where the lag of a DELAY of this expr node had to be clamped; nothing when
// every lag is a number that need not be.
std::optional<std::string> delay_clamped_id(const Node& node);

// What a shared constraint gives this node, and what it could serve within that:
// "<snake>_alloc_<id>" and "<snake>_limited_<id>", in items per bin.
std::string allocation_id(const TopologyNode& node, std::string_view constraint);
std::string limited_id(const TopologyNode& node, std::string_view constraint);

// "edge_<E>_<metric>": E is the edge id with every character outside [A-Za-z0-9_.-] replaced by
// '_' and outer underscores trimmed. Metrics: flowVolume, attemptsVolume, failuresVolume,
// retryVolume.
// Example: the flow of "Api->Db" is edge_Api-_Db_flowVolume.
std::string edge_series_id(const Edge& edge, std::string_view metric);

// measure, else the port when it is not "out" (and names a measure), else served.
// Example: an edge "from: Api:failures" without a measure follows the failures of Api.
EdgeMeasure effective_measure(const Edge& edge);

// The nodes[] entry a topology node's queueDepth names, when its kind is serviceWithBuffer.
// nullptr otherwise; points into the model, as schedule_of does.
const Node* authored_queue(const Model& model, const TopologyNode& node);

// The node's schedule, or that of the queue in nodes[] it names; null without one.
// The topology node's own wins; reading refuses two that differ.
const DispatchSchedule* schedule_of(const Model& model, const TopologyNode& node);

// The order in which items leave the node's queue: as written, else first in, first out, in models
// of schema version 1 mixed.
Discipline discipline_of(const Model& model, const TopologyNode& node);
Discipline usual_discipline(const Model& model);

// The class of what no declared class claims. An author cannot declare it (reserved_class).
inline constexpr std::string_view kDefaultClass = "DEFAULT";

}  // namespace flowtime
