// A layout as an SVG document: for eyes, for screen readers (title and description of the drawing
// and of every node), and for those who open it outside a browser (no script, no style sheet of its
// own, no font to load).
#pragma once

#include <string>
#include <vector>

#include "layout/layered.h"

namespace flowtime {

// Texts are plain; svg_of escapes them.
// Colours are CSS colours, "#RRGGBB".
struct DrawnNode {
  std::string id{};
  std::string label{};        // the first line
  std::string note{};         // the second; what the colour says is said here in words as well
  std::string description{};  // for screen readers
  std::string marks{};        // signs in the upper right corner, explained by the legend
  std::string fill = "#f3f4f6", stroke = "#6b7280";
};
// A line of the legend: a swatch, or a sign, and what it means.
struct LegendEntry {
  std::string text{};
  std::string mark{};  // empty: a swatch
  std::string fill{}, stroke{};
};
// `description` is for screen readers.
struct DrawnEdge {
  std::string id{}, description{};
  bool dashed = false;
};
// `nodes` and `edges` have as many entries as the layout.
struct Drawing {
  std::string title{}, description{};
  std::vector<DrawnNode> nodes{};  // as in the layout
  std::vector<DrawnEdge> edges{};
  std::vector<LegendEntry> legend{};  // below the graph, side by side as long as there is room
};

// `sizes` are the nodes of the layout, in its order. Equal input gives equal bytes.
std::string svg_of(const Layout& layout, const std::vector<LayoutNode>& sizes,
                   const Drawing& drawing);

}  // namespace flowtime
