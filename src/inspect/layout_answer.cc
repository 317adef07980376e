// A layout as JSON and as a drawing.
#include <algorithm>
#include <cmath>

#include "inspect/layout_run.h"
#include "layout/svg.h"
#include "run/json_parts.h"
#include "run/shown_verdict.h"
#include "series/shown.h"

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
  const NodeLoad& load = layout.loads[n];
  if (layout.bin) {
    json.member("utilization", load.utilization).member("load", load.load);
    json.member("queue", load.queue).member("colour", load.colour);
  }
  member_or_null(json, "verdict", name_of(load.verdict));
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
  Verdict verdict;
  const char *fill, *stroke;
  const char* meaning;
};
// Light fills under dark text; a shape beside the name says the same without colour.
// Worst first, which is also the order of the legend.
constexpr Paint kPaints[] = {
    {Verdict::kCritical, "#fcebef", "#a00d38", "Breach: a promise broken, or work lost"},
    {Verdict::kWarning, "#fff6df", "#b78300", "At risk: late, or likely to be"},
    {Verdict::kGood, "#eaf3fc", "#0b6bcb", "On time"},
    {Verdict::kNone, "#f3f4f6", "#6b7280", "not judged"}};
constexpr const char* kRetryMark = "↻";
constexpr const char* kSharedMark = "◆";

std::string load_text(const NodeLoad& load) {
  std::string text;
  if (!is_absent(load.load)) text = shown_percent(load.load) + " load";
  if (!is_absent(load.queue)) {
    text += (text.empty() ? "" : ", ") + shown_amount(load.queue) + " waiting";
  }
  return text;
}

// "A", "A and B": what its marks say in words.
std::string marks_text(const GraphNode& node) {
  std::string text = node.retries ? "; what fails comes back" : "";
  if (!node.constraints.empty()) text += "; shares " + shown_list(node.constraints);
  return text;
}

DrawnNode drawn_node(const RunLayout& layout, std::size_t n) {
  const GraphNode& node = layout.graph.nodes[n];
  const NodeLoad& load = layout.loads[n];
  const bool is_bad = load.verdict >= Verdict::kWarning;
  const std::string figures = load_text(load);
  DrawnNode drawn{.id = node.id,
                  .label = (is_bad ? std::string(shape_of(load.verdict)) + " " : "") + node.id,
                  .note = figures.empty() ? node.kind : figures};
  drawn.description = node.id + ", " + node.kind;
  if (load.verdict != Verdict::kNone)
    drawn.description += std::string(", ") + word_of(load.verdict);
  if (!figures.empty()) drawn.description += ": " + figures;
  drawn.description += marks_text(node);
  if (node.retries) drawn.marks += kRetryMark;
  if (!node.constraints.empty()) drawn.marks += kSharedMark;
  for (const Paint& paint : kPaints) {
    if (load.verdict != paint.verdict) continue;
    drawn.fill = paint.fill;
    drawn.stroke = paint.stroke;
  }
  return drawn;
}

// What the drawing uses, in words; nothing where no node is judged.
std::vector<LegendEntry> legend_of(const RunLayout& layout) {
  std::vector<LegendEntry> legend;
  const auto any_load = [&](Verdict verdict) {
    return std::any_of(layout.loads.begin(), layout.loads.end(),
                       [&](const NodeLoad& load) { return load.verdict == verdict; });
  };
  const auto any_node = [&](auto is) {
    return std::any_of(layout.graph.nodes.begin(), layout.graph.nodes.end(), is);
  };
  for (const Paint& paint : kPaints) {
    // "not judged" alone needs no legend.
    if (!any_load(paint.verdict) || (legend.empty() && paint.verdict == Verdict::kNone)) continue;
    const bool is_bad = paint.verdict >= Verdict::kWarning;
    legend.push_back(
        {.text = (is_bad ? std::string(shape_of(paint.verdict)) + " " : "") + paint.meaning,
         .fill = paint.fill,
         .stroke = paint.stroke});
  }
  if (any_node([](const GraphNode& node) { return node.retries; })) {
    legend.push_back({.text = "what fails comes back", .mark = kRetryMark});
  }
  if (any_node([](const GraphNode& node) { return !node.constraints.empty(); })) {
    legend.push_back({.text = "shares a capacity with others", .mark = kSharedMark});
  }
  return legend;
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
  const bool judged =
      std::any_of(layout.loads.begin(), layout.loads.end(),
                  [](const NodeLoad& load) { return load.verdict != Verdict::kNone; });
  if (layout.bin) {
    drawing.description += " in bin " + std::to_string(*layout.bin);
  } else if (judged) {
    drawing.description += " with the peaks of the run";
  }
  drawing.description += ", from left to right.";
  drawing.legend = legend_of(layout);
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
