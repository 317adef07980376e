#include "cli/state_text.h"

#include <algorithm>

#include "cli/digest_text.h"
#include "cli/table.h"
#include "state/node_reader.h"
#include "state/thresholds.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kStateSparkWidth = 24;

std::string time_of(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? format_utc(*start) : "";
}

std::string with_time(const TimeGrid& grid, std::int64_t bin) {
  const std::string time = time_of(grid, bin);
  return "bin " + std::to_string(bin) + (time.empty() ? "" : " (" + time + ")");
}

std::string percent(double ratio) { return is_absent(ratio) ? "-" : rounded(ratio * 100) + " %"; }
// Minutes; seconds where bins are shorter than a minute.
std::string duration(double minutes, const TimeGrid& grid) {
  if (is_absent(minutes)) return "-";
  if (grid.bin_minutes() < 1) return rounded(minutes * 60) + " s";
  return rounded(minutes) + " min";
}

const char* escape_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "\x1b[32m";
    case Verdict::kWarning: return "\x1b[33m";
    case Verdict::kCritical: return "\x1b[31m";
    case Verdict::kUnknown: return "";
  }
  return "";
}

Verdict verdict_of(const char* metric, double value, const TopologyNode& node) {
  const Threshold* threshold = find_threshold(default_thresholds(), metric);
  return judge(*threshold, value, node.semantics.sla_minutes.value_or(kAbsent));
}

// The table is laid out without colours; afterwards each row takes that of its verdict.
std::string coloured(std::string table, const std::vector<Verdict>& verdicts, bool colour) {
  if (!colour) return table;
  std::string text;
  std::size_t row = 0;
  for (std::size_t begin = 0; begin < table.size(); ++row) {
    const std::size_t end = std::min(table.find('\n', begin), table.size());
    const std::string line = table.substr(begin, end - begin);
    const bool plain = row == 0 || row > verdicts.size() || *escape_of(verdicts[row - 1]) == 0;
    text += plain ? line : escape_of(verdicts[row - 1]) + line + "\x1b[0m";
    text += '\n';
    begin = end + 1;
  }
  return text;
}

Verdict worse(Verdict a, Verdict b) { return std::max(a, b); }

double backlog_age(const NodeSnapshot& node) {
  for (const SlaEntry& entry : node.sla) {
    if (entry.kind == "backlogAge") return entry.values[0];
  }
  return kAbsent;
}

std::vector<std::string> warning_lines(const std::vector<StateWarning>& warnings) {
  std::vector<std::string> lines;
  for (const StateWarning& found : warnings) {
    if (found.severity == Severity::kInfo) continue;
    lines.push_back(std::string(name_of(found.severity)) + "  " + found.message + " [" +
                    found.code + "]");
  }
  return lines;
}

std::string lines_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "  " + line + "\n";
  return text.empty() ? text : "\n" + text;
}

std::string spark(SeriesIn series) {
  return sparkline({series.begin(), series.end()}, kStateSparkWidth);
}

double largest(SeriesIn series) {
  double most = kAbsent;
  for (const double value : series) {
    if (is_finite(value) && !(value <= most)) most = value;
  }
  return most;
}

}  // namespace

std::string snapshot_text(const Snapshot& snapshot, bool colour) {
  const StoredRun& run = *snapshot.run;
  std::vector<std::vector<std::string>> rows;
  std::vector<Verdict> verdicts;
  std::vector<std::string> notes;
  for (const NodeSnapshot& node : snapshot.nodes) {
    const auto value = [&](NodeMetric metric) { return figure(node.figures, metric); };
    const double age = backlog_age(node);
    rows.push_back({node.node->id, rounded(value(NodeMetric::kArrivals)),
                    rounded(value(NodeMetric::kServed)), rounded(value(NodeMetric::kQueue)),
                    percent(value(NodeMetric::kUtilization)),
                    node.latency_status == QueueLatencyStatus::kNone
                        ? duration(value(NodeMetric::kLatencyMinutes), run.grid())
                        : "gate closed",
                    duration(age, run.grid())});
    verdicts.push_back(
        worse(node.utilization_verdict, verdict_of("backlogAgeMinutes", age, *node.node)));
    for (const std::string& line : warning_lines(node.warnings)) notes.push_back(line);
  }
  const std::string table = table_text({{"node"},
                                        {"arrivals", Align::kRight},
                                        {"served", Align::kRight},
                                        {"queue", Align::kRight},
                                        {"load", Align::kRight},
                                        {"wait", Align::kRight},
                                        {"oldest", Align::kRight}},
                                       rows);
  return "Run " + run.info().id + ", " + with_time(run.grid(), snapshot.bin) + "\n" +
         coloured(table, verdicts, colour) + lines_text(notes);
}

std::string window_text(const Window& window, bool colour) {
  const StoredRun& run = *window.run;
  NodeReader reader(run, window.bins);
  std::vector<std::vector<std::string>> rows;
  std::vector<Verdict> verdicts;
  std::vector<std::string> notes;
  for (const std::size_t index : window.nodes) {
    const NodeSources sources = sources_of(run, index);
    reader.select(sources);
    const SeriesIn load = reader(NodeMetric::kUtilization), queue = reader(NodeMetric::kQueue);
    const double wait = largest(reader(NodeMetric::kLatencyMinutes));
    const double age = largest(reader(NodeMetric::kBacklogAgeMinutes));
    rows.push_back({sources.node->id, spark(reader(NodeMetric::kArrivals)), spark(load),
                    percent(largest(load)), spark(queue), rounded(largest(queue)),
                    duration(wait, run.grid()), duration(age, run.grid())});
    verdicts.push_back(worse(verdict_of("utilization", largest(load), *sources.node),
                             verdict_of("backlogAgeMinutes", age, *sources.node)));
    for (const std::string& line : warning_lines(streak_warnings(sources, reader))) {
      notes.push_back(line);
    }
  }
  const std::string table = table_text({{"node"},
                                        {"arrivals"},
                                        {"load"},
                                        {"most", Align::kRight},
                                        {"queue"},
                                        {"most", Align::kRight},
                                        {"wait", Align::kRight},
                                        {"oldest", Align::kRight}},
                                       rows);
  return "Run " + run.info().id + ", " + with_time(run.grid(), window.bins.first) + " to " +
         with_time(run.grid(), window.bins.last()) + "\n" + coloured(table, verdicts, colour) +
         lines_text(notes);
}

}  // namespace flowtime::cli
