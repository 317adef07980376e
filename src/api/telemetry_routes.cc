// Telemetry: captures of runs.
#include "api/problem_response.h"
#include "api/routes.h"
#include "http/json_body.h"
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
"description":"below the directory of captures; wins over captureKey"},
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
                   .message = "source.type must be 'run' and source.runId is required.",
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
                   .message = "output.directory leads out of the directory of captures",
                   .remedy = "Give a path below it, without \"..\" and no leading \"/\".",
                   .path = "/output/directory"};
  }
  return CapturePlace{.env = env, .directory = root + wanted.directory, .key = wanted.directory};
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

}  // namespace

Resource telemetry_routes() {
  return {.name = "Telemetry",
          .about = "Captures: the series of a run as files that a telemetry run is made from.",
          .routes = {{.method = "POST",
                      .path = "/v1/telemetry/captures",
                      .summary = "Make a capture of a run",
                      .body = {{.schema = "CaptureRequest", .example = kCaptureExample}},
                      .replies = {{200, "Made", {.schema = "Captured"}},
                                  {409, "There is one already", {.schema = "Captured"}}},
                      .handle = post_capture}},
          .schemas = {{"CaptureRequest", kCaptureRequestSchema}, {"Captured", kCapturedSchema}}};
}

}  // namespace flowtime::api
