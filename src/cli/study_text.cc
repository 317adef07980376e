// One overload of `write` per kind of answer, chosen by std::visit: a new kind does not compile
// until it has its text.
#include "cli/study_text.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "cli/sparkline.h"
#include "series/absent.h"
#include "series/shown.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

using studies::StudyAnswer;
using studies::StudyRow;

constexpr std::size_t kShownRows = 40;  // of a sweep; the JSON has all
constexpr int kPlotHeight = 10;

using Rows = std::vector<std::vector<std::string>>;

std::vector<Column> columns_of(const StudyAnswer& answer) {
  std::vector<Column> columns;
  for (const std::string& knob : answer.knobs) columns.push_back({knob, Align::kRight});
  for (const figures::Figure& figure : answer.measures) {
    columns.push_back({figures::to_text(figure), Align::kRight});
  }
  return columns;
}

std::vector<std::string> cells_of(const StudyRow& row) {
  std::vector<std::string> cells;
  for (const double value : row.point) cells.push_back(short_number(value));
  for (const figures::FigureValue& value : row.figures) cells.push_back(figures::shown(value));
  return cells;
}

// A value of the measure at `index`; a verdict as its word.
std::string shown_of(const StudyAnswer& answer, std::size_t index, double value) {
  const bool is_verdict =
      !answer.rows.empty() && answer.rows.front().figures[index].unit == "verdict";
  if (is_verdict) return figures::shown({.value = value, .unit = "verdict"});
  return short_number(value);
}

// Values over one parameter as rows of characters: a dot per column at the height of its value.
void write_plot(const std::vector<double>& x, const std::vector<double>& y, Console& console) {
  double lo = kAbsent, hi = kAbsent;
  for (const double value : y) {
    if (!is_finite(value)) continue;
    if (!(value >= lo)) lo = value;
    if (!(value <= hi)) hi = value;
  }
  // Two points or a constant figure make no curve.
  if (is_absent(lo) || x.size() < 3 || !(hi > lo)) return;
  const auto width = static_cast<std::size_t>(std::clamp(console.width() - 14, 20, 64));
  std::vector<std::string> lines(kPlotHeight, std::string(width, ' '));
  const double span = x.back() - x.front();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!is_finite(y[i]) || !(span != 0)) continue;
    const double across = (x[i] - x.front()) / span * static_cast<double>(width - 1);
    const double up = (y[i] - lo) / (hi - lo) * (kPlotHeight - 1);
    lines[static_cast<std::size_t>(kPlotHeight - 1 - std::lround(up))]
         [static_cast<std::size_t>(std::lround(across))] = '*';
  }
  console.out("\n");
  for (int i = 0; i < kPlotHeight; ++i) {
    std::string label;
    if (i == 0) label = shown_amount(hi);
    if (i == kPlotHeight - 1) label = shown_amount(lo);
    std::string line = std::string(10 - std::min<std::size_t>(10, label.size()), ' ') + label +
                       " |" + lines[static_cast<std::size_t>(i)];
    line.erase(line.find_last_not_of(' ') + 1);
    console.out(line + "\n");
  }
  const std::string left = shown_amount(x.front()), right = shown_amount(x.back());
  const std::size_t gap =
      width > left.size() + right.size() ? width - left.size() - right.size() : 1;
  console.out(std::string(12, ' ') + left + std::string(gap, ' ') + right + "\n");
}

// One parameter, one figure, in the order of the parameter.
void write_curve(const StudyAnswer& answer, Console& console) {
  if (answer.knobs.size() != 1 || answer.measures.empty()) return;
  std::vector<std::pair<double, double>> places;
  for (const StudyRow& row : answer.rows) {
    places.emplace_back(row.point.front(), row.figures.front().value);
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<double> x, y;
  for (const auto& [at, value] : places) {
    x.push_back(at);
    y.push_back(value);
  }
  write_plot(x, y, console);
}

void write(const StudyAnswer& answer, const studies::SweepAnswer&, Console& console) {
  Rows rows;
  for (const StudyRow& row : answer.rows) {
    if (rows.size() < kShownRows) rows.push_back(cells_of(row));
  }
  console.out(table_text(columns_of(answer), rows));
  if (answer.rows.size() > rows.size()) {
    console.out("... and " + std::to_string(answer.rows.size() - rows.size()) +
                " more points; --json has all of them\n");
  }
  write_curve(answer, console);
}

void write(const StudyAnswer& answer, const studies::SensitivityAnswer& found, Console& console) {
  Rows rows;
  for (const auto& one : found.parameters) {
    rows.push_back({one.knob, short_number(one.base), short_number(one.difference.gradient),
                    short_number(one.difference.low), short_number(one.difference.at_low),
                    short_number(one.difference.high), short_number(one.difference.at_high)});
  }
  console.out(figures::to_text(answer.measures.front()) + " per unit of each parameter\n");
  console.out(table_text({{"parameter"},
                          {"now", Align::kRight},
                          {"gradient", Align::kRight},
                          {"low", Align::kRight},
                          {"figure", Align::kRight},
                          {"high", Align::kRight},
                          {"figure", Align::kRight}},
                         rows));
}

void write(const StudyAnswer& answer, const GoalSought& found, Console& console) {
  const std::string figure = figures::to_text(answer.measures.front());
  const std::string at = answer.knobs.front() + " = ";
  if (found.converged) {
    console.out(at + format_number(found.value) + " gives " + figure + " = " +
                short_number(found.figure) + " after " + counted(found.iterations, "step") + ".\n");
  } else if (found.bracketed) {
    console.out("Not reached within the tolerance: " + at + format_number(found.value) + " gives " +
                figure + " = " + short_number(found.figure) + ".\n");
  } else {
    console.out(
        "Not bracketed: the figures of the range do not enclose the target. Widen the range.\n");
  }
  Rows rows;
  for (const GoalSeekStep& step : found.steps) {
    rows.push_back({std::to_string(step.iteration), short_number(step.value),
                    short_number(step.figure), short_number(step.bracket.lo),
                    short_number(step.bracket.hi)});
  }
  console.out(table_text({{"step", Align::kRight},
                          {answer.knobs.front(), Align::kRight},
                          {figure, Align::kRight},
                          {"from", Align::kRight},
                          {"to", Align::kRight}},
                         rows));
}

void write(const StudyAnswer& answer, const studies::OptimizeAnswer& answered, Console& console) {
  const Minimum& found = answered.found;
  std::string at;
  for (std::size_t i = 0; i < answer.knobs.size(); ++i) {
    at += (at.empty() ? "" : ", ") + answer.knobs[i] + " = " + format_number(found.point[i]);
  }
  console.out(at + " gives " + figures::to_text(answer.measures.front()) + " = " +
              shown_of(answer, 0, found.value) + ".\n");
  console.out((found.converged ? "Converged" : "Stopped") + std::string(" after ") +
              counted(static_cast<std::int64_t>(answer.rows.size()), "evaluation") + " of " +
              answered.method + ".\n");
  // Figures of the constraints come after the measures that were asked for.
  const std::size_t first = answer.measures.size() - answered.constraints.size();
  for (std::size_t i = 0; i < answered.constraints.size(); ++i) {
    console.out(figures::to_text(answer.measures[first + i]) + " = " +
                shown_of(answer, first + i, answered.constraints[i]) + "\n");
  }
  if (!answered.is_feasible) console.out("No point that was evaluated meets every constraint.\n");
}

// The front, the best in the first figure first.
void write(const StudyAnswer& answer, const studies::ParetoAnswer& found, Console& console) {
  Rows rows;
  for (const studies::StudyRow& row : found.front) {
    std::vector<std::string> cells;
    for (const double value : row.point) cells.push_back(short_number(value));
    for (std::size_t i = 0; i < 2; ++i) cells.push_back(short_number(row.figures[i].value));
    rows.push_back(std::move(cells));
  }
  console.out(counted(static_cast<std::int64_t>(found.front.size()), "point") + " of " +
              counted(static_cast<std::int64_t>(answer.rows.size()), "evaluation") +
              ": none is better than another in both figures\n");
  console.out(table_text(columns_of(answer), rows));
}

void write(const StudyAnswer& answer, const studies::MorrisAnswer& found, Console& console) {
  Rows rows;
  for (std::size_t i = 0; i < found.effects.size(); ++i) {
    rows.push_back({answer.knobs[i], short_number(found.effects[i].mean_size),
                    short_number(found.effects[i].mean), short_number(found.effects[i].deviation)});
  }
  console.out("Elementary effects on " + figures::to_text(answer.measures.front()) + "\n");
  console.out(table_text({{"parameter"},
                          {"mean size", Align::kRight},
                          {"mean", Align::kRight},
                          {"deviation", Align::kRight}},
                         rows));
}

void write(const StudyAnswer& answer, const studies::SobolAnswer& found, Console& console) {
  Rows rows;
  for (std::size_t i = 0; i < found.indices.size(); ++i) {
    const SobolIndex& index = found.indices[i];
    rows.push_back({answer.knobs[i], short_number(index.first), short_number(index.first_error),
                    short_number(index.total), short_number(index.total_error)});
  }
  console.out("Shares of the variance of " + figures::to_text(answer.measures.front()) + "\n");
  console.out(table_text({{"parameter"},
                          {"alone", Align::kRight},
                          {"±", Align::kRight},
                          {"in all", Align::kRight},
                          {"±", Align::kRight}},
                         rows));
}

void write(const StudyAnswer& answer, const studies::EnsembleAnswer& found, Console& console) {
  Rows rows;
  for (std::size_t i = 0; i < found.spreads.size(); ++i) {
    const auto& spread = found.spreads[i];
    rows.push_back({figures::to_text(answer.measures[i]), short_number(spread.p5),
                    short_number(spread.p25), short_number(spread.median), short_number(spread.p75),
                    short_number(spread.p95)});
  }
  console.out("Of " + counted(static_cast<std::int64_t>(answer.rows.size()), "draw") + "\n");
  console.out(table_text({{"figure"},
                          {"p5", Align::kRight},
                          {"p25", Align::kRight},
                          {"median", Align::kRight},
                          {"p75", Align::kRight},
                          {"p95", Align::kRight}},
                         rows));
  for (const auto& chance : found.chances) console.out(chance.text + "\n");
}

}  // namespace

void write_study(const StudyAnswer& answer, Console& console) {
  std::visit([&](const auto& found) { write(answer, found, console); }, answer.found);
}

void write_suggestions(const studies::Suggestions& suggestions, Console& console) {
  const auto width = static_cast<std::size_t>(console.width());
  if (!suggestions.headline.empty()) console.out(wrapped(suggestions.headline, width) + "\n");
  if (suggestions.is_met) {
    console.out("Nothing waits beyond its promise and nothing is dropped: no change is needed.\n");
    return;
  }
  if (suggestions.entries.empty()) {
    console.out(wrapped(suggestions.why_none, width));
    return;
  }
  Rows rows;
  for (const studies::Suggestion& entry : suggestions.entries) {
    rows.push_back({entry.parameter, short_number(entry.from), short_number(entry.to),
                    short_number(std::round(entry.relative_size() * 1000) / 10) + " %",
                    entry.worsens.empty() ? "" : entry.worsens.front().text});
    for (std::size_t i = 1; i < entry.worsens.size(); ++i) {
      rows.push_back({"", "", "", "", entry.worsens[i].text});
    }
  }
  console.out("Each of these changes is enough; the smallest comes first.\n");
  console.out(table_text({{"parameter"},
                          {"from", Align::kRight},
                          {"to", Align::kRight},
                          {"change", Align::kRight},
                          {"makes worse"}},
                         rows));
  console.out("\n" + wrapped(suggestions.entries.front().effect, width));
}

}  // namespace flowtime::cli
