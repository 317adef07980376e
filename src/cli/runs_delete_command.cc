#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "lifecycle/remove_runs.h"

namespace flowtime::cli {
namespace {

int delete_runs(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const CatalogHost runs(*root);
  int code = kDone;
  for (const std::string& id : arguments.all("RUN")) {
    const auto done = remove_run(runs.host(), id);
    if (done) {
      console.out("Run " + id + " deleted.\n");
    } else {
      console.problems(done.problems());
      code = kRefused;
    }
  }
  return code;
}

}  // namespace

Command runs_delete_command() {
  return {.name = "runs delete",
          .summary = "remove stored runs for good",
          .positionals = {{.name = "RUN", .help = "the id of a run", .repeats = true}},
          .options = {data_dir_option()},
          .run = delete_runs};
}

}  // namespace flowtime::cli
