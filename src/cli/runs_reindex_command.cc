#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "lifecycle/run_list.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

int rebuild_index(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  // Not CatalogHost, which goes without a catalog that cannot be opened: here that is the problem.
  auto catalog = Catalog::open(*root->env, root->path + "/" + kCatalogFile, CatalogCheck::kPages);
  if (!catalog) return refuse(catalog.problems(), console);
  NullLogSink log;
  RunObserver observer;
  RunHost host{.env = *root->env, .log = log, .observer = observer};
  host.catalog = catalog->get();
  const auto update = reindex_runs(host);
  if (!update) return refuse(update.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*update, JsonWriter::Layout::kIndented) + "\n");
  else
    console.out(counted(update->added, "run") + " in the catalog.\n");
  for (const std::string& id : update->damaged) {
    console.err("flowtime: The run '" + id + "' cannot be read and is left out. [run_damaged]\n");
  }
  return kDone;
}

}  // namespace

Command runs_reindex_command() {
  return {.name = "runs reindex",
          .summary = "build the catalog of runs anew from their files",
          .options = {{.name = "--json", .value = "", .help = "as JSON"}, data_dir_option()},
          .notes =
              "The catalog keeps itself up to date, also when runs are copied in or removed by\n"
              "hand; this is for a catalog.db that was damaged or deleted.",
          .run = rebuild_index};
}

}  // namespace flowtime::cli
