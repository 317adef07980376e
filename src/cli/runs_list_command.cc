#include "cli/command.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/table.h"
#include "orchestrate/list_runs_json.h"
#include "run/open_run.h"

namespace flowtime::cli {
namespace {

std::string findings_cell(const FindingCounts& counts) {
  if (counts.error + counts.warning == 0) return "-";
  if (counts.error == 0) return counted(counts.warning, "warning");
  return counted(counts.error, "error") +
         (counts.warning > 0 ? ", " + counted(counts.warning, "warning") : "");
}

void write_text(const RunList& list, Console& console) {
  if (list.runs.empty()) console.out("No runs.\n");
  std::vector<std::vector<std::string>> rows;
  for (const RunInfo& run : list.runs) {
    rows.push_back({run.id, run.created_utc, run.mode, run.template_id,
                    std::to_string(run.grid.bins), findings_cell(run.finding_counts)});
  }
  if (rows.empty()) return;
  console.out(table_text(
      {{"run"}, {"created"}, {"mode"}, {"model"}, {"bins", Align::kRight}, {"findings"}}, rows));
}

int run(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  const auto limit = integer_option(arguments, "--limit", 1);
  if (!root || !limit) {
    console.problems(root ? limit.problems() : root.problems());
    return kRefused;
  }
  auto list = list_runs(*root->env);
  if (!list) {
    console.problems(list.problems());
    return kRefused;
  }
  const std::size_t found = list->runs.size();
  if (*limit && static_cast<std::size_t>(**limit) < found) {
    list->runs.resize(static_cast<std::size_t>(**limit));
  }
  if (arguments.has("--json"))
    console.out(to_json(*list, found) + "\n");
  else
    write_text(*list, console);
  if (list->damaged.empty()) return kDone;
  console.err(counted(static_cast<std::int64_t>(list->damaged.size()), "damaged run") +
              " left out: flowtime runs verify tells more\n");
  for (const std::string& id : list->damaged) console.err("  " + id + "\n");
  return kDone;
}

}  // namespace

Command runs_list_command() {
  return {.name = "runs list",
          .summary = "stored runs, newest first",
          .options = {{.name = "--limit", .value = "N", .help = "at most so many"},
                      {.name = "--json", .value = "", .help = "as JSON"},
                      data_dir_option()},
          .examples = {"flowtime runs list --limit 10"},
          .run = run};
}

}  // namespace flowtime::cli
