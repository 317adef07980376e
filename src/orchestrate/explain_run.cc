#include "orchestrate/explain_run.h"

#include <algorithm>

#include "orchestrate/one_bin.h"
#include "orchestrate/read_and_compile.h"
#include "orchestrate/stored_model.h"
#include "orchestrate/template_places.h"
#include "run/bundle_paths.h"
#include "run/one_run.h"

namespace flowtime {
namespace {

Result<std::shared_ptr<const Explainer>> make_explainer(const RunHost& host,
                                                        const std::string& run_id) {
  FT_TRY(Run run, open_run(host.env, run_id));
  FT_TRY(const ModelSource source, source_of(run));
  StageClock clock(host.env, host.observer);
  std::string file = kStoredModel;
  CompiledModel compiled;
  if (const auto document = document_of_template(host, run, source.text)) {
    file = document->file;
    FT_TRY(compiled.model, validate_document(*document, source, clock));
    FT_TRY(compiled.compiled, compile_model(compiled.model, source, host.limits, clock));
  } else {
    FT_TRY(compiled, read_and_compile(source, host.limits, clock));
  }
  if (compiled.compiled.plan.bins != run.info().grid.bins) {
    return Problem{.code = "run_damaged",
                   .message = "the stored model has another number of bins than the run",
                   .remedy = "Make the run again.",
                   .file = source.file};
  }
  return std::shared_ptr<const Explainer>(
      std::make_shared<Explainer>(std::move(run), std::move(compiled.model),
                                  std::move(compiled.compiled.plan), std::move(file)));
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

std::shared_ptr<const Explainer> Explainers::find(const std::string& run_id,
                                                  const std::string& manifest_hash) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.run_id == run_id && kept.manifest_hash == manifest_hash;
  });
  if (found == kept_.end()) return nullptr;
  std::rotate(found, found + 1, kept_.end());
  return kept_.back().explainer;
}

void Explainers::keep(Kept kept) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const Kept& old) { return old.run_id == kept.run_id; });
  if (kept_.size() >= capacity_) kept_.erase(kept_.begin());
  kept_.push_back(std::move(kept));
}

void Explainers::forget() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

Result<std::shared_ptr<const Explainer>> Explainers::get(const RunHost& host,
                                                         const std::string& run_id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(host.env, run_id));
  // What a manifest hashes to names the content of the run; a bundle without one is read each time.
  const auto hash = host.env.read_file(run_directory(run_id) + "/" + bundle::kManifestHash);
  if (hash) {
    if (auto known = find(run_id, *hash)) return known;
  }
  const auto make = [&] { return make_explainer(host, run_id); };
  FT_TRY(std::shared_ptr<const Explainer> made, of_existing_run(host.env, run_id, make));
  // Another run may have taken its place since the hash was read.
  if (hash && run_stamp(host.env, run_id) == *hash) keep({run_id, *hash, made});
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
