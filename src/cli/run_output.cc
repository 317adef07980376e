#include "cli/run_output.h"

#include <cmath>
#include <optional>
#include <utility>

#include "base/number_text.h"
#include "cli/digest_text.h"
#include "cli/series_output.h"
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

std::string headline(const RunOutcome& outcome) {
  const std::string& id = outcome.run->info.id;
  if (outcome.status == RunStatus::kReused) {
    return "Run " + id + " exists with the same content and is intact; nothing was evaluated.\n";
  }
  return "Run " + id + " created in " + short_number(total_milliseconds(outcome.durations)) +
         " ms.\n";
}

constexpr double kMore = 1.2;  // of what a node lacked

// The parameter whose value is the capacity, when just one has it: (name, a fifth more).
std::optional<std::pair<std::string, std::string>> raised_parameter(
    const std::vector<NamedJson>& parameters, const QueueStory& story) {
  std::optional<std::pair<std::string, std::string>> found;
  for (const NamedJson& parameter : parameters) {
    const auto value = parse_number(parameter.json);
    if (!value || value != story.capacity) continue;
    if (found) return std::nullopt;
    const double more = *value * kMore;
    found = {parameter.name, format_number(*value >= 5 ? std::ceil(more) : more)};
  }
  return found;
}

// The same run with more of what it lacked, and what differs then.
std::string what_if(const RunReport& report, const QueueStory& story) {
  const RunInfo& info = report.outcome.run->info;
  const std::string where = report.root.next_option();
  const std::string other = info.id + "-more";
  std::string change;
  if (report.model != "-" && !story.capacity_node.empty()) {
    change = shell_word(report.model) + " --set " + shell_word(story.capacity_node + "*=1.2");
  } else if (const auto raised = raised_parameter(info.parameters, story);
             raised && report.model == "-") {
    change = "--template-id " + info.template_id + " --param " +
             shell_word(raised->first + "=" + raised->second);
  }
  if (change.empty()) return "";
  return "  what if?  flowtime run " + change + " --run-id " + other + where +
         "\n            flowtime runs diff " + info.id + " " + other + where + "\n";
}

std::string next_commands(const RunReport& report, const RunDigest& digest) {
  const std::string& id = report.outcome.run->info.id;
  const std::string where = report.root.next_option();
  std::string text = "\nNext\n";
  if (digest.story) {
    text += "  why?      flowtime explain " + id + " --series " +
            shell_word(digest.story->queue_series) + " --at " +
            std::to_string(digest.story->peak.bin) + where + "\n" + what_if(report, *digest.story);
  } else {
    text += "  look      flowtime state " + id + where + "\n";
  }
  return text + "  see it    flowtime serve" + where + "\n";
}

// What cannot be read back is told when the run is asked for; it does not undo that it was made.
RunDigest digest_of(const RunReport& report) {
  const auto run = open_run(*report.root.env, report.outcome.run->info.id);
  if (!run) return {};
  auto digest = digest_run(*run);
  return digest ? *std::move(digest) : RunDigest{};
}

// Each part after an empty line, unless it is empty.
void paragraph(const std::string& text, Console& console) {
  if (!text.empty()) console.out("\n" + text);
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

void write_run_text(const RunReport& report, Console& console) {
  if (report.outcome.plan) return write_plan(*report.outcome.plan, console);
  const RunEnvelope& run = *report.outcome.run;
  const RunDigest digest = digest_of(report);
  console.out(headline(report.outcome));
  console.out(run_facts(run, report.root.path));
  paragraph(story_text(digest), console);
  paragraph(node_table(digest), console);
  paragraph(sparklines(digest), console);
  paragraph(findings_text(run.info.findings), console);
  console.out(next_commands(report, digest));
}

void write_run_json(const RunReport& report, Console& console) {
  const auto layout = JsonWriter::Layout::kIndented;
  const RunOutcome& outcome = report.outcome;
  console.out((outcome.plan ? to_json(*outcome.plan, layout) : to_json(*outcome.run, layout)) +
              "\n");
}

}  // namespace flowtime::cli
