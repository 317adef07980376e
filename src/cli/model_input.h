// The model that a command works on: its text, and what is changed in it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "host/stage_clock.h"
#include "pipeline/model_source.h"
#include "terminal/command.h"

namespace flowtime::cli {

// MODEL, required; commands that also take a template make it optional.
Positional model_positional();
// --set, --seed, --sampling
std::vector<Option> model_options();
// Standard input to its end. Problems: io codes, too_large_model.
Result<std::string> read_standard_input();
// --expect
Option expect_option();
// The settings of --set, and how to read the files that they name.
// Files are read when the model is settled, not here.
void add_settings(const Arguments& arguments, ModelSource& source);
// error, warning or none; commands with more gates widen the choices.
Option fail_on_option(std::string_view help);

// Reads the file, or standard input for "-". Problems: too_large_model, invalid_option, io codes
// (none with a file of its own).
// The source reads files that the model names from the model's folder and below, and imports from
// the data root, once they are asked for.
Result<ModelSource> read_model_source(const Arguments& arguments);

// A file by the path that the user wrote. Problems: too_large_model, io codes.
Result<std::string> read_text_file(const std::string& path);

// The document that problems of this stage are about; "" when they are about something else.
// A model, by the name that the user gave it, or "<stdin>".
std::string document_of(std::optional<Stage> stage, const ModelSource& source);

// Value of --NAME N. Problem invalid_option.
// Nothing where the option is not given. `least` is the smallest value that is taken.
Result<std::optional<std::int64_t>> integer_option(const Arguments& arguments,
                                                   std::string_view name, std::int64_t least);

}  // namespace flowtime::cli
