#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/model_input.h"
#include "cli/series_output.h"
#include "figures/expectation.h"
#include "pipeline/evaluate_model.h"
#include "pipeline/run_evaluation.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

std::vector<Option> validate_options() {
  std::vector<Option> options = model_options();
  const std::vector<Option> more{
      {.name = "--tier",
       .value = "TIER",
       .help = "how far to look; analyse (the default) evaluates and checks",
       .choices = {"schema", "compile", "analyse"}},
      {.name = "--json", .value = "", .help = "the answer as JSON"},
      fail_on_option("findings that make the exit code 1 (default: error, as of run)")};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

void write_text(const Validation& found, const std::string& file, Console& console) {
  if (found.is_valid()) {
    console.out(file + ": valid (" + name_of(found.tier) + "): " + counted(found.nodes, "node") +
                ", " + counted(found.topology_nodes, "topology node") + ", " +
                counted(found.bins, "bin") + "\n");
  }
  console.out(findings_text(found.findings));
  console.problems(found.errors, file);
}

int validate_given_model(const Arguments& arguments, Console& console) {
  const auto source = read_model_source(arguments);
  if (!source) return refuse(source.problems(), console);
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  StageClock clock(*env, observer);
  const auto found =
      validate_model({.source = *source,
                      .tier = *parse_validation_tier(arguments.get("--tier", "analyse")),
                      .fail_on = *parse_fail_on(arguments.get("--fail-on", "error")),
                      // The pipeline knows no figures (they are a room above it), so the check is
                      // handed in.
                      .question = figures::check_expectations},
                     clock);
  if (!found) return refuse(found.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*found) + "\n");
  else
    write_text(*found, source->file, console);
  return found->is_valid() ? kDone : kRefused;
}

}  // namespace

Command validate_command() {
  return {
      .name = "validate",
      .summary = "check a model and show what is wrong with it",
      .positionals = {model_positional()},
      .options = validate_options(),
      .notes =
          "All tiers are reported in one pass, as far as the earlier ones allow. The exit code is\n"
          "the one that run would have: 1 when the model is refused, or when a finding about\n"
          "its data would refuse the run (--fail-on).",
      .examples = {"flowtime validate checkout.yaml",
                   "flowtime validate checkout.yaml --tier schema --json"},
      .run = validate_given_model};
}

}  // namespace flowtime::cli
