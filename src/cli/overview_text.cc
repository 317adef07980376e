// What a person sees first of a run: the headline, a table of nodes, further findings, and the
// curves of the headline's node. All figures are those of the judgement; nothing is computed here.
#include "cli/overview_text.h"

#include <algorithm>
#include <numeric>

#include "cli/sparkline.h"
#include "inspect/headline.h"
#include "run/shown_verdict.h"
#include "series/shown.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kMostNodes = 12;     // of the table
constexpr std::size_t kSparkWidth = 60;    // of the headline's curves
constexpr std::size_t kVerdictWidth = 11;  // column at which a sentence begins

std::string amount_cell(double value) { return is_absent(value) ? "-" : shown_amount(value); }
std::string percent_cell(double ratio) { return is_absent(ratio) ? "-" : shown_percent(ratio); }

std::string verdict_cell(const NodeJudgement& node) {
  if (node.verdict != Verdict::kNone) return shown_verdict(node.verdict);
  return node.is_pile ? "pile" : "-";
}

bool waits(const NodeJudgement& node) { return node.peak_depth > node.dust; }

std::string wait_cell(const NodeJudgement& node) {
  // A pile (a dead-letter queue, say) is not worked off: nothing in it waits for its turn.
  if (is_absent(node.p95) || node.is_pile) return "-";
  return (node.at_least.p95 ? "≥ " : "") + shown_minutes(node.p95);
}

std::string late_cell(const NodeJudgement& node) {
  if (is_absent(node.late_share) || node.is_pile) return "-";
  if (!(node.late > 0)) return "0";
  return shown_amount(node.late) + " (" + percent_cell(node.late_share) + ")";
}

// "1,636 of 8,178": what was sent again is dropped and not lost.
std::string lost_cell(const NodeJudgement& node) {
  if (!(node.dropped > 0)) return node.verdict == Verdict::kNone ? "-" : "0";
  const std::string dropped = shown_amount(node.dropped), lost = shown_amount(node.lost);
  return dropped == lost ? lost : lost + " of " + dropped;
}

// In the order of the topology; of many the worst.
std::vector<std::size_t> shown_nodes(const std::vector<NodeJudgement>& nodes) {
  std::vector<std::size_t> shown(nodes.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  if (nodes.size() <= kMostNodes) return shown;
  const auto key = [&](std::size_t n) {
    const NodeJudgement& node = nodes[n];
    return std::tuple(node.verdict, node.harmed, finite_or_zero(node.peak_depth),
                      finite_or_zero(node.peak_load));
  };
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t a, std::size_t b) { return key(a) > key(b); });
  shown.resize(kMostNodes);
  return shown;
}

std::string node_table(const StoredRun& run) {
  const std::vector<NodeJudgement>& nodes = run.judgement()->nodes;
  if (nodes.empty()) return "";
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t n : shown_nodes(nodes)) {
    const NodeJudgement& node = nodes[n];
    rows.push_back({run.topology().nodes[n].id, percent_cell(node.peak_load),
                    amount_cell(node.peak_depth),
                    waits(node) ? shown_time(run.grid(), node.peak_depth_bin) : "-",
                    wait_cell(node), late_cell(node), lost_cell(node), verdict_cell(node)});
  }
  constexpr Align kRight = Align::kRight;
  const std::string table = table_text({{"node"},
                                        {"peak load", kRight},
                                        {"peak waiting", kRight},
                                        {"at", kRight},
                                        {"p95 wait", kRight},
                                        {"late", kRight},
                                        {"lost", kRight},
                                        {"verdict"}},
                                       rows);
  const std::size_t hidden = nodes.size() - rows.size();
  return hidden == 0 ? table : table + "... and " + std::to_string(hidden) + " more\n";
}

std::string constraint_table(const StoredRun& run) {
  const std::vector<ConstraintJudgement>& constraints = run.judgement()->constraints;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t c = 0; c < constraints.size(); ++c) {
    const ConstraintJudgement& constraint = constraints[c];
    std::vector<std::string> held;
    for (const std::uint32_t node : constraint.held) held.push_back(run.topology().nodes[node].id);
    const bool loaded = is_finite(constraint.peak_load);
    rows.push_back({run.topology().constraints[c].id, percent_cell(constraint.peak_load),
                    loaded ? shown_time(run.grid(), constraint.peak_load_bin) : "-",
                    amount_cell(constraint.harmed),
                    constraint.verdict == Verdict::kNone ? "-" : shown_verdict(constraint.verdict),
                    held.empty() ? "-" : shown_list(held)});
  }
  if (rows.empty()) return "";
  return "\n" + table_text({{"shared capacity"},
                            {"peak load", Align::kRight},
                            {"at", Align::kRight},
                            {"harmed", Align::kRight},
                            {"verdict"},
                            {"held back"}},
                           rows);
}

// The sentence on lines of at most `width` characters; a figure stays beside its unit.
std::string sentence_lines(const RankedFinding& finding, std::size_t width) {
  // A no-break space holds a figure and its unit together while lines are wrapped, and becomes a
  // plain space afterwards.
  constexpr const char* kTied = "\u00a0";
  std::string text;
  for (const SentencePart& part : finding.parts) {
    for (const char c : part.text) {
      if (c == ' ' && is_finite(part.value)) {
        text += kTied;
      } else {
        text += c;
      }
    }
  }
  text = wrapped(text, width);
  for (std::size_t at; (at = text.find(kTied)) != std::string::npos;) text.replace(at, 2, " ");
  return text;
}

// A verdict, then the sentence, whose further lines are indented as far.
std::string finding_text(const RankedFinding& finding, std::size_t width, Verdict verdict) {
  std::string label = shown_verdict(verdict);
  const std::size_t shown = character_count(label);
  label.append(shown < kVerdictWidth ? kVerdictWidth - shown : 1, ' ');
  const std::size_t room = std::max<std::size_t>(width, 40) - kVerdictWidth;
  std::string text;
  const std::string lines = sentence_lines(finding, room);
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    text += (at == 0 ? label : std::string(kVerdictWidth, ' ')) + lines.substr(at, end - at + 1);
    at = end + 1;
  }
  return text;
}

// One row of the headline's curves: its name, its curve, and what its full height is.
struct CurveRow {
  std::string name;
  const std::vector<double>* values;
  double full;
  std::string scale;
  Shown shown = Shown::kLargest;
};

std::vector<CurveRow> curve_rows(const HeadlineCurves& curves, const TimeGrid& grid) {
  // Demand and capacity share one scale, so that the eye can compare them.
  const double flow = std::max(largest_of(curves.demand), largest_of(curves.capacity));
  const std::string per = shown_amount(flow) + " per " + shown_bin_width(grid);
  std::vector<CurveRow> rows;
  if (!curves.demand.empty()) rows.push_back({"asked for", &curves.demand, flow, per});
  if (!curves.capacity.empty()) {
    // Where several bins share a character, the smallest capacity: a gap must not vanish.
    rows.push_back({"capacity", &curves.capacity, flow, per, Shown::kSmallest});
  }
  const double waiting = largest_of(curves.waiting);
  if (waiting > 0) {
    rows.push_back(
        {"waiting", &curves.waiting, waiting, shown_amount(waiting) + " " + curves.items});
  }
  return rows;
}

}  // namespace

std::string headline_text(const JudgementSummary& judgement, std::size_t width) {
  if (judgement.findings.empty()) return "";
  const RankedFinding& headline = judgement.findings.front();
  // Where nothing is known of any node, nothing is on time either.
  const bool unknown = judgement.verdict == Verdict::kNone && headline.kind == FindingKind::kCalm &&
                       !headline.node_id.empty();
  return finding_text(headline, width, unknown ? Verdict::kNone : headline.verdict);
}

std::string verdict_tables(const StoredRun& run) {
  if (run.judgement() == nullptr) return "";
  return node_table(run) + constraint_table(run);
}

std::string other_findings_text(const JudgementSummary& judgement, std::size_t width, bool all) {
  std::string text;
  for (std::size_t i = 1; i < judgement.findings.size(); ++i) {
    const RankedFinding& finding = judgement.findings[i];
    if (all || finding.verdict >= Verdict::kWarning)
      text += finding_text(finding, width, finding.verdict);
  }
  return text;
}

std::string headline_sparklines(const StoredRun& run) {
  const auto curves = headline_curves(run);
  if (!curves) return "";
  const std::vector<CurveRow> rows = curve_rows(*curves, run.grid());
  if (rows.empty()) return "";
  const std::size_t columns = spark_columns(static_cast<std::size_t>(run.bins()), kSparkWidth);
  std::size_t width = character_count(curves->name);
  for (const CurveRow& row : rows) width = std::max(width, row.name.size());
  const auto padded = [&](const std::string& text, std::size_t to) {
    const std::size_t shown = character_count(text);
    return text + std::string(shown < to ? to - shown : 0, ' ');
  };
  std::string text = padded(padded(curves->name, width + 2), width + 4 + columns) + "full height\n";
  for (const CurveRow& row : rows) {
    text += padded(row.name, width + 2) + sparkline(*row.values, columns, row.full, row.shown) +
            "  " + row.scale + "\n";
  }
  return text + std::string(width + 2, ' ') + spark_axis(run.grid(), columns) + "\n";
}

}  // namespace flowtime::cli
