// Router: from a method and a path to a route.
// Threads: built by one; then any, as nothing changes.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/route.h"
#include "base/problem.h"
#include "http/body_shape.h"
#include "http/request.h"
#include "http/target.h"

namespace flowtime::api {

// Pointers are into the router. `path_values` are decoded, by name.
struct RouteMatch {
  const Route* route = nullptr;
  const BodyShape* body_shape = nullptr;  // of a JSON body; none: whatever it likes
  std::vector<http::NamedText> path_values{};
};
// The path is known, the method is not one of its own.
struct MethodMismatch {
  std::string allow;  // "GET, HEAD, OPTIONS"
};
// A wrong id of the best pattern is the answer; a worse pattern does not take the path instead.
using RouteResult = std::variant<RouteMatch, MethodMismatch, Problem>;

class Router {
 public:
  // Requires: no two routes with the same method match the same path with equal rank.
  // Also: every name in braces has a parameter of the path. Both are checked with FT_CHECK.
  // Sorts the patterns once and reads the shapes of all bodies.
  explicit Router(std::vector<Resource> resources);
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // Literal segments win over names. HEAD is answered by the route of GET, OPTIONS by none
  // (MethodMismatch). A Problem: route_not_found; invalid_id when a name that must be an id is
  // none.
  // `segments` are decoded, without the slashes. Linear in the routes.
  RouteResult find(std::string_view method, const std::vector<std::string>& segments) const;

  const std::vector<Resource>& resources() const { return resources_; }

 private:
  // Views into resources_.
  // A literal at an earlier place outranks one at a later place.
  struct Pattern {
    std::vector<std::string_view> segments;  // "{runId}" is a name
    const Route* route = nullptr;
    BodyShape body_shape;
  };
  std::vector<Resource> resources_;
  std::vector<Pattern> patterns_;  // the more literal ones first
};

}  // namespace flowtime::api
