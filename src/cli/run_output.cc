#include "cli/run_output.h"

#include "cli/series_output.h"
#include "cli/table.h"
#include "run/bundle_paths.h"

namespace flowtime::cli {
namespace {

// A word for a POSIX shell.
std::string shell_word(const std::string& text) {
  const bool plain =
      !text.empty() &&
      text.find_first_not_of(
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/@:=,+") ==
          std::string::npos;
  if (plain) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

double total_milliseconds(const std::vector<StageDuration>& durations) {
  double total = 0;
  for (const StageDuration& duration : durations) total += duration.milliseconds;
  return total;
}

std::string headline(const RunOutcome& outcome) {
  const std::string& id = outcome.run->info.id;
  if (outcome.status == RunStatus::kReused) {
    return "Run " + id + " exists with the same content and is intact; nothing was evaluated.\n";
  }
  return "Run " + id + " created in " + short_number(total_milliseconds(outcome.durations)) +
         " ms.\n";
}

std::string next_commands(const RunReport& report) {
  const std::string id = report.outcome.run->info.id;
  const std::string where = " --data-dir " + shell_word(report.data_root);
  std::string text = "\nNext\n  flowtime runs show " + id + where + "\n  flowtime runs verify " +
                     id + where + "\n";
  if (report.model == "-") return text;
  return text + "  flowtime eval " + shell_word(report.model) + " --set ID*=1.2     what if?\n";
}

void write_plan(const RunPlan& plan, Console& console) {
  console.out("Dry run: nothing was written.\n");
  console.out("  run      " + plan.requested_run_id +
              (plan.would_reuse ? " (exists with the same content and would be reused)\n" : "\n"));
  console.out("  size     " + std::to_string(plan.cells) + " cells, about " +
              byte_text(plan.bytes()) + "\n  content  " + plan.content_hash + "\n\n");
  std::vector<std::vector<std::string>> rows;
  for (const PlannedFile& file : plan.outputs) {
    rows.push_back({(file.is_estimate ? "~" : "") + std::to_string(file.bytes), file.path});
  }
  console.out(table_text({{"bytes", Align::kRight}, {"file"}}, rows));
  if (!plan.warnings.empty()) console.out("\n" + findings_text(plan.warnings));
}

}  // namespace

std::string grid_text(const TimeGrid& grid) {
  std::string unit = name_of(grid.bin_unit);
  if (grid.bin_size == 1) unit.pop_back();
  std::string text =
      counted(grid.bins, "bin") + " of " + std::to_string(grid.bin_size) + " " + unit;
  if (grid.start_unix_ms) text += " from " + format_utc(*grid.start_unix_ms);
  return text;
}

std::string run_facts(const RunEnvelope& run, const std::string& data_root) {
  const RunInfo& info = run.info;
  std::string text = "  model    " + info.template_title + ", " + info.mode + "\n";
  text += "  grid     " + grid_text(info.grid) + "\n";
  text += "  where    " + data_root + "/" + run_directory(info.id) + "\n";
  text += "  content  " + info.content_hash + "\n";
  if (!info.supersedes) return text;
  return text + "  before   the former run is kept as " + info.supersedes->run_id + "\n";
}

void write_run_text(const RunReport& report, Console& console) {
  if (report.outcome.plan) return write_plan(*report.outcome.plan, console);
  const RunEnvelope& run = *report.outcome.run;
  console.out(headline(report.outcome));
  console.out(run_facts(run, report.data_root));
  const std::string found = findings_text(run.info.findings);
  console.out("\n" + (found.empty() ? "Nothing was found amiss.\n" : found));
  console.out(next_commands(report));
}

void write_run_json(const RunReport& report, Console& console) {
  const auto layout = JsonWriter::Layout::kIndented;
  const RunOutcome& outcome = report.outcome;
  console.out((outcome.plan ? to_json(*outcome.plan, layout) : to_json(*outcome.run, layout)) +
              "\n");
}

}  // namespace flowtime::cli
