// Telemetry: captures of runs.
#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/query_values.h"
#include "api/routes.h"
#include "api/with_run.h"
#include "http/json_body.h"
#include "inspect/residuals.h"
#include "run/open_run.h"
#include "sys/ids.h"
#include "telemetry/capture_json.h"
#include "telemetry/capture_run.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kCaptureRequestSchema = R"({"type":"object","required":["source"],
"properties":{"source":{"type":"object","required":["runId"],
"properties":{"type":{"const":"run"},"runId":{"type":"string"}}},
"output":{"type":"object","properties":{"captureKey":{"type":["string","null"]},
"directory":{"type":["string","null"],
"description":"below the directory of captures; overrides captureKey"},
"overwrite":{"type":"boolean"}}},
"gaps":{"type":"object","properties":{"fillNan":{"type":"boolean"},"detect":{"type":"boolean"},
"fillGaps":{"type":"boolean"}}}}})";

constexpr std::string_view kCapturedSchema = R"({"type":"object","required":["capture"],
"properties":{"capture":{"type":"object",
"required":["generated","alreadyExists","generatedAtUtc","sourceRunId","warnings",
"supportsClassMetrics","classCoverage","classes","captureKey","files"],
"properties":{"generated":{"type":"boolean"},"alreadyExists":{"type":"boolean"},
"generatedAtUtc":{"type":["string","null"]},"sourceRunId":{"type":["string","null"]},
"warnings":{"type":"array"},"supportsClassMetrics":{"type":"boolean"},
"classCoverage":{"enum":["full","partial","missing"]},
"classes":{"type":"array","items":{"type":"string"}},
"captureKey":{"type":["string","null"]},"files":{"type":"integer","minimum":0}}}}})";

constexpr std::string_view kCapturesSchema = R"({"type":"object",
"required":["captures","truncated"],"properties":{"truncated":{"type":"boolean"},
"captures":{"type":"array","items":{"type":"object","required":["name","hasEvents","problem"],
"properties":{"name":{"type":"string","description":"captureDirectory of a telemetry run"},
"templateId":{"type":["string","null"]},"sourceRunId":{"type":["string","null"]},
"generatedAtUtc":{"type":["string","null"]},"grid":{"type":"object"},
"files":{"type":"integer","minimum":0},"classes":{"type":"array","items":{"type":"string"}},
"hasEvents":{"type":"boolean"},"problem":{"type":["object","null"],
"required":["code","message"]}}}}}})";

constexpr std::string_view kResidualsSchema = R"({"type":"object",
"required":["runId","mode","basis","grid","nodes","conservation"],
"properties":{"runId":{"type":"string"},"mode":{"type":"string"},"basis":{"enum":["step","free"]},
"grid":{"type":"object"},
"nodes":{"type":"array","items":{"type":"object","required":["nodeId","series","balance"],
"properties":{"nodeId":{"type":"string"},
"series":{"type":"array","items":{"$ref":"#/components/schemas/SeriesResidual"}},
"balance":{"type":["object","null"],"required":["holds","bins","arrived","served","lost","grew",
"unaccounted","brokenBins","firstBrokenBin"]}}}},
"conservation":{"type":"object","required":["holds","checks"],
"properties":{"holds":{"type":"boolean"},"checks":{"type":"array","items":{"type":"object",
"required":["code","nodeId","severity","message"]}}}}}})";

constexpr std::string_view kSeriesResidualSchema = R"({"type":"object",
"required":["metric","seriesId","isInput","coverage","measuredBins","comparedBins","measuredMean",
"computedMean","bias","rmse","mape","largest"],
"properties":{"metric":{"type":"string"},"seriesId":{"type":"string"},
"isInput":{"type":"boolean"},"coverage":{"type":"number","minimum":0,"maximum":1},
"measuredBins":{"type":"integer"},"comparedBins":{"type":"integer"},
"measuredMean":{"type":["number","null"]},"computedMean":{"type":["number","null"]},
"bias":{"type":["number","null"]},"rmse":{"type":["number","null"]},
"mape":{"type":["number","null"],"description":"per cent"},
"largest":{"type":["object","null"],"required":["bin","measured","computed","residual"]},
"values":{"type":"object","required":["measured","computed","residual"]}}})";

constexpr std::string_view kCaptureExample =
    R"({"source":{"type":"run","runId":"RUN_ID"},"output":{"captureKey":"monday"}})";

struct CaptureWanted {
  std::string run_id, key, directory;
  CaptureSettings settings;
};

Result<CaptureWanted> wanted_of(const JsonObject& body) {
  CaptureWanted wanted;
  const auto source = body.object("source");
  const std::string type = source ? source->text("type").value_or("run") : "";
  wanted.run_id = source ? source->text("runId").value_or("") : "";
  if (const auto output = body.object("output")) {
    wanted.key = output->text("captureKey").value_or("");
    wanted.directory = output->text("directory").value_or("");
    wanted.settings.overwrite = output->boolean("overwrite").value_or(false);
  }
  if (const auto gaps = body.object("gaps")) {
    wanted.settings.gaps.fill_nan = gaps->boolean("fillNan").value_or(false);
    wanted.settings.gaps.detect = gaps->boolean("detect").value_or(false);
    wanted.settings.gaps.fill_gaps = gaps->boolean("fillGaps").value_or(false);
  }
  if (!body.problems().empty()) return body.problems();
  if (type != "run" || wanted.run_id.empty()) {
    return Problem{.code = "invalid_source",
                   .message = "'source.type' must be 'run', and 'source.runId' is required.",
                   .remedy = "Name the run to capture; GET /v1/runs lists them.",
                   .path = "/source"};
  }
  return wanted;
}

Result<CapturePlace> place_of(const CaptureWanted& wanted, Context& context) {
  if (wanted.directory.empty() && wanted.key.empty()) {
    return place_in_run(context.env, wanted.run_id);
  }
  Env& env = context.captures != nullptr ? *context.captures : context.env;
  const std::string root = context.captures != nullptr ? "" : "captures/";
  if (wanted.directory.empty()) {
    FT_RETURN_IF_PROBLEM(check_id(wanted.key, "output.captureKey"));
    return CapturePlace{.env = env, .directory = root + wanted.key, .key = wanted.key};
  }
  if (!is_relative_path(wanted.directory)) {
    return Problem{.code = io_codes::kOutsideRoot,
                   .message = "'output.directory' leads out of the directory of captures",
                   .remedy = "Give a path below it, without '..' and without a leading '/'.",
                   .path = "/output/directory"};
  }
  return CapturePlace{.env = env, .directory = root + wanted.directory, .key = wanted.directory};
}

// Many more are a store of another kind; each costs the reading of its manifest.
constexpr std::size_t kMostCaptures = 500;

http::Response get_captures(const http::Request& request, Context& context) {
  Env& env = context.captures != nullptr ? *context.captures : context.env;
  const auto list =
      list_captures(env, context.captures != nullptr ? "" : "captures", kMostCaptures);
  if (!list) return problem_response(list.problems(), request);
  return http::json_response(to_json(*list));
}

http::Response post_capture(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto wanted = wanted_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  const auto run = open_run(context.env, wanted->run_id);
  if (!run) return problem_response(run.problems(), request);
  const auto place = place_of(*wanted, context);
  if (!place) return problem_response(place.problems(), request);
  const auto captured = capture_run(*run, *place, wanted->settings);
  if (!captured) return problem_response(captured.problems(), request);
  context.envelopes.forget(wanted->run_id);
  return http::json_response(to_json(*captured, *place), captured->already_exists ? 409 : 200);
}

Result<ResidualsRequest> residuals_request(const http::Request& request) {
  ResidualsRequest wanted{.nodes = query_list(request, "nodes")};
  const std::string basis = request.query_value("basis").value_or("step");
  const auto known = parse_residual_basis(basis);
  if (!known)
    return invalid_query("The parameter 'basis' cannot be '" + basis + "'.", "Use step or free.");
  wanted.basis = *known;
  return wanted;
}

http::Response get_residuals(const http::Request& request, Context& context) {
  const auto wanted = residuals_request(request);
  if (!wanted) return problem_response(wanted.problems(), request);
  const auto values = query_flag(request, "values");
  if (!values) return problem_response(values.problems(), request);
  const auto run = context.open_runs.open(request.path_value("runId"));
  if (!run) return problem_response(run.problems(), request);
  ClientObserver observer(request);
  const auto found = residuals_of(context.host(observer), *run, *wanted);
  if (!found) return problem_response(found.problems(), request);
  const auto intact = (*run)->run->run().check_intact();
  if (!intact) return problem_response(intact.problems(), request);
  return http::json_response(to_json(*found, values->value_or(false)));
}

Route residuals_route() {
  return {.method = "GET",
          .path = "/v1/runs/{runId}/residuals",
          .summary = "Of a telemetry run: what was measured beside what the model computes",
          .parameters = {path_id("runId", "A telemetry run."),
                         query("nodes", "Topology nodes, separated by commas; all without it."),
                         {.name = "basis",
                          .about = "step: computed from everything else as measured; free: "
                                   "computed from the measured inputs alone.",
                          .choices = {"step", "free"}},
                         query("values", "Also every bin.", Parameter::Type::kBoolean)},
          .replies = {{200, "Per node and series", {.schema = "Residuals"}}},
          .handle = get_residuals};
}

}  // namespace

Resource telemetry_routes() {
  return {.name = "Telemetry",
          .about =
              "Captures: the series of a run as files that a telemetry run is made from; and how "
              "far a telemetry run is from its model.",
          .routes = {{.method = "GET",
                      .path = "/v1/telemetry/captures",
                      .summary = "List the captures that telemetry runs can be made from",
                      .replies = {{200, "By name, at most 500", {.schema = "Captures"}}},
                      .handle = get_captures},
                     {.method = "POST",
                      .path = "/v1/telemetry/captures",
                      .summary = "Make a capture of a run",
                      .body = {{.schema = "CaptureRequest", .example = kCaptureExample}},
                      .replies = {{200, "Made", {.schema = "Captured"}},
                                  {409, "There is one already", {.schema = "Captured"}}},
                      .handle = post_capture},
                     residuals_route()},
          .schemas = {{"CaptureRequest", kCaptureRequestSchema},
                      {"Captured", kCapturedSchema},
                      {"Captures", kCapturesSchema},
                      {"Residuals", kResidualsSchema},
                      {"SeriesResidual", kSeriesResidualSchema}}};
}

}  // namespace flowtime::api
