// Edges against the nodes at their ends: the flows over them add up, also class by class.
#include <utility>

#include "checks/check_makers.h"
#include "checks/notice_fold.h"
#include "checks/returns.h"
#include "checks/sum_fold.h"
#include "model/names.h"

namespace flowtime::checks {
namespace {

// The served edges at one end of a node, and the series they should add up to.
struct NodeEdges {
  std::size_t index = 0;            // of the node
  const std::string* id = nullptr;  // its id
  std::string total;                // id of the series
  std::vector<std::uint32_t> edges;
  bool outgoing = false;
  bool authored_arrivals = false;
};

enum class Side { kOutgoing, kRouted, kAuthored };

std::vector<std::uint32_t> served_edges(const RunSeries& run,
                                        std::span<const std::uint32_t> candidates) {
  std::vector<std::uint32_t> edges;
  for (const std::uint32_t e : candidates) {
    if (carries_served(run.edges()[e])) edges.push_back(e);
  }
  return edges;
}

bool is_formula(const RunSeries& run, const std::string& id) {
  const Node* node = run.model().find_node(id);
  return node != nullptr && std::holds_alternative<ExprNodeBody>(node->body);
}

std::string id_of(const RunSeries& run, SeriesIndex series) {
  return exists(series) ? run.catalog()[series].id : "";
}

// Every node with served edges on that side and a series to compare them with.
std::vector<NodeEdges> nodes_with_edges(const RunSeries& run, Side side) {
  std::vector<NodeEdges> nodes;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const bool outgoing = side == Side::kOutgoing;
    NodeEdges node;
    node.index = i;
    node.id = &run.nodes()[i].id;
    node.outgoing = outgoing;
    node.edges = served_edges(run, outgoing ? run.outgoing(i) : run.incoming(i));
    node.total = id_of(run, outgoing ? run.of(i).served_effective : run.of(i)[Role::kArrivals]);
    node.authored_arrivals = !outgoing && !run.is_routed(node.total);
    const bool wanted = outgoing || node.authored_arrivals == (side == Side::kAuthored);
    if (wanted && !node.edges.empty() && !node.total.empty()) nodes.push_back(std::move(node));
  }
  return nodes;
}

// Authored arrivals may come later than they left; what a router routes arrives in the same bin.
std::int64_t lag_of(const RunSeries& run, const NodeEdges& node, std::uint32_t edge) {
  return node.authored_arrivals ? run.edges()[edge].lag : 0;
}

// Adds what comes back beside the edges; false when the model does not say how much that is.
bool add_returned(const RunSeries& run, const NodeEdges& node, Sum& sum) {
  const auto returned = returned_items(run, node.index);
  if (!returned) return false;
  for (const Returned& item : *returned) {
    const SeriesIndex series = run.find(item.series);
    if (!exists(series)) return false;
    sum.terms.push_back({series, item.lag, item.factor});
  }
  // Measured arrivals have retries in them or not.
  // A series that no formula makes comes from outside, and may or may not contain the echo.
  if (!is_formula(run, node.total)) {
    sum.maybe = run.of(node.index)[Role::kRetryEcho];
  }
  return true;
}

FoldPtr flow_mismatch(const RunSeries& run, Side side, const char* says) {
  std::vector<Sum> sums;
  for (NodeEdges& node : nodes_with_edges(run, side)) {
    Sum sum{node.id, "", run.find(node.total), {}, node.edges};
    for (const std::uint32_t e : node.edges) {
      if (exists(run.flow_of(e))) sum.terms.push_back({run.flow_of(e), lag_of(run, node, e)});
    }
    // An edge without a flow leaves the sum open: nothing can be said of it.
    if (sum.terms.size() != node.edges.size()) continue;
    if (node.authored_arrivals && !add_returned(run, node, sum)) continue;
    sums.push_back(std::move(sum));
  }
  if (sums.empty()) return nullptr;
  return std::make_unique<SumFold>(run, std::move(sums), says);
}

std::vector<SeriesIndex> flow_parts(const RunSeries& run, std::uint32_t edge) {
  return run.parts_of(edge_series_id(run.edges()[edge], "flowVolume"));
}

// The i-th part of every edge of the node; empty when one of them lacks it.
std::vector<Term> part_terms(const RunSeries& run, const NodeEdges& node,
                             const std::vector<std::vector<SeriesIndex>>& edge_parts,
                             std::size_t part) {
  std::vector<Term> terms;
  for (std::size_t i = 0; i < node.edges.size(); ++i) {
    if (edge_parts[i].empty() || !exists(edge_parts[i][part])) return {};
    terms.push_back({edge_parts[i][part], lag_of(run, node, node.edges[i])});
  }
  return terms;
}

// The same of what comes back beside the edges; false when it is not told by class.
bool add_returned_parts(const RunSeries& run, const NodeEdges& node, std::size_t part,
                        std::vector<Term>& terms) {
  const auto returned = returned_items(run, node.index);
  if (!returned) return false;
  for (const Returned& item : *returned) {
    const std::vector<SeriesIndex> parts = run.parts_of(item.series);
    if (parts.empty() || !exists(parts[part])) return false;
    terms.push_back({parts[part], item.lag, item.factor});
  }
  return true;
}

void add_class_sums(const RunSeries& run, Side side, std::vector<Sum>& sums) {
  for (const NodeEdges& node : nodes_with_edges(run, side)) {
    const std::vector<SeriesIndex> parts = run.parts_of(node.total);
    if (parts.empty()) continue;
    std::vector<std::vector<SeriesIndex>> edge_parts;
    for (const std::uint32_t e : node.edges) edge_parts.push_back(flow_parts(run, e));
    for (std::size_t part = 0; part < parts.size(); ++part) {
      if (!exists(parts[part])) continue;
      std::vector<Term> terms = part_terms(run, node, edge_parts, part);
      if (terms.empty()) continue;
      if (node.authored_arrivals && !add_returned_parts(run, node, part, terms)) continue;
      sums.push_back({node.id,
                      (node.outgoing ? "sends of '" : "receives of '") + run.part_name(part) + "'",
                      parts[part], std::move(terms), node.edges});
    }
  }
}

FoldPtr class_mismatch(const RunSeries& run, std::initializer_list<Side> sides) {
  std::vector<Sum> sums;
  if (run.model().classes.empty()) return nullptr;
  for (const Side side : sides) add_class_sums(run, side, sums);
  if (sums.empty()) return nullptr;
  return std::make_unique<SumFold>(run, std::move(sums), "and its edges differ in what it ");
}

// Some edge tells classes apart, and some edge lacks a class that the node has.
bool partially_covered(const RunSeries& run, const NodeEdges& node) {
  const std::vector<SeriesIndex> own = run.parts_of(node.total);
  bool some = false, gap = false;
  for (const std::uint32_t e : node.edges) {
    const std::vector<SeriesIndex> parts = flow_parts(run, e);
    some = some || !parts.empty();
    for (std::size_t c = 0; c + 1 < own.size(); ++c) {
      gap = gap || (exists(own[c]) && (parts.empty() || !exists(parts[c])));
    }
  }
  return some && gap;
}

}  // namespace

FoldPtr edge_flow_mismatch_outgoing(const RunSeries& run) {
  return flow_mismatch(run, Side::kOutgoing, "served another amount than its edges carry away");
}

FoldPtr edge_flow_mismatch_routed(const RunSeries& run) {
  return flow_mismatch(run, Side::kRouted, "was routed another amount than its edges bring");
}

FoldPtr edge_flow_mismatch_authored(const RunSeries& run) {
  return flow_mismatch(run, Side::kAuthored,
                       "has authored arrivals that its edge weights do not reproduce");
}

FoldPtr edge_class_mismatch(const RunSeries& run) {
  return class_mismatch(run, {Side::kOutgoing, Side::kRouted});
}

FoldPtr edge_class_mismatch_authored(const RunSeries& run) {
  return class_mismatch(run, {Side::kAuthored});
}

FoldPtr edge_class_partial_coverage(const RunSeries& run) {
  std::vector<Notice> notices;
  if (run.model().classes.empty()) return nullptr;
  for (const Side side : {Side::kOutgoing, Side::kRouted, Side::kAuthored}) {
    for (const NodeEdges& node : nodes_with_edges(run, side)) {
      if (!partially_covered(run, node)) continue;
      notices.push_back({node.id, node.outgoing ? "outgoing" : "incoming"});
      for (const std::uint32_t e : node.edges) {
        notices.back().edge_ids.push_back(run.edges()[e].id);
      }
    }
  }
  if (notices.empty()) return nullptr;
  return std::make_unique<NoticeFold>(std::move(notices), "has classes that its ",
                                      " edges do not all distinguish");
}

}  // namespace flowtime::checks
