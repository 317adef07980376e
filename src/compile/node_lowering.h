// NodeLowering: const, expr and pmf nodes, and what traffic says about them.
#pragma once

#include <string>
#include <vector>

#include "compile/expression_lowering.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

class NodeLowering : SeriesWriter {
 public:
  NodeLowering(World& world, const Routes& routes)
      : SeriesWriter(world), routes_(routes), expressions_(world) {}
  void declare();
  // A flag of each node whose DELAY may be clamped; after the series of other mechanisms.
  void declare_clamped_delays();
  void lower();

 private:
  std::vector<std::uint32_t> dependency_order() const;
  void lower_node(const Node& node);
  void lower_expression(const Node& node, const ExprNodeBody& body, Slot& slot);
  bool is_constant(const Expr& expr) const;
  void lower_const(const Node& node, Slot& slot);
  void add_authored(const Node& node, Slot& slot, std::vector<double> values);
  void lower_generated(const Node& node, Slot& slot);
  void lower_pmf(const Node& node, Slot& slot);
  void attribute_traffic(Slot& slot);
  std::vector<double> traffic_shares(const std::string& id) const;
  std::uint64_t stream_of(const std::string& id) const;

  const Routes& routes_;
  ExpressionLowering expressions_;
};

}  // namespace flowtime::compile_detail
