// The words of `run` become a CreateRunRequest, which `create_run` takes here or a server takes as
// JSON. Contradictions are found first, before any file is read.
#include "cli/run_arguments.h"

#include <string>
#include <utility>

#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/remote_run.h"
#include "cli/serve_command.h"
#include "cli/template_input.h"

namespace flowtime::cli {
namespace {

constexpr const char* kTemplateOnly[] = {"--param", "--param-file", "--templates-dir"};
// What a server has its own of.
// A server keeps runs where it keeps them: an option that it could not honour is refused, not
// ignored.
constexpr const char* kLocalOnly[] = {"--data-dir",  "--out",     "--templates-dir", "--durability",
                                      "--tile-bins", "--verbose", "--open",          "--serve"};

std::vector<Option> source_options() {
  std::vector<Option> options{
      {.name = "--template-id", .value = "ID", .help = "fill in a template instead of a MODEL"},
      {.name = "--mode",
       .value = "MODE",
       .help = "what the run is; else telemetry with a capture, else simulation",
       .choices = {"simulation", "telemetry"}},
      {.name = "--capture-dir",
       .value = "DIR",
       .help = "measured series of a telemetry run",
       .takes_file = true},
      {.name = "--bind",
       .value = "NAME=FILE",
       .help = "a parameter and its file in the capture",
       .repeats = true},
      {.name = "--rng-seed", .value = "N", .help = "the same as --seed"},
      {.name = "--base",
       .value = "RUN",
       .help = "start from a stored run instead of a MODEL: the same up to the bin where\n"
               "the first --set changes something, different from there on"}};
  for (const Option& option : parameter_options()) options.push_back(option);
  options.push_back(templates_dir_option());
  return options;
}

Option health_option() {
  Option option = fail_on_option(
      "findings that refuse the run (default: error);\n"
      "health: errors, and a critical verdict;\n"
      "expectation: errors, and an expectation that does not hold");
  option.choices = {"error", "warning", "health", "expectation", "none"};
  return option;
}

std::vector<Option> storage_options() {
  return {
      {.name = "--run-id",
       .value = "ID",
       .help = "the id of the run; refused when another run has it"},
      {.name = "--deterministic-run-id",
       .value = "",
       .help = "derive the id from the inputs; the same inputs find the same run"},
      {.name = "--overwrite",
       .value = "",
       .help = "evaluate again and replace the run with this id"},
      {.name = "--dry-run", .value = "", .help = "store nothing, list what would be written"},
      {.name = "--reuse",
       .value = "",
       .help = "if a run of the same content is stored, answer with that"},
      health_option(),
      expect_option(),
      {.name = "--threshold",
       .value = "ROW.LEVEL=N",
       .help = "judge by another limit: failing.critical=0.5, overlay=off",
       .repeats = true},
      {.name = "--csv",
       .value = "WHEN",
       .help = "series.csv beside the binary matrix: auto up to 1 million cells;\nfiles: one CSV "
               "per series besides",
       .choices = {"auto", "on", "off", "files"}},
      {.name = "--durability",
       .value = "HOW",
       .help = "full: the run survives a power failure",
       .choices = {"full", "none"}},
      {.name = "--tile-bins", .value = "N", .help = "bins evaluated at a time; changes no number"},
      {.name = "--open", .value = "", .help = "then serve, and open the run in the browser"},
      {.name = "--serve", .value = "", .help = "then serve, and print the address of the run"},
      no_open_option(),
      {.name = "--json", .value = "", .help = "the run's envelope as JSON"},
      {.name = "--verbose", .value = "", .help = "log events as JSON lines on standard error"},
      server_option(),
      data_dir_option(),
      {.name = "--out", .value = "DIR", .help = "the same as --data-dir", .takes_file = true}};
}

Problem wrong_usage(const std::string& message) {
  return {.code = "usage", .message = message, .remedy = "Run 'flowtime run --help' for more."};
}

Result<std::vector<CaptureBinding>> bindings_of(const Arguments& arguments) {
  std::vector<CaptureBinding> bindings;
  for (const std::string& text : arguments.all("--bind")) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
      return Problem{.code = "invalid_option",
                     .message = "the option '--bind' takes NAME=FILE, not '" + text + "'",
                     .remedy = "Write the name of a parameter, =, and a file of the capture."};
    }
    bindings.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  return bindings;
}

Result<TemplateRequest> template_of(const Arguments& arguments) {
  TemplateRequest request;
  request.id = arguments.get("--template-id");
  FT_TRY(request.parameters, read_parameters(arguments));
  return request;
}

Result<std::optional<std::int64_t>> seed_of(const Arguments& arguments) {
  return integer_option(arguments, arguments.has("--rng-seed") ? "--rng-seed" : "--seed", 0);
}

}  // namespace

std::vector<Option> run_options() {
  std::vector<Option> options = model_options();
  for (const Option& option : source_options()) options.push_back(option);
  for (const Option& option : storage_options()) options.push_back(option);
  return options;
}

Result<Done> check_run_usage(const Arguments& arguments) {
  const bool has_template = arguments.has("--template-id");
  if (arguments.has("--base") && (has_template || arguments.has("MODEL"))) {
    return wrong_usage(
        "the option '--base' excludes MODEL and '--template-id': the stored run has both");
  }
  if (!arguments.has("--base") && has_template == arguments.has("MODEL")) {
    return wrong_usage(has_template ? "the command 'run' takes MODEL or '--template-id', not both"
                                    : "the command 'run' needs MODEL, '--template-id' or '--base'");
  }
  for (const char* option : kLocalOnly) {
    if (!arguments.has("--server") || !arguments.has(option)) continue;
    return wrong_usage("the option '" + std::string(option) +
                       "' cannot be combined with '--server'");
  }
  for (const char* option : kTemplateOnly) {
    if (has_template || !arguments.has(option)) continue;
    return wrong_usage("the option '" + std::string(option) + "' needs '--template-id'");
  }
  return Done{};
}

Result<CreateRunRequest> read_run_request(const Arguments& arguments) {
  CreateRunRequest request;
  request.run_id = arguments.get("--run-id");
  request.deterministic = arguments.has("--deterministic-run-id");
  request.overwrite = arguments.has("--overwrite");
  request.dry_run = arguments.has("--dry-run");
  request.mode = arguments.get("--mode");
  request.telemetry.directory = arguments.get("--capture-dir");
  FT_TRY(request.telemetry.bindings, bindings_of(arguments));
  request.fail_on = *parse_fail_on(arguments.get("--fail-on", "error"));
  request.reuse = arguments.has("--reuse");
  for (const std::string& text : arguments.all("--threshold")) {
    FT_RETURN_IF_PROBLEM(add_threshold(request.thresholds, text));
  }
  request.expectations = arguments.all("--expect");
  request.csv = parse_csv_policy(arguments.get("--csv", "auto")).value_or(CsvPolicy::kAuto);
  request.durability =
      arguments.get("--durability") == "none" ? Durability::kNone : Durability::kFull;
  FT_TRY(const auto tile_bins, integer_option(arguments, "--tile-bins", 1));
  request.options.tile_bins = tile_bins.value_or(0);
  request.base_run_id = arguments.get("--base");
  if (!request.base_run_id.empty()) {
    // Problems of the settings are then about the base run, which is the only document there is.
    request.source.file = request.base_run_id;
    add_settings(arguments, request.source);
  } else if (arguments.has("--template-id")) {
    FT_TRY(request.run_template, template_of(arguments));
    request.source.file = request.run_template->id;
    add_settings(arguments, request.source);
    request.source.sampling = *parse_sampling(arguments.get("--sampling", "expected"));
  } else {
    FT_TRY(request.source, read_model_source(arguments));
  }
  // Last: all three ways to name a source may be seeded, and reading a model sets its own.
  FT_TRY(request.source.seed, seed_of(arguments));
  return request;
}

}  // namespace flowtime::cli
