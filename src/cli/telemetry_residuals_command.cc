#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "inspect/residuals.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

std::string share_text(double value) { return is_absent(value) ? "-" : rounded(value) + " %"; }

std::string place_of(const SeriesResidual& series, const TimeGrid& grid) {
  const std::int64_t bin = series.figures.largest_bin;
  if (bin < 0) return "-";
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? clock_text(*start, grid) : "bin " + std::to_string(bin);
}

std::vector<std::string> row_of(const NodeResiduals& node, const SeriesResidual& series,
                                const TimeGrid& grid) {
  const ResidualFigures& figures = series.figures;
  return {node.node_id,
          series.metric + (series.is_input ? " *" : ""),
          short_number(figures.measured_mean),
          short_number(figures.computed_mean),
          short_number(figures.bias),
          short_number(figures.rmse),
          share_text(figures.mape),
          share_text(100 * figures.coverage),
          short_number(figures.largest),
          place_of(series, grid)};
}

std::string balance_line(const NodeResiduals& node) {
  const MeasuredBalance& balance = *node.balance;
  std::string line = "  " + node.node_id + ": " + short_number(balance.arrived) + " came, " +
                     short_number(balance.served) + " served, " + short_number(balance.lost) +
                     " lost, the depth rose by " + short_number(balance.grew);
  if (balance.holds) return line + "\n";
  return line + "; " + short_number(balance.unaccounted()) + " unaccounted for, in " +
         counted(balance.broken_bins, "bin") + " from bin " + std::to_string(balance.first_broken) +
         " on\n";
}

void write_text(const Residuals& residuals, Console& console) {
  const TimeGrid& grid = residuals.run->run->grid();
  const bool free = residuals.basis == ResidualBasis::kFree;
  console.out("Run " + residuals.run->run->info().id +
              ": what was measured beside what the model " +
              (free ? "computes from the measured inputs alone (*)\n\n"
                    : "computes from everything else that was measured\n\n"));
  std::vector<std::vector<std::string>> rows;
  for (const NodeResiduals& node : residuals.nodes) {
    for (const SeriesResidual& series : node.series) rows.push_back(row_of(node, series, grid));
  }
  console.out(table_text({{"node"},
                          {"series"},
                          {"measured", Align::kRight},
                          {"computed", Align::kRight},
                          {"bias", Align::kRight},
                          {"rmse", Align::kRight},
                          {"mape", Align::kRight},
                          {"coverage", Align::kRight},
                          {"largest", Align::kRight},
                          {"at", Align::kRight}},
                         rows));
  console.out("* an input: the model computes it from nothing that was measured\n");
  std::string balances;
  for (const NodeResiduals& node : residuals.nodes) {
    // A balance needs arrivals, served and depth as they were measured; other nodes have none.
    if (node.balance) balances += balance_line(node);
  }
  if (balances.empty()) return;
  console.out(std::string("\nConservation of what was measured ") +
              (residuals.conserved() ? "holds:\n" : "does not hold everywhere:\n") + balances);
  for (const Finding& finding : residuals.checks) {
    console.out("  " + finding.code + ": " + finding.message + "\n");
  }
}

int residuals(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto run = open_for_queries(*root->env, arguments.get("RUN"));
  if (!run) return refuse(run.problems(), console);
  NullLogSink log;
  ConsoleObserver observer(console);
  const RunHost host{.env = *root->env, .log = log, .observer = observer};
  ResidualsRequest request{.nodes = arguments.all("--node")};
  if (arguments.has("--free")) request.basis = ResidualBasis::kFree;
  const auto found = residuals_of(host, *run, request);
  if (!found) return refuse(found.problems(), console);
  if (arguments.has("--json")) {
    console.out(to_json(*found, arguments.has("--values"), JsonWriter::Layout::kIndented) + "\n");
  } else {
    write_text(*found, console);
  }
  return kDone;
}

}  // namespace

Command telemetry_residuals_command() {
  return {.name = "telemetry residuals",
          .summary = "how far a telemetry run is from its model: measured beside computed",
          .positionals = {{.name = "RUN", .help = "the id of a telemetry run"}},
          .options = {{.name = "--node",
                       .value = "ID",
                       .help = "only this topology node; may be repeated",
                       .repeats = true},
                      {.name = "--free",
                       .value = "",
                       .help = "compute from the measured inputs alone, as a simulation would"},
                      {.name = "--json", .value = "", .help = "the answer of the API as JSON"},
                      {.name = "--values", .value = "", .help = "with --json: also every bin"},
                      data_dir_option()},
          .notes =
              "The residual of a bin is measured - computed. bias is its mean, rmse the root of\n"
              "its mean square, mape the mean of |residual / measured| where something was\n"
              "measured. Without --free each series is computed from everything else as it\n"
              "was measured, so that an error shows where it is made.",
          .run = residuals};
}

}  // namespace flowtime::cli
