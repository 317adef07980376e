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
Result<std::shared_ptr<const Template>> template_of(const DraftSourceText& source);

// "simulation" or "telemetry" in any case, nothing for an empty text. Problem: invalid_mode.
Result<std::optional<RunMode>> parse_generate_mode(const std::string& text);

// Generates the model, keeps it (model_store.h) and gives generate_model's answer as JSON.
// Problems: those of generate_model and store_model.
Result<std::string> generate_and_store(Env& env, const GenerateRequest& request, StageClock& clock);

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
std::string to_json(const DraftValidation& validation);

}  // namespace flowtime
