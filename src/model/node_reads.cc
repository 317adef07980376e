#include "model/node_reads.h"

#include "base/overloaded.h"

namespace flowtime {
namespace {

void add(std::vector<NodeRead>& reads, const Rare<SeriesRef>& ref, ReadUse use) {
  if (ref) reads.push_back({ref->id, use});
}

}  // namespace

std::vector<NodeRead> reads_of(const Node& node) {
  std::vector<NodeRead> reads;
  std::visit(Overloaded{[](const ConstNode&) {}, [](const PmfNode&) {},
                        [&](const ExprNodeBody& body) {
                          // The parser lists each name once, however often the expression uses it.
                          for (const std::string& name : body.expr.names) {
                            reads.push_back({name, ReadUse::kTerm});
                          }
                        },
                        [&](const ServiceWithBufferNode& body) {
                          reads.push_back({body.inflow.id, ReadUse::kInflow});
                          reads.push_back({body.outflow.id, ReadUse::kOutflow});
                          add(reads, body.loss, ReadUse::kLoss);
                        },
                        [&](const RouterNode& body) {
                          reads.push_back({body.queue.id, ReadUse::kRouted});
                          for (const Route& route : body.routes) {
                            add(reads, route.weight_series, ReadUse::kWeight);
                          }
                        }},
             node.body);
  if (node.dispatch_schedule) {
    add(reads, node.dispatch_schedule->capacity_series, ReadUse::kGateCapacity);
  }
  return reads;
}

std::vector<std::string_view> feeds_of(const Node& node) {
  std::vector<std::string_view> targets;
  if (const auto* router = std::get_if<RouterNode>(&node.body)) {
    for (const Route& route : router->routes) targets.push_back(route.target.id);
  }
  return targets;
}

}  // namespace flowtime
