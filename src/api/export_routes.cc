// Exports of a run.
#include "api/problem_response.h"
#include "api/routes.h"
#include "base/ascii.h"
#include "inspect/export_run.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kExportedSchema = R"({"type":"object",
"required":["message","runId","formats","artifactsPath","files"],
"properties":{"message":{"type":"string"},"runId":{"type":"string"},
"formats":{"type":"array","items":{"enum":["csv","csv-wide","ndjson","openmetrics","parquet","grafana"]}},
"artifactsPath":{"type":"string"},"files":{"type":"array","items":{"type":"string"}}}})";

http::Response export_all(const http::Request& request, Context& context) {
  const std::string& run_id = request.path_value("runId");
  const auto done = export_run(context.env, run_id);
  if (!done) return problem_response(done.problems(), request);
  return http::json_response(exported_json(run_id));
}

// Reads what POST made; making it again on GET would let a link cause work.
http::Response get_export(const http::Request& request, Context& context) {
  auto file = read_export(context.env, request.path_value("runId"), request.path_value("format"));
  if (!file) return problem_response(file.problems(), request);
  http::Response response =
      http::text_response(std::move(file->content), file->content_type.c_str());
  if (same_ignoring_case(request.path_value("format"), "parquet")) {
    response.headers.add("Content-Disposition",
                         "attachment; filename=\"" + request.path_value("runId") + ".parquet\"");
  }
  return response;
}

}  // namespace

Resource export_routes() {
  const Parameter run_id = path_id("runId", "The id of a run.");
  return {.name = "Exports",
          .about =
              "All series of a run in the forms that other tools read: tables, OpenMetrics, "
              "Parquet, a Grafana dashboard.",
          .routes = {{.method = "POST",
                      .path = "/v1/runs/{runId}/export",
                      .summary = "Make every export of a run",
                      .parameters = {run_id},
                      .replies = {{200, "Made", {.schema = "Exported"}}},
                      .handle = export_all},
                     {.method = "GET",
                      .path = "/v1/runs/{runId}/export/{format}",
                      .summary = "One export of a run, as it was made",
                      .parameters = {run_id, path_text("format",
                                                       "csv (also aggregates and gold), csv-wide, "
                                                       "ndjson, openmetrics, parquet or grafana, "
                                                       "in any case.")},
                      .replies = {{200, "The table", {.type = "text/csv"}}},
                      .handle = get_export}},
          .schemas = {{"Exported", kExportedSchema}}};
}

}  // namespace flowtime::api
