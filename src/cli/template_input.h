// The template that a command works on, and the values for its parameters.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "library/template_library.h"
#include "template/template_value.h"
#include "terminal/command.h"

namespace flowtime::cli {

Positional template_positional();
Option templates_dir_option();
// --param, --param-file
std::vector<Option> parameter_options();

// The catalogue, and the directory of --templates-dir or FLOWTIME_TEMPLATES_DIR.
// Reads nothing yet; a directory that does not exist is found out by `list`.
std::unique_ptr<TemplateLibrary> open_template_library(const Arguments& arguments);

// The template with this id in the library, or in the file, when it is a path to *.yaml. Damaged
// ones are found too, without a `parsed`.
Result<LibraryTemplate> find_template(const Arguments& arguments, const std::string& id_or_path);

// Values of --param-file, then those of --param, which win.
// In that order, so the last one of a name wins. Problems of all --param at once.
Result<std::vector<GivenParameter>> read_parameters(const Arguments& arguments);

}  // namespace flowtime::cli
