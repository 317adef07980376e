// Snapshot, window and queueing figures as tables. Every figure is read by NodeReader or from the
// judgement, so the table agrees with the API's answer.
#include "cli/state_text.h"

#include <algorithm>

#include "cli/sparkline.h"
#include "run/shown_verdict.h"
#include "series/shown.h"
#include "state/judged_state.h"
#include "state/node_reader.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kStateSparkWidth = 24;
constexpr double kMsPerMinuteOfText = 60000;

std::string time_of(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? format_utc(*start) : "";
}

std::string with_time(const TimeGrid& grid, std::int64_t bin) {
  const std::string time = time_of(grid, bin);
  return "bin " + std::to_string(bin) + (time.empty() ? "" : " (" + time + ")");
}

// To a tenth; but "100 %" is full.
std::string percent(double ratio) {
  if (is_absent(ratio)) return "-";
  const std::string tenths = rounded(ratio * 100);
  return (tenths == "100" ? shown_hundredths(ratio) : tenths) + " %";
}
std::string time_or_dash(double minutes) {
  return is_absent(minutes) ? "-" : shown_minutes(minutes);
}
std::string verdict_cell(Verdict verdict) {
  return verdict == Verdict::kNone ? "-" : shown_verdict(verdict);
}

const char* escape_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood: return "\x1b[32m";
    case Verdict::kWarning: return "\x1b[33m";
    case Verdict::kCritical: return "\x1b[31m";
    case Verdict::kNone: return "";
  }
  return "";
}

// The table is laid out without colours; afterwards each row takes that of its verdict.
// Escape sequences have no width on the screen, but would count as characters of a cell.
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

// "downstream of Press", "shared: database", "held by gate_open".
std::string state_word(const StoredRun& run, const NodeJudgement* judged, std::int64_t bin) {
  if (judged == nullptr) return "-";
  const JudgedSpan& span = span_at(*judged, bin);
  const std::string holder = holder_of(run, span), decider = decider_of(run, span);
  const std::string word = name_of(span.activity);
  // The state alone ("downstream") leaves the reader asking of what.
  if (span.activity == NodeActivity::kDownstream && !holder.empty()) return word + " of " + holder;
  if (span.activity == NodeActivity::kShared && !holder.empty()) return word + ": " + holder;
  if (span.activity == NodeActivity::kHeld && !decider.empty()) return word + " by " + decider;
  return word;
}

Verdict worst_of(const NodeJudgement* judged, BinWindow bins, std::int64_t grid_bins) {
  if (judged == nullptr) return Verdict::kNone;
  Verdict worst = Verdict::kNone;
  for (const SpanPart& part : spans_in(*judged, bins, grid_bins)) {
    worst = std::max(worst, part.span->verdict);
  }
  return worst;
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
  const std::vector<double> values(series.begin(), series.end());
  return sparkline(values, std::min(values.size(), kStateSparkWidth));
}

double largest(SeriesIn series) {
  double most = kAbsent;
  for (const double value : series) {
    // Written with a negation, so that the first value replaces the absent one.
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
    rows.push_back({node.node->id, rounded(value(NodeMetric::kArrivals)),
                    rounded(value(NodeMetric::kServed)), rounded(value(NodeMetric::kQueue)),
                    percent(value(NodeMetric::kLoad)), time_or_dash(value(NodeMetric::kWait)),
                    state_word(run, node.judged, snapshot.bin), verdict_cell(node.verdict)});
    verdicts.push_back(node.verdict);
    for (const std::string& line : warning_lines(node.warnings)) notes.push_back(line);
  }
  const std::string table = table_text({{"node"},
                                        {"arrivals", Align::kRight},
                                        {"served", Align::kRight},
                                        {"waiting", Align::kRight},
                                        {"load", Align::kRight},
                                        {"wait", Align::kRight},
                                        {"state"},
                                        {"verdict"}},
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
    const SeriesIn load = reader(NodeMetric::kLoad), queue = reader(NodeMetric::kQueue);
    const SeriesIn wait = reader(NodeMetric::kWait);
    const Verdict verdict = worst_of(run.judgement_of(index), window.bins, run.bins());
    rows.push_back({sources.node->id, spark(reader(NodeMetric::kArrivals)), spark(load),
                    percent(largest(load)), spark(queue), rounded(largest(queue)), spark(wait),
                    time_or_dash(largest(wait)), verdict_cell(verdict)});
    verdicts.push_back(verdict);
    for (const std::string& line : warning_lines(streak_warnings(sources, reader))) {
      notes.push_back(line);
    }
  }
  const std::string table = table_text({{"node"},
                                        {"arrivals"},
                                        {"load"},
                                        {"most", Align::kRight},
                                        {"waiting"},
                                        {"most", Align::kRight},
                                        {"wait"},
                                        {"longest", Align::kRight},
                                        {"verdict"}},
                                       rows);
  return "Run " + run.info().id + ", " + with_time(run.grid(), window.bins.first) + " to " +
         with_time(run.grid(), window.bins.last()) + "\n" + coloured(table, verdicts, colour) +
         lines_text(notes);
}

std::string queueing_text(const FlowFacts& facts) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> notes;
  bool asked = false;
  for (const NodeFlowFacts& node : facts.nodes) {
    if (!node.overlay) continue;
    const Overlay& overlay = node.overlay->overlay;
    const std::string most = overlay.at_most ? "\u2264 " : "";
    const double wait_ms = overlay.allen_cunneen_ms;
    asked |= node.overlay->within_minutes.has_value();
    rows.push_back({node.node->id, percent(overlay.load),
                    overlay.has_servers ? std::to_string(overlay.station.servers) : "-",
                    time_or_dash(overlay.station.service_time_ms / kMsPerMinuteOfText),
                    is_absent(wait_ms) ? "-" : most + shown_minutes(wait_ms / kMsPerMinuteOfText),
                    percent(overlay.waits_probability),
                    time_or_dash(node.overlay->fluid_wait_minutes), name_of(overlay.validity)});
    if (asked) rows.back().insert(rows.back().end() - 2, percent(overlay.within_probability));
    const std::string note =
        std::string(name_of(overlay.validity)) + ": " + meaning_of(overlay.validity);
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  }
  std::vector<Column> columns{{"node"},
                              {"load", Align::kRight},
                              {"servers", Align::kRight},
                              {"service", Align::kRight},
                              {"wait by chance", Align::kRight},
                              {"P(wait)", Align::kRight},
                              {"fluid wait", Align::kRight},
                              {"badge"}};
  // Only one --within per call: every overlay that has one has the same.
  if (asked) {
    const auto within = [&] {
      for (const NodeFlowFacts& node : facts.nodes) {
        if (node.overlay) return *node.overlay->within_minutes;
      }
      return kAbsent;
    }();
    columns.insert(columns.end() - 2,
                   {"P(wait \u2264 " + shown_minutes(within) + ")", Align::kRight});
  }
  return "Run " + facts.run->info().id + ", " + with_time(facts.run->grid(), facts.bins.first) +
         " to " + with_time(facts.run->grid(), facts.bins.last()) + "\n" +
         table_text(columns, rows) + lines_text(notes);
}

}  // namespace flowtime::cli
