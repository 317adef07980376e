// Three proofs, in this order: every file has its hash, the judgement follows from the series, and
// the stored model gives the stored series again.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "lifecycle/verify_stored_run.h"
#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

void write_text(const RunVerification& found, Console& console) {
  const std::string id = found.info.id;
  // Of a damaged run nothing further is worth saying.
  if (!found.damage.empty()) return console.problems(found.damage);
  console.out(id + ": " + counted(found.files, "file") + " intact (" +
              byte_text(static_cast<std::int64_t>(found.bytes)) + ")\n");
  if (!found.made_by_other.empty()) {
    console.out(id + ": made by version " + found.made_by_other + " of the program\n");
  }
  if (!found.judgement_holds) {
    console.problems(
        {{.code = "judgement_differs",
          .message = "the judgement of the run '" + id + "' does not follow from its series",
          .remedy = "Make the run again."}});
  }
  if (found.differences.empty()) {
    console.out(id + ": the stored model gives the same " + std::to_string(found.series) +
                " series" + " bit for bit\n");
    return;
  }
  Problems problems;
  for (const SeriesDifference& difference : found.differences) {
    problems.push_back({.code = "series_differs",
                        .message = "the series '" + difference.series_id + "' of the run '" + id +
                                   "' differs from bin " + std::to_string(difference.bin) +
                                   " on: " + short_number(difference.stored) + " is stored, " +
                                   short_number(difference.computed) + " is computed",
                        .remedy = ""});
  }
  console.problems(problems);
}

int verify_runs(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  NullLogSink log;
  ConsoleObserver observer(console);
  const RunHost host{.env = *root->env, .log = log, .observer = observer};
  int code = kDone;
  for (const std::string& id : arguments.all("RUN")) {
    const auto found = verify_stored_run(host, id);
    if (!found) {
      console.problems(found.problems());
      code = kRefused;
      continue;
    }
    if (arguments.has("--json"))
      console.out(to_json(*found) + "\n");
    else
      write_text(*found, console);
    // The exit code tells whether all of them hold; the others are verified all the same.
    if (!found->holds()) code = kRefused;
  }
  return code;
}

}  // namespace

Command runs_verify_command() {
  return {.name = "runs verify",
          .summary = "prove stored runs: hash every file, evaluate the stored model again",
          .positionals = {{.name = "RUN", .help = "the id of a run", .repeats = true}},
          .options = {{.name = "--json", .value = "", .help = "one JSON object per run"},
                      data_dir_option()},
          .notes =
              "Series are compared bit for bit. Differences of a run that another version of the\n"
              "program made are reported and do not change the exit code.",
          .run = verify_runs};
}

}  // namespace flowtime::cli
