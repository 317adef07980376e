#include "pipeline/stored_model.h"

#include <utility>

#include "run/bundle_paths.h"
#include "run/evaluated_model.h"

namespace flowtime {
namespace {

// What nothing computed is in the rows of the run itself.
std::shared_ptr<const std::vector<MeasuredSeries>> measured_of(const Run& run) {
  if (!run.info().telemetry) return nullptr;
  auto measured = std::make_shared<std::vector<MeasuredSeries>>();
  for (const std::string& id : run.info().telemetry->measured) {
    const auto row = run.find(id);
    if (!row) continue;
    const std::span<const double> values = run.values(*row);
    measured->push_back({id, {values.begin(), values.end()}});
  }
  // Series that a counterfactual released: measured before the bin, computed from it on.
  if (!run.info().base) return measured;
  for (const std::string& id : run.info().base->released) {
    const auto row = run.find(id);
    if (!row) continue;
    const std::span<const double> values = run.values(*row);
    measured->push_back({id, {values.begin(), values.end()}, run.info().base->from_bin});
  }
  return measured;
}

}  // namespace

Result<ModelSource> source_of(const Run& run) {
  FT_TRY(std::string text, read_evaluated_model(run));
  return source_of(run, std::move(text));
}

ModelSource source_of(const Run& run, std::string model_text) {
  ModelSource source;
  source.text = std::move(model_text);
  source.file = run_directory(run.info().id) + "/" + bundle::kModel;
  source.seed = run.info().seed;
  const auto sampling = parse_sampling(run.info().sampling);
  source.measured = measured_of(run);
  source.sampling = sampling.value_or(CompileOptions::Sampling::kExpected);
  return source;
}

}  // namespace flowtime
