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

struct RouteContribution {
  const Node* router = nullptr;
  std::size_t route = 0;
};

// The routes of a model, which must outlive them.
struct Routes {
  explicit Routes(const Model& model);
  bool feed(const std::string& target) const { return to.count(target) > 0; }

  std::vector<std::string> targets;  // in the order in which routes name them
  std::unordered_map<std::string, std::vector<RouteContribution>> to;
  std::map<std::pair<const Node*, std::string_view>, std::vector<std::size_t>> between;
};

// Class routes first, in order, then the weighted rest; a target is the sum of its routes.
class RouterLowering : SeriesWriter {
 public:
  RouterLowering(World& world, const Routes& routes) : SeriesWriter(world), routes_(routes) {}
  void declare();
  void lower();
  // What each route of a router carries. Edges along routes ask for it again: equal ops merge.
  std::vector<Value> routed_values(const Node& router);

 private:
  const Routes& routes_;
};

}  // namespace flowtime::compile_detail
