// Writes an Explanation: the sentence, the value and its definition, the formula with the values of
// its operands, what built it up, and the contributions that add up to it.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/quiet_host.h"
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

// When the bins are: "09:00..13:55", or their numbers without a clock.
std::string time_text(const Explanation& e, std::int64_t bin) {
  if (bin < 0) return "before";
  return e.grid.start_unix_ms ? told_time(e.grid, bin) : std::to_string(bin);
}
std::string span_text(const Explanation& e, std::int64_t first, std::int64_t last) {
  return first == last ? time_text(e, first) : time_text(e, first) + ".." + time_text(e, last);
}
std::string time_heading(const Explanation& e) { return e.grid.start_unix_ms ? "time" : "bin"; }

// A formula as a person reads it: the beginning and the end of a long one. --json has all of it.
std::string clipped(const std::string& formula) {
  // Generated formulas reach hundreds of kilobytes; a terminal is no place for them.
  constexpr std::size_t kMost = 600, kFirst = 300, kLast = 100;
  if (formula.size() <= kMost) return formula;
  const std::size_t first = formula.rfind(' ', kFirst),
                    last = formula.find(' ', formula.size() - kLast);
  const std::size_t begin = first == std::string::npos ? kFirst : first;
  const std::size_t end = last == std::string::npos ? formula.size() - kLast : last;
  return formula.substr(0, begin) + " ..." + formula.substr(end) + "  (" +
         told_number(static_cast<double>(formula.size())) + " characters, whole in --json)";
}

void write_definition(const Explanation& e, Console& console) {
  console.out("  " + e.kind + (e.where.line == 0 ? "" : ", " + place_text(e, e.where)) + "\n");
  if (!e.written.empty()) console.out("  written  " + clipped(e.written) + "\n");
  console.out("  rule     " + clipped(e.rule) + "\n");
  if (e.with_short_values != e.rule)
    console.out("  values   " + clipped(e.with_short_values) + "\n");
}

// The formula as an indented tree; what decided is marked.
void write_tree(const Explanation& e, const FormulaNode& node, int level, Console& console) {
  std::string line(static_cast<std::size_t>(2 + 2 * level), ' ');
  if (!node.role.empty()) line += node.role + ": ";
  if (node.weight) line += short_text(*node.weight) + " * ";
  if (node.op == "series" || node.op == "input") {
    line += node.series_id;
    // An operand of another bin (SHIFT, CONV) names its bin; all others are of the bin in question.
    if (node.bin != e.bin) line += "[" + time_text(e, node.bin) + "]";
  } else if (node.op != "number") {
    line += node.op;
  }
  line += (node.op == "number" ? "" : " = ") + short_text(node.value);
  if (!node.detail.empty()) line += " (" + node.detail + ")";
  if (node.binding) line += "  <- decides";
  console.out(line + "\n");
  for (const FormulaNode& operand : node.operands) write_tree(e, operand, level + 1, console);
}

void write_build_up(const Explanation& e, const BuildUp& built, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const BuildUpBin& bin : built.largest) {
    rows.push_back({time_text(e, bin.bin), told_number(bin.inflow), told_number(bin.outflow),
                    told_number(bin.loss), told_number(bin.overflow), told_number(bin.change),
                    bin.limited_by});
  }
  const auto shown = static_cast<std::int64_t>(built.largest.size());
  if (shown < built.bins) {
    rows.push_back(
        {counted(built.bins - shown, "other"), "", "", "", "", told_number(built.others), ""});
  }
  console.out("\nNot empty for " + counted(built.bins, "bin") + ", the largest changes:\n");
  console.out(table_text({{time_heading(e)},
                          {"in", Align::kRight},
                          {"out", Align::kRight},
                          {"lost", Align::kRight},
                          {"no room", Align::kRight},
                          {"change", Align::kRight},
                          {"limited by"}},
                         rows));
}

std::string parameters_text(const Contribution& c) {
  std::string text;
  for (const std::string& name : c.parameters) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Rows of one span need no column for it.
std::string heading(const Explanation& e) {
  if (!e.build_up) return "\nComposed of\n";
  return "\nComposed of, " +
         span_text(e, e.build_up->first_bin, e.build_up->first_bin + e.build_up->bins - 1) + "\n";
}

void write_contributions(const Explanation& e, Console& console) {
  if (e.contributions.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const Contribution& c : e.contributions) {
    // Amounts that are nothing beside the value would be rows of zeros.
    if (is_nothing_beside(e, c.amount)) continue;
    std::string name = c.series_id + (c.class_id.empty() ? "" : "@" + c.class_id);
    if (c.kind == CauseKind::kRest) name = counted(c.folded, "other") + ", folded";
    rows.push_back({told_number(c.amount), name_of(c.side), name_of(c.kind), name,
                    parameters_text(c),
                    c.kind == CauseKind::kRest ? "" : span_text(e, c.first_bin, c.last_bin),
                    c.via_node, place_text(e, c.where)});
  }
  console.out(heading(e));
  console.out(table_text({{"amount", Align::kRight},
                          {"side"},
                          {"kind"},
                          {"of"},
                          {"parameters"},
                          {time_heading(e)},
                          {"by way of"},
                          {"source"}},
                         rows));
  // The walk proves its sum: what it could not attribute is said, however small.
  const bool exact = e.residual == 0;
  console.out(
      "Sum " + told_number(e.value) +
      (exact ? ", nothing left over.\n" : ", left over " + told_number(e.residual) + ".\n"));
}

// The operand that carries most is worth asking about next.
void write_next(const Explanation& e, const DataRoot& root, Console& console) {
  const FormulaNode* most = nullptr;
  for (const FormulaNode& operand : e.formula.operands) {
    // Operands before bin 0 and the series itself lead nowhere further.
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
  console.out("\n" + e.series_id + " = " + told_number(e.value) +
              (e.unit.empty() ? "" : " " + e.unit) + "\n");
  write_definition(e, console);
  const std::string when =
      e.grid.start_unix_ms ? "at " + time_text(e, e.bin) : "in bin " + std::to_string(e.bin);
  if (!e.formula.operands.empty()) {
    console.out("\nFormula " + when + "\n");
    write_tree(e, e.formula, 0, console);
  }
  if (e.build_up) write_build_up(e, *e.build_up, console);
  write_contributions(e, console);
  write_next(e, root, console);
}

int print_explanation(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  const auto cells = integer_option(arguments, "--depth", 1);
  const auto causes = integer_option(arguments, "--width", 1);
  // All three options are read before the first problem is shown.
  for (const Problems* problems :
       {root ? nullptr : &root.problems(), cells ? nullptr : &cells.problems(),
        causes ? nullptr : &causes.problems()}) {
    if (problems == nullptr) continue;
    return refuse(*problems, console);
  }
  const QuietHost quiet(arguments, *root->env, console);
  ExplainRequest request{.run_id = arguments.get("RUN"),
                         .series = arguments.get("--series"),
                         .node = arguments.get("--node"),
                         .metric = arguments.get("--metric"),
                         .class_id = arguments.get("--class"),
                         .at = arguments.get("--at")};
  if (*cells) request.limits.walk.cells = **cells;
  if (*causes) request.limits.causes = static_cast<std::size_t>(**causes);
  OpenRuns runs(*root->env);
  Explainers explainers(runs);
  const auto explanation = explain_run(quiet.host(), explainers, request);
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
                  {.name = "--class", .value = "ID", .help = "of a role: of the items of a class"},
                  {.name = "--at", .value = "BIN|TIME", .help = "the bin, or a time in it"},
                  {.name = "--depth", .value = "N", .help = "values that are traced, 20000"},
                  {.name = "--width",
                   .value = "N",
                   .help = "causes that are listed one by one, 12"},
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
