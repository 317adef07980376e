#include "inspect/explain_run.h"

#include <algorithm>

#include "library/template_places.h"
#include "pipeline/one_bin.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"

namespace flowtime {
namespace {

// The model as the run keeps it, or as its template says it.
struct PlacedModel {
  std::shared_ptr<const Model> model;
  std::string file = kStoredModel;
  std::vector<ParameterPlace> parameters{};
};
Result<PlacedModel> placed_model(const RunHost& host,
                                 const std::shared_ptr<const StoredRun>& stored,
                                 const ModelSource& source, StageClock& clock) {
  auto document = document_of_template(host, stored->run(), source.text);
  if (!document) return PlacedModel{{stored, &stored->model()}};
  FT_TRY(Model model, validate_document(document->model, source, clock));
  return PlacedModel{std::make_shared<const Model>(std::move(model)), document->model.file,
                     std::move(document->parameters)};
}

Result<std::shared_ptr<const Explainer>> make_explainer(
    const RunHost& host, const std::shared_ptr<const StoredRun>& stored) {
  const ModelSource source = source_of(stored->run(), stored->model_text());
  StageClock clock(host.env, host.observer);
  FT_TRY(PlacedModel placed, placed_model(host, stored, source, clock));
  FT_TRY(Compiled compiled, compile_model(*placed.model, source, host.limits, clock));
  const std::shared_ptr<const Run> run(stored, &stored->run());
  return std::shared_ptr<const Explainer>(
      std::make_shared<Explainer>(run, std::move(placed.model), std::move(compiled.plan),
                                  std::move(placed.file), std::move(placed.parameters)));
}

Result<std::int64_t> bin_of(const std::string& at, const TimeGrid& grid) {
  if (at.empty()) {
    return Problem{.code = "at_missing",
                   .message = "which bin is to be explained?",
                   .remedy = "Give a bin (7) or a time (14:00)."};
  }
  return one_bin(at, grid);
}

}  // namespace

std::shared_ptr<const Explainer> Explainers::find(const OpenedRun& run) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(),
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

Result<std::shared_ptr<const Explainer>> Explainers::get(const RunHost& host,
                                                         const std::string& run_id) {
  FT_TRY(const std::shared_ptr<const OpenedRun> opened, runs_.open(run_id));
  if (auto known = find(*opened)) return known;
  FT_TRY(std::shared_ptr<const Explainer> made, make_explainer(host, opened->run));
  keep({opened, made});
  return made;
}

Result<Explanation> explain_run(const RunHost& host, Explainers& explainers,
                                const ExplainRequest& request) {
  if (request.series.empty() == (request.node.empty() || request.metric.empty())) {
    return Problem{.code = "explain_what",
                   .message = "what is to be explained: a series, or a metric of a node?",
                   .remedy = "Give either a series, or a node and a metric."};
  }
  FT_TRY(const std::shared_ptr<const Explainer> explainer, explainers.get(host, request.run_id));
  FT_TRY(const std::int64_t bin, bin_of(request.at, explainer->run().info().grid));
  return explainer->explain(
      {.series = request.series, .node = request.node, .metric = request.metric, .bin = bin},
      request.limits);
}

}  // namespace flowtime
