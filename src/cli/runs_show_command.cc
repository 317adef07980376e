#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/expectation_text.h"
#include "cli/next_text.h"
#include "cli/run_output.h"
#include "cli/series_output.h"
#include "cli/template_input.h"
#include "inspect/query_run.h"

namespace flowtime::cli {
namespace {

void write_text(const StoredRun& run, const RunEnvelope& envelope, const DataRoot& root,
                const Arguments& arguments, Console& console) {
  const RunInfo& info = run.info();
  console.out("Run " + info.id + ", made on " + info.created_utc + " by version " +
              info.engine_version + "\n\n");
  // Not the same as a model without a topology, which no version judges.
  if (!info.judgement && !run.topology().nodes.empty()) {
    console.out("It was made by a version that judged no runs, so it has no verdict.\n\n");
  }
  console.out(overview_text(run, console, true) + "\n" + run_facts(envelope, root.path));
  for (const std::string& part :
       {expectations_text(info.expectations), findings_text(other_findings(info.findings))}) {
    if (!part.empty()) console.out("\n" + part);
  }
  const std::string inputs = stored_inputs(arguments, run, root);
  console.out("\n" + next_commands(arguments, run, inputs, root));
}

int show_run(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const std::string id = arguments.get("RUN");
  const auto opened = open_for_queries(*root->env, id);
  if (!opened) return refuse(opened.problems(), console);
  const RunEnvelope& envelope = (*opened)->envelope;
  if (arguments.has("--json")) {
    console.out(to_json(envelope, JsonWriter::Layout::kIndented) + "\n");
  } else {
    write_text(*(*opened)->run, envelope, *root, arguments, console);
  }
  return kDone;
}

}  // namespace

Command runs_show_command() {
  return {.name = "runs show",
          .summary = "one stored run: its verdict and findings, its series, where it is",
          .positionals = {{.name = "RUN", .help = "the id of a run"}},
          .options = {{.name = "--json", .value = "", .help = "the run's envelope as JSON"},
                      templates_dir_option(),
                      data_dir_option()},
          .run = show_run};
}

}  // namespace flowtime::cli
