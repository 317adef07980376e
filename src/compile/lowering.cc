#include "compile/lowering.h"

namespace flowtime::compile_detail {

Lowering::Lowering(const Model& model, const CompileOptions& options, const Decisions& decisions)
    : model_(model), options_(options), decisions_(decisions) {}

Problems Lowering::run() {
  declare();
  if (!problems_.empty()) return problems_;
  declare_measured();
  lower_nodes();
  lower_routers();
  lower_echoes();
  lower_constraints();
  lower_queues();
  lower_edges();
  lower_measured();
  return problems_;
}

SourcePos Lowering::position_of(const std::string& series_id) const {
  if (const Node* node = model_.find_node(series_id)) return node->where;
  for (const TopologyNode& node : model_.topology.nodes) {
    if (queue_depth_id(model_, node) == series_id) return node.where;
  }
  return {};
}

}  // namespace flowtime::compile_detail
