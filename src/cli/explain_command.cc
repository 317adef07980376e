#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/template_input.h"
#include "inspect/explain_run.h"
#include "series/absent.h"
#include "terminal/shell_word.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

std::string place_text(const Explanation& e, const SourcePos& where) {
  if (where.line == 0) return "";
  const std::string& file = e.source_file;
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(where.line) + ":" +
         std::to_string(where.column);
}

std::string bins_text(std::int64_t first, std::int64_t last) {
  if (last < 0) return "before bin 0";
  return first == last ? std::to_string(first)
                       : std::to_string(first) + ".." + std::to_string(last);
}

void write_definition(const Explanation& e, Console& console) {
  console.out("  " + e.kind + (e.where.line == 0 ? "" : ", " + place_text(e, e.where)) + "\n");
  if (!e.written.empty()) console.out("  written  " + e.written + "\n");
  console.out("  rule     " + e.rule + "\n");
  if (e.with_values != e.rule) console.out("  values   " + e.with_values + "\n");
}

// The formula as an indented tree; what decided is marked.
void write_tree(const FormulaNode& node, int level, std::int64_t bin, Console& console) {
  std::string line(static_cast<std::size_t>(2 + 2 * level), ' ');
  if (!node.role.empty()) line += node.role + ": ";
  if (node.op == "series" || node.op == "input") {
    line += node.series_id;
    if (node.bin != bin)
      line += "[" + (node.bin < 0 ? "before bin 0" : std::to_string(node.bin)) + "]";
  } else if (node.op != "number") {
    line += node.op;
  }
  line += (node.op == "number" ? "" : " = ") + short_number(node.value);
  if (!node.detail.empty()) line += " (" + node.detail + ")";
  if (node.binding) line += "  <- decides";
  console.out(line + "\n");
  for (const FormulaNode& operand : node.operands) write_tree(operand, level + 1, bin, console);
}

void write_build_up(const BuildUp& built, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const BuildUpBin& bin : built.largest) {
    rows.push_back({std::to_string(bin.bin), short_number(bin.inflow), short_number(bin.outflow),
                    short_number(bin.loss), short_number(bin.change), bin.limited_by});
  }
  const auto shown = static_cast<std::int64_t>(built.largest.size());
  if (shown < built.bins) {
    rows.push_back(
        {counted(built.bins - shown, "other"), "", "", "", short_number(built.others), ""});
  }
  console.out("\nGrew over " + counted(built.bins, "bin") + ", the largest changes:\n");
  console.out(table_text({{"bin"},
                          {"in", Align::kRight},
                          {"out", Align::kRight},
                          {"lost", Align::kRight},
                          {"change", Align::kRight},
                          {"limited by"}},
                         rows));
}

void write_contributions(const Explanation& e, Console& console) {
  if (e.contributions.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const Contribution& c : e.contributions) {
    std::string name = c.series_id + (c.class_id.empty() ? "" : "@" + c.class_id);
    if (c.kind == CauseKind::kRest) name = counted(c.folded, "other") + ", folded";
    rows.push_back({short_number(c.amount), name_of(c.kind), name,
                    c.kind == CauseKind::kRest ? "" : bins_text(c.first_bin, c.last_bin),
                    c.via_node, place_text(e, c.where)});
  }
  console.out("\nMade up of\n");
  console.out(table_text(
      {{"amount", Align::kRight}, {"kind"}, {"of"}, {"bins"}, {"by way of"}, {"source"}}, rows));
  const bool exact = e.residual == 0;
  console.out(
      "Sum " + short_number(e.value) +
      (exact ? ", nothing left over.\n" : ", left over " + short_number(e.residual) + ".\n"));
}

// The operand that carries most is worth asking about next.
void write_next(const Explanation& e, const DataRoot& root, Console& console) {
  const FormulaNode* most = nullptr;
  for (const FormulaNode& operand : e.formula.operands) {
    if (operand.op != "series" || operand.bin < 0 || operand.series_id == e.series_id) continue;
    const bool larger = most != nullptr && is_finite(operand.value) && operand.value > most->value;
    if (most == nullptr || operand.binding || (larger && !most->binding)) most = &operand;
  }
  if (most == nullptr) return;
  console.out("\nNext\n  flowtime explain " + e.run_id + " --series " +
              shell_word(most->series_id) + " --at " + std::to_string(most->bin) +
              root.next_option() + "\n");
}

void write_text(const Explanation& e, const DataRoot& root, Console& console) {
  console.out(wrapped(e.words, static_cast<std::size_t>(console.width())));
  console.out("\n" + e.series_id + " = " + short_number(e.value) +
              (e.unit.empty() ? "" : " " + e.unit) + "\n");
  write_definition(e, console);
  if (!e.formula.operands.empty()) {
    console.out("\nFormula in bin " + std::to_string(e.bin) + "\n");
    write_tree(e.formula, 0, e.bin, console);
  }
  if (e.build_up) write_build_up(*e.build_up, console);
  write_contributions(e, console);
  write_next(e, root, console);
}

int print_explanation(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  const auto cells = integer_option(arguments, "--depth", 1);
  const auto causes = integer_option(arguments, "--width", 1);
  for (const Problems* problems :
       {root ? nullptr : &root.problems(), cells ? nullptr : &cells.problems(),
        causes ? nullptr : &causes.problems()}) {
    if (problems == nullptr) continue;
    return refuse(*problems, console);
  }
  NullLogSink log;
  ConsoleObserver observer(console);
  const auto templates = open_template_library(arguments);
  const RunHost host{
      .env = *root->env, .log = log, .observer = observer, .templates = templates.get()};
  ExplainRequest request{.run_id = arguments.get("RUN"),
                         .series = arguments.get("--series"),
                         .node = arguments.get("--node"),
                         .metric = arguments.get("--metric"),
                         .at = arguments.get("--at")};
  if (*cells) request.limits.walk.cells = **cells;
  if (*causes) request.limits.causes = static_cast<std::size_t>(**causes);
  OpenRuns runs(*root->env);
  Explainers explainers(runs);
  const auto explanation = explain_run(host, explainers, request);
  if (!explanation) return refuse(explanation.problems(), console);
  if (arguments.has("--json")) {
    console.out(to_json(*explanation, JsonWriter::Layout::kIndented) + "\n");
  } else {
    write_text(*explanation, *root, console);
  }
  return kDone;
}

}  // namespace

Command explain_command() {
  return {
      .name = "explain",
      .summary = "why a value of a stored run is what it is",
      .positionals = {{.name = "RUN", .help = "the id of a run"}},
      .options = {{.name = "--series", .value = "ID", .help = "the series"},
                  {.name = "--node", .value = "ID", .help = "or a node, and"},
                  {.name = "--metric", .value = "NAME", .help = "a metric of it"},
                  {.name = "--at", .value = "BIN|TIME", .help = "the bin, or a time in it"},
                  {.name = "--depth", .value = "N", .help = "values that are taken apart, 20000"},
                  {.name = "--width", .value = "N", .help = "causes that are told apart, 12"},
                  {.name = "--json", .value = "", .help = "as JSON"},
                  templates_dir_option(),
                  data_dir_option()},
      .notes =
          "Metrics are the roles of a node (arrivals, served, queueDepth, ...) and what is\n"
          "computed from them: effectiveCapacity, utilization, queueTimeMs, latencyMinutes,\n"
          "serviceTimeMs, cycleTimeMs, flowEfficiency, throughputRatio, retryTax, flowLatencyMs,\n"
          "backlogAgeMinutes, fifoDelayMinutes. Places are those of the template that the run "
          "came\n"
          "from, as long as it gives the same model; else of the run's model.",
      .examples = {"flowtime explain monday --series api_queue --at 160",
                   "flowtime explain monday --node Api --metric latencyMinutes --at 13:20"},
      .run = print_explanation};
}

}  // namespace flowtime::cli
