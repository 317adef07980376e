#include "cli/commands.h"
#include "cli/comparison_text.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/template_input.h"
#include "inspect/compare_runs.h"

namespace flowtime::cli {
namespace {

int diff_runs(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  NullLogSink log;
  ConsoleObserver observer(console);
  const auto templates = open_template_library(arguments);
  const RunHost host{
      .env = *root->env, .log = log, .observer = observer, .templates = templates.get()};
  OpenRuns runs(*root->env);
  Explainers explainers(runs);
  const CompareRequest request{.run_ids = arguments.all("RUN"),
                               .figure = arguments.get("--figure")};
  const auto comparisons = compare_runs(host, explainers, request);
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
                   .value = "SERIES:KIND",
                   .help = "the figure whose change is divided: max, min, mean, sum, last or a "
                           "bin of a series; else the queue peak that changed most"},
                  {.name = "--json", .value = "", .help = "as JSON"},
                  templates_dir_option(),
                  data_dir_option()},
      .notes =
          "The change of the figure is divided among the parameters that differ, by Shapley\n"
          "shares: exact up to 8 changes, sampled above. All other changes of the model count\n"
          "as one, called structure.",
      .examples = {"flowtime runs diff monday tuesday",
                   "flowtime runs diff monday tuesday --figure api_queue:max"},
      .run = diff_runs};
}

}  // namespace flowtime::cli
