#include "model/node_category.h"

#include <algorithm>

namespace flowtime {
namespace {

struct KindRow {
  std::string_view kind;  // lower case
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

bool equal_ignoring_case(std::string_view text, std::string_view lower_case) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return text.size() == lower_case.size() &&
         std::equal(text.begin(), text.end(), lower_case.begin(), same);
}

}  // namespace

NodeCategory category_of(std::string_view kind, std::string_view role) {
  if (equal_ignoring_case(role, "sink")) return NodeCategory::kSink;
  for (const KindRow& row : kKinds) {
    if (equal_ignoring_case(kind, row.kind)) return row.category;
  }
  return NodeCategory::kService;
}

bool kind_has_queue(std::string_view kind) {
  return equal_ignoring_case(kind, "servicewithbuffer") || equal_ignoring_case(kind, "queue") ||
         equal_ignoring_case(kind, "dlq");
}

}  // namespace flowtime
