// NodeLowering: const, expr and pmf nodes, and what traffic says about them.
#pragma once

#include <string>
#include <vector>

#include "compile/expression_lowering.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

// A const node is a parameter, an expr node its expression, a pmf node its mean or one draw per
// bin. Nodes that are the target of a route are made by RouterLowering, queues by QueueLowering.
class NodeLowering : SeriesWriter {
 public:
  NodeLowering(World& world, const Routes& routes)
      : SeriesWriter(world), routes_(routes), expressions_(world) {}
  // One slot per node, in the order of the text, with the initial condition as what is before bin
  // 0.
  void declare();
  // A flag of each node whose DELAY may be clamped; after the series of other mechanisms.
  void declare_clamped_delays();
  // In dependency order, so that an expression over constants folds to a number.
  void lower();

 private:
  // Node indices. Iterative, depth first: a chain of 100 000 nodes must not use up the stack.
  std::vector<std::uint32_t> dependency_order() const;
  void lower_node(const Node& node);
  void lower_expression(const Node& node, const ExprNodeBody& body, Slot& slot);
  bool is_constant(const Expr& expr) const;
  void lower_const(const Node& node, Slot& slot);
  // Makes the values a parameter of the plan, which --set and live sessions can change.
  void add_authored(const Node& node, Slot& slot, std::vector<double> values);
  void lower_generated(const Node& node, Slot& slot);
  void lower_pmf(const Node& node, Slot& slot);
  void attribute_traffic(Slot& slot);
  // By part; they sum to 1, and DEFAULT has 0.
  std::vector<double> traffic_shares(const std::string& id) const;
  // Precondition: CompileOptions::stream_state is set.
  std::uint64_t stream_of(const std::string& id) const;

  const Routes& routes_;
  ExpressionLowering expressions_;
};

}  // namespace flowtime::compile_detail
