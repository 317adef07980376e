#include "layout/svg.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "base/xml_text.h"

namespace flowtime {
namespace {

constexpr double kLegendMargin = 24, kLegendRow = 22;
constexpr double kLegendIndent = 18, kLegendLetter = 6, kLegendGap = 14;

// Tenths of a pixel are enough to see.
std::string coordinate(double value) { return format_number(std::round(value * 10) / 10); }

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}

// A smooth line through the points, level where it leaves and arrives.
std::string path_of(const std::vector<LayoutPoint>& points) {
  std::string path;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const LayoutPoint& to = points[i];
    if (i == 0) {
      path = "M" + coordinate(to.x) + " " + coordinate(to.y);
      continue;
    }
    const LayoutPoint& from = points[i - 1];
    const double middle = (from.x + to.x) / 2;
    path += " C" + coordinate(middle) + " " + coordinate(from.y) + " " + coordinate(middle) + " " +
            coordinate(to.y) + " " + coordinate(to.x) + " " + coordinate(to.y);
  }
  return path;
}

class SvgWriter {
 public:
  SvgWriter(const Layout& layout, const std::vector<LayoutNode>& sizes, const Drawing& drawing)
      : layout_(layout), sizes_(sizes), drawing_(drawing) {}

  std::string write() {
    place_legend();
    open();
    for (std::size_t e = 0; e < layout_.edges.size(); ++e) edge(e);
    for (std::size_t n = 0; n < layout_.nodes.size(); ++n) node(n);
    for (std::size_t i = 0; i < drawing_.legend.size(); ++i) legend_entry(i);
    return text_ + "</svg>\n";
  }

 private:
  // Entries from left to right, in as many rows as the width needs.
  void place_legend() {
    width_ = layout_.width;
    height_ = layout_.height;
    if (drawing_.legend.empty()) return;
    const auto length = [](const LegendEntry& entry) {
      return kLegendIndent + kLegendLetter * static_cast<double>(entry.text.size()) + kLegendGap;
    };
    for (const LegendEntry& entry : drawing_.legend) {
      width_ = std::max(width_, 2 * kLegendMargin + length(entry));
    }
    double x = kLegendMargin, y = height_ + kLegendRow / 2;
    for (const LegendEntry& entry : drawing_.legend) {
      if (x > kLegendMargin && x + length(entry) > width_ - kLegendMargin) {
        x = kLegendMargin;
        y += kLegendRow;
      }
      legend_places_.push_back({x, y});
      x += length(entry);
    }
    height_ = y + kLegendRow;
  }
  void legend_entry(std::size_t i) {
    const LegendEntry& entry = drawing_.legend[i];
    const LayoutPoint& at = legend_places_[i];
    if (entry.mark.empty()) {
      text_ += "<rect" + attribute("x", coordinate(at.x)) + attribute("y", coordinate(at.y - 9)) +
               " width=\"12\" height=\"12\" rx=\"2\"" + attribute("fill", entry.fill) +
               attribute("stroke", entry.stroke) + "/>\n";
    } else {
      line(at.x + 6, at.y + 1, 12, entry.mark);
    }
    line(at.x + kLegendIndent, at.y + 1, 11, entry.text, "start");
  }

  void open() {
    const std::string width = coordinate(width_), height = coordinate(height_);
    text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
            attribute("height", height) + attribute("viewBox", "0 0 " + width + " " + height) +
            " role=\"img\" aria-labelledby=\"title desc\" "
            "font-family=\"system-ui, sans-serif\">\n";
    text_ += "<title id=\"title\">" + xml_text(drawing_.title) + "</title>\n";
    text_ += "<desc id=\"desc\">" + xml_text(drawing_.description) + "</desc>\n";
    text_ +=
        "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" "
        "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
        "<path d=\"M0 0 L8 4 L0 8 z\" fill=\"#6b7280\"/></marker></defs>\n";
    text_ +=
        "<rect" + attribute("width", width) + attribute("height", height) + " fill=\"#ffffff\"/>\n";
  }
  void edge(std::size_t e) {
    const DrawnEdge& drawn = drawing_.edges[e];
    text_ += "<path" + attribute("d", path_of(layout_.edges[e].points)) +
             " fill=\"none\" stroke=\"#6b7280\" stroke-width=\"1.5\"";
    if (drawn.dashed) text_ += " stroke-dasharray=\"6 4\"";
    text_ +=
        " marker-end=\"url(#arrow)\"><title>" + xml_text(drawn.description) + "</title></path>\n";
  }
  void node(std::size_t n) {
    const DrawnNode& drawn = drawing_.nodes[n];
    const PlacedNode& at = layout_.nodes[n];
    const LayoutNode& size = sizes_[n];
    text_ += "<g" + attribute("id", "node-" + xml_text(drawn.id)) + "><title>" +
             xml_text(drawn.description) + "</title>\n";
    text_ += "<rect" + attribute("x", coordinate(at.x)) + attribute("y", coordinate(at.y)) +
             attribute("width", coordinate(size.width)) +
             attribute("height", coordinate(size.height)) + " rx=\"6\"" +
             attribute("fill", drawn.fill) + attribute("stroke", drawn.stroke) +
             " stroke-width=\"1.5\"/>\n";
    const double middle = at.x + size.width / 2, centre = at.y + size.height / 2;
    const bool two = !drawn.note.empty();
    line(middle, two ? centre - 3 : centre + 5, 14, drawn.label);
    if (two) line(middle, centre + 14, 11, drawn.note);
    if (!drawn.marks.empty()) line(at.x + size.width - 6, at.y + 14, 12, drawn.marks, "end");
    text_ += "</g>\n";
  }
  void line(double x, double y, int size, const std::string& text, const char* anchor = "middle") {
    text_ += "<text" + attribute("x", coordinate(x)) + attribute("y", coordinate(y)) +
             attribute("font-size", std::to_string(size)) + attribute("text-anchor", anchor) +
             " fill=\"#111827\">" + xml_text(text) + "</text>\n";
  }

  const Layout& layout_;
  const std::vector<LayoutNode>& sizes_;
  const Drawing& drawing_;
  double width_ = 0, height_ = 0;  // with the legend
  std::vector<LayoutPoint> legend_places_;
  std::string text_;
};

}  // namespace

std::string svg_of(const Layout& layout, const std::vector<LayoutNode>& sizes,
                   const Drawing& drawing) {
  return SvgWriter(layout, sizes, drawing).write();
}

}  // namespace flowtime
