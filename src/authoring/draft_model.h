// Models from templates of the library and from drafts: generated and kept, or only validated.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "authoring/draft_source.h"
#include "base/result.h"
#include "host/stage_clock.h"
#include "library/generate_model.h"

namespace flowtime {

// Problem: those of read_template, with the draft's id as file.
// Shared with whatever keeps the generated model's origin.
Result<std::shared_ptr<const Template>> template_of(const DraftSourceText& source);

// "simulation" or "telemetry" in any case, nothing for an empty text. Problem: invalid_mode.
Result<std::optional<RunMode>> parse_generate_mode(const std::string& text);

// Generates the model, keeps it (model_store.h) and gives generate_model's answer as JSON.
// Problems: those of generate_model and store_model.
// Nothing is stored when the model is refused.
Result<std::string> generate_and_store(Env& env, const GenerateRequest& request, StageClock& clock);

// A draft that is not valid is an answer, not a problem of the call.
struct DraftValidation {
  Problems errors;                   // none: valid
  std::string metadata_json = "{}";  // as generating answers it, when valid
  std::string warnings_json = "[]";
};
// Everything that generating would find out, with nothing kept.
DraftValidation validate_draft(const DraftSourceText& source,
                               const std::vector<GivenParameter>& parameters,
                               std::optional<RunMode> mode, StageClock& clock);

// {"valid","metadata","warnings":[],"errors":[]}
// As POST /api/v1/drafts/validate answers it.
std::string to_json(const DraftValidation& validation);

}  // namespace flowtime
