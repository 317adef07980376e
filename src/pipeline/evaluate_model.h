// The use cases that store nothing: evaluate, validate and plan a model.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "checks/check_run.h"
#include "host/limits.h"
#include "pipeline/read_and_compile.h"
#include "series/series_view.h"

namespace flowtime {

struct EvaluatedModel {
  CompiledModel source;
  std::vector<SeriesIndex> kept;  // of source.compiled.plan.series
  SeriesTable values;             // a row for each of `kept`, in their order
  std::vector<Finding> findings;
};
struct EvaluateRequest {
  ModelSource source{};
  RunMode mode = RunMode::kSimulation;
  Limits limits{};
  EvaluateOptions options{};
  // Which series are kept; all without it. Its problems are those of the evaluation.
  std::function<Result<std::vector<SeriesIndex>>(const SeriesCatalog&)> select{};
};
// Findings are reported, none of them refuses.
// Memory: 8 bytes per kept series and bin, asked for before evaluation (not_enough_memory).
Result<EvaluatedModel> evaluate_model(const EvaluateRequest& request, StageClock& clock);

// How far a model is looked into; each tier includes the ones before it.
enum class ValidationTier : std::uint8_t { kSchema, kCompile, kAnalyse };
const char* name_of(ValidationTier tier);                                    // "schema"
std::optional<ValidationTier> parse_validation_tier(std::string_view text);  // in any case

struct Validation {
  ValidationTier tier = ValidationTier::kAnalyse;
  // Empty: valid. Last the findings for which a run would be refused (pipeline/root_cause.h).
  Problems errors;
  std::vector<Finding> findings;
  std::int64_t nodes = 0, topology_nodes = 0, bins = 0;  // of a valid model
  bool is_valid() const { return errors.empty(); }
};
// Asked of a model that compiles; its problems are those of the model.
using ModelQuestion = std::function<Result<Done>(const Model&, const SeriesCatalog&)>;
struct ValidateRequest {
  ModelSource source{};
  ValidationTier tier = ValidationTier::kAnalyse;
  FailOn fail_on = FailOn::kError;
  ModelQuestion question{};  // from tier compile on
};
// A model that is refused is an answer here, not a failure; only `stopped` fails. A tier whose
// problems leave a model that can be compiled does not hide those of the next ones.
Result<Validation> validate_model(const ValidateRequest& request, StageClock& clock);

// {"tier","isValid","errors":[{"code","message","remedy","line","column","path"}],"warnings":[...]}
std::string to_json(const Validation& validation);

// The text of the compiled plan.
Result<std::string> plan_model(const ModelSource& source, StageClock& clock);

}  // namespace flowtime
