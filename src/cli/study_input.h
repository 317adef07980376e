// The study that the flags of a command ask for.
#pragma once

#include <vector>

#include "base/result.h"
#include "studies/study_request.h"
#include "terminal/command.h"

namespace flowtime::cli {

// MODEL: a model file, a JSON file with a whole study, - for either on standard input, or the id of
// a stored run.
Positional study_positional();
// --template-id, --param, --param-file, --templates-dir, --seed, --json, --csv, --threads,
// --data-dir, --no-store: what every study takes.
// `own` comes first, as in the help.
std::vector<Option> study_options(std::vector<Option> own);
Option measure_option();
Option vary_option(std::string_view help);

// Subject, vary and seed of what is not a study but varies parameters too. Problems likewise.
Result<studies::StudyRequest> read_varied(const Arguments& arguments);

// Problems: those of read_study_request and check_study_request, with the flag as file; io codes.
Result<studies::StudyRequest> read_study(const Arguments& arguments, studies::StudyKind kind);

}  // namespace flowtime::cli
