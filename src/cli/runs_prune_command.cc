#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "lifecycle/remove_runs.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

Result<PruneRules> rules_of(const Arguments& arguments) {
  PruneRules rules;
  rules.mode = arguments.get("--mode");
  rules.template_id = arguments.get("--template-id");
  rules.dry_run = arguments.has("--dry-run");
  FT_TRY(rules.keep_newest, integer_option(arguments, "--keep", 0));
  if (!arguments.has("--older-than")) return rules;
  const std::string age = arguments.get("--older-than");
  // Without any rule prune_runs refuses: a bare `prune` must not remove everything.
  rules.keep_for_ms = parse_age_ms(age);
  if (rules.keep_for_ms) return rules;
  return Problem{.code = "invalid_option",
                 .message = "the option '--older-than' takes an age, not '" + age + "'",
                 .remedy = "Write a number and m, h, d or w, such as 30d."};
}

void write_text(const Pruning& pruning, Console& console) {
  const auto count = static_cast<std::int64_t>(pruning.removed.size());
  const std::string verb = pruning.dry_run ? " would be removed, " : " removed, ";
  console.out(counted(count, "run") + verb + std::to_string(pruning.kept) + " kept.\n");
  for (const std::string& id : pruning.removed) console.out("  " + id + "\n");
  for (const std::string& id : pruning.busy) {
    console.err("flowtime: The run '" + id + "' is being made again and is kept. [run_busy]\n");
  }
}

int prune_old_runs(const Arguments& arguments, Console& console) {
  const auto rules = rules_of(arguments);
  if (!rules) return refuse(rules.problems(), console);
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const CatalogHost runs(*root);
  const auto pruning = prune_runs(runs.host(), *rules);
  if (!pruning) return refuse(pruning.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*pruning, JsonWriter::Layout::kIndented) + "\n");
  else
    write_text(*pruning, console);
  return kDone;
}

}  // namespace

Command runs_prune_command() {
  return {
      .name = "runs prune",
      .summary = "remove old runs for good",
      .options = {{.name = "--older-than",
                   .value = "AGE",
                   .help = "keep those made within this time: 90m, 12h, 30d, 2w"},
                  {.name = "--keep", .value = "N", .help = "keep the N newest"},
                  {.name = "--mode",
                   .value = "MODE",
                   .help = "look at these only",
                   .choices = {"simulation", "telemetry"}},
                  {.name = "--template-id", .value = "ID", .help = "look at those made from it"},
                  {.name = "--dry-run", .value = "", .help = "only list what would be removed"},
                  {.name = "--json", .value = "", .help = "as JSON"},
                  data_dir_option()},
      .notes =
          "What either rule keeps stays; with both, a run is removed when it is neither\n"
          "among the newest nor young enough.",
      .examples = {"flowtime runs prune --older-than 30d --keep 20 --dry-run"},
      .run = prune_old_runs};
}

}  // namespace flowtime::cli
