// Patterns are sorted once, literals before names, and looked through in that order: the first that
// matches is the best. Routes of the same pattern and another method count as "method not allowed".
#include "api/router.h"

#include <algorithm>

#include "base/check.h"
#include "sys/ids.h"

namespace flowtime::api {
namespace {

bool is_name(std::string_view segment) { return segment.starts_with('{'); }
std::string_view name_in(std::string_view segment) { return segment.substr(1, segment.size() - 2); }

std::vector<std::string_view> pattern_segments(std::string_view path) {
  FT_CHECK(path.starts_with('/'));
  std::vector<std::string_view> segments;
  for (path.remove_prefix(1); !path.empty();) {
    const std::size_t end = path.find('/');
    segments.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
  }
  return segments;
}

bool matches(const std::vector<std::string_view>& pattern,
             const std::vector<std::string>& segments) {
  return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                    [](std::string_view wanted, const std::string& got) {
                      // std::equal also compares the lengths, so a pattern never matches a longer
                      // path.
                      return is_name(wanted) || wanted == got;
                    });
}

// A literal at an earlier place outranks one at a later place. An order of all patterns, whatever
// their lengths, so that sorting by it means something.
bool is_more_literal(const std::vector<std::string_view>& a,
                     const std::vector<std::string_view>& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](std::string_view x, std::string_view y) { return !is_name(x) && is_name(y); });
}

const Parameter& path_parameter(const Route& route, std::string_view name) {
  const auto found = std::find_if(
      route.parameters.begin(), route.parameters.end(), [&](const Parameter& parameter) {
        return parameter.in == Parameter::In::kPath && parameter.name == name;
      });
  FT_CHECK(found != route.parameters.end());
  return *found;
}

Result<Done> check_path_value(const Parameter& parameter, const std::string& value) {
  const std::string what(parameter.name);
  if (parameter.type == Parameter::Type::kId) return check_id(value, what);
  // Segments become names of files below the data root: nothing may lead out of a folder.
  const bool is_plain = !value.empty() && value != "." && value != ".." &&
                        value.find_first_of("/\\") == std::string::npos;
  if (is_plain) return Done{};
  return Problem{.code = "invalid_id",
                 .message = "The " + what + " in the path is not valid.",
                 .remedy = "It must not be empty, '.' or '..', and must not contain a slash."};
}

Result<RouteMatch> match_of(const Route& route, const std::vector<std::string_view>& pattern,
                            const std::vector<std::string>& segments) {
  RouteMatch match{.route = &route};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!is_name(pattern[i])) continue;
    const std::string_view name = name_in(pattern[i]);
    FT_RETURN_IF_PROBLEM(check_path_value(path_parameter(route, name), segments[i]));
    match.path_values.push_back({std::string(name), segments[i]});
  }
  return match;
}

std::string allow_text(std::vector<std::string_view> methods) {
  if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.push_back("HEAD");
  methods.push_back("OPTIONS");
  std::string text;
  for (std::string_view method : methods) {
    if (!text.empty()) text += ", ";
    text += method;
  }
  return text;
}

// The shape that the schema of a JSON body gives; any at all without one.
BodyShape shape_of(const std::vector<Resource>& resources, const Route& route) {
  if (route.body.empty() || route.body.front().schema.empty()) return {};
  for (const Resource& resource : resources) {
    for (const NamedSchema& schema : resource.schemas) {
      if (schema.name == route.body.front().schema) return BodyShape::of_schema(schema.json);
    }
  }
  return {};  // a test finds schemas that are missing
}

Problem route_not_found() {
  return {.code = "route_not_found",
          .message = "There is nothing at this path.",
          .remedy = "GET /openapi.json lists every path."};
}

}  // namespace

Router::Router(std::vector<Resource> resources) : resources_(std::move(resources)) {
  for (const Resource& resource : resources_) {
    for (const Route& route : resource.routes) {
      FT_CHECK(route.handle != nullptr);
      patterns_.push_back({pattern_segments(route.path), &route, shape_of(resources_, route)});
      for (std::string_view segment : patterns_.back().segments) {
        // Finds a name without a parameter when the server starts, not when a client asks.
        if (is_name(segment)) path_parameter(route, name_in(segment));
      }
    }
  }
  std::stable_sort(patterns_.begin(), patterns_.end(), [](const Pattern& a, const Pattern& b) {
    return is_more_literal(a.segments, b.segments);
  });
}

RouteResult Router::find(std::string_view method, const std::vector<std::string>& segments) const {
  // HEAD has no handler: the transport leaves the body of GET out.
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const std::vector<std::string_view>* matched = nullptr;
  std::vector<std::string_view> methods;
  for (const Pattern& pattern : patterns_) {
    // Other methods of the best pattern count, worse patterns do not.
    if (matched != nullptr && pattern.segments != *matched) continue;
    if (!matches(pattern.segments, segments)) continue;
    matched = &pattern.segments;
    if (pattern.route->method != wanted) {
      methods.push_back(pattern.route->method);
      continue;
    }
    Result<RouteMatch> match = match_of(*pattern.route, pattern.segments, segments);
    // A bad id of the best pattern is the answer; a worse pattern must not take the path instead.
    if (!match) return match.problems().front();
    match->body_shape = &pattern.body_shape;
    return std::move(match).value();
  }
  if (matched == nullptr) return route_not_found();
  return MethodMismatch{allow_text(std::move(methods))};
}

}  // namespace flowtime::api
