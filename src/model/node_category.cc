#include "model/node_category.h"

#include "base/ascii.h"
#include "base/check.h"

namespace flowtime {
namespace {

struct KindRow {
  std::string_view kind;
  NodeCategory category;
  bool has_queue = false;
};

// The names that a remedy offers come first.
constexpr KindRow kKinds[] = {
    {"service", NodeCategory::kService},
    {"serviceWithBuffer", NodeCategory::kService, true},
    {"queue", NodeCategory::kQueue, true},
    {"dlq", NodeCategory::kDlq, true},
    {"router", NodeCategory::kRouter},
    {"dependency", NodeCategory::kDependency},
    {"sink", NodeCategory::kSink},
    {"external", NodeCategory::kService},
    {"const", NodeCategory::kConstant},
    {"expr", NodeCategory::kExpression},
    {"pmf", NodeCategory::kConstant},
    {"constant", NodeCategory::kConstant},
    {"expression", NodeCategory::kExpression},
};

// By category, in the order of the enumeration.
constexpr CategoryTraits kTraits[] = {
    {NodeCategory::kService, "service", true, true},
    {NodeCategory::kQueue, "queue"},
    {NodeCategory::kDlq, "dlq"},
    {NodeCategory::kRouter, "router", true, true},
    {NodeCategory::kDependency, "dependency", false},
    {NodeCategory::kSink, "sink"},
    {NodeCategory::kConstant, "constant", true, false, true},
    {NodeCategory::kExpression, "expression", true, false, true},
};

const KindRow* find_kind(std::string_view kind) {
  for (const KindRow& row : kKinds) {
    if (same_ignoring_case(kind, row.kind)) return &row;
  }
  return nullptr;
}

}  // namespace

bool is_topology_kind(std::string_view kind) { return kind.empty() || find_kind(kind) != nullptr; }

std::vector<std::string_view> topology_kinds() {
  std::vector<std::string_view> kinds;
  for (const KindRow& row : kKinds) kinds.push_back(row.kind);
  return kinds;
}

NodeCategory category_of(std::string_view kind, std::string_view role) {
  if (same_ignoring_case(role, "sink")) return NodeCategory::kSink;
  const KindRow* row = find_kind(kind);
  return row == nullptr ? NodeCategory::kService : row->category;
}

const CategoryTraits& traits_of(NodeCategory category) {
  const CategoryTraits& traits = kTraits[static_cast<std::size_t>(category)];
  // The table is by number: a category that is inserted without its row is found here.
  FT_CHECK(traits.category == category);
  return traits;
}

TopologyNode stand_in_of(const Node& node) {
  TopologyNode stand_in;
  stand_in.id = node.id;
  stand_in.kind = std::holds_alternative<ConstNode>(node.body)      ? "const"
                  : std::holds_alternative<ExprNodeBody>(node.body) ? "expr"
                                                                    : "pmf";
  stand_in.category = category_of(stand_in.kind, "");
  return stand_in;
}

bool requires_role(const TopologyNode& node, Role role) {
  switch (role) {
    case Role::kArrivals: return traits_of(node.category).receives;
    case Role::kServed: return node.service_semantics;
    case Role::kQueueDepth: return node.queue_semantics;
    default: return false;
  }
}

bool kind_has_queue(std::string_view kind) {
  const KindRow* row = find_kind(kind);
  return row != nullptr && row->has_queue;
}

}  // namespace flowtime
