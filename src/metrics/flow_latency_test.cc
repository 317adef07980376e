#include "metrics/flow_latency.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime {
namespace {

TEST(FlowLatency, PredecessorsWeighByFlow) {
  const std::vector<UpstreamFlow> both{{30, 100}, {10, 50}};
  EXPECT_EQ(upstream_latency_ms(both), 87.5);
  EXPECT_EQ(node_flow_latency_ms(10, 87.5, 40), 97.5);
}

TEST(FlowLatency, WhatDoesNotCount) {
  const std::vector<UpstreamFlow> rows{{0, 100}, {-5, 100}, {kAbsent, 100}, {10, kAbsent}, {4, 7}};
  EXPECT_EQ(upstream_latency_ms(rows), 7);
  EXPECT_TRUE(is_absent(upstream_latency_ms(std::vector<UpstreamFlow>{{0, 100}})));
  EXPECT_TRUE(is_absent(upstream_latency_ms({})));
}

TEST(FlowLatency, OnePartAloneIsEnough) {
  EXPECT_EQ(node_flow_latency_ms(10, kAbsent, 1), 10);
  EXPECT_EQ(node_flow_latency_ms(kAbsent, 20, 1), 20);
  EXPECT_TRUE(is_absent(node_flow_latency_ms(kAbsent, kAbsent, 1)));
  EXPECT_TRUE(is_absent(node_flow_latency_ms(10, 20, 0)));
  EXPECT_TRUE(is_absent(node_flow_latency_ms(10, 20, kAbsent)));
}

Topology topology_of(int nodes, const std::vector<std::pair<unsigned, unsigned>>& edges,
                     EdgeType type = EdgeType::kThroughput) {
  Topology topology;
  topology.nodes.resize(static_cast<std::size_t>(nodes));
  for (const auto& [from, to] : edges) {
    Edge edge;
    edge.from = {from};
    edge.to = {to};
    edge.type = type;
    topology.edges.push_back(edge);
  }
  return topology;
}

std::vector<std::uint32_t> order_of(const Topology& topology) {
  std::vector<std::uint32_t> order;
  for (const TopologyIndex node : flow_latency_order(topology)) order.push_back(node.value);
  return order;
}

TEST(FlowLatency, NodesComeAfterTheirPredecessors) {
  EXPECT_EQ(order_of(topology_of(3, {{2, 1}, {1, 0}})), (std::vector<std::uint32_t>{2, 1, 0}));
  EXPECT_EQ(order_of(topology_of(3, {{0, 2}, {1, 2}})), (std::vector<std::uint32_t>{0, 1, 2}));
  // A cycle leaves the order of declaration.
  EXPECT_EQ(order_of(topology_of(3, {{2, 1}, {1, 2}})), (std::vector<std::uint32_t>{0, 1, 2}));
  // Terminal edges carry no latency.
  EXPECT_EQ(order_of(topology_of(2, {{1, 0}}, EdgeType::kTerminal)),
            (std::vector<std::uint32_t>{0, 1}));
}

TEST(FlowLatency, AlongAChain) {
  const Topology topology = topology_of(3, {{0, 1}, {1, 2}});
  const std::vector<double> ten{10, 10}, twenty{20, kAbsent}, passed{5, 5}, flow{5, 5}, none{};
  const FlowLatencyInput input{{ten, twenty, none}, {passed, passed, passed}, {flow, flow}};
  const auto latency = flow_latency_ms(topology, input, 2);
  EXPECT_EQ(latency[0], (std::vector<double>{10, 10}));
  EXPECT_EQ(latency[1], (std::vector<double>{30, 10}));
  EXPECT_EQ(latency[2], (std::vector<double>{30, 10}));
}

TEST(FlowLatency, AnEdgeWithoutFlowSeriesBringsNothing) {
  const Topology topology = topology_of(2, {{0, 1}});
  const std::vector<double> ten{10}, passed{5}, none{};
  const auto latency = flow_latency_ms(topology, {{ten, ten}, {passed, passed}, {none}}, 1);
  EXPECT_EQ(latency[1][0], 10);
}

}  // namespace
}  // namespace flowtime
