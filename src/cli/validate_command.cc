#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/model_input.h"
#include "cli/series_output.h"
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
      fail_on_option("findings that make the exit code 1 (default: none)")};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

void write_text(const Validation& found, const std::string& file, Console& console) {
  if (!found.is_valid()) return console.problems(found.errors, file);
  console.out(file + ": valid (" + name_of(found.tier) + "): " + counted(found.nodes, "node") +
              ", " + counted(found.topology_nodes, "topology node") + ", " +
              counted(found.bins, "bin") + "\n");
  console.out(findings_text(found.findings));
}

int validate_given_model(const Arguments& arguments, Console& console) {
  const auto source = read_model_source(arguments);
  if (!source) return refuse(source.problems(), console);
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  StageClock clock(*env, observer);
  const auto tier = *parse_validation_tier(arguments.get("--tier", "analyse"));
  const auto found = validate_model(*source, tier, clock);
  if (!found) return refuse(found.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*found) + "\n");
  else
    write_text(*found, source->file, console);
  if (!found->is_valid()) return kRefused;
  const auto judged =
      judge_findings(found->findings, *parse_fail_on(arguments.get("--fail-on", "none")));
  if (judged) return kDone;
  return refuse(judged.problems(), console, source->file);
}

}  // namespace

Command validate_command() {
  return {.name = "validate",
          .summary = "check a model and tell what is wrong with it",
          .positionals = {model_positional()},
          .options = validate_options(),
          .notes =
              "Exit code 1 when the model is refused; findings about its data change the exit\n"
              "code only with --fail-on.",
          .examples = {"flowtime validate checkout.yaml",
                       "flowtime validate checkout.yaml --tier schema --json"},
          .run = validate_given_model};
}

}  // namespace flowtime::cli
