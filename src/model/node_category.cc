#include "model/node_category.h"

#include "base/ascii.h"

namespace flowtime {
namespace {

struct KindRow {
  std::string_view kind;
  NodeCategory category;
};

constexpr KindRow kKinds[] = {
    {"sink", NodeCategory::kSink},
    {"queue", NodeCategory::kQueue},
    {"dlq", NodeCategory::kDlq},
    {"router", NodeCategory::kRouter},
    {"dependency", NodeCategory::kDependency},
    {"const", NodeCategory::kConstant},
    {"constant", NodeCategory::kConstant},
    {"pmf", NodeCategory::kConstant},
    {"expr", NodeCategory::kExpression},
    {"expression", NodeCategory::kExpression},
};

}  // namespace

NodeCategory category_of(std::string_view kind, std::string_view role) {
  if (same_ignoring_case(role, "sink")) return NodeCategory::kSink;
  for (const KindRow& row : kKinds) {
    if (same_ignoring_case(kind, row.kind)) return row.category;
  }
  return NodeCategory::kService;
}

bool kind_has_queue(std::string_view kind) {
  return same_ignoring_case(kind, "servicewithbuffer") || same_ignoring_case(kind, "queue") ||
         same_ignoring_case(kind, "dlq");
}

}  // namespace flowtime
