#include "inspect/run_graph.h"

#include <algorithm>
#include <unordered_map>

#include "base/number_text.h"
#include "base/overloaded.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::array<const char*, 8> kCategoryNames{
    "service", "queue", "dlq", "router", "dependency", "sink", "constant", "expression"};

constexpr double kLeastWidth = 104;
constexpr double kFiguresWidth = 176;  // "84.6 % load, 123,456 waiting" in the drawing's small font

// Wide enough for the label in the drawing's font.
LayoutNode size_for(const std::string& label, double least) {
  constexpr double kLetter = 8, kPadding = 28, kMost = 320;
  return {.width = std::clamp(kLetter * static_cast<double>(label.size()) + kPadding, least, kMost),
          .height = 48};
}

std::optional<LayoutPoint> hint_of(const TopologyNode& node) {
  const auto x = node.ui.find("x"), y = node.ui.find("y");
  if (x == node.ui.end() || y == node.ui.end()) return std::nullopt;
  return LayoutPoint{x->second, y->second};
}

RunGraph topology_graph(const Topology& topology) {
  RunGraph graph;
  for (std::uint32_t i = 0; i < topology.nodes.size(); ++i) {
    const TopologyNode& node = topology.nodes[i];
    graph.nodes.push_back({.id = node.id,
                           .kind = node.kind,
                           .category = kCategoryNames[static_cast<std::size_t>(node.category)],
                           .size = size_for(node.id, kFiguresWidth),
                           .hint = hint_of(node),
                           .topology = TopologyIndex{i},
                           .retries = node.semantics[Role::kRetryEcho].has_value(),
                           .constraints = node.constraints});
  }
  for (const Edge& edge : topology.edges) {
    graph.edges.push_back({.id = edge.id,
                           .type = kEdgeTypeNames[static_cast<std::size_t>(edge.type)],
                           .ends = {edge.from.value, edge.to.value}});
  }
  return graph;
}

// What a node reads, and of a router what it feeds.
struct Links {
  std::vector<std::string> reads, feeds;
};
Links links_of(const Node& node) {
  Links links;
  std::visit(Overloaded{[&](const ConstNode&) {}, [&](const PmfNode&) {},
                        [&](const ExprNodeBody& body) { links.reads = body.expr.names; },
                        [&](const ServiceWithBufferNode& body) {
                          links.reads = {body.inflow.id, body.outflow.id};
                          if (body.loss) links.reads.push_back(body.loss->id);
                        },
                        [&](const RouterNode& body) {
                          links.reads = {body.queue.id};
                          for (const Route& route : body.routes)
                            links.feeds.push_back(route.target.id);
                        }},
             node.body);
  return links;
}

RunGraph node_graph(const Model& model) {
  constexpr const char* kKinds[] = {"const", "expr", "pmf", "serviceWithBuffer", "router"};
  RunGraph graph;
  for (const Node& node : model.nodes) {
    const char* kind = kKinds[node.body.index()];
    graph.nodes.push_back(
        {.id = node.id, .kind = kind, .category = kind, .size = size_for(node.id, kLeastWidth)});
  }
  const auto join = [&](const std::string& from, const std::string& to) {
    const auto a = model.node_index(from), b = model.node_index(to);
    if (!a || !b) return;
    graph.edges.push_back({.id = from + "->" + to, .type = "reads", .ends = {a->value, b->value}});
  };
  for (const Node& node : model.nodes) {
    const Links links = links_of(node);
    for (const std::string& id : links.reads) join(id, node.id);
    for (const std::string& id : links.feeds) join(node.id, id);
  }
  return graph;
}

}  // namespace

RunGraph graph_of(const Model& model) {
  return model.topology.nodes.empty() ? node_graph(model) : topology_graph(model.topology);
}

std::string structure_hash(const RunGraph& graph) {
  std::string text;
  for (const GraphNode& node : graph.nodes) {
    // The label is part of the size, so renaming a node lays the graph out anew.
    text += node.id + "\n" + format_number(node.size.width) + " " + format_number(node.size.height);
    if (node.hint) text += " " + format_number(node.hint->x) + " " + format_number(node.hint->y);
    text += "\n";
  }
  text += "\n";
  for (const GraphEdge& edge : graph.edges) {
    text +=
        edge.id + "\n" + std::to_string(edge.ends.from) + " " + std::to_string(edge.ends.to) + "\n";
  }
  return sha256_tagged(text);
}

}  // namespace flowtime
