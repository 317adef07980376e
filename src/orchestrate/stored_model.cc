#include "orchestrate/stored_model.h"

#include "run/bundle_paths.h"
#include "run/evaluated_model.h"

namespace flowtime {

Result<ModelSource> source_of(const Run& run) {
  ModelSource source;
  FT_TRY(source.text, read_evaluated_model(run));
  source.file = run_directory(run.info().id) + "/" + bundle::kModel;
  source.seed = run.info().seed;
  const auto sampling = parse_sampling(run.info().sampling);
  source.sampling = sampling.value_or(CompileOptions::Sampling::kExpected);
  return source;
}

}  // namespace flowtime
