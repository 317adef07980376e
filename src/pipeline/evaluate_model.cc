#include "pipeline/evaluate_model.h"

#include <algorithm>
#include <array>

#include "answers/answer_json.h"
#include "base/ascii.h"
#include "pipeline/run_evaluation.h"
#include "plan/plan.h"
#include "problems/catalogue.h"
#include "run/json_parts.h"
#include "sys/available_memory.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::array<const char*, 3> kTierNames{"schema", "compile", "analyse"};

Result<std::vector<SeriesIndex>> kept_series(const EvaluateRequest& request,
                                             const SeriesCatalog& series) {
  if (request.select) return request.select(series);
  std::vector<SeriesIndex> all;
  for (std::uint32_t i = 0; i < series.size(); ++i) all.push_back({i});
  return all;
}

class KeepSome : public TileSink {
 public:
  KeepSome(const std::vector<SeriesIndex>& kept, std::int64_t bins)
      : table(kept.size(), bins), kept_(kept) {}
  void accept(const SeriesTile& tile) override {
    for (std::uint32_t i = 0; i < kept_.size(); ++i) {
      const std::span<const double> values = tile[kept_[i]];
      std::copy(values.begin(), values.end(), table.row_of({i}).begin() + tile.first_bin);
    }
  }
  SeriesTable table;

 private:
  const std::vector<SeriesIndex>& kept_;
};

EvaluationTask task_of(const CompiledModel& source, RunMode mode) {
  return {.model = source.model,
          .plan = source.compiled.plan,
          .mode = mode,
          .notes = source.notes(),
          // What evaluates and stores nothing refuses nothing: the caller gets the findings.
          .fail_on = FailOn::kNone};
}

// One pass through the tiers of a validation.
class Look {
 public:
  Look(const ValidateRequest& request, StageClock& clock, Validation& found)
      : request_(request), source_(request.source), clock_(clock), found_(found) {}

  Result<Done> through_all_tiers() {
    FT_TRY(const ReadSource read, read_source(source_, clock_));
    // Each tier goes on from what the one before it left, so that a person sees all problems at
    // once.
    if (!understand(read.document) || found_.tier == ValidationTier::kSchema) return Done{};
    auto compiled = compile_model(compiled_.model, source_, {}, clock_);
    if (!compiled) return note(compiled.problems());
    compiled_.compiled = *std::move(compiled);
    found_.findings = compiled_.notes();
    // After compile, because the question may name series.
    ask();
    if (found_.tier != ValidationTier::kAnalyse) return Done{};
    const EvaluationTask task = task_of(compiled_, RunMode::kSimulation);
    // Its findings begin with the notes, so they replace what was there.
    FT_TRY(found_.findings, evaluate_and_check(task, clock_));
    return note(blocking_problems(found_.findings, request_.fail_on, compiled_.model));
  }

 private:
  void ask() {
    if (!request_.question) return;
    const auto done = request_.question(compiled_.model, compiled_.compiled.plan.series);
    if (!done) static_cast<void>(note(done.problems()));
  }
  // Whether there is a model to go on with.
  bool understand(const yaml::Document& document) {
    std::optional<Model> kept;
    auto model = validate_document(document, source_, clock_, &kept);
    if (!model) static_cast<void>(note(model.problems()));
    if (!model && !kept) return false;
    compiled_.model = model ? *std::move(model) : *std::move(kept);
    found_.nodes = static_cast<std::int64_t>(compiled_.model.nodes.size());
    found_.topology_nodes = static_cast<std::int64_t>(compiled_.model.topology.nodes.size());
    found_.bins = compiled_.model.grid.bins;
    found_.findings = compiled_.notes();
    return true;
  }
  // Done, whatever was found: a refused model is the answer.
  Result<Done> note(const Problems& problems) {
    if (!problems.empty()) clock_.fail(problems);
    found_.errors.insert(found_.errors.end(), problems.begin(), problems.end());
    return Done{};
  }

  const ValidateRequest& request_;
  const ModelSource& source_;
  StageClock& clock_;
  Validation& found_;
  CompiledModel compiled_;
};

}  // namespace

Result<EvaluatedModel> evaluate_model(const EvaluateRequest& request, StageClock& clock) {
  FT_TRY(CompiledModel source, read_and_compile(request.source, request.limits, clock));
  const Plan& plan = source.compiled.plan;
  FT_TRY(std::vector<SeriesIndex> kept, kept_series(request, plan.series));
  FT_RETURN_IF_PROBLEM(
      // All kept series at once; a stored run never needs that.
      check_memory(static_cast<std::int64_t>(kept.size()), plan.bins, available_memory_bytes()));
  KeepSome keep(kept, plan.bins);
  EvaluationTask task = task_of(source, request.mode);
  task.keep = &keep;
  task.options = request.options;
  FT_TRY(std::vector<Finding> findings, evaluate_and_check(task, clock));
  return EvaluatedModel{std::move(source), std::move(kept), std::move(keep.table),
                        std::move(findings)};
}

const char* name_of(ValidationTier tier) { return kTierNames[static_cast<std::size_t>(tier)]; }

std::optional<ValidationTier> parse_validation_tier(std::string_view text) {
  for (std::size_t i = 0; i < kTierNames.size(); ++i) {
    if (same_ignoring_case(text, kTierNames[i])) return static_cast<ValidationTier>(i);
  }
  return std::nullopt;
}

Result<Validation> validate_model(const ValidateRequest& request, StageClock& clock) {
  Validation validation{.tier = request.tier, .errors = {}, .findings = {}};
  const auto done = Look(request, clock, validation).through_all_tiers();
  if (done) return validation;
  // A model is not refused because its caller left.
  if (problems::is_stopped(done.problems())) return done.problems();
  clock.fail(done.problems());
  for (Problem& problem : problems::with_remedies(done.problems())) {
    validation.errors.push_back(std::move(problem));
  }
  return validation;
}

std::string to_json(const Validation& validation) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object();
  json.member("tier", name_of(validation.tier)).member("isValid", validation.is_valid());
  problem_list(json, validation.errors);
  finding_list(json, validation.findings);
  json.end_object();
  return json.take();
}

Result<std::string> plan_model(const ModelSource& source, StageClock& clock) {
  FT_TRY(const CompiledModel compiled, read_and_compile(source, {}, clock));
  return to_text(compiled.compiled.plan);
}

}  // namespace flowtime
