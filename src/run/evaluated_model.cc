#include "run/evaluated_model.h"

#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/run_identity.h"

namespace flowtime {
namespace {

Problem mismatch(const std::string& what) {
  return Problem{.code = "provenance_mismatch",
                 .message = what,
                 .remedy = "Verify the run to see which of its files changed.",
                 .file = bundle::kModel};
}

}  // namespace

Result<std::string> read_evaluated_model(const Run& run) {
  Result<std::string> text = run.read_file(bundle::kModel);
  if (!text && failed_with(text.problems(), io_codes::kNotFound)) {
    return damaged_problem(bundle::kModel, "is missing");
  }
  if (!text) return text;
  const RunInfo& about = run.info();
  const std::string& noted = about.metadata_model_hash;
  // The two documents were written together; another pair means that one of them was edited.
  if (!noted.empty() && noted != about.model_hash) {
    return mismatch("the files 'run.json' and 'model/metadata.json' name different models");
  }
  // Runs of other programs hash what they read, not what they store.
  if (!about.content_hash.empty() && model_hash(*text) != about.model_hash) {
    return mismatch("the file 'model/model.yaml' is not the model that was evaluated");
  }
  return text;
}

}  // namespace flowtime
