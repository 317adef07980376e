#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/state_text.h"
#include "inspect/query_run.h"
#include "pipeline/bin_range.h"

namespace flowtime::cli {
namespace {

enum class Form { kTable, kCsv, kJson };

Form form_of(const Arguments& arguments, const Console& console) {
  if (arguments.has("--json")) return Form::kJson;
  if (arguments.has("--csv")) return Form::kCsv;
  if (arguments.has("--table")) return Form::kTable;
  return console.out_is_terminal() ? Form::kTable : Form::kCsv;
}

// The problem with its place in the command line.
Problems labelled(Problems problems, const std::string& option) {
  for (Problem& problem : problems) problem.file = option;
  return problems;
}

Result<std::string> snapshot_answer(const Arguments& arguments, const OpenedRun& opened,
                                    const Console& console) {
  const std::string at = arguments.get("--at");
  const auto range = parse_bin_range(at, opened.run->grid());
  if (!range) return labelled(range.problems(), "--at " + at);
  if (range->size() != 1) {
    return Problem{.code = "range_syntax",
                   .message = "'" + at + "' is more than one bin",
                   .remedy = "Use --window for a range.",
                   .file = "--at " + at};
  }
  FT_TRY(const Snapshot snapshot,
         query_snapshot(opened.run, range->first, arguments.all("--node")));
  switch (form_of(arguments, console)) {
    case Form::kTable: return snapshot_text(snapshot, console.out_is_terminal());
    case Form::kCsv: return to_csv(snapshot);
    case Form::kJson: return to_json(snapshot, opened.metadata) + "\n";
  }
  return std::string();
}

Result<std::string> window_answer(const Arguments& arguments, const OpenedRun& opened,
                                  const Console& console) {
  WindowRequest request{.nodes = arguments.all("--node")};
  if (arguments.has("--window")) {
    const std::string text = arguments.get("--window");
    const auto range = parse_bin_range(text, opened.run->grid());
    if (!range) return labelled(range.problems(), "--window " + text);
    request.start_bin = range->first;
    request.end_bin = range->end - 1;
  }
  FT_TRY(const Window window, query_window(opened.run, std::move(request)));
  switch (form_of(arguments, console)) {
    case Form::kTable: return window_text(window, console.out_is_terminal());
    case Form::kCsv: return to_csv(window);
    case Form::kJson: return to_json(window, opened.metadata) + "\n";
  }
  return std::string();
}

int show_state(const Arguments& arguments, Console& console) {
  if (arguments.has("--at") && arguments.has("--window")) {
    console.err("flowtime: --at and --window exclude each other\n");
    return kWrongUsage;
  }
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto opened = open_for_queries(*root->env, arguments.get("RUN"));
  if (!opened) return refuse(opened.problems(), console);
  const auto text = arguments.has("--at") ? snapshot_answer(arguments, **opened, console)
                                          : window_answer(arguments, **opened, console);
  if (!text) return refuse(text.problems(), console);
  console.out(*text);
  return kDone;
}

}  // namespace

Command state_command() {
  return {.name = "state",
          .summary = "what every node of a stored run did, in one bin or over time",
          .positionals = {{.name = "RUN", .help = "the id of a run"}},
          .options = {{.name = "--at", .value = "BIN|TIME", .help = "one bin: 7, 14:00"},
                      {.name = "--window",
                       .value = "A..B",
                       .help = "bins 3..5 or times 14:00..15:00; default: all"},
                      {.name = "--node", .value = "ID", .help = "only this node", .repeats = true},
                      {.name = "--json", .value = "", .help = "as the API answers"},
                      {.name = "--csv", .value = "", .help = "bin,node,metric,value"},
                      {.name = "--table", .value = "", .help = "a table, also in a pipe"},
                      data_dir_option()},
          .notes =
              "On a terminal the answer is a table, coloured by the thresholds that are served "
              "with every run; in a pipe it is CSV.",
          .examples = {"flowtime state monday", "flowtime state monday --at 14:00",
                       "flowtime state monday --window 12:00..18:00 --node Api --json"},
          .run = show_state};
}

}  // namespace flowtime::cli
