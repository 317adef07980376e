#include "model/replace_values.h"

#include <utility>

namespace flowtime {
namespace {

std::vector<double> replace_limit(Model& model, const std::string& topology_id, double limit) {
  const auto found = model.topology_index(topology_id);
  if (!found) return {};
  std::optional<double>& of_node = model.topology.nodes[found->value].wip_limit;
  if (!of_node) return {};
  return {std::exchange(*of_node, limit)};
}

}  // namespace

std::vector<double> replace_values(Model& model, const std::string& parameter,
                                   std::vector<double> values) {
  if (const auto node = model.node_index(parameter)) {
    auto* body = std::get_if<ConstNode>(&model.nodes[node->value].body);
    return body == nullptr ? std::vector<double>() : std::exchange(body->values, std::move(values));
  }
  if (!parameter.ends_with(kWipLimit) || values.empty()) return {};
  return replace_limit(model, parameter.substr(0, parameter.size() - kWipLimit.size()),
                       values.front());
}

}  // namespace flowtime
