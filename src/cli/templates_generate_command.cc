#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/series_output.h"
#include "cli/template_input.h"
#include "library/generate_model.h"
#include "sys/env.h"

namespace flowtime::cli {
namespace {

std::vector<Option> generate_options() {
  std::vector<Option> options = parameter_options();
  const std::vector<Option> more{
      {.name = "--mode",
       .value = "MODE",
       .help = "what the model is for; else what the template says",
       .choices = {"simulation", "telemetry"}},
      {.name = "--json",
       .value = "",
       .help = "the model with its provenance, metadata and warnings, as JSON"},
      templates_dir_option()};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

Result<GenerateRequest> generate_request_of(const Arguments& arguments) {
  GenerateRequest request;
  FT_TRY(const LibraryTemplate entry, find_template(arguments, arguments.get("TEMPLATE")));
  if (entry.parsed == nullptr) return entry.problems;
  request.source = entry.parsed;
  FT_TRY(request.parameters, read_parameters(arguments));
  if (arguments.has("--mode")) {
    request.mode =
        arguments.get("--mode") == "telemetry" ? RunMode::kTelemetry : RunMode::kSimulation;
  }
  return request;
}

// The model alone goes to standard output, so that another command can read it.
void write_text(const GeneratedModel& generated, Console& console) {
  console.out(generated.model);
  for (const Finding& finding : generated.parameters.findings) {
    console.err("flowtime: " + finding.message + " [" + finding.code + "]\n");
  }
}

int print_generated_model(const Arguments& arguments, Console& console) {
  const auto request = generate_request_of(arguments);
  if (!request) return refuse(request.problems(), console);
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  StageClock clock(*env, observer);
  const auto generated = generate_model(*request, clock);
  if (!generated) return refuse(generated.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*generated, env->now_unix_ms()) + "\n");
  else
    write_text(*generated, console);
  return kDone;
}

}  // namespace

Command templates_generate_command() {
  return {.name = "templates generate",
          .summary = "fill in a template and print the model",
          .positionals = {template_positional()},
          .options = generate_options(),
          .notes =
              "Prints a model that run, eval and the other commands read. A parameter that the\n"
              "template does not have is a warning here.",
          .examples = {"flowtime templates generate order-system --param bins=96",
                       "flowtime templates generate order-system | flowtime eval -"},
          .run = print_generated_model};
}

}  // namespace flowtime::cli
