// What the server reports about itself: its routes and its figures.
#include "api/openapi.h"
#include "api/router.h"
#include "api/routes.h"

namespace flowtime::api {
namespace {

http::Response openapi(const http::Request&, Context& context) {
  return http::json_response(
      // Made on each request: it is asked for seldom, and costs a few milliseconds.
      openapi_document(context.router->resources(), context.version.version));
}

http::Response get_metrics(const http::Request&, Context& context) {
  http::Response response =
      http::text_response(context.metrics.exposition(), MetricsRegistry::content_type());
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Route openapi_at(std::string_view path) {
  return {.method = "GET",
          .path = path,
          .summary = "These routes as OpenAPI 3.1",
          .replies = {{200, "The document"}},
          .handle = openapi};
}

}  // namespace

Resource document_routes() {
  return {.name = "Documents",
          .about = "What the server reports about itself.",
          .routes = {openapi_at("/openapi.json"),
                     openapi_at("/openapi/v1.json"),
                     {.method = "GET",
                      .path = "/metrics",
                      .summary = "Figures of this process in the Prometheus text format",
                      .replies = {{200, "The figures", {.type = "text/plain"}}},
                      .handle = get_metrics}}};
}

}  // namespace flowtime::api
