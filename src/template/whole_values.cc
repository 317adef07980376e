#include "template/whole_values.h"

#include <map>
#include <utility>

namespace flowtime {
namespace {

bool is_text(const yaml::Value* value, std::string_view text) {
  return value != nullptr && value->kind == yaml::Kind::kScalar && value->scalar == text;
}

// The place of the one value of a const node.
const yaml::Value* lone_value(const yaml::Value& node) {
  if (!is_text(node.find("kind"), "const")) return nullptr;
  const yaml::Value* values = node.find("values");
  const bool is_lone = values != nullptr && values->kind == yaml::Kind::kSequence &&
                       values->items.size() == 1 &&
                       values->items.front().kind == yaml::Kind::kScalar;
  return is_lone ? &values->items.front() : nullptr;
}

// By place: the id of the const node whose one value is written there.
std::map<SourcePos, std::string> lone_values(const yaml::Value& root, std::string_view written) {
  std::map<SourcePos, std::string> found;
  const yaml::Value* nodes = root.find("nodes");
  if (nodes == nullptr) return found;
  for (const yaml::Value& node : nodes->items) {
    const yaml::Value* value = lone_value(node);
    const yaml::Value* id = node.find("id");
    if (is_text(value, written) && id != nullptr) found.emplace(value->where, id->scalar);
  }
  return found;
}

}  // namespace

std::vector<std::string> const_nodes_of(const Template& from, const Expansion& expansion,
                                        std::string_view name) {
  const auto lone = lone_values(from.document.root, "${" + std::string(name) + "}");
  std::vector<std::string> ids;
  for (const FilledPlace& place : expansion.filled) {
    if (place.parameter != name) continue;
    const auto at = lone.find(place.scalar);
    if (at == lone.end()) return {};
    ids.push_back(at->second);
  }
  return ids;
}

}  // namespace flowtime
