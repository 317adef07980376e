#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "lifecycle/remove_runs.h"

namespace flowtime::cli {
namespace {

Result<std::string> deleted(const RunHost& host, const std::string& id, bool for_good) {
  if (for_good) {
    FT_RETURN_IF_PROBLEM(remove_run(host, id));
    return "Run " + id + " deleted for good.\n";
  }
  FT_TRY(const RetiredRun retired, discard_run(host, id));
  return "Run " + id + " deleted; until " + format_utc(retired.restorable_until_unix_ms()) +
         " 'flowtime runs restore " + id + "' brings it back.\n";
}

// Each id by itself: what fails stops none of the others.
template <class Act>
int for_each_run(const Arguments& arguments, Console& console, Act act) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  // One host for all ids: the catalog is opened once.
  const CatalogHost runs(*root);
  int code = kDone;
  for (const std::string& id : arguments.all("RUN")) {
    const Result<std::string> said = act(runs.host(), id);
    if (said) {
      console.out(*said);
    } else {
      console.problems(said.problems());
      code = kRefused;
    }
  }
  return code;
}

int delete_runs(const Arguments& arguments, Console& console) {
  return for_each_run(arguments, console, [&](const RunHost& host, const std::string& id) {
    return deleted(host, id, arguments.has("--for-good"));
  });
}

int restore_runs(const Arguments& arguments, Console& console) {
  return for_each_run(arguments, console,
                      [](const RunHost& host, const std::string& id) -> Result<std::string> {
                        FT_RETURN_IF_PROBLEM(bring_back_run(host, id));
                        return "Run " + id + " is back.\n";
                      });
}

}  // namespace

Command runs_delete_command() {
  return {.name = "runs delete",
          .summary = "delete stored runs; for 24 hours they can be restored",
          .positionals = {{.name = "RUN", .help = "the id of a run", .repeats = true}},
          .options = {{.name = "--for-good", .value = "", .help = "at once and for good"},
                      data_dir_option()},
          .run = delete_runs};
}

Command runs_restore_command() {
  return {.name = "runs restore",
          .summary = "bring deleted runs back",
          .positionals = {{.name = "RUN", .help = "the id of a deleted run", .repeats = true}},
          .options = {data_dir_option()},
          .notes = "A deleted run lies in the trash of the data directory for 24 hours.",
          .run = restore_runs};
}

}  // namespace flowtime::cli
