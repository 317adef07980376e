#include "cli/commands.h"
#include "cli/comparison_text.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/quiet_host.h"
#include "cli/template_input.h"
#include "inspect/compare_runs.h"

namespace flowtime::cli {
namespace {

int diff_runs(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const QuietHost quiet(arguments, *root->env, console);
  OpenRuns runs(*root->env);
  // The first run is opened once, however many are compared with it.
  Explainers explainers(runs);
  const CompareRequest request{.run_ids = arguments.all("RUN"),
                               .figures = arguments.all("--figure")};
  const auto comparisons = compare_runs(quiet.host(), explainers, request);
  if (!comparisons) return refuse(comparisons.problems(), console);
  if (arguments.has("--json")) {
    console.out(to_json(*comparisons, JsonWriter::Layout::kIndented) + "\n");
    return kDone;
  }
  for (std::size_t i = 0; i < comparisons->size(); ++i) {
    if (i > 0) console.out("\n");
    write_comparison((*comparisons)[i], console);
  }
  return kDone;
}

}  // namespace

Command runs_diff_command() {
  return {
      .name = "runs diff",
      .summary = "what changed from one stored run to others, and what explains it",
      .positionals = {{.name = "RUN",
                       .help = "two to eight runs; the first is what the others are compared with",
                       .repeats = true}},
      .options = {{.name = "--figure",
                   .value = "FIGURE",
                   .help = "a figure of both runs, such as 'p95Wait(Payment)' or "
                           "max:payment_queue (docs/figures.md); the change of each is divided",
                   .repeats = true},
                  {.name = "--json", .value = "", .help = "as JSON"},
                  templates_dir_option(),
                  data_dir_option()},
      .notes =
          "A run is better when neither the late nor the lost share rises by more than 0.1 % of\n"
          "the arrivals at any node, and one falls; docs/semantics.md, Comparisons, has the rest.\n"
          "The change of a figure (without --figure that of the queue peak that changed most) is\n"
          "divided among the parameters that differ, by Shapley shares: exact up to 8 changes,\n"
          "sampled above. All other changes of the model count as one, called structure.",
      .examples = {"flowtime runs diff monday tuesday",
                   "flowtime runs diff monday tuesday --figure 'p95Wait(Payment)' --figure "
                   "'max(payment_queue) in 09:00..12:00'"},
      .run = diff_runs};
}

}  // namespace flowtime::cli
