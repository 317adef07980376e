#include "pipeline/stored_model.h"

#include <utility>

#include "run/bundle_paths.h"
#include "run/evaluated_model.h"

namespace flowtime {

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
  source.sampling = sampling.value_or(CompileOptions::Sampling::kExpected);
  return source;
}

}  // namespace flowtime
