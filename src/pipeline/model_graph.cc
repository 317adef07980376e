#include "pipeline/model_graph.h"

#include <algorithm>
#include <unordered_map>

#include "model/node_reads.h"
#include "pipeline/read_and_compile.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// The ids that a node reads, once each, as far as they are nodes.
// Ids of generated series are left out: they are not nodes of the document.
std::vector<std::string> inputs_of(const Node& node, const Model& model) {
  std::vector<std::string> ids;
  for (const NodeRead& read : reads_of(node)) {
    std::string id(read.id);
    const bool is_node = model.find_node(id) != nullptr;
    if (is_node && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
  }
  return ids;
}

// What a router feeds reads the router.
void add_routes(const Model& model, std::vector<ModelGraph::Node>& nodes) {
  for (const Node& node : model.nodes) {
    for (const std::string_view fed : feeds_of(node)) {
      // A target that no node declares exists by its route alone.
      const auto target = model.node_index(fed);
      if (!target) continue;
      std::vector<std::string>& inputs = nodes[target->value].inputs;
      if (std::find(inputs.begin(), inputs.end(), node.id) == inputs.end()) {
        inputs.push_back(node.id);
      }
    }
  }
}

// Depth first with a stack of our own: chains are as long as models are.
std::vector<std::string> order_of(const Model& model, const std::vector<ModelGraph::Node>& nodes) {
  struct Visit {
    std::size_t node = 0, next_input = 0;
  };
  std::vector<std::string> order;
  std::vector<bool> seen(nodes.size());
  std::vector<Visit> stack;
  for (std::size_t start = 0; start < nodes.size(); ++start) {
    if (!seen[start]) stack.push_back({start});
    seen[start] = true;
    while (!stack.empty()) {
      Visit& top = stack.back();
      const ModelGraph::Node& node = nodes[top.node];
      if (top.next_input == node.inputs.size()) {
        order.push_back(node.id);
        stack.pop_back();
        continue;
      }
      const std::size_t input = model.node_index(node.inputs[top.next_input++])->value;
      // Also an input that is on the stack: there a feedback loop is entered, in the order of the
      // document.
      if (seen[input]) continue;
      seen[input] = true;
      stack.push_back({input});
    }
  }
  return order;
}

void write_ids(JsonWriter& json, std::string_view name, const std::vector<std::string>& ids) {
  json.key(name).begin_array();
  for (const std::string& id : ids) json.string(id);
  json.end_array();
}

}  // namespace

ModelGraph model_graph(const Model& model) {
  ModelGraph graph;
  for (const Node& node : model.nodes) graph.nodes.push_back({node.id, inputs_of(node, model)});
  add_routes(model, graph.nodes);
  graph.order = order_of(model, graph.nodes);
  return graph;
}

Result<ModelGraph> graph_model(const ModelSource& source, StageClock& clock) {
  FT_TRY(const ReadSource read, read_source(source, clock));
  FT_TRY(const Model model, validate_document(read.document, source, clock));
  return model_graph(model);
}

std::string to_json(const ModelGraph& graph) {
  std::vector<std::string> ids;
  for (const ModelGraph::Node& node : graph.nodes) ids.push_back(node.id);
  JsonWriter json;
  json.begin_object();
  write_ids(json, "nodes", ids);
  write_ids(json, "order", graph.order);
  json.key("edges").begin_array();
  for (const ModelGraph::Node& node : graph.nodes) {
    json.begin_object().member("id", node.id);
    write_ids(json, "inputs", node.inputs);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
