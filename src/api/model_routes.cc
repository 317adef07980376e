// Model texts: evaluate and keep, draw, validate.
// The body is the text of a model, whatever its content type says; only /v1/validate wraps it in
// JSON.
#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/run_submission.h"
#include "base/ascii.h"
#include "figures/expectation.h"
#include "http/json_body.h"
#include "pipeline/evaluate_model.h"
#include "pipeline/model_graph.h"
#include "pipeline/model_run_json.h"
#include "series/time_grid.h"
#include "telemetry/import_store.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kValidateRequestSchema = R"({"type":"object","required":["yaml"],
"properties":{"yaml":{"type":"string"},"tier":{"type":"string",
"description":"schema, compile or analyse, in any case"}}})";

constexpr std::string_view kExampleModel =
    "schemaVersion: 1\n"
    "grid: {bins: 4, binSize: 1, binUnit: hours}\n"
    "nodes:\n"
    "- {id: demand, kind: const, values: [4, 9, 6, 2]}\n"
    "- {id: served, kind: expr, expr: \"MIN(demand, 6)\"}\n";

constexpr std::string_view kValidateExample =
    R"({"yaml":"schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n)"
    R"(- {id: demand, kind: const, values: [4, 9]}\n","tier":"analyse"})";

Problem empty_body() {
  return {.code = "empty_body",
          .message = "The body of the request is empty.",
          .remedy = "Send the text of a model."};
}

ModelSource posted_model(const http::Request& request, Context& context) {
  ModelSource source;
  source.text = request.body;
  // What problems name as the file, since the text has none.
  source.file = "model";
  source.read_import = import_reader(context.env);
  return source;
}

Result<std::string> time_of(const JsonObject& provenance) {
  const std::string text(trimmed(provenance.text("generatedAt").value_or("")));
  if (text.empty() || parse_utc(text)) return text;
  return Problem{.code = "not_a_time",
                 .message = "'generatedAt' of X-Model-Provenance is not a date and time",
                 .remedy = "Write it as ISO 8601."};
}

// X-Model-Provenance: an object, of which one without a modelId says nothing, or the id alone.
Result<std::optional<ModelProvenance>> provenance_of(const http::Request& request) {
  const std::string text(trimmed(request.headers.get("X-Model-Provenance")));
  std::optional<ModelProvenance> given;
  if (text.empty()) return given;
  const auto object =
      // The id alone, or an object; a text that begins as an object and is none counts as an id.
      text.starts_with('{') ? JsonObject::parse(text) : Result<JsonObject>(Problem{});
  if (!object) {
    given.emplace().model_id = text;
    return given;
  }
  const auto member = [&](std::string_view name) {
    return std::string(trimmed(object->text(name).value_or("")));
  };
  if (member("modelId").empty()) return given;
  ModelProvenance& made = given.emplace();
  made.model_id = member("modelId");
  made.template_id = member("templateId");
  made.template_version = member("templateVersion");
  made.template_title = member("templateTitle");
  made.source = member("source");
  made.generator = member("generator");
  FT_TRY(made.generated_at, time_of(*object));
  if (const auto parameters = object->object("parameters")) {
    for (const auto& [name, json] : parameters->members()) made.parameters.emplace(name, json);
  }
  return given;
}

http::Response run_model(const http::Request& request, Context& context) {
  if (request.body.empty()) return problem_response(empty_body(), request);
  CreateRunRequest wanted;
  wanted.source = posted_model(request, context);
  auto provenance = provenance_of(request);
  if (!provenance) return problem_response(provenance.problems(), request);
  wanted.provenance = *std::move(provenance);
  // The answer has the series in it, unlike that of POST /v1/runs: older clients read them from
  // here.
  return submit_run(request, context, std::move(wanted),
                    [request, &context](const RunOutcome& outcome) {
                      auto json = model_run_json(context.env, *outcome.run);
                      if (!json) return problem_response(json.problems(), request);
                      return http::json_response(std::move(*json));
                    });
}

http::Response draw_model(const http::Request& request, Context& context) {
  if (request.body.empty()) return problem_response(empty_body(), request);
  ClientObserver observer(request);
  StageClock clock(context.env, observer);
  const auto graph = graph_model(posted_model(request, context), clock);
  if (!graph) return problem_response(graph.problems(), request);
  return http::json_response(to_json(*graph));
}

// A tier that is left out is the last one; one that is null has been meant to be given.
Result<ValidationTier> tier_of(const JsonObject& body) {
  const std::string text = body.is_null("tier") ? "null" : body.text("tier").value_or("analyse");
  if (const auto tier = parse_validation_tier(text)) return *tier;
  return Problem{
      .code = "invalid_tier",
      .message = "There is no tier '" + text + "'. The tiers are schema, compile and analyse.",
      .remedy = "Leave 'tier' out to have the model analysed.",
      .path = "/tier"};
}

http::Response validate_posted_model(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const std::string text = body->text("yaml").value_or("");
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return problem_response({.code = "empty_body",
                             .message = "The member 'yaml' is required and must not be empty.",
                             .remedy = "Send the text of a model as 'yaml'.",
                             .path = "/yaml"},
                            request);
  }
  const auto tier = tier_of(*body);
  if (!tier) return problem_response(tier.problems(), request);
  ClientObserver observer(request);
  StageClock clock(context.env, observer);
  ValidateRequest wanted{.tier = *tier, .question = figures::check_expectations};
  wanted.source = {.text = text, .file = "yaml", .read_import = import_reader(context.env)};
  const auto found = validate_model(wanted, clock);
  if (!found) return problem_response(found.problems(), request);
  return http::json_response(to_json(*found));
}

}  // namespace

Resource model_routes() {
  const Content any_text{.type = "application/x-yaml", .example = kExampleModel};
  return {.name = "Model texts",
          .about = "Models as YAML text, of any content type.",
          .routes = {{.method = "POST",
                      .path = "/v1/run",
                      .summary = "Evaluate a model text and keep the run",
                      .parameters = {{.name = "X-Model-Provenance",
                                      .in = Parameter::In::kHeader,
                                      .about = "The id of the model, or a JSON object with "
                                               "modelId, templateId, templateVersion, "
                                               "templateTitle, source, generator, generatedAt "
                                               "and parameters. Overrides the model's own "
                                               "provenance block, which has the same form."}},
                      .body = {any_text},
                      .replies = {{200, "The run and its series", {.schema = "ModelRun"}}},
                      .handle = run_model},
                     {.method = "POST",
                      .path = "/v1/graph",
                      .summary = "Which nodes of a model text read which",
                      .body = {any_text},
                      .replies = {{200, "The graph", {.schema = "ModelGraph"}}},
                      .handle = draw_model},
                     {.method = "POST",
                      .path = "/v1/validate",
                      .summary = "What is wrong with a model text; an invalid one is an answer too",
                      .body = {{.schema = "ValidateRequest", .example = kValidateExample}},
                      .replies = {{200, "Errors and warnings", {.schema = "Validation"}}},
                      .handle = validate_posted_model}},
          .schemas = {{"ValidateRequest", kValidateRequestSchema}}};
}

}  // namespace flowtime::api
