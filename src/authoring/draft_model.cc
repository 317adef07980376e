#include "authoring/draft_model.h"

#include <nlohmann/json.hpp>

#include "answers/answer_json.h"
#include "base/ascii.h"
#include "registry/model_store.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Result<std::shared_ptr<const Template>> template_of(const DraftSourceText& source) {
  auto read = read_template(source.content, source.id);
  if (read) return std::make_shared<const Template>(std::move(read).value());
  return in_file(read.problems(), source.id);
}

Result<std::optional<RunMode>> parse_generate_mode(const std::string& text) {
  const std::string mode = lower_case(text);
  if (mode.empty()) return std::optional<RunMode>();
  if (mode == "simulation") return std::optional(RunMode::kSimulation);
  if (mode == "telemetry") return std::optional(RunMode::kTelemetry);
  return Problem{.code = "invalid_mode",
                 .message = "The mode must be 'simulation' or 'telemetry', not '" + text + "'.",
                 .remedy = "Leave it out for the template's own.",
                 .path = "/mode"};
}

Result<std::string> generate_and_store(Env& env, const GenerateRequest& request,
                                       StageClock& clock) {
  FT_TRY(const GeneratedModel generated, generate_model(request, clock));
  std::string answer = to_json(generated, env.now_unix_ms());
  // The store keeps parts of the very answer, so that reading a stored model gives the same
  // provenance.
  const Json json = Json::parse(answer);
  FT_RETURN_IF_PROBLEM(store_model(env, {.model_hash = generated.model_hash,
                                         .model = generated.model,
                                         .provenance_json = json["provenance"].dump(2) + "\n",
                                         .metadata_json = json["metadata"].dump(2) + "\n"}));
  return answer;
}

DraftValidation validate_draft(const DraftSourceText& source,
                               const std::vector<GivenParameter>& parameters,
                               std::optional<RunMode> mode, StageClock& clock) {
  DraftValidation validation;
  const auto from = template_of(source);
  if (!from) {
    validation.errors = from.problems();
    return validation;
  }
  const auto generated =
      generate_model({.source = *from, .parameters = parameters, .mode = mode}, clock);
  if (!generated) {
    validation.errors = generated.problems();
    return validation;
  }
  // The time is left out of the answer below, so any will do.
  const Json json = Json::parse(to_json(*generated, 0));
  validation.metadata_json = json["metadata"].dump();
  validation.warnings_json = json["warnings"].dump();
  return validation;
}

std::string to_json(const DraftValidation& validation) {
  JsonWriter json;
  json.begin_object().member("valid", validation.errors.empty());
  json.key("metadata").raw(validation.metadata_json);
  json.key("warnings").raw(validation.warnings_json);
  problem_list(json, validation.errors);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
