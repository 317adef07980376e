// Each read_... function takes its part of the body and notes mistakes in it with their JSON
// pointers; the caller looks at the problems once, at the end, so a client hears of all of them
// together.
#include "api/run_request_json.h"

#include "base/ascii.h"
#include "library/template_parameters.h"
#include "pipeline/model_source.h"
#include "text/json_reader.h"

namespace flowtime::api {
namespace {

std::string trimmed_text(const JsonObject& object, std::string_view name) {
  return std::string(trimmed(object.text(name).value_or(""), " \t\r\n"));
}

void read_telemetry(const JsonObject& body, CreateRunRequest& request) {
  const auto telemetry = body.object("telemetry");
  if (!telemetry) return;
  request.telemetry.directory = trimmed_text(*telemetry, "captureDirectory");
  const auto bindings = telemetry->object("bindings");
  if (!bindings) return;
  for (const auto& [name, unused] : bindings->members()) {
    if (const auto file = bindings->text(name)) request.telemetry.bindings.push_back({name, *file});
  }
}

void read_rng(const JsonObject& body, CreateRunRequest& request) {
  const auto rng = body.object("rng");
  if (!rng) return;
  request.rng.emplace();
  if (rng->has("kind")) request.rng->kind = rng->text("kind").value_or("");
  request.rng->seed = rng->integer("seed");
}

template <class Parse>
auto choice(const JsonObject& options, std::string_view name, Parse parse, const char* choices)
    -> decltype(parse(std::string())) {
  const auto text = options.text(name);
  if (!text) return std::nullopt;
  const auto value = parse(*text);
  if (!value) {
    options.refuse(name, "invalid_option",
                   "The member '" + std::string(name) + "' cannot be '" + *text + "'.", choices);
  }
  return value;
}

void read_thresholds_of(const JsonObject& options, CreateRunRequest& request) {
  const auto thresholds = options.object("thresholds");
  if (!thresholds) return;
  const std::string text = options.json("thresholds");
  JsonReader json(text);
  auto read = read_thresholds(json);
  if (read) {
    request.thresholds = std::move(*read);
    return;
  }
  for (const Problem& problem : read.problems()) {
    // Noted in the member, so that the pointer begins with /options/thresholds.
    thresholds->refuse(problem.path.substr(1), problem.code, problem.message, problem.remedy);
  }
}

void read_options(const JsonObject& body, CreateRunRequest& request) {
  const auto options = body.object("options");
  if (!options) return;
  request.deterministic = options->boolean("deterministicRunId").value_or(false);
  request.run_id = options->text("runId").value_or("");
  request.base_run_id = options->text("baseRunId").value_or("");
  request.dry_run = options->boolean("dryRun").value_or(false);
  request.overwrite = options->boolean("overwriteExisting").value_or(false);
  request.reuse = options->boolean("reuse").value_or(false);
  read_thresholds_of(*options, request);
  request.expectations = options->texts("expect").value_or(std::vector<std::string>());
  const auto fail_on =
      choice(*options, "failOn", parse_fail_on, "Use error, warning, health, expectation or none.");
  request.fail_on = fail_on.value_or(FailOn::kError);
  const auto csv = choice(*options, "csv", parse_csv_policy, "Use auto, on, off or files.");
  request.csv = csv.value_or(CsvPolicy::kAuto);
  const auto sampling = choice(*options, "sampling", parse_sampling, "Use expected or sample.");
  request.source.sampling = sampling.value_or(CompileOptions::Sampling::kExpected);
  if (request.run_template) {
    // By HTTP a parameter that the template lacks is refused unless the client says otherwise.
    request.run_template->strict_parameters = options->boolean("strictParameters").value_or(true);
  }
}

Result<Done> read_parameters(const JsonObject& body, TemplateRequest& wanted) {
  if (!body.object("parameters")) return Done{};
  FT_TRY(wanted.parameters, parameters_from_json(body.json("parameters")));
  return Done{};
}

void read_settings_of(const JsonObject& body, CreateRunRequest& request) {
  const auto settings = body.texts("settings");
  for (std::size_t i = 0; settings && i < settings->size(); ++i) {
    const std::string number = std::to_string(i);
    request.source.settings.push_back({.text = (*settings)[i],
                                       .label = "settings[" + number + "]",
                                       .path = "/settings/" + number});
  }
}

}  // namespace

Result<CreateRunRequest> run_settings_of(const JsonObject& body) {
  CreateRunRequest request;
  // Always at first: options may be about the template. run_request_of drops it for a model.
  request.run_template.emplace();
  request.mode = trimmed_text(body, "mode");
  Problems problems;
  if (const auto read = read_parameters(body, *request.run_template); !read) {
    problems = read.problems();
  }
  read_telemetry(body, request);
  read_rng(body, request);
  read_settings_of(body, request);
  read_options(body, request);
  problems.insert(problems.end(), body.problems().begin(), body.problems().end());
  if (!problems.empty()) return problems;
  return request;
}

// What only a template can use is not passed over in silence.
void refuse_beside_model(const JsonObject& body) {
  if (!body.has("model")) return;
  if (body.has("templateId")) {
    body.refuse("model", "unexpected_member", "A run is made of a template or of a model.",
                "Leave out 'model' or 'templateId'.");
  } else if (body.has("parameters")) {
    body.refuse("parameters", "unexpected_member", "A model has no parameters to fill in.",
                "Write the values into the model, or name a template.");
  }
}

Result<CreateRunRequest> run_request_of(const JsonObject& body) {
  FT_TRY(CreateRunRequest request, run_settings_of(body));
  const auto model = body.text("model");
  request.run_template->id = trimmed_text(body, "templateId");
  refuse_beside_model(body);
  if (!body.problems().empty()) return body.problems();
  if (model && request.run_template->id.empty()) {
    request.source.text = *model;
    request.source.file = "model";
    request.run_template.reset();
    return request;
  }
  if (!request.run_template->id.empty()) return request;
  // A base run brings its own model or template.
  if (!request.base_run_id.empty()) {
    request.run_template.reset();
    return request;
  }
  return Problem{.code = "missing_template_id",
                 .message = "The member 'templateId' is required.",
                 .remedy = "Name a template; GET /api/v1/templates lists them.",
                 .path = "/templateId"};
}

}  // namespace flowtime::api
