#include "cli/comparison_text.h"

#include <cmath>
#include <string>
#include <vector>

#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kShownSeries = 12;

std::string or_none(const std::string& text) { return text.empty() ? "-" : text; }

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
  for (const StructureChange& change : changes) {
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
}

void write_series(const SeriesChanges& series, Console& console) {
  if (!series.comparable) {
    console.out("\nThe bins of the runs have different widths; their series are not compared.\n");
    return;
  }
  const auto differing = static_cast<std::int64_t>(series.changed.size());
  console.out("\nSeries: " + std::to_string(differing) + " of " + std::to_string(series.compared) +
              " differ, over " + counted(series.compared_bins, "bin") + "\n");
  std::vector<std::vector<std::string>> rows;
  for (const SeriesChange& change : series.changed) {
    if (rows.size() == kShownSeries) break;
    rows.push_back({change.id, short_number(change.max_abs), std::to_string(change.at_bin),
                    short_number(change.before), short_number(change.after),
                    short_number(change.mean), short_number(change.rms),
                    std::to_string(change.first_bin)});
  }
  if (rows.empty()) return;
  console.out(table_text({{"series"},
                          {"largest", Align::kRight},
                          {"in bin", Align::kRight},
                          {"before", Align::kRight},
                          {"after", Align::kRight},
                          {"mean", Align::kRight},
                          {"rms", Align::kRight},
                          {"from bin", Align::kRight}},
                         rows));
  if (series.changed.size() > kShownSeries) {
    console.out("... and " + std::to_string(series.changed.size() - kShownSeries) +
                " more (--json tells all)\n");
  }
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

std::string share_text(double amount, double change) {
  if (change == 0) return "";
  return short_number(std::round(1000 * amount / change) / 10) + " %";
}

void write_attribution(const Comparison& comparison, Console& console) {
  if (!comparison.attribution) {
    if (!comparison.identical()) {
      console.out("\nThe change is not divided: " + comparison.no_attribution + ".\n");
    }
    return;
  }
  const AttributedChange& change = *comparison.attribution;
  const double difference = change.after - change.before;
  console.out("\nWhat explains " + to_text(change.figure) + ": " + short_number(change.before) +
              " -> " + short_number(change.after) + " (" + (difference > 0 ? "+" : "") +
              short_number(difference) + ")\n");
  std::vector<std::vector<std::string>> rows;
  for (const AttributedShare& share : change.shares) {
    rows.push_back({share.name, short_number(share.amount), share_text(share.amount, difference)});
    if (!change.exact) rows.back().push_back("± " + short_number(share.standard_error));
  }
  std::vector<Column> columns{{"change"}, {"amount", Align::kRight}, {"share", Align::kRight}};
  if (!change.exact) columns.push_back({"error", Align::kRight});
  console.out(table_text(columns, rows));
  console.out(change.exact ? "Shapley shares of " + counted(change.figures, "figure") + ".\n"
                           : "Means over " + counted(change.orders, "random order") + ".\n");
}

}  // namespace

void write_comparison(const Comparison& comparison, Console& console) {
  console.out(comparison.before_id + " -> " + comparison.after_id + "\n");
  if (comparison.identical()) return console.out("The runs are equal.\n");
  write_run_changes("Run", comparison.run, console);
  write_run_changes("Parameters", comparison.parameters, console);
  write_inputs(comparison.model.inputs, console);
  write_structure(comparison.model.structure, console);
  write_series(comparison.series, console);
  write_only("Only before:", comparison.series.only_before, console);
  write_only("Only after:", comparison.series.only_after, console);
  write_findings(comparison, console);
  write_attribution(comparison, console);
}

}  // namespace flowtime::cli
