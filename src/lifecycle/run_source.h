// RunSource: what a run is made from, be it a model text or a template with values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "host/run_host.h"
#include "host/stage_clock.h"
#include "lifecycle/run_request.h"
#include "model/model.h"
#include "run/run_record.h"
#include "template/expand.h"
#include "template/template.h"
#include "text/yaml.h"

namespace flowtime {

// Owns its texts and trees; `from` is shared with the library. Moved along the chain, not copied.
struct RunSource {
  std::shared_ptr<const Template> from{};  // null: a plain model
  std::optional<Expansion> expansion{};    // of a template
  yaml::Document document{};               // the text that is stored
  Model model{};
  std::string model_text{};                  // stored as model/model.yaml
  std::string content_text{};                // what contentHash covers beside values
  std::vector<NamedJson> given{};            // values as given: what inputHash covers
  std::vector<NamedJson> parameters{};       // typed, defaults filled in
  std::vector<std::string> settings{};       // as applied, with the values of files written out
  std::vector<std::string> node_settings{};  // of a template: those that are in no parameter
  std::vector<Finding> notes{};              // of binding
  std::vector<ExpectedText> expected{};      // of the model, then of the request
  // Its Problems tell which parameter a value came through.
  // For a plain model the Problems are given back as they are.
  Problems told(Problems problems) const;
};

// Stage resolve-template. Null for a plain model. Problems: template_not_found, those of
// read_template.
// A draft's text wins over an id. A host without a library has no templates.
Result<std::shared_ptr<const Template>> resolve_template(const RunHost& host,
                                                         const CreateRunRequest& request,
                                                         StageClock& clock);

// Stages bind-parameters, expand and validate; `seed` of the request wins over the text's own.
// Problems: those of settle_parameters, expand_with_settings, read_source and read_model.
// `from` null: the request's own model text is read. The result's `expected` lists the model's
// expectations first, so that their places in answers do not depend on the request.
Result<RunSource> read_run_source(const CreateRunRequest& request,
                                  std::shared_ptr<const Template> from,
                                  std::optional<std::int64_t> seed, StageClock& clock);

}  // namespace flowtime
