// Calibrations: a model fitted to what was measured.
#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/run_submission.h"
#include "api/study_work.h"
#include "jobs/jobs.h"
#include "studies/calibrate.h"
#include "telemetry/import_store.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kRequestSchema = R"({"type":"object","required":["vary"],
"description":"A model (yaml, templateId with parameters, or runId), what is fitted (vary) and what was measured; docs/studies.md",
"properties":{"yaml":{"type":"string"},"templateId":{"type":"string"},"runId":{"type":"string"},
"parameters":{"type":"object"},"rngSeed":{"type":"integer"},
"sampling":{"enum":["expected","sample"]},
"vary":{"type":"array","items":{"type":"string"},"minItems":1},
"measured":{"type":"object","description":"by series: one number or null per bin, or import:ID#column",
"additionalProperties":{"anyOf":[{"type":"string"},
{"type":"array","items":{"type":["number","null"]}}]}},
"series":{"type":"array","items":{"type":"string"}},
"loss":{"enum":["soft","squared"]},
"holdOut":{"type":"string","description":"bins that the fit leaves out, or none; else the last fifth"},
"seed":{"type":"integer"}}})";

constexpr std::string_view kCalibrationSchema = R"({"type":"object",
"required":["of","parameters","rank","series","bins","heldOutBins","loss","lossValue","residuals",
"evaluations","converged","settings"],
"properties":{"of":{"type":"string"},"rank":{"type":"integer","minimum":0},
"parameters":{"type":"array","items":{"$ref":"#/components/schemas/CalibratedParameter"}},
"series":{"type":"array","items":{"type":"object",
"required":["seriesId","before","fitted","heldOut"],
"properties":{"seriesId":{"type":"string"},
"before":{"$ref":"#/components/schemas/CalibrationError"},
"fitted":{"$ref":"#/components/schemas/CalibrationError"},
"heldOut":{"$ref":"#/components/schemas/CalibrationError"}}}},
"bins":{"type":"integer"},
"heldOutBins":{"type":["object","null"],"required":["first","end"]},
"loss":{"enum":["soft","squared"]},"lossValue":{"type":"number"},
"residuals":{"type":"integer"},"evaluations":{"type":"integer"},
"converged":{"type":"boolean"},"settings":{"type":"array","items":{"type":"string"}}}})";

constexpr std::string_view kParameterSchema = R"({"type":"object",
"required":["id","value","was","lo","hi","interval","known","influence","tiedTo","words"],
"properties":{"id":{"type":"string"},"value":{"type":"number"},"was":{"type":"number"},
"lo":{"type":"number"},"hi":{"type":"number"},
"interval":{"type":"object","required":["lo","hi","loOpen","hiOpen"]},
"known":{"enum":["interval","atLeast","atMost","nothing"]},"influence":{"type":"number"},
"tiedTo":{"type":"array","items":{"type":"string"}},"words":{"type":"string"}}})";

constexpr std::string_view kErrorSchema = R"({"type":"object",
"required":["bins","bias","rmse","mape"],"properties":{"bins":{"type":"integer"},
"bias":{"type":["number","null"]},"rmse":{"type":["number","null"]},
"mape":{"type":["number","null"],"description":"per cent"}}})";

constexpr std::string_view kExample =
    R"~({"templateId":"order-system","parameters":{"bins":12},"vary":["paymentCapacity=60..96"],"measured":{"payment_queue":[0,0,0,0,0,0,0,0,0,0,0,0]}})~";

JobQueue::Work calibrating(studies::CalibrateRequest wanted) {
  return [wanted = std::move(wanted)](const RunHost& host) {
    const auto found = studies::calibrate(host, wanted, import_reader(host.env));
    if (!found) return failed_study(found.problems(), "");
    RunOutcome outcome;
    outcome.status = RunStatus::kAnswered;
    outcome.answer = to_json(*found);
    return outcome;
  };
}

http::Response post_calibrate(const http::Request& request, Context& context) {
  auto wanted = studies::read_calibrate_request(request.body);
  if (!wanted) return problem_response(wanted.problems(), request);
  if (request.prefers("respond-async")) {
    return submit_answer(request, context, calibrating(std::move(wanted).value()));
  }
  // Answered on the worker itself, not as a job: it stops when the client leaves.
  ClientObserver observer(request);
  const auto found =
      studies::calibrate(context.host(observer), *wanted, import_reader(context.env));
  if (!found) return problem_response(found.problems(), request);
  return http::json_response(to_json(*found));
}

}  // namespace

Resource calibrate_routes() {
  return {.name = "Calibrate",
          .about =
              "The parameters with which a model fits the measurement best, and what the "
              "measurement cannot determine about them.",
          .routes = {{.method = "POST",
                      .path = "/v1/calibrate",
                      .summary = "Fit parameters of a model to measured series",
                      .parameters = {{.name = "Prefer",
                                      .in = Parameter::In::kHeader,
                                      .about = "respond-async: answer 202 with a job at once."}},
                      .body = {{.schema = "CalibrateRequest", .example = kExample}},
                      .replies = {{200, "What was found", {.schema = "Calibration"}},
                                  {202,
                                   "With Prefer: respond-async: a job works on it, and its result "
                                   "is the Calibration",
                                   {.schema = "Job"}}},
                      .handle = post_calibrate}},
          .schemas = {{"CalibrateRequest", kRequestSchema},
                      {"Calibration", kCalibrationSchema},
                      {"CalibratedParameter", kParameterSchema},
                      {"CalibrationError", kErrorSchema}}};
}

}  // namespace flowtime::api
