#include "sessions/pack_model.h"

#include <algorithm>

#include "base/overloaded.h"
#include "pipeline/model_graph.h"

namespace flowtime::sessions {
namespace {

using whatif::ParameterKind;

// Names of the protocol; those of the command line are in whatif/parameter.h.
const char* kind_of(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::kConst: return "ConstNode";
    case ParameterKind::kWipLimit: return "WipLimit";
    case ParameterKind::kExpression: return "Expression";
    case ParameterKind::kClassRate: return "ArrivalRate";
    case ParameterKind::kInitialCondition: return "InitialCondition";
    case ParameterKind::kWeight: return "Weight";
    case ParameterKind::kTemplate: return "TemplateParameter";
  }
  return "";
}

const char* kind_of(const Node& node) {
  return std::visit(
      Overloaded{[](const ConstNode&) { return "const"; },
                 [](const ExprNodeBody&) { return "expr"; }, [](const PmfNode&) { return "pmf"; },
                 [](const ServiceWithBufferNode&) { return "serviceWithBuffer"; },
                 [](const RouterNode&) { return "router"; }},
      node.body);
}

void pack_default(PackedWriter& out, const std::vector<double>& values) {
  // A control shows one number; 1,440 equal ones would be a list.
  const bool is_uniform = std::all_of(values.begin(), values.end(),
                                      [&](double value) { return value == values.front(); });
  if (!values.empty() && is_uniform) {
    out.number(values.front());
  } else {
    out.numbers(values);
  }
}

void pack_bound(PackedWriter& out, const char* name, const std::optional<double>& bound) {
  if (bound) out.text(name).number(*bound);
}

void pack_parameter(PackedWriter& out, const whatif::Parameter& parameter) {
  // The count comes first and has to agree with what follows.
  out.map(5 + (parameter.min ? 1u : 0u) + (parameter.max ? 1u : 0u));
  out.text("id").text(parameter.id).text("kind").text(kind_of(parameter.kind));
  out.text("default");
  pack_default(out, parameter.values);
  out.text("unit").text(parameter.unit).text("step").number(parameter.step);
  pack_bound(out, "min", parameter.min);
  pack_bound(out, "max", parameter.max);
}

void pack_node(PackedWriter& out, const std::string& id, std::string_view kind) {
  out.map(2).text("id").text(id).text("kind").text(kind);
}

void pack_edge(PackedWriter& out, const std::string& from, const std::string& to) {
  out.map(2).text("from").text(from).text("to").text(to);
}

void pack_warning(PackedWriter& out, const Finding& finding) {
  out.map(5).text("node_id").text(finding.node_id).text("code").text(finding.code);
  out.text("message").text(finding.message).text("bins").list(finding.bins.size());
  for (const std::int64_t bin : finding.bins) out.integer(bin);
  out.text("severity").text(name_of(finding.severity));
}

}  // namespace

void pack_parameters(PackedWriter& out, const whatif::Subject& subject) {
  out.list(subject.parameters().size());
  for (const whatif::Parameter& parameter : subject.parameters()) pack_parameter(out, parameter);
}

void pack_series(PackedWriter& out, const LiveModel& model, std::span<const SeriesIndex> series) {
  out.map(series.size());
  for (const SeriesIndex index : series) {
    out.text(model.plan().series[index].id).numbers(model.values().row(index));
  }
}

void pack_grid(PackedWriter& out, const TimeGrid& grid) {
  out.map(3).text("bins").integer(grid.bins).text("binSize").integer(grid.bin_size);
  out.text("binUnit").text(name_of(grid.bin_unit));
}

void pack_graph(PackedWriter& out, const Model& model) {
  const ModelGraph graph = model_graph(model);
  std::size_t edges = 0;
  out.map(2).text("nodes").list(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    // Counted on the way, because the list of edges begins with its length.
    edges += graph.nodes[i].inputs.size();
    pack_node(out, graph.nodes[i].id, kind_of(model.nodes[i]));
  }
  out.text("edges").list(edges);
  for (const ModelGraph::Node& node : graph.nodes) {
    for (const std::string& input : node.inputs) pack_edge(out, input, node.id);
  }
}

void pack_topology(PackedWriter& out, const Topology& topology) {
  out.map(2).text("nodes").list(topology.nodes.size());
  for (const TopologyNode& node : topology.nodes) pack_node(out, node.id, node.kind);
  out.text("edges").list(topology.edges.size());
  for (const Edge& edge : topology.edges) {
    pack_edge(out, topology.nodes[edge.from.value].id, topology.nodes[edge.to.value].id);
  }
}

void pack_warnings(PackedWriter& out, std::span<const Finding> findings) {
  out.list(findings.size());
  for (const Finding& finding : findings) pack_warning(out, finding);
}

}  // namespace flowtime::sessions
