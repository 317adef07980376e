#include "cli/template_input.h"

#include <cstdlib>

#include "cli/model_input.h"
#include "library/template_parameters.h"

namespace flowtime::cli {
namespace {

bool is_path(const std::string& text) {
  return text.ends_with(".yaml") || text.ends_with(".yml") || text.find('/') != std::string::npos;
}

}  // namespace

Positional template_positional() {
  return {.name = "TEMPLATE", .help = "the id of a template, or a file", .takes_file = true};
}

Option templates_dir_option() {
  return {.name = "--templates-dir",
          .value = "DIR",
          .help = "templates of your own, beside the catalogue; else FLOWTIME_TEMPLATES_DIR",
          .takes_file = true};
}

std::vector<Option> parameter_options() {
  return {{.name = "--param",
           .value = "NAME=VALUE",
           .help = "a value for a parameter: bins=12, rate=0.2, pattern=1,2,3",
           .repeats = true},
          {.name = "--param-file",
           .value = "FILE",
           .help = "values for parameters, as JSON or YAML",
           .takes_file = true}};
}

std::unique_ptr<TemplateLibrary> open_template_library(const Arguments& arguments) {
  std::string directory = arguments.get("--templates-dir");
  if (const char* set = std::getenv("FLOWTIME_TEMPLATES_DIR"); directory.empty() && set != nullptr)
    directory = set;
  // The built-in catalogue alone.
  if (directory.empty()) return std::make_unique<TemplateLibrary>();
  return std::make_unique<TemplateLibrary>(posix_env(directory), directory);
}

Result<LibraryTemplate> find_template(const Arguments& arguments, const std::string& id_or_path) {
  if (!is_path(id_or_path)) return open_template_library(arguments)->find_entry(id_or_path);
  FT_TRY(std::string text, read_text_file(id_or_path));
  return library_template(std::move(text), id_or_path);
}

Result<std::vector<GivenParameter>> read_parameters(const Arguments& arguments) {
  std::vector<GivenParameter> given;
  Problems problems;
  if (const std::string file = arguments.get("--param-file"); !file.empty()) {
    FT_TRY(std::string text, read_text_file(file));
    FT_TRY(given, parameters_from_file(std::move(text), file));
  }
  for (const std::string& assignment : arguments.all("--param")) {
    auto parameter = parameter_from_assignment(assignment);
    if (parameter)
      // Behind those of the file: of equal names the later one is taken.
      given.push_back(*std::move(parameter));
    else
      problems.insert(problems.end(), parameter.problems().begin(), parameter.problems().end());
  }
  if (!problems.empty()) return problems;
  return given;
}

}  // namespace flowtime::cli
