#include "layout/layered.h"

#include <gtest/gtest.h>

#include "layout/layers.h"
#include "layout/svg.h"

namespace flowtime {
namespace {

std::vector<LayoutNode> nodes(std::size_t count) { return std::vector<LayoutNode>(count); }

// A graph of `count` nodes with about `extra` edges besides a spanning tree; always the same.
std::vector<LayoutEdge> many_edges(std::uint32_t count, std::uint32_t extra) {
  std::vector<LayoutEdge> edges;
  std::uint32_t random = 12345;
  const auto next = [&](std::uint32_t below) {
    random = random * 1664525 + 1013904223;
    return (random >> 8) % below;
  };
  for (std::uint32_t n = 1; n < count; ++n) edges.push_back({next(n), n});
  for (std::uint32_t e = 0; e < extra; ++e) edges.push_back({next(count), next(count)});
  return edges;
}

void expect_no_overlap(const Layout& layout, const std::vector<LayoutNode>& sizes) {
  for (std::size_t a = 0; a < sizes.size(); ++a) {
    const PlacedNode& p = layout.nodes[a];
    EXPECT_GE(p.x, 0);
    EXPECT_GE(p.y, 0);
    EXPECT_LE(p.x + sizes[a].width, layout.width + 1e-9);
    EXPECT_LE(p.y + sizes[a].height, layout.height + 1e-9);
    for (std::size_t b = a + 1; b < sizes.size(); ++b) {
      const PlacedNode& q = layout.nodes[b];
      const bool apart = p.x + sizes[a].width <= q.x + 1e-9 || q.x + sizes[b].width <= p.x + 1e-9 ||
                         p.y + sizes[a].height <= q.y + 1e-9 || q.y + sizes[b].height <= p.y + 1e-9;
      ASSERT_TRUE(apart) << a << " and " << b;
    }
  }
}

TEST(Layered, AChainGoesFromLeftToRightOnOneLine) {
  const Layout layout = layered_layout(nodes(3), {{0, 1}, {1, 2}});
  EXPECT_LT(layout.nodes[0].x, layout.nodes[1].x);
  EXPECT_LT(layout.nodes[1].x, layout.nodes[2].x);
  EXPECT_EQ(layout.nodes[0].y, layout.nodes[2].y);
  EXPECT_EQ(layout.crossings, 0);
  EXPECT_EQ(layout.edges[0].points.front(), (LayoutPoint{24 + 120, 24 + 22}));
  EXPECT_EQ(layout.edges[0].points.back(), (LayoutPoint{layout.nodes[1].x, 24 + 22}));
}

TEST(Layered, ACycleIsOpenedAtOneEdge) {
  const Layout layout = layered_layout(nodes(3), {{0, 1}, {1, 2}, {2, 0}});
  EXPECT_FALSE(layout.edges[0].against_flow);
  EXPECT_FALSE(layout.edges[1].against_flow);
  EXPECT_TRUE(layout.edges[2].against_flow);
  EXPECT_GT(layout.edges[2].points.front().x, layout.edges[2].points.back().x);
  EXPECT_EQ(layout.edges[2].points.size(), 3u);  // past the node between
}

TEST(Layered, CrossingsThatNeedNotBeAreUndone) {
  // 0 -> 3, 1 -> 2: crossed as declared.
  const Layout layout = layered_layout(nodes(5), {{4, 0}, {4, 1}, {0, 3}, {1, 2}});
  EXPECT_EQ(layout.crossings, 0);
}

TEST(Layered, NodesAloneAndLoopsHaveTheirPlace) {
  const std::vector<LayoutNode> sizes = nodes(6);
  const Layout layout = layered_layout(sizes, {{0, 1}, {2, 2}});
  expect_no_overlap(layout, sizes);
  EXPECT_EQ(layout.edges[1].points.size(), 4u);
  const Layout empty = layered_layout({}, {});
  EXPECT_GT(empty.width, 0);
  EXPECT_GT(empty.height, 0);
}

TEST(Layered, EdgesLeadToLaterLayersAndNothingOverlaps) {
  for (const std::uint32_t extra : {0u, 10u, 60u}) {
    const std::vector<LayoutNode> sizes = nodes(80);
    const std::vector<LayoutEdge> edges = many_edges(80, extra);
    const Layout layout = layered_layout(sizes, edges);
    expect_no_overlap(layout, sizes);
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (edges[e].from == edges[e].to) continue;
      const std::uint32_t from = layout.nodes[edges[e].from].layer;
      const std::uint32_t to = layout.nodes[edges[e].to].layer;
      EXPECT_TRUE(layout.edges[e].against_flow ? to < from : from < to) << e;
    }
  }
}

TEST(Layered, TheSameGraphGivesTheSameLayout) {
  const std::vector<LayoutEdge> edges = many_edges(200, 120);
  const Layout a = layered_layout(nodes(200), edges), b = layered_layout(nodes(200), edges);
  for (std::size_t n = 0; n < 200; ++n) {
    EXPECT_EQ(a.nodes[n].x, b.nodes[n].x);
    EXPECT_EQ(a.nodes[n].y, b.nodes[n].y);
  }
  EXPECT_EQ(a.crossings, b.crossings);
}

TEST(Layered, PlacesThatAreGivenAreKept) {
  const Layout layout = placed_layout(nodes(2), {{0, 1}}, {{100, 50}, {400, 80}});
  EXPECT_EQ(layout.nodes[1].x - layout.nodes[0].x, 300);
  EXPECT_EQ(layout.nodes[1].y - layout.nodes[0].y, 30);
  EXPECT_EQ(layout.nodes[0].x, 24);
}

TEST(OrderedLeastSquares, WishesThatDoNotCollideAreGranted) {
  using layout_detail::ordered_least_squares;
  EXPECT_EQ(ordered_least_squares({1, 5, 9}, {1, 1, 1}, {2, 2}), (std::vector<double>{1, 5, 9}));
  // Both want 0 and must stand 4 apart: each gives way by half.
  EXPECT_EQ(ordered_least_squares({0, 0}, {1, 1}, {4}), (std::vector<double>{-2, 2}));
  // Three times the weight, a third of the way.
  EXPECT_EQ(ordered_least_squares({0, 0}, {3, 1}, {4}), (std::vector<double>{-1, 3}));
}

TEST(Svg, NamesAreEscapedAndTold) {
  const Layout layout = layered_layout(nodes(2), {{0, 1}});
  const Drawing drawing{.title = "A & B",
                        .description = "<two>",
                        .nodes = {{"a", "a<1>", "", "first"}, {"b", "b", "note", "second"}},
                        .edges = {{"e", "a to b", true}}};
  const std::string svg = svg_of(layout, nodes(2), drawing);
  EXPECT_NE(svg.find("<title id=\"title\">A &amp; B</title>"), std::string::npos);
  EXPECT_NE(svg.find("<desc id=\"desc\">&lt;two&gt;</desc>"), std::string::npos);
  EXPECT_NE(svg.find("a&lt;1&gt;"), std::string::npos);
  EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
  EXPECT_NE(svg.find("stroke-dasharray"), std::string::npos);
}

}  // namespace
}  // namespace flowtime
