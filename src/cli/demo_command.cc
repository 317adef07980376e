// The story: make a run of a template, make it again with one parameter changed, compare the two,
// then serve both. The ids are fixed, so a second demo finds the runs and evaluates nothing.
#include <string>

#include "cli/commands.h"
#include "cli/comparison_text.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/local_run.h"
#include "cli/run_output.h"
#include "cli/serve_command.h"
#include "cli/template_input.h"
#include "inspect/compare_runs.h"
#include "inspect/query_run.h"
#include "library/template_parameters.h"

namespace flowtime::cli {
namespace {

constexpr const char* kTemplate = "order-system";
constexpr const char* kBaseline = "demo-baseline";
constexpr const char* kMitigated = "demo-more-payment-capacity";
constexpr const char* kMitigation = "paymentCapacity=84";

Result<CreateRunRequest> demo_request(const std::string& run_id, const char* parameter) {
  CreateRunRequest request;
  request.run_id = run_id;
  request.run_template = TemplateRequest{.id = kTemplate};
  if (parameter == nullptr) return request;
  FT_TRY(GivenParameter given, parameter_from_assignment(parameter));
  // As a person would write it after --param, so that the story can be repeated by hand.
  request.run_template->parameters.push_back(std::move(given));
  return request;
}

// Makes one run of the story and tells what came of it.
Result<Done> tell(const CreateRunRequest& request, const Arguments& arguments, const DataRoot& root,
                  const Limits& limits, Console& console) {
  const RunOutcome outcome = create_here(request, arguments, root, limits, console);
  if (!outcome.succeeded()) return outcome.problems;
  FT_TRY(const auto opened, open_for_queries(*root.env, outcome.run_id));
  console.out(overview_text(*opened->run, console));
  return Done{};
}

Result<Done> compare(const Arguments& arguments, const DataRoot& root, Console& console) {
  NullLogSink log;
  ConsoleObserver observer(console);
  const auto templates = open_template_library(arguments);
  RunHost host{.env = *root.env, .log = log, .observer = observer};
  host.templates = templates.get();
  OpenRuns runs(*root.env);
  Explainers explainers(runs);
  FT_TRY(const auto comparisons,
         compare_runs(host, explainers, {.run_ids = {kBaseline, kMitigated}, .figures = {}}));
  write_comparison(comparisons.front(), console);
  return Done{};
}

Result<Done> story(const Arguments& arguments, const DataRoot& root, const Limits& limits,
                   Console& console) {
  FT_TRY(const CreateRunRequest baseline, demo_request(kBaseline, nullptr));
  FT_TRY(const CreateRunRequest mitigated, demo_request(kMitigated, kMitigation));
  console.out("1. A day as it was: " + std::string(kTemplate) + "\n\n");
  FT_RETURN_IF_PROBLEM(tell(baseline, arguments, root, limits, console));
  console.out("\n2. The same day with " + std::string(kMitigation) + "\n\n");
  FT_RETURN_IF_PROBLEM(tell(mitigated, arguments, root, limits, console));
  console.out("\n3. What that changed\n\n");
  return compare(arguments, root, console);
}

int run_demo(ServeFunction serve, const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const auto told = story(arguments, *root, *limits, console);
  if (!told) return refuse(told.problems(), console);
  const std::string where = root->next_option();
  console.out("\nWhy did it grow?  flowtime explain " + std::string(kBaseline) +
              " --series payment_queue --at 13:55" + where + "\n");
  // A reader behind a pipe waits for the end of the story.
  if (arguments.has("--no-serve") || !console.out_is_terminal()) return kDone;
  console.out("\n4. Both runs in the browser\n\n");
  console.flush();
  return run_server(serve, arguments, console,
                    ShownPage{run_page(kBaseline), !arguments.has("--no-open")});
}

}  // namespace

Command demo_command(ServeFunction serve) {
  return {
      .name = "demo",
      .summary = "a story: a day that went wrong, what would have helped, and the server",
      .options = {{.name = "--no-serve", .value = "", .help = "end after the story, as in a pipe"},
                  no_open_option(),
                  {.name = "--listen",
                   .value = "HOST:PORT",
                   .help = "where to listen (default: 127.0.0.1:8081, else the next free port)",
                   .repeats = true},
                  {.name = "--quiet", .value = "", .help = "log warnings and errors only"},
                  data_dir_option()},
      .notes =
          "Makes two runs of the template order-system, compares them and, on a terminal, serves\n"
          "them and opens the page of the first. Run again, it finds the runs it made.",
      .examples = {"flowtime demo", "flowtime demo --no-serve --data-dir ./data"},
      .run = [serve](const Arguments& arguments, Console& console) {
        return run_demo(serve, arguments, console);
      }};
}

}  // namespace flowtime::cli
