#include "cli/command.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/interrupt.h"
#include "cli/model_input.h"
#include "cli/run_output.h"
#include "orchestrate/create_run.h"

namespace flowtime::cli {
namespace {

std::vector<Option> options() {
  std::vector<Option> options = model_options();
  const std::vector<Option> more{
      {.name = "--run-id",
       .value = "ID",
       .help = "the id of the run; taken by another run: refused"},
      {.name = "--deterministic-run-id",
       .value = "",
       .help = "derive the id from the inputs; the same inputs find the same run"},
      {.name = "--overwrite",
       .value = "",
       .help = "evaluate again and replace the run with this id"},
      {.name = "--dry-run", .value = "", .help = "store nothing, tell what would be written"},
      fail_on_option("findings that refuse the run (default: error)"),
      {.name = "--csv",
       .value = "WHEN",
       .help = "CSV files beside the binary matrix; auto up to 10 million cells",
       .choices = {"auto", "on", "off"}},
      {.name = "--durability",
       .value = "HOW",
       .help = "full: the run survives a power failure",
       .choices = {"full", "none"}},
      {.name = "--tile-bins", .value = "N", .help = "bins evaluated at a time; changes no number"},
      {.name = "--json", .value = "", .help = "the run's envelope as JSON"},
      {.name = "--verbose", .value = "", .help = "log events as JSON lines on standard error"},
      data_dir_option(),
      {.name = "--out", .value = "DIR", .help = "the same as --data-dir", .takes_file = true}};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

CsvPolicy csv_policy(const std::string& text) {
  if (text == "on") return CsvPolicy::kOn;
  return text == "off" ? CsvPolicy::kOff : CsvPolicy::kAuto;
}

Result<CreateRunRequest> request_of(const Arguments& arguments) {
  CreateRunRequest request;
  request.run_id = arguments.get("--run-id");
  request.deterministic = arguments.has("--deterministic-run-id");
  request.overwrite = arguments.has("--overwrite");
  request.dry_run = arguments.has("--dry-run");
  request.fail_on = *parse_fail_on(arguments.get("--fail-on", "error"));
  request.csv = csv_policy(arguments.get("--csv", "auto"));
  request.durability =
      arguments.get("--durability") == "none" ? Durability::kNone : Durability::kFull;
  FT_TRY(const auto tile_bins, integer_option(arguments, "--tile-bins", 1));
  request.options.tile_bins = tile_bins.value_or(0);
  FT_TRY(request.source, read_model_source(arguments));
  return request;
}

int refuse(const Problems& problems, Console& console, const std::string& file = "") {
  console.problems(problems, file);
  return kRefused;
}

// What the problems are about: the model, or the place where runs are kept.
std::string subject_of(const RunOutcome& outcome, const CreateRunRequest& request,
                       const DataRoot& root) {
  if (outcome.status == RunStatus::kFailed) return root.path;
  return document_of(outcome.failed_stage, request.source);
}

int run(const Arguments& arguments, Console& console) {
  const auto request = request_of(arguments);
  if (!request) return refuse(request.problems(), console);
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  NullLogSink quiet;
  LineLogSink lines(*root->env, 2);
  LogSink& log = arguments.has("--verbose") ? static_cast<LogSink&>(lines) : quiet;
  ConsoleObserver observer(console);
  const RunHost host{.env = *root->env, .log = log, .observer = observer, .limits = *limits};
  const RunOutcome outcome = create_run(host, *request);
  if (!outcome.succeeded()) {
    return refuse(outcome.problems, console, subject_of(outcome, *request, *root));
  }
  const RunReport report{.outcome = outcome, .root = *root, .model = arguments.get("MODEL")};
  if (arguments.has("--json"))
    write_run_json(report, console);
  else
    write_run_text(report, console);
  return kDone;
}

}  // namespace

Command run_command() {
  return {.name = "run",
          .summary = "evaluate a model and store the run",
          .positionals = {model_positional()},
          .options = options(),
          .notes =
              "The run is kept below the data directory as runs/<id>/ and can be verified and\n"
              "repeated from its files alone. Values given by --set become part of the model\n"
              "that is stored.",
          .examples = {"flowtime run checkout.yaml",
                       "flowtime run checkout.yaml --set 'capacity[14:00..15:00]*=1.2' --json",
                       "flowtime run checkout.yaml --deterministic-run-id --data-dir ./data"},
          .run = run};
}

}  // namespace flowtime::cli
