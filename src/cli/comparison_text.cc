// From sentence to detail: a reader who stops early has read what matters most. All tables are
// built from a Comparison that is complete; what is cut here is in the JSON.
#include "cli/comparison_text.h"

#include <cmath>
#include <string>
#include <vector>

#include "compare/comparison_words.h"
#include "figures/figure_value.h"
#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kShownSeries = 12, kShownNodes = 20, kShownChanges = 20;
constexpr std::size_t kLineWidth = 110;

std::string or_none(const std::string& text) { return text.empty() ? "-" : text; }

void write_rest(std::size_t count, std::size_t shown, Console& console) {
  if (count <= shown) return;
  console.out("... and " + std::to_string(count - shown) + " more (--json has all of them)\n");
}

void write_run_changes(const char* title, const std::vector<RunChange>& changes, Console& console) {
  if (changes.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const RunChange& change : changes) {
    rows.push_back({change.name, or_none(change.before), or_none(change.after)});
  }
  console.out(std::string("\n") + title + "\n" +
              table_text({{"what"}, {"before"}, {"after"}}, rows));
}

void write_inputs(const std::vector<InputChange>& inputs, Console& console) {
  if (inputs.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const InputChange& input : inputs) {
    rows.push_back({input.id, std::to_string(input.changed_bins), std::to_string(input.first_bin),
                    short_number(input.before), short_number(input.after),
                    short_number(input.mean_before), short_number(input.mean_after)});
  }
  console.out("\nInputs\n" + table_text({{"node"},
                                         {"bins", Align::kRight},
                                         {"from bin", Align::kRight},
                                         {"before", Align::kRight},
                                         {"after", Align::kRight},
                                         {"mean before", Align::kRight},
                                         {"mean after", Align::kRight}},
                                        rows));
}

void write_structure(const std::vector<StructureChange>& changes, Console& console) {
  if (changes.empty()) return;
  console.out("\nModel\n");
  std::size_t shown = 0;
  for (const StructureChange& change : changes) {
    if (shown++ == kShownChanges) break;
    std::string line =
        std::string("  ") + name_of(change.kind) + " " + change.item + " " + change.id;
    if (change.kind == StructureChange::Kind::kChanged) {
      line += ", " + change.field + ": " + or_none(change.before) + " -> " + or_none(change.after);
    } else {
      const std::string& what = change.before.empty() ? change.after : change.before;
      if (!what.empty()) line += ": " + what;
    }
    console.out(line + "\n");
  }
  write_rest(changes.size(), kShownChanges, console);
}

// Less than a billionth of the scale is 0.
// Values of two runs differ by rounding alone in many bins; such a change would read as 1.2e-14.
std::string without_dust(double value, double scale) {
  return short_number(std::fabs(value) < 1e-9 * scale ? 0 : value);
}

std::string per_cent(double share) { return short_number(std::round(1000 * share) / 10) + " %"; }

void write_series(const SeriesChanges& series, Console& console) {
  if (!series.comparable) {
    console.out("\nThe bins of the runs have different widths; their series are not compared.\n");
    return;
  }
  const auto differing = static_cast<std::int64_t>(series.changed.size());
  console.out("\nLargest changes: " + std::to_string(differing) + " of " +
              std::to_string(series.compared) + " series differ, over " +
              counted(series.compared_bins, "bin") + "\n");
  std::vector<std::vector<std::string>> rows;
  for (const SeriesChange& change : series.changed) {
    if (rows.size() == kShownSeries) break;
    rows.push_back({change.id, per_cent(change.relative()), std::to_string(change.at_bin),
                    without_dust(change.before, change.scale),
                    without_dust(change.after, change.scale),
                    without_dust(change.mean, change.scale), std::to_string(change.first_bin)});
  }
  if (rows.empty()) return;
  console.out(table_text({{"series"},
                          {"of scale", Align::kRight},
                          {"in bin", Align::kRight},
                          {"before", Align::kRight},
                          {"after", Align::kRight},
                          {"mean change", Align::kRight},
                          {"from bin", Align::kRight}},
                         rows));
  write_rest(series.changed.size(), kShownSeries, console);
}

void write_only(const char* title, const std::vector<std::string>& ids, Console& console) {
  if (ids.empty()) return;
  std::string line = title;
  for (std::size_t i = 0; i < ids.size() && i < kShownSeries; ++i)
    line += (i ? ", " : " ") + ids[i];
  if (ids.size() > kShownSeries) line += ", ...";
  console.out(line + "\n");
}

void write_findings(const Comparison& comparison, Console& console) {
  if (comparison.gained.empty() && comparison.lost.empty()) return;
  console.out("\nFindings\n");
  for (const auto& [sign, findings] :
       {std::pair{"  + ", &comparison.gained}, {"  - ", &comparison.lost}}) {
    for (const Finding& finding : *findings) {
      console.out(sign + std::string(name_of(finding.severity)) + "  " + finding.message + " [" +
                  finding.code + "]\n");
    }
  }
}

// The table of shares says what they are per cent of the change, unless that misleads.
// A share below 0 or above the whole means that changes work against one another: "140 %" and "-40
// %" would mislead, the amounts do not.
bool fits_in_per_cent(const AttributedChange& change) {
  const double difference = change.after - change.before;
  if (difference == 0) return false;
  for (const AttributedShare& share : change.shares) {
    const double part = share.amount / difference;
    if (part < -1e-9 || part > 1 + 1e-9) return false;
  }
  return true;
}

void write_shares(const AttributedChange& change, Console& console) {
  const double difference = change.after - change.before;
  const double scale = std::max(std::fabs(change.before), std::fabs(change.after));
  const bool per_cents = fits_in_per_cent(change);
  console.out(words_of(change) + "\n");
  if (change.shares.size() < 2) return;
  std::vector<Column> columns{{"change"}, {"amount", Align::kRight}};
  if (per_cents) columns.push_back({"share", Align::kRight});
  if (!change.exact) columns.push_back({"error", Align::kRight});
  std::vector<std::vector<std::string>> rows;
  for (const AttributedShare& share : change.shares) {
    std::vector<std::string>& row = rows.emplace_back();
    row = {share.name, without_dust(share.amount, scale)};
    if (per_cents) row.push_back(per_cent(share.amount / difference));
    if (!change.exact) row.push_back("± " + short_number(share.standard_error));
  }
  console.out(table_text(columns, rows));
  console.out(change.exact ? "Shapley shares of " + counted(change.figures, "figure") + ".\n"
                           : "Means over " + counted(change.orders, "random order") + ".\n");
}

void write_attribution(const std::optional<AttributedChange>& change, const std::string& why_not,
                       Console& console) {
  if (change) return write_shares(*change, console);
  if (!why_not.empty()) console.out("The change is not divided: " + why_not + ".\n");
}

std::string shown_or_why(const figures::FigureValue& value) {
  return value.why_absent.empty() ? figures::shown(value) : "- (" + value.why_absent + ")";
}

// "+9", "-5.1 h or more"; "-" where it is not known.
std::string shown_change(const FigureChange& figure) {
  const figures::FigureValue &was = figure.before, &is = figure.after;
  const double change = is.value - was.value;
  if (!is_finite(change) || is.unit == "verdict") return "-";
  // An "at least" on the side that the change moves away from leaves the change a lower bound; on
  // the other side nothing is known of it.
  const bool open_top = change > 0 ? is.at_least : was.at_least;
  const bool open_end = change > 0 ? was.at_least : is.at_least;
  if (open_end) return "-";
  const std::string text = shown_beside(change, was.value, is.unit);
  return (change > 0 ? "+" : "") + text + (open_top ? " or more" : "");
}

void write_figures(const std::vector<FigureChange>& figures, Console& console) {
  if (figures.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const FigureChange& figure : figures) {
    rows.push_back({to_text(figure.figure), shown_or_why(figure.before), shown_or_why(figure.after),
                    shown_change(figure)});
  }
  console.out("\n" + table_text({{"figure"},
                                 {"before", Align::kRight},
                                 {"after", Align::kRight},
                                 {"change", Align::kRight}},
                                rows));
}

void write_explanations(const Comparison& comparison, Console& console) {
  if (comparison.identical()) return;
  console.out("\nWhat explains it\n");
  if (comparison.figures.empty()) {
    // Without figures that were asked for: the change of the queue peak that changed most.
    write_attribution(comparison.attribution, comparison.no_attribution, console);
  }
  for (const FigureChange& figure : comparison.figures) {
    if (!figure.attribution) console.out(to_text(figure.figure) + ": ");
    write_attribution(figure.attribution, figure.no_attribution, console);
  }
}

// "94 % -> 100 %", or one of the two where they read alike.
std::string cell(const std::string& before, const std::string& after) {
  return before == after ? before : before + " -> " + after;
}
std::string amount(double value, const std::string& unit, bool at_least = false) {
  return figures::shown({.value = value, .unit = unit, .at_least = at_least});
}

// What one run has to say of a node, in the columns of the table.
std::vector<std::string> cells_of(const std::optional<NodeSide>& side) {
  if (!side) return {"-", "-", "-", "-", "-", "-"};
  const auto items = [&](double value) { return amount(value > side->dust ? value : 0, "items"); };
  return {amount(side->load, "ratio"),
          is_absent(side->waiting) ? "-" : items(side->waiting),
          amount(side->p95_wait, "minutes", side->at_least),
          items(side->late),
          items(side->lost),
          side->verdict == Verdict::kNone ? "-" : name_of(side->verdict)};
}

void write_nodes(const Comparison& comparison, Console& console) {
  if (comparison.nodes.empty()) return;
  std::vector<std::vector<std::string>> rows;
  std::int64_t alike = 0;
  for (const NodeChange& node : comparison.nodes) {
    const std::vector<std::string> before = cells_of(node.before), after = cells_of(node.after);
    // Compared as they are shown: a difference that the digits of a cell do not show is no row.
    alike += before == after;
    if (before == after) continue;
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(node.id);
    for (std::size_t i = 0; i < before.size(); ++i) row.push_back(cell(before[i], after[i]));
  }
  const std::size_t changed = rows.size();
  if (changed > kShownNodes) rows.resize(kShownNodes);
  if (changed > 0) {
    console.out("\n" + table_text({{"node"},
                                   {"load", Align::kRight},
                                   {"waiting", Align::kRight},
                                   {"p95 wait", Align::kRight},
                                   {"late", Align::kRight},
                                   {"lost", Align::kRight},
                                   {"verdict", Align::kLeft}},
                                  rows));
  }
  write_rest(changed, kShownNodes, console);
  if (alike > 0) console.out((changed > 0 ? "" : "\n") + counted(alike, "node") + " unchanged.\n");
}

void write_constraints(const Comparison& comparison, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const ConstraintChange& constraint : comparison.constraints) {
    const auto cells = [](const std::optional<ConstraintSide>& side) {
      if (!side) return std::vector<std::string>{"-", "-", "-"};
      return std::vector<std::string>{amount(side->load, "ratio"), amount(side->harmed, "items"),
                                      name_of(side->verdict)};
    };
    const auto before = cells(constraint.before), after = cells(constraint.after);
    if (before == after) continue;
    rows.push_back({constraint.id, cell(before[0], after[0]), cell(before[1], after[1]),
                    cell(before[2], after[2])});
  }
  if (rows.empty()) return;
  console.out("\n" + table_text({{"shared constraint"},
                                 {"load", Align::kRight},
                                 {"harmed", Align::kRight},
                                 {"verdict", Align::kLeft}},
                                rows));
}

void write_headlines(const Comparison& comparison, Console& console) {
  if (comparison.before_headline.empty() || comparison.after_headline.empty()) return;
  if (comparison.before_headline == comparison.after_headline) return;
  console.out("\n" + wrapped("Before: " + comparison.before_headline, kLineWidth));
  console.out(wrapped("After: " + comparison.after_headline, kLineWidth));
}

}  // namespace

void write_comparison(const Comparison& comparison, Console& console) {
  console.out(comparison.before_id + " -> " + comparison.after_id + "\n");
  if (comparison.identical()) {
    console.out("The runs are equal.\n");
    return write_figures(comparison.figures, console);
  }
  std::string text = comparison.sentence;
  for (const std::string& remark : comparison.remarks) text += " " + remark;
  console.out("\n" + wrapped(text, kLineWidth));
  if (comparison.avoided) console.out("\n" + wrapped(comparison.avoided->sentence, kLineWidth));
  write_nodes(comparison, console);
  write_constraints(comparison, console);
  write_figures(comparison.figures, console);
  write_explanations(comparison, console);
  write_headlines(comparison, console);
  write_series(comparison.series, console);
  write_only("Series only before:", comparison.series.only_before, console);
  write_only("Series only after:", comparison.series.only_after, console);
  write_run_changes("Run", comparison.run, console);
  write_run_changes("Parameters", comparison.parameters, console);
  write_inputs(comparison.model.inputs, console);
  write_structure(comparison.model.structure, console);
  write_findings(comparison, console);
}

}  // namespace flowtime::cli
