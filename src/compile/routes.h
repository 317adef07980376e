// Routers: which routes make each target, and what each route carries.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// `router` belongs to the model; `route` is an index into its routes.
struct RouteContribution {
  const Node* router = nullptr;
  std::size_t route = 0;
};

// The routes of a model, which must outlive them.
struct Routes {
  explicit Routes(const Model& model);
  // Whether some route has the series as its target: its value comes from routers then, not from
  // the node of that name.
  bool feed(const std::string& target) const { return to.count(target) > 0; }

  std::vector<std::string> targets;  // in the order in which routes name them
  // By target: what adds to it, in the order of the text.
  std::unordered_map<std::string, std::vector<RouteContribution>> to;
  // By router and target: indices of the routes between them. An edge may run along several.
  std::map<std::pair<const Node*, std::string_view>, std::vector<std::size_t>> between;
};

// Class routes first, in order, then the weighted rest; a target is the sum of its routes.
// A route with classes takes those parts of the router's queue that no earlier route took; without
// classes it takes weight / sum of weights of the rest. docs/semantics.md, "Routers".
class RouterLowering : SeriesWriter {
 public:
  RouterLowering(World& world, const Routes& routes) : SeriesWriter(world), routes_(routes) {}
  // A slot for each target; those of nodes are there already.
  void declare();
  void lower();
  // What each route of a router carries. Edges along routes ask for it again: equal ops merge.
  std::vector<Value> routed_values(const Node& router);

 private:
  const Routes& routes_;
};

}  // namespace flowtime::compile_detail
