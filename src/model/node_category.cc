#include "model/node_category.h"

#include "base/ascii.h"

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

bool kind_has_queue(std::string_view kind) {
  const KindRow* row = find_kind(kind);
  return row != nullptr && row->has_queue;
}

}  // namespace flowtime
