// generate_model: template + values -> model text with where it came from. Stores nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "checks/check_run.h"
#include "host/stage_clock.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime {

struct GenerateRequest {
  std::shared_ptr<const Template> source;
  std::vector<GivenParameter> parameters{};
  std::optional<RunMode> mode{};  // wins over the template's own
};

// A copy of everything but the template, which is shared.
struct GeneratedModel {
  std::string model;       // YAML; says nothing of where it comes from, since it may be edited
  std::string mode;        // "simulation"
  std::string model_id;    // 64 hex digits: SHA-256 of the model without provenance
  std::string model_hash;  // "sha256:...": document_hash of the model without provenance
  std::string generator;   // "flowtime-sim/0.1.0"
  BoundParameters parameters;
  std::shared_ptr<const Template> source;
  bool has_telemetry_sources = false;
  std::vector<Finding> warnings;  // unknown_parameter, and what reading, compiling and checking say
};

// Problems: those of bind_parameters, expand, read_model and compile, with their file. Unknown
// names are warnings. Runs the stages bind-parameters to check; a model of many cells is not
// evaluated, so that it has no findings about its data.
// `clock` reports the stages and may stop between them.
Result<GeneratedModel> generate_model(const GenerateRequest& request, StageClock& clock);

// {"model","provenance":{"generator","generatedAt","templateId","templateVersion","mode","modelId",
// "parameters"},"metadata":{"templateId","templateTitle","templateVersion","schemaVersion",
// "generator","mode","hasWindow","hasTopology","hasTelemetrySources","modelHash"},
// "warnings":[{"nodeId","code","message","bins"}],
// "modelRef":{"kind","id","version","hash"}}
std::string to_json(const GeneratedModel& generated, std::int64_t generated_at_unix_ms);

}  // namespace flowtime
