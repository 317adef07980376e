// CreateRunRequest: what a caller wants a run made from.
// Plain data, filled by the API, the command line, jobs and tests alike; check_request.h says what
// may be combined.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "checks/check_run.h"
#include "eval/evaluate.h"
#include "model/thresholds.h"
#include "pipeline/model_source.h"
#include "run/run_record.h"
#include "run/run_stage.h"
#include "template/template_value.h"

namespace flowtime {

// A template and values for its parameters.
struct TemplateRequest {
  std::string id{};                          // in the catalogue of templates
  std::optional<std::string> draft_text{};   // a template's text; wins over the catalogue
  std::string draft_file = "<draft>";        // what messages call it
  std::vector<GivenParameter> parameters{};  // null ones count as not given
  bool strict_parameters = true;             // unknown names refuse; else they are warned about
  bool strict_bounds = true;  // numbers outside their bounds refuse; needs strict_parameters
};

// A parameter whose value is JSON text. `source` is the file of its Problems. Problems: those of
// yaml::parse.
// JSON is read as YAML, which contains it; numbers keep the digits they were written with.
Result<GivenParameter> parameter_from_json(std::string name, std::string json,
                                           std::string source = "");

// One file of the capture for one parameter of the template, or for the series of that name.
struct CaptureBinding {
  std::string parameter, file;  // the file is within the capture
};

// Where measured series come from. docs/telemetry.md.
struct CaptureRequest {
  std::string directory{};  // within the root of captures; empty: none
  std::vector<CaptureBinding> bindings{};
};

// The generator of sampled series; pcg32 is the only kind.
struct RngRequest {
  std::string kind = "pcg32";
  std::optional<std::int64_t> seed{};  // wins over the template's or model's own
};

// Where a model text comes from, as its sender tells beside it; empty: its own provenance tells.
struct CreateRunRequest {
  // Exactly one of the two is used: `source` when `run_template` is empty. Seed and sampling of
  // `source` count for both.
  ModelSource source{};
  std::optional<TemplateRequest> run_template{};
  CaptureRequest telemetry{};
  std::optional<RngRequest> rng{};

  // "simulation" or "telemetry" in any case; empty: telemetry when a capture is given, else the
  // template's own, else simulation.
  std::string mode{};
  // The run to go on from: its model, what was measured of it, and the settings of `source`, which
  // name nodes. Goes with no template, no model text and no capture.
  std::string base_run_id{};
  std::string run_id{};        // explicit id; wins over `deterministic`
  bool deterministic = false;  // the id follows from the inputs; else it is random
  bool overwrite = false;      // evaluate again and swap, whatever is there
  bool reuse = false;          // an intact run of the same content, whatever its id, is the answer
  bool dry_run = false;        // write nothing, answer the plan
  // What makes the request fail although the run could be made (checks/check_run.h).
  FailOn fail_on = FailOn::kError;
  ThresholdOverrides thresholds{};  // of the table of verdicts; they win over those of the model
  std::vector<std::string> expectations{};  // beside those of the model
  // How the run is written and evaluated. None of the three changes a value or the contentHash.
  CsvPolicy csv = CsvPolicy::kAuto;
  Durability durability = Durability::kFull;
  EvaluateOptions options{};
  // Of a model; it has a modelId. What the text itself says does not count beside it.
  std::optional<ModelProvenance> provenance{};
  std::string request_id{};  // for the log
};

}  // namespace flowtime
