// SeriesFacts: what a published series is to the model it comes from.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/model.h"
#include "plan/plan.h"
#include "template/parameter_place.h"

namespace flowtime {

// What kind of cause a series is, when a walk ends at it.
enum class CauseKind {
  kArrivals,  // items that the model lets in
  kCapacity,  // of a node
  kLimit,     // of a queue, a dispatch or a shared constraint
  kInput,     // any other value that the model gives
  kNumber,    // written in a formula
  kInitial,   // a depth before bin 0
  kEcho,      // of what happened in earlier bins: retries
  kDecision,  // a comparison
  kDraw,      // random
  kBacklog,   // what waited at another node before
  kShare,     // what another member took of a shared capacity
  kOutflow,   // what left a level by itself: nothing held it back
  kLoss,      // what a level lost
  kOverflow,  // what a limit turned away
  kHeld,      // what a level held before the bins that are shown
  kRest,      // what the limits of the walk fold together
  kRounding,  // what amounts as doubles cannot say, in the last place of the largest
};
// As JSON has it.
const char* name_of(CauseKind kind);

// Const after construction: may be read by any number of threads. `measure` is the id of a series
// without its class: "queue" of "queue@Express".
class SeriesFacts {
 public:
  // The first two outlive this object. `parameters` are in the order of their places, which are
  // in the same file as those of the model.
  SeriesFacts(const Model& model, const SeriesCatalog& series,
              std::vector<ParameterPlace> parameters = {});

  // The topology node that a series belongs to: the one it is served, errors, depth ... of, else
  // the one it arrives at; nullptr without one.
  const TopologyNode* node_of(const std::string& measure) const;
  // The topology node that serves the series.
  const TopologyNode* server_of(const std::string& measure) const;
  // Words for the role it plays for node_of: "queueDepth", "overflow"; "" without one.
  std::string role_of(const std::string& measure) const;
  // kInput for what the model gives without a role.
  CauseKind cause_kind(const std::string& measure) const;
  // Something passes it or waits in it; false for capacities, limits and what has no role.
  bool is_flow(const std::string& measure) const;
  // The id of the constraint that shares the series; "" without one.
  std::string constraint_of(const std::string& measure) const;
  // The parameters of the template that the series was written with, also those of the series that
  // it is computed from as far as nothing flows through them; its own first. Of one class: without
  // those of series at which only other classes arrive.
  std::vector<std::string> parameters_of(const std::string& measure,
                                         const std::string& class_id = "") const;
  // Those that are under one of the keys in a node of the topology.
  std::vector<std::string> parameters_of(const TopologyNode& node,
                                         std::initializer_list<const char*> keys) const;
  // Where the model defines it; {} for what only the compiler knows.
  SourcePos position_of(const std::string& measure) const;
  const Model& model() const { return model_; }

 private:
  // Of several roles of one series the one with the largest weight is kept.
  struct Fact {
    const TopologyNode* node = nullptr;
    std::string role{};
    int weight = 0;  // how well the role says what the series is
  };
  void add(const std::string& measure, const TopologyNode& node, std::string role, int weight);
  void add_node(const TopologyNode& node);
  void add_limits();
  void place(std::vector<ParameterPlace> parameters);
  // Follows expressions to what they read; `seen` ends circles.
  void collect(const std::string& measure, const std::string& class_id,
               std::vector<std::string>& names, std::vector<const Node*>& seen) const;
  bool is_of_other_classes(const Node& node, const std::string& class_id) const;
  // Of what begins at a place: parameters that are in it.
  using Places = std::map<SourcePos, std::vector<ParameterPlace>>;
  const std::vector<ParameterPlace>* placed_at(const SourcePos& where) const;
  const Model& model_;
  Places parameters_;
  std::unordered_map<std::string, Fact> facts_;                   // lookups only
  std::unordered_map<std::string, const TopologyNode*> servers_;  // lookups only
  std::unordered_map<std::string, CauseKind> kinds_;              // lookups only
};

}  // namespace flowtime
