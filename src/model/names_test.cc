// The ids that the compiler makes up, and what the kind of a topology node makes of it.
#include "model/names.h"

#include <gtest/gtest.h>

#include "model/node_category.h"

namespace flowtime {
namespace {

TEST(Names, SnakeCase) {
  const std::pair<const char*, const char*> rows[] = {
      {"PickWave", "pick_wave"},
      {"DLQ", "dlq"},
      {"HTTPService", "http_service"},
      {"Queue2B", "queue2_b"},
      {"Order Intake", "order_intake"},
      {"already_snake", "already_snake"},
      {"__x--y__", "x_y"},
      {"A", "a"},
      {"aB", "a_b"},
      {"ABc", "a_bc"},
      {"", ""},
      {"\xc3\xa9t\xc3\xa9", "t"},
  };
  for (const auto& [id, snake] : rows) EXPECT_EQ(snake_case(id), snake) << id;
}

TEST(Names, IdsOfNodesAndEdges) {
  TopologyNode node;
  node.id = "PickWave";
  EXPECT_EQ(allocation_id(node, "shared-db"), "pick_wave_alloc_shared-db");
  EXPECT_EQ(limited_id(node, "shared-db"), "pick_wave_limited_shared-db");
  Edge edge;
  edge.id = "A:out->B";
  EXPECT_EQ(edge_series_id(edge, "flowVolume"), "edge_A_out-_B_flowVolume");
  edge.id = "_e_";
  EXPECT_EQ(edge_series_id(edge, "retryVolume"), "edge_e_retryVolume");
}

TEST(Names, TheMeasureOfAnEdge) {
  Edge edge;
  EXPECT_EQ(effective_measure(edge), EdgeMeasure::kServed);
  edge.from_port = "out";
  EXPECT_EQ(effective_measure(edge), EdgeMeasure::kServed);
  edge.from_port = "errors";
  EXPECT_EQ(effective_measure(edge), EdgeMeasure::kErrors);
  edge.measure = EdgeMeasure::kLoad;
  EXPECT_EQ(effective_measure(edge), EdgeMeasure::kLoad);
}

struct Kind {
  const char *kind, *role;
  NodeCategory category;
  bool has_queue;
};

TEST(NodeCategory, OfEveryKind) {
  using enum NodeCategory;
  const Kind rows[] = {
      {"sink", "", kSink, false},
      {"SINK", "", kSink, false},
      {"service", "Sink", kSink, false},
      {"queue", "sink", kSink, true},
      {"Queue", "", kQueue, true},
      {"dlq", "", kDlq, true},
      {"router", "", kRouter, false},
      {"dependency", "", kDependency, false},
      {"const", "", kConstant, false},
      {"constant", "", kConstant, false},
      {"pmf", "", kConstant, false},
      {"expr", "", kExpression, false},
      {"expression", "", kExpression, false},
      {"service", "", kService, false},
      {"serviceWithBuffer", "", kService, true},
      {"SERVICEWITHBUFFER", "", kService, true},
      {"", "", kService, false},
      {"External", "", kService, false},
      {"shift", "", kService, false},
      {"source", "", kService, false},
  };
  for (const Kind& row : rows) {
    EXPECT_EQ(category_of(row.kind, row.role), row.category) << row.kind << " " << row.role;
    EXPECT_EQ(kind_has_queue(row.kind), row.has_queue) << row.kind;
    const bool unknown =
        std::string_view(row.kind) == "shift" || std::string_view(row.kind) == "source";
    EXPECT_EQ(is_topology_kind(row.kind), !unknown) << row.kind;
  }
}

}  // namespace
}  // namespace flowtime
