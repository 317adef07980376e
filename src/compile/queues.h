// Queues: the levels that nodes and topology nodes keep, and who decides what leaves them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

struct Queue {
  std::string depth, prefix;
  std::vector<std::string> other_prefixes;  // of further topology nodes that name the same depth
  Rare<SeriesRef> inflow, outflow, loss;
  double initial = 0;
  const DispatchSchedule* schedule = nullptr;
  Discipline discipline;
  bool discipline_is_written = false;
  std::optional<double> limit;
  Rare<SeriesRef> limit_series;
  const TopologyNode* topology = nullptr;
  std::optional<std::size_t> overflow_to;  // into Queues::all
  std::vector<std::size_t> overflow_from;
  bool limited() const { return limit || limit_series; }
};

struct Queues {
  std::vector<Queue> all;  // in the order of declaration
  std::unordered_map<std::string, std::size_t> by_depth, by_topology;
};

// Finds the queues of a model and declares their series.
class QueueDeclaration : SeriesWriter {
 public:
  explicit QueueDeclaration(World& world) : SeriesWriter(world) {}
  Queues run();

 private:
  void find_queues();
  void add_topology_queue(const TopologyNode& node);
  Queue& queue_for(const std::string& depth);
  void note_differing_flows(const Queue& queue, const ServiceWithBufferNode& body);
  void honour_initial_condition(const TopologyNode& node);
  void link_overflow();
  void declare_series_of(const Queue& queue);

  Queues queues_;
};

// Whether the discipline of the queue decides which classes leave; else its author wrote them.
bool leaves_in_order(const World& world, const Queue& queue);
// Whether a formula is made from what enters the queue or waits in it, also by way of others.
bool reads_queue(const Model& model, const Queue& queue, const std::string& id);

// Gate, recurrence, overflow and effective served of each queue, and the parts of all of them.
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
  Operand level_before(const Slot& depth);
  void lower_resumed_queue(const Queue& queue, const DraftOp& op, const Slot& depth);
  Value queue_inflow(const Queue& queue);
  Operand queue_limit(const Queue& queue);
  Operand released(const Queue& queue, Operand outflow);
  void lower_queue_parts(const Queue& queue, const QueueFlows& flows);
  void lower_parts_in_order(const Queue& queue, const QueueFlows& flows);
  std::vector<double> groups_of(const Discipline& discipline) const;
  std::vector<Operand> initial_parts(const Queue& queue, const Value& inflow);
  std::vector<Operand> previous_parts(const Queue& queue, const Value& inflow);
  void write_parts(const Slot& slot, const std::vector<Operand>& raw);
  void attribute_flow(const Rare<SeriesRef>& ref, const std::vector<Operand>& parts,
                      const std::vector<Operand>& fallback = {});
  bool keeps_own_parts(const Queue& queue, const Rare<SeriesRef>& ref, const Value& flow) const;

  const Queues& queues_;
};

}  // namespace flowtime::compile_detail
