// What the words after `flowtime run` ask for. Says nothing of who does it.
#pragma once

#include <vector>

#include "base/result.h"
#include "lifecycle/run_request.h"
#include "terminal/command.h"

namespace flowtime::cli {

std::vector<Option> run_options();

// Exactly one of MODEL and --template-id is given, and no option that only the other one takes.
// Problem: usage.
Result<Done> check_run_usage(const Arguments& arguments);

// Reads the model or the parameters. The directory of a capture is taken as the user wrote it.
// Problems: invalid_option, unknown_threshold, invalid_threshold, those of read_model_source and
// read_parameters.
Result<CreateRunRequest> read_run_request(const Arguments& arguments);

}  // namespace flowtime::cli
