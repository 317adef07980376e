#include "telemetry/semantic_series.h"

#include <utility>

#include "model/names.h"

namespace flowtime {
namespace {

class Semantic {
 public:
  explicit Semantic(const Model& model) : model_(model) {}

  void add(const std::string& node, std::string metric, const Rare<SeriesRef>& ref) {
    // A file or a number is not a series of the model.
    if (!ref || ref->kind != SeriesRef::Kind::kSeries) return;
    found_.push_back({node, std::move(metric), id_of(*ref)});
  }
  void add_node(const TopologyNode& node) {
    for (int i = 0; i < kRoleCount; ++i) {
      const auto role = static_cast<Role>(i);
      if (role != Role::kQueueDepth) add(node.id, metric_name(role), node.semantics[role]);
      if (role == Role::kQueueDepth) add_depth(node);
    }
    if (node.semantics.parallelism) {
      const auto* ref = std::get_if<SeriesRef>(&*node.semantics.parallelism);
      if (ref != nullptr) add(node.id, "Parallelism", *ref);
    }
    add(node.id, "WipLimit", node.wip_limit_series);
  }
  void add_constraint(const Constraint& constraint) {
    add(constraint.id, "ConstraintArrivals", constraint.arrivals);
    add(constraint.id, "ConstraintServed", constraint.served);
    add(constraint.id, "ConstraintErrors", constraint.errors);
    add(constraint.id, "ConstraintLatencyMinutes", constraint.latency_minutes);
  }
  std::vector<SemanticSeries> found() && { return std::move(found_); }

 private:
  void add_depth(const TopologyNode& node) {
    if (const auto depth = queue_depth_id(model_, node)) {
      found_.push_back({node.id, metric_name(Role::kQueueDepth), *depth});
    } else {
      add(node.id, metric_name(Role::kQueueDepth), node.semantics[Role::kQueueDepth]);
    }
  }

  const Model& model_;
  std::vector<SemanticSeries> found_;
};

}  // namespace

std::string metric_name(Role role) {
  std::string name = kRoleNames[static_cast<std::size_t>(role)];
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

std::vector<SemanticSeries> semantic_series(const Model& model) {
  Semantic semantic(model);
  for (const TopologyNode& node : model.topology.nodes) semantic.add_node(node);
  for (const Constraint& constraint : model.topology.constraints) {
    semantic.add_constraint(constraint);
  }
  return std::move(semantic).found();
}

}  // namespace flowtime
