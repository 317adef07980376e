// The suggestions for a stored run, computed once and kept beside it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "host/run_host.h"
#include "studies/suggest.h"

namespace flowtime::studies {

// As suggest() answers, in JSON. Kept in <data>/suggestions/<runId>.json as long as the run has the
// same content and the program is the same; what cannot be kept is computed again.
// Problems: run_not_found, run_damaged, those of suggest().
// Computing may take seconds; a kept answer costs one file.
Result<std::string> suggestions_for(const RunHost& host, const std::string& run_id,
                                    const SuggestOptions& options = {});

// What suggestions_for() has kept for the run as it is; nothing where it would have to compute.
// Problems: run_not_found, run_damaged.
Result<std::optional<std::string>> kept_suggestions(const RunHost& host, const std::string& run_id);

// The first of them: what every surface offers as the next thing to try.
struct NextChange {
  std::string parameter{};  // of the template, else of the model
  double to = 0;
};
// Nothing where no single change is enough, where none is needed, and for a run that cannot be
// evaluated again. Unless it is kept, nothing is computed for a run of more than `most_cells`
// values; `is_too_large` then says so.
struct NextStep {
  std::optional<NextChange> change{};
  bool is_too_large = false;
};
// Problems make no answer here: they are as good as no change.
NextStep next_step(const RunHost& host, const Run& run, std::int64_t most_cells);

}  // namespace flowtime::studies
