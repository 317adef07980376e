#include "inspect/explain_run.h"

#include <algorithm>

#include "library/template_places.h"
#include "pipeline/one_bin.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"

namespace flowtime {
namespace {

// The model as the run keeps it, or as its template says it.
Result<Done> place_model(const RunHost& host, const std::shared_ptr<const StoredRun>& stored,
                         const ModelSource& source, StageClock& clock, ExplainedRun& explained) {
  auto document = document_of_template(host, stored->run(), source.text);
  if (!document) {
    explained.model = {stored, &stored->model()};
    return Done{};
  }
  FT_TRY(Model model, validate_document(document->model, source, clock));
  explained.model = std::make_shared<const Model>(std::move(model));
  explained.source_file = document->model.file;
  explained.parameters = std::move(document->parameters);
  return Done{};
}

// Where the run keeps the series of the plan.
void find_rows(const Run& run, const SeriesCatalog& series, ExplainedRun& explained) {
  for (const SeriesInfo& info : series.all()) {
    const auto row = run.find(info.id);
    explained.values.push_back(row ? SeriesIn(run.values(*row)) : SeriesIn());
    explained.units.push_back(row ? run.series()[*row].unit : "");
    explained.stored_ids.push_back(row ? run.series()[*row].id : "");
  }
}

Result<std::shared_ptr<const RunExplainer>> make_explainer(
    const RunHost& host, const std::shared_ptr<const StoredRun>& stored) {
  const ModelSource source = source_of(stored->run(), stored->model_text());
  StageClock clock(host.env, host.observer);
  ExplainedRun explained{.id = stored->info().id, .grid = stored->grid()};
  FT_RETURN_IF_PROBLEM(place_model(host, stored, source, clock, explained));
  FT_TRY(Compiled compiled, compile_model(*explained.model, source, host.limits, clock));
  explained.plan = std::make_shared<const Plan>(std::move(compiled.plan));
  const std::shared_ptr<const Run> run(stored, &stored->run());
  find_rows(*run, explained.plan->series, explained);
  return std::shared_ptr<const RunExplainer>(
      std::make_shared<RunExplainer>(run, std::move(explained)));
}

Result<std::int64_t> bin_of(const std::string& at, const TimeGrid& grid) {
  if (at.empty()) {
    return Problem{.code = "at_missing",
                   .message = "the request does not say which bin to explain",
                   .remedy = "Give a bin (7) or a time (14:00)."};
  }
  return one_bin(at, grid);
}

}  // namespace

std::shared_ptr<const RunExplainer> Explainers::find(const OpenedRun& run) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  // By identity and not by id: OpenRuns hands out another object
                                  // when the run was replaced.
                                  [&](const Kept& kept) { return kept.run.get() == &run; });
  if (found == kept_.end()) return nullptr;
  std::rotate(found, found + 1, kept_.end());
  return kept_.back().explainer;
}

void Explainers::keep(Kept kept) {
  const std::lock_guard lock(mutex_);
  const std::string& id = kept.run->run->info().id;
  std::erase_if(kept_, [&](const Kept& old) { return old.run->run->info().id == id; });
  if (kept_.size() >= capacity_) kept_.erase(kept_.begin());
  kept_.push_back(std::move(kept));
}

void Explainers::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

Result<std::shared_ptr<const RunExplainer>> Explainers::get(const RunHost& host,
                                                            const std::string& run_id) {
  FT_TRY(const std::shared_ptr<const OpenedRun> opened, runs_.open(run_id));
  if (auto known = find(*opened)) return known;
  FT_TRY(std::shared_ptr<const RunExplainer> made, make_explainer(host, opened->run));
  keep({opened, made});
  return made;
}

Result<Explanation> explain_run(const RunHost& host, Explainers& explainers,
                                const ExplainRequest& request) {
  const bool of_class_alone = !request.class_id.empty() && request.node.empty();
  if (of_class_alone ||
      request.series.empty() == (request.node.empty() || request.metric.empty())) {
    return Problem{
        .code = "explain_what",
        .message = "the request does not say what to explain: a series, or a metric of a node",
        .remedy = "Give either a series, or a node and a metric."};
  }
  FT_TRY(const std::shared_ptr<const RunExplainer> explainer, explainers.get(host, request.run_id));
  FT_TRY(const std::int64_t bin, bin_of(request.at, explainer->run().info().grid));
  return explainer->explain({.series = request.series,
                             .node = request.node,
                             .metric = request.metric,
                             .class_id = request.class_id,
                             .bin = bin},
                            request.limits);
}

}  // namespace flowtime
