#include "compile/lowering.h"

#include "compile/classed.h"
#include "compile/constraint_lowering.h"
#include "compile/echo_lowering.h"
#include "compile/edge_lowering.h"
#include "compile/measured_lowering.h"
#include "compile/node_lowering.h"
#include "compile/queues.h"
#include "compile/routes.h"
#include "model/names.h"

namespace flowtime::compile_detail {
namespace {

// Room for what a model of this size usually declares, so that tables need not grow.
void reserve(World& world) {
  const Topology& topology = world.model.topology;
  const std::size_t series =
      world.model.nodes.size() + 2 * topology.nodes.size() + topology.edges.size();
  world.slots.reserve(series);
  world.draft.reserve(series);
}

void collect_traffic(World& world) {
  for (const TrafficArrival& arrival : world.model.traffic) {
    world.arrivals_at[world.model.nodes[arrival.node.value].id].push_back(&arrival);
  }
}

}  // namespace

std::unique_ptr<World> lower(const Model& model, const CompileOptions& options,
                             const Decisions& decisions) {
  auto world = std::make_unique<World>(model, options, decisions);
  reserve(*world);
  collect_traffic(*world);
  const Routes routes(model);
  NodeLowering nodes(*world, routes);
  RouterLowering routers(*world, routes);
  EchoLowering echoes(*world);
  ConstraintLowering constraints(*world);
  EdgeLowering edges(*world, routes, routers);
  MeasuredLowering measured(*world);

  // The order of declaration is the order in which series are published.
  nodes.declare();
  routers.declare();
  const Queues queues = QueueDeclaration(*world).run();
  echoes.declare();
  nodes.declare_clamped_delays();
  constraints.declare();
  edges.declare();
  decide_classed(*world, routes, queues, edges.series());
  if (!world->problems.empty()) return world;
  measured.declare();

  // Nodes come first: numbers that they turn out to be fold where the others read them. Edges read
  // what queues serve; parts of measured totals follow what all of them computed.
  nodes.lower();
  routers.lower();
  echoes.lower(routes, queues);
  constraints.lower();
  QueueLowering(*world, queues).lower();
  edges.lower();
  measured.lower();
  return world;
}

SourcePos position_of(const Model& model, const std::string& series_id) {
  if (const Node* node = model.find_node(series_id)) return node->where;
  for (const TopologyNode& node : model.topology.nodes) {
    if (queue_depth_id(model, node) == series_id) return node.where;
  }
  return {};
}

}  // namespace flowtime::compile_detail
