// What a person reads after `run`: what was made, what it says, where it is, what to do next. Each
// part brings its own text or nothing; add_part puts an empty line between those that have one.
#include "cli/run_output.h"

#include "cli/expectation_text.h"
#include "cli/next_text.h"
#include "cli/overview_text.h"
#include "cli/series_output.h"
#include "cli/series_summary.h"
#include "inspect/query_run.h"
#include "run/bundle_paths.h"
#include "terminal/shell_word.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

double total_milliseconds(const std::vector<StageDuration>& durations) {
  double total = 0;
  for (const StageDuration& duration : durations) total += duration.milliseconds;
  return total;
}

std::string creation_line(const RunOutcome& outcome) {
  const std::string& id = outcome.run->info.id;
  if (outcome.status == RunStatus::kReused) {
    return "Run " + id + " exists with the same content and is intact; nothing was evaluated.\n";
  }
  return "Run " + id + " created in " + short_number(total_milliseconds(outcome.durations)) +
         " ms.\n";
}

constexpr std::size_t kMostSeries = 24;  // of a model without a topology

// What a check found wrong, a line each; of notes only how many there are.
std::string weighty_findings_text(const RunInfo& info, const std::string& where) {
  const std::vector<Finding> findings = other_findings(info.findings);
  const FindingCounts counts = count_findings(findings);
  // The overview above names what matters; of notes a count and a command are enough.
  if (counts.error + counts.warning > 0) return findings_text(findings, Severity::kWarning);
  if (counts.info == 0) return "";
  return counted(counts.info, "note") + ": flowtime runs show " + shell_word(info.id) + where +
         "\n";
}

// The part after an empty line, unless it is empty.
void add_part(const std::string& part, std::string& text) {
  if (part.empty()) return;
  text += (text.empty() ? "" : "\n") + part;
}

void write_plan(const RunPlan& plan, Console& console) {
  console.out("Dry run: nothing was written.\n");
  console.out("  run      " + plan.run_id +
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
  // "1 hour", of "hours".
  if (grid.bin_size == 1) unit.pop_back();
  std::string text =
      counted(grid.bins, "bin") + " of " + std::to_string(grid.bin_size) + " " + unit;
  if (grid.start_unix_ms) text += " from " + format_utc(*grid.start_unix_ms);
  return text;
}

std::string run_facts(const RunEnvelope& run, const std::string& data_root) {
  const RunInfo& info = run.info;
  std::string text = "  grid     " + grid_text(info.grid) + "\n";
  text += "  where    " + data_root + "/" + run_directory(info.id) + "\n";
  text += "  content  " + info.content_hash + "\n";
  if (!info.supersedes) return text;
  return text + "  before   the former run is kept as " + info.supersedes->run_id + "\n";
}

std::string overview_text(const StoredRun& run, const Console& console, bool all) {
  const Judgement* judgement = run.judgement();
  const std::size_t most = all ? 0 : kMostSeries;
  // A model without a topology has no verdict: its series are all it has to say.
  if (judgement == nullptr || judgement->summary.findings.empty()) {
    return series_summary(run.run(), most);
  }
  const JudgementSummary& summary = judgement->summary;
  const auto width = static_cast<std::size_t>(console.width());
  std::string text = headline_text(summary, width);
  add_part(verdict_tables(run), text);
  add_part(other_findings_text(summary, width, all), text);
  add_part(headline_sparklines(run), text);
  if (all) add_part(series_summary(run.run()), text);
  return text;
}

void write_run_text(const RunReport& report, Console& console) {
  if (report.outcome.plan) return write_plan(*report.outcome.plan, console);
  const RunEnvelope& envelope = *report.outcome.run;
  console.out(creation_line(report.outcome));
  // What cannot be read back is told when the run is asked for; it does not undo that it was made.
  // Read back from the disk, so that the overview shows what is stored and not what was in memory.
  const auto opened = open_for_queries(*report.root.env, envelope.info.id);
  if (opened) console.out("\n" + overview_text(*(*opened)->run, console));
  console.out("\n" + run_facts(envelope, report.root.path));
  std::string rest;
  add_part(expectations_text(envelope.info.expectations), rest);
  add_part(weighty_findings_text(envelope.info, report.root.next_option()), rest);
  if (opened) {
    const StoredRun& run = *(*opened)->run;
    const std::string inputs = repeated_inputs(report.arguments, run, report.root);
    add_part(next_commands(report.arguments, run, inputs, report.root), rest);
  }
  if (!rest.empty()) console.out("\n" + rest);
}

void write_run_json(const RunReport& report, Console& console) {
  const auto layout = JsonWriter::Layout::kIndented;
  const RunOutcome& outcome = report.outcome;
  console.out((outcome.plan ? to_json(*outcome.plan, layout) : to_json(*outcome.run, layout)) +
              "\n");
}

}  // namespace flowtime::cli
