// A layout as JSON and as a drawing.
#include <cmath>

#include "base/number_text.h"
#include "inspect/layout_run.h"
#include "layout/svg.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// Whole tenths, so that answers are short.
double tenth(double value) { return std::round(value * 10) / 10; }

void write_node(JsonWriter& json, const RunLayout& layout, std::size_t n) {
  const GraphNode& node = layout.graph.nodes[n];
  const PlacedNode& at = layout.layout->nodes[n];
  json.begin_object().member("id", node.id).member("kind", node.kind);
  json.member("category", node.category).member("x", tenth(at.x)).member("y", tenth(at.y));
  json.member("width", node.size.width).member("height", node.size.height);
  json.member("layer", static_cast<std::int64_t>(at.layer));
  if (layout.bin) {
    json.member("utilization", layout.loads[n].utilization);
    json.member("queue", layout.loads[n].queue).member("colour", layout.loads[n].colour);
  }
  json.end_object();
}

void write_edge(JsonWriter& json, const RunLayout& layout, std::size_t e) {
  const GraphEdge& edge = layout.graph.edges[e];
  const PlacedEdge& placed = layout.layout->edges[e];
  json.begin_object().member("id", edge.id).member("type", edge.type);
  json.member("from", layout.graph.nodes[edge.ends.from].id);
  json.member("to", layout.graph.nodes[edge.ends.to].id);
  json.member("againstFlow", placed.against_flow).key("points").begin_array();
  for (const LayoutPoint& point : placed.points) {
    json.begin_array().number(tenth(point.x)).number(tenth(point.y)).end_array();
  }
  json.end_array().end_object();
}

struct Paint {
  const char* colour;
  const char *fill, *stroke;
};
// Light fills under dark text; what they mean is written in the node too.
constexpr Paint kPaints[] = {{"gray", "#f3f4f6", "#6b7280"},
                             {"green", "#dcfce7", "#15803d"},
                             {"yellow", "#fef9c3", "#a16207"},
                             {"red", "#fee2e2", "#b91c1c"},
                             {"dlq", "#ede9fe", "#6d28d9"}};

std::string rounded_text(double value) {
  const double scale = std::fabs(value) < 100 ? 10 : 1;
  return format_number(std::round(value * scale) / scale);
}

std::string load_text(const NodeLoad& load) {
  std::string text;
  if (!is_absent(load.utilization)) text = rounded_text(100 * load.utilization) + " % used";
  if (!is_absent(load.queue)) {
    text += (text.empty() ? "" : ", ") + rounded_text(load.queue) + " waiting";
  }
  return text.empty() ? "no load" : text;
}

DrawnNode drawn_node(const RunLayout& layout, std::size_t n) {
  const GraphNode& node = layout.graph.nodes[n];
  DrawnNode drawn{.id = node.id, .label = node.id, .note = node.kind};
  drawn.description = node.id + ", " + node.kind;
  if (!layout.bin) return drawn;
  drawn.note = load_text(layout.loads[n]);
  drawn.description += ": " + drawn.note;
  for (const Paint& paint : kPaints) {
    if (layout.loads[n].colour != paint.colour) continue;
    drawn.fill = paint.fill;
    drawn.stroke = paint.stroke;
  }
  return drawn;
}

std::string counted(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

std::string to_json(const RunLayout& layout, JsonWriter::Layout form) {
  JsonWriter json(form);
  json.begin_object().member("runId", layout.run_id);
  json.member("structureHash", layout.structure_hash).member("hinted", layout.hinted);
  if (layout.bin) json.member("bin", *layout.bin);
  json.member("width", tenth(layout.layout->width)).member("height", tenth(layout.layout->height));
  json.member("crossings", layout.layout->crossings);
  json.key("nodes").begin_array();
  for (std::size_t n = 0; n < layout.graph.nodes.size(); ++n) write_node(json, layout, n);
  json.end_array().key("edges").begin_array();
  for (std::size_t e = 0; e < layout.graph.edges.size(); ++e) write_edge(json, layout, e);
  json.end_array().end_object();
  return json.take();
}

std::string to_svg(const RunLayout& layout) {
  Drawing drawing{.title = layout.title};
  drawing.description = "Flow graph of " + counted(layout.graph.nodes.size(), "node") + " and " +
                        counted(layout.graph.edges.size(), "edge");
  if (layout.bin) drawing.description += " in bin " + std::to_string(*layout.bin);
  drawing.description += ", from left to right.";
  std::vector<LayoutNode> sizes;
  for (std::size_t n = 0; n < layout.graph.nodes.size(); ++n) {
    drawing.nodes.push_back(drawn_node(layout, n));
    sizes.push_back(layout.graph.nodes[n].size);
  }
  for (const GraphEdge& edge : layout.graph.edges) {
    const std::string ends =
        layout.graph.nodes[edge.ends.from].id + " to " + layout.graph.nodes[edge.ends.to].id;
    drawing.edges.push_back(
        {edge.id, ends + ", " + edge.type, edge.type != "throughput" && edge.type != "reads"});
  }
  return svg_of(*layout.layout, sizes, drawing);
}

}  // namespace flowtime
