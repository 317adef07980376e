// Routes of the contract whose rooms come later: named, so that clients learn more than 404.
#include <algorithm>

#include "api/problem_response.h"
#include "api/routes.h"

namespace flowtime::api {
namespace {

http::Response later(const http::Request& request, Context&) { return not_implemented(request); }

struct LaterRoute {
  std::string_view method, path, summary;
};

constexpr LaterRoute kLater[] = {
    {"GET", "/v1/runs/{runId}/graph", "The topology of a run"},
    {"GET", "/v1/runs/{runId}/state", "A run at one bin"},
    {"GET", "/v1/runs/{runId}/state_window", "A run over a range of bins"},
    {"GET", "/v1/runs/{runId}/metrics", "Service levels of a run"},
    {"GET", "/v1/runs/{runId}/index", "The index of the series of a run"},
    {"GET", "/v1/runs/{runId}/model", "The model of a run, as YAML"},
    {"GET", "/v1/runs/{runId}/series/{seriesId}", "One series of a run, as CSV"},
    {"GET", "/v1/runs/{runId}/explain", "Why a value is what it is"},
    {"GET", "/v1/runs/{runId}/layout", "Where the nodes of a run are drawn"},
    {"GET", "/v1/runs/{runId}/frames", "A run bin by bin, for animation"},
    {"GET", "/v1/runs/{runId}/ui-bundle", "All that a view of a run needs"},
    {"POST", "/v1/compare", "What changed between two runs"},
    {"POST", "/v1/telemetry/captures", "Make a capture of a run"},
    {"POST", "/v1/telemetry/imports", "Make a capture of measured series"},
};

// Names of the path that are no ids but one segment of text.
bool is_text_name(std::string_view name) {
  return name == "seriesId" || name == "fileName" || name == "format";
}

std::vector<Parameter> path_parameters(std::string_view path) {
  std::vector<Parameter> parameters;
  for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) {
    const std::string_view name = path.substr(at + 1, path.find('}', at) - at - 1);
    parameters.push_back(is_text_name(name) ? path_text(name, "") : path_id(name, ""));
  }
  return parameters;
}

bool has(const std::vector<Resource>& resources, std::string_view method, std::string_view path) {
  return std::any_of(resources.begin(), resources.end(), [&](const Resource& resource) {
    return std::any_of(resource.routes.begin(), resource.routes.end(), [&](const Route& route) {
      return route.method == method && route.path == path;
    });
  });
}

}  // namespace

Resource later_routes(const std::vector<Resource>& present) {
  Resource resource{
      .name = "Later",
      .about = "Named already; they answer 501 not_implemented until they are offered.",
      .routes = {}};
  for (const LaterRoute& row : kLater) {
    // A row disappears by itself once a resource brings the route.
    if (has(present, row.method, row.path)) continue;
    resource.routes.push_back({.method = row.method,
                               .path = row.path,
                               .summary = row.summary,
                               .parameters = path_parameters(row.path),
                               .replies = {{501, "Not there yet"}},
                               .handle = later});
  }
  return resource;
}

}  // namespace flowtime::api
