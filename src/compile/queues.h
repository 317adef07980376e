// Queues: the levels that nodes and topology nodes keep, and who decides what leaves them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

struct Queue {
  // `depth` is the series id of the level; `prefix` the snake-case id that the other series begin
  // with ("payment" in "payment_served_effective").
  std::string depth, prefix;
  std::vector<std::string> other_prefixes;  // of further topology nodes that name the same depth
  // Items per bin; absent: 0.
  Rare<SeriesRef> inflow, outflow, loss;
  // Items before bin 0.
  double initial = 0;
  // Of the model, or null: items may leave in every bin.
  const DispatchSchedule* schedule = nullptr;
  Discipline discipline;
  bool discipline_is_written = false;
  // The most items that may wait: a number, or a series that wins over it.
  std::optional<double> limit;
  Rare<SeriesRef> limit_series;
  // Of the model; null for a queue that only nodes[] declares.
  const TopologyNode* topology = nullptr;
  // Where items are sent that the limit turns away; absent: they are lost.
  std::optional<std::size_t> overflow_to;  // into Queues::all
  std::vector<std::size_t> overflow_from;
  bool limited() const { return limit || limit_series; }
};

// Both maps give the index into `all`.
struct Queues {
  std::vector<Queue> all;  // in the order of declaration
  std::unordered_map<std::string, std::size_t> by_depth, by_topology;
};

// Finds the queues of a model and declares their series.
// A queue is declared in topology (queueDepth semantics) or in nodes[] (serviceWithBuffer), and
// both may speak of one depth: then nodes[] says what flows in and out, topology the limit and
// discipline.
class QueueDeclaration : SeriesWriter {
 public:
  explicit QueueDeclaration(World& world) : SeriesWriter(world) {}
  // Call once. Adds a note queue_flows_differ to World::notes where the two disagree.
  Queues run();

 private:
  void find_queues();
  void add_topology_queue(const TopologyNode& node);
  // Valid until the next queue is added.
  Queue& queue_for(const std::string& depth);
  void note_differing_flows(const Queue& queue, const ServiceWithBufferNode& body);
  void honour_initial_condition(const TopologyNode& node);
  void link_overflow();
  void declare_series_of(const Queue& queue);

  Queues queues_;
};

// Whether the discipline of the queue decides which classes leave; else its author wrote them.
// False for the discipline "mixed", and for queues whose author wrote by class what is served or
// lost without naming a discipline (docs/decisions/0011).
bool leaves_in_order(const World& world, const Queue& queue);
// Whether a formula is made from what enters the queue or waits in it, also by way of others.
// Follows expressions only, over at most 1000 names; a longer chain counts as reading the queue.
bool reads_queue(const Model& model, const Queue& queue, const std::string& id);

// Gate, recurrence, overflow and effective served of each queue, and the parts of all of them.
// With in, out and loss of the bin, Q the level and L the limit:
//
//     out'      = out in bins where the schedule is open (at most its capacity), else 0
//     Q[t]      = max(0, Q[t-1] + in - out' - loss), at most L
//     overflow  = what L cuts off
//     effective = min(out', max(0, Q[t-1] + in))
//
// docs/semantics.md, "Queues". Needs what nodes, routers, echoes and constraints computed.
class QueueLowering : SeriesWriter {
 public:
  QueueLowering(World& world, const Queues& queues) : SeriesWriter(world), queues_(queues) {}
  void lower();

 private:
  struct QueueFlows {
    Value inflow, outflow, loss;
    Operand released{};
  };
  void lower_queue(const Queue& queue);
  // Q[t-1] of a queue whose depth was measured up to some bin.
  Operand level_before(const Slot& depth);
  void lower_resumed_queue(const Queue& queue, const DraftOp& op, const Slot& depth);
  Value queue_inflow(const Queue& queue);
  Operand queue_limit(const Queue& queue);
  // out' above.
  Operand released(const Queue& queue, Operand outflow);
  // Parts of a mixed queue: what leaves is a mix of all that is there.
  void lower_queue_parts(const Queue& queue, const QueueFlows& flows);
  // Parts of a queue with an order: which item leaves decides which class leaves.
  void lower_parts_in_order(const Queue& queue, const QueueFlows& flows);
  std::vector<double> groups_of(const Discipline& discipline) const;
  std::vector<Operand> initial_parts(const Queue& queue, const Value& inflow);
  std::vector<Operand> previous_parts(const Queue& queue, const Value& inflow);
  void write_parts(const Slot& slot, const std::vector<Operand>& raw);
  // Gives an outflow or loss its parts, where decide_classed put it into World::attributed.
  void attribute_flow(const Rare<SeriesRef>& ref, const std::vector<Operand>& parts,
                      const std::vector<Operand>& fallback = {});
  bool keeps_own_parts(const Queue& queue, const Rare<SeriesRef>& ref, const Value& flow) const;

  const Queues& queues_;
};

}  // namespace flowtime::compile_detail
