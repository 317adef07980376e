// check_run_usage, read_run_request, then either a server or create_run in this process; the answer
// is written, and with --open or --serve the process becomes the server.
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/local_run.h"
#include "cli/model_input.h"
#include "cli/remote_run.h"
#include "cli/run_arguments.h"
#include "cli/run_output.h"
#include "cli/serve_command.h"
#include "lifecycle/create_run.h"
#include "problems/catalogue.h"

namespace flowtime::cli {
namespace {

// What the problems are about: the model, or the place where runs are kept. A run that is in the
// way names itself.
std::string subject_of(const RunOutcome& outcome, const CreateRunRequest& request,
                       const DataRoot& root) {
  using problems::Family;
  // A run needs memory whatever the model says: the place is the more useful subject of the
  // message.
  const bool is_of_machine = outcome.problems.front().code == "not_enough_memory";
  if (is_of_machine || problems::is_of(outcome.problems, Family::kStorage)) return root.path;
  if (problems::is_of(outcome.problems, Family::kRun)) return "";
  return document_of(outcome.failed_stage, request.source);
}

// What comes after the run was made and told.
int show(ServeFunction serve, const RunOutcome& outcome, const Arguments& arguments,
         Console& console) {
  const bool shows = arguments.has("--open") || arguments.has("--serve");
  if (!shows || outcome.plan) return kDone;
  // The server never returns by itself: what was said has to be seen before.
  console.flush();
  const bool opens = arguments.has("--open") && !arguments.has("--no-open");
  return run_server(serve, arguments, console, ShownPage{run_page(outcome.run->info.id), opens});
}

int run_here(ServeFunction serve, const CreateRunRequest& request, const Arguments& arguments,
             Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const RunOutcome outcome = create_here(request, arguments, *root, *limits, console);
  if (!outcome.succeeded()) {
    return refuse(outcome.problems, console, subject_of(outcome, request, *root));
  }
  const RunReport report{.outcome = outcome, .root = *root, .arguments = arguments};
  if (arguments.has("--json"))
    write_run_json(report, console);
  else
    write_run_text(report, console);
  return show(serve, outcome, arguments, console);
}

int run_model(ServeFunction serve, const Arguments& arguments, Console& console) {
  const auto usage = check_run_usage(arguments);
  if (!usage) return refuse(usage.problems(), console);
  const auto request = read_run_request(arguments);
  if (!request) return refuse(request.problems(), console);
  if (arguments.has("--server")) {
    return run_on_server(arguments, *request, request->source.file, console);
  }
  return run_here(serve, *request, arguments, console);
}

Positional model() {
  Positional model = model_positional();
  model.is_optional = true;
  return model;
}

}  // namespace

Command run_command(ServeFunction serve) {
  return {.name = "run",
          .summary = "evaluate a model or a template and store the run",
          .positionals = {model()},
          .options = run_options(),
          .notes =
              "The run is kept below the data directory as runs/<id>/ and can be verified and\n"
              "repeated from its files alone. Values given by --set become part of the model\n"
              "that is stored. With --template-id it changes a parameter, or a node (node:ID\n"
              "where a parameter has its name). With --base the run starts from a stored one: it\n"
              "is the same up to the first bin that --set changes. With --server the same request\n"
              "is sent to a server, which answers with the same run; FLOWTIME_API_TOKEN is sent\n"
              "too when it is set.",
          .examples = {"flowtime run checkout.yaml",
                       "flowtime run checkout.yaml --set 'capacity[14:00..15:00]*=1.2' --json",
                       "flowtime run checkout.yaml --open",
                       "flowtime run checkout.yaml --deterministic-run-id --data-dir ./data",
                       "flowtime run --template-id order-system --param bins=96",
                       "flowtime run --template-id order-system "
                       "--set 'paymentCapacity[11:00..15:00]*=1.2'",
                       "flowtime run --base monday --set 'capacity[14:00..]=100'"},
          .run = [serve](const Arguments& arguments, Console& console) {
            return run_model(serve, arguments, console);
          }};
}

}  // namespace flowtime::cli
