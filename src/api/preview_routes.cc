// Runs that are not kept: what would come of a request, in one answer.
#include "api/client_observer.h"
#include "api/preview_run.h"
#include "api/problem_response.h"
#include "api/query_values.h"
#include "api/routes.h"
#include "api/run_request_json.h"
#include "api/run_submission.h"
#include "http/json_body.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kRunPreviewSchema =
    R"({"type":"object","required":["run","bundle","layout","window"],"properties":{
"run":{"$ref":"#/components/schemas/Run"},
"bundle":{"anyOf":[{"$ref":"#/components/schemas/UiBundle"},{"type":"null"}]},
"layout":{"anyOf":[{"$ref":"#/components/schemas/Layout"},{"type":"null"}]},
"window":{"anyOf":[{"$ref":"#/components/schemas/StateWindow"},{"type":"null"}]}}})";

struct WantedPreview {
  CreateRunRequest run;
  std::int64_t max_points = 0;
};

Result<WantedPreview> preview_wanted(const http::Request& request) {
  FT_TRY(const JsonObject body, JsonObject::parse(request));
  WantedPreview wanted;
  FT_TRY(wanted.run, run_request_of(body));
  FT_TRY(const auto points, query_integer(request, "maxPoints"));
  wanted.max_points = points.value_or(0);
  return wanted;
}

http::Response post_preview(const http::Request& request, Context& context) {
  auto wanted = preview_wanted(request);
  if (!wanted) return problem_response(wanted.problems(), request);
  if (wanted->run.run_template) wanted->run.run_template->strict_bounds = !context.compat;
  ClientObserver observer(request);
  Preview made = preview_run(context.host(observer), *context.layouts, std::move(wanted->run),
                             wanted->max_points);
  // With options.dryRun there is a plan and nothing to preview.
  if (!made.outcome.succeeded() || made.outcome.plan) return run_response(made.outcome, request);
  return http::json_response(std::move(made.json));
}

}  // namespace

Resource preview_routes() {
  return {.name = "Previews",
          .about = "What a run would be, evaluated and judged like any other, and kept nowhere.",
          .routes =
              {{.method = "POST",
                .path = "/v1/preview",
                .summary = "Evaluate a request for a run without keeping the run",
                .parameters = {query("maxPoints", "Pools the bins of the window to so many points.",
                                     Parameter::Type::kInteger)},
                .body = {{.schema = "RunRequest",
                          .example = R"({"templateId":"order-system","parameters":{"bins":12}})"}},
                .replies = {{200, "The run as its pages read it", {.schema = "RunPreview"}}},
                .handle = post_preview}},
          .schemas = {{"RunPreview", kRunPreviewSchema}}};
}

}  // namespace flowtime::api
