// Which run it will be: its hashes, and the id that may follow from them.
//
// The contentHash covers all that decides a value or a verdict. The inputHash covers what the
// caller gave, as given: the id that follows from it stays when a template's text changes.
#include "lifecycle/creation_steps.h"
#include "run/run_identity.h"

namespace flowtime {
namespace {

RunInputs inputs_of(const CreationScope& scope, const RunOrigin& origin) {
  RunInputs inputs;
  inputs.template_id = origin.source.from->id;
  inputs.template_version = origin.source.from->version;
  inputs.mode = scope.labels.mode;
  inputs.parameters = origin.source.given;
  inputs.settings = origin.source.node_settings;
  inputs.telemetry_bindings = stored_bindings(scope.request);
  if (origin.source.model.seed) inputs.seed = *origin.source.model.seed;
  return inputs;
}

}  // namespace

std::vector<NamedJson> stored_bindings(const CreateRunRequest& request) {
  std::vector<NamedJson> bindings;
  for (const CaptureBinding& binding : request.telemetry.bindings) {
    bindings.push_back({binding.parameter, json_quote(binding.file)});
  }
  return bindings;
}

Result<RunHashes> identify_run(CreationScope& scope, const RunOrigin& origin) {
  RunHashes hashes;
  const std::string sampling = name_of(origin.sampling);
  ContentInputs content;
  content.text = origin.source.content_text;
  if (origin.source.from) content.parameters = origin.source.parameters;
  if (origin.capture) content.capture_digests = origin.capture->digests;
  // The same files bound to other parameters are other content.
  for (const CaptureBinding& binding : scope.request.telemetry.bindings) {
    content.capture_digests.emplace_back("binding " + binding.parameter, binding.file);
  }
  // The base's hash covers its text and its measured files.
  if (origin.base) content.capture_digests.emplace_back("base", origin.base->base.content_hash);
  content.seed = origin.source.model.seed;
  content.sampling = sampling;
  content.thresholds = scope.request.thresholds;
  content.settings = origin.source.node_settings;
  content.expectations = scope.request.expectations;
  content.semantics_version = scope.host.version.semantics_version;
  FT_TRY(hashes.content, content_hash(content));
  if (origin.source.from) {
    FT_TRY(hashes.input, input_hash(inputs_of(scope, origin)));
  }
  // Only a deterministic request has no id yet: accept gave all others one.
  if (scope.labels.run_id.empty()) {
    scope.identify(origin.source.from
                       ? deterministic_run_id(origin.source.from->id, hashes.input)
                       : deterministic_run_id(scenario_hash(origin.source.model_text,
                                                            origin.source.model.seed, sampling)));
  }
  scope.tell_identity();
  return hashes;
}

}  // namespace flowtime
