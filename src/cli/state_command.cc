// One of three answers: a bin (--at), a window, or queueing figures. On a terminal a table, else
// CSV, so that a pipe gets what programs read.
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/state_text.h"
#include "inspect/query_run.h"
#include "pipeline/bin_range.h"
#include "state/overlay_words.h"

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
  // --at takes what --window takes, as long as it names a single bin.
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

// The bins of --window, all by default.
Result<Done> read_window(const Arguments& arguments, const TimeGrid& grid,
                         std::optional<std::int64_t>& first, std::optional<std::int64_t>& last) {
  if (!arguments.has("--window")) return Done{};
  const std::string text = arguments.get("--window");
  const auto range = parse_bin_range(text, grid);
  if (!range) return labelled(range.problems(), "--window " + text);
  first = range->first;
  // A BinRange ends behind its last bin, a request with it.
  last = range->end - 1;
  return Done{};
}

Result<std::string> window_answer(const Arguments& arguments, const OpenedRun& opened,
                                  const Console& console) {
  WindowRequest request{.nodes = arguments.all("--node")};
  FT_RETURN_IF_PROBLEM(
      read_window(arguments, opened.run->grid(), request.start_bin, request.end_bin));
  FT_TRY(const Window window, query_window(opened.run, std::move(request)));
  switch (form_of(arguments, console)) {
    case Form::kTable: return window_text(window, console.out_is_terminal());
    case Form::kCsv: return to_csv(window);
    case Form::kJson: return to_json(window, opened.metadata) + "\n";
  }
  return std::string();
}

Result<std::string> queueing_answer(const Arguments& arguments, const OpenedRun& opened) {
  FlowFactsRequest request{.nodes = arguments.all("--node")};
  FT_RETURN_IF_PROBLEM(
      read_window(arguments, opened.run->grid(), request.start_bin, request.end_bin));
  const OverlayWords words{.within = arguments.get("--within"),
                           .cv_arrivals = arguments.get("--cv-arrivals"),
                           .cv_service = arguments.get("--cv-service")};
  FT_RETURN_IF_PROBLEM(read_overlay(words, request));
  FT_TRY(const FlowFacts facts, query_flow_facts(opened.run, request));
  return arguments.has("--json") ? to_json(facts) + "\n" : queueing_text(facts);
}

// What cannot be asked for together, or nothing.
const char* contradiction(const Arguments& arguments) {
  if (arguments.has("--at") && arguments.has("--window")) {
    return "The options '--at' and '--window' exclude each other.";
  }
  const bool queueing = arguments.has("--queueing");
  if (queueing && arguments.has("--at"))
    return "The option '--queueing' covers a window, not one bin.";
  if (queueing && arguments.has("--csv"))
    return "The option '--queueing' has no CSV; use '--json'.";
  for (const char* option : {"--within", "--cv-arrivals", "--cv-service"}) {
    if (!queueing && arguments.has(option)) {
      return "The options '--within', '--cv-arrivals' and '--cv-service' need '--queueing'.";
    }
  }
  return nullptr;
}

Result<std::string> state_answer(const Arguments& arguments, const OpenedRun& opened,
                                 const Console& console) {
  if (arguments.has("--queueing")) return queueing_answer(arguments, opened);
  if (arguments.has("--at")) return snapshot_answer(arguments, opened, console);
  return window_answer(arguments, opened, console);
}

int show_state(const Arguments& arguments, Console& console) {
  if (const char* wrong = contradiction(arguments)) {
    console.err(std::string("flowtime: ") + wrong + "\n");
    return kWrongUsage;
  }
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto opened = open_for_queries(*root->env, arguments.get("RUN"));
  if (!opened) return refuse(opened.problems(), console);
  const auto text = state_answer(arguments, **opened, console);
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
                      {.name = "--queueing",
                       .value = "",
                       .help = "what chance adds to the waits: servers, load, Erlang C"},
                      {.name = "--within",
                       .value = "TIME",
                       .help = "with --queueing: the probability of waiting at most this long; "
                               "minutes, or 15s, 2h"},
                      {.name = "--cv-arrivals",
                       .value = "NUMBER",
                       .help = "with --queueing: coefficient of variation between arrivals; "
                               "default: 1"},
                      {.name = "--cv-service",
                       .value = "NUMBER",
                       .help = "with --queueing: the same of service times; default: 1"},
                      {.name = "--json", .value = "", .help = "as the API answers"},
                      {.name = "--csv", .value = "", .help = "bin,node,metric,value"},
                      {.name = "--table", .value = "", .help = "a table, also in a pipe"},
                      data_dir_option()},
          .notes =
              "On a terminal the answer is a table, coloured by the verdicts of the run; in a "
              "pipe it is CSV.",
          .examples = {"flowtime state monday", "flowtime state monday --at 14:00",
                       "flowtime state monday --window 12:00..18:00 --node Api --json",
                       "flowtime state monday --queueing --within 15s"},
          .run = show_state};
}

}  // namespace flowtime::cli
