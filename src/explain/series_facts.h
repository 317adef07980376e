// SeriesFacts: what a published series is to the model it comes from.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/model.h"
#include "plan/plan.h"

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
  kRest,      // what the limits of the walk fold together
  kRounding,  // what amounts as doubles cannot say, in the last place of the largest
};
const char* name_of(CauseKind kind);

class SeriesFacts {
 public:
  // Both outlive this object.
  SeriesFacts(const Model& model, const SeriesCatalog& series);

  // The topology node that a series belongs to: the one it is served, errors, depth ... of, else
  // the one it arrives at; nullptr without one.
  const TopologyNode* node_of(const std::string& measure) const;
  // The topology node that serves the series.
  const TopologyNode* server_of(const std::string& measure) const;
  // Words for the role it plays for node_of: "queueDepth", "overflow"; "" without one.
  std::string role_of(const std::string& measure) const;
  CauseKind cause_kind(const std::string& measure) const;
  // Where the model defines it; {} for what only the compiler knows.
  SourcePos position_of(const std::string& measure) const;
  const Model& model() const { return model_; }

 private:
  struct Fact {
    const TopologyNode* node = nullptr;
    std::string role{};
    int weight = 0;  // how well the role says what the series is
  };
  void add(const std::string& measure, const TopologyNode& node, std::string role, int weight);
  void add_node(const TopologyNode& node);
  void add_limits();
  const Model& model_;
  std::unordered_map<std::string, Fact> facts_;                   // lookups only
  std::unordered_map<std::string, const TopologyNode*> servers_;  // lookups only
  std::unordered_map<std::string, CauseKind> kinds_;              // lookups only
};

}  // namespace flowtime
