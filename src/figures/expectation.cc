#include "figures/expectation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "answers/judgement.h"
#include "answers/series_units.h"
#include "base/ascii.h"
#include "base/nearest_name.h"
#include "base/number_text.h"
#include "figures/check_figure.h"
#include "figures/series_figure.h"
#include "judge/node_flows.h"
#include "metrics/percentile.h"
#include "metrics/waits.h"

namespace flowtime::figures {
namespace {

// Sums of many bins differ in their last digits; "== 0" has to hold for what is 0 but for rounding.
constexpr double kEqualWithin = 1e-9;
constexpr std::size_t kMostBins = 5;
constexpr const char* kExpectationForms =
    "Write FIGURE COMPARISON NUMBER, such as 'max(queue) < 100', 'p95Wait(Desk) <= 15 min' or "
    "'verdict(run) != critical'; comparisons are < <= > >= == !=.";

struct Symbol {
  std::string_view text;
  Comparison comparison;
};
// Longer ones first, so that <= is not read as <.
constexpr std::array<Symbol, 6> kSymbols{{{"<=", Comparison::kLessEqual},
                                          {">=", Comparison::kGreaterEqual},
                                          {"==", Comparison::kEqual},
                                          {"!=", Comparison::kNotEqual},
                                          {"<", Comparison::kLess},
                                          {">", Comparison::kGreater}}};

struct TimeUnit {
  std::string_view name;
  double minutes;
};
constexpr std::array<TimeUnit, 17> kTimeUnits{{{"ms", 1.0 / 60'000},
                                               {"milliseconds", 1.0 / 60'000},
                                               {"s", 1.0 / 60},
                                               {"sec", 1.0 / 60},
                                               {"second", 1.0 / 60},
                                               {"seconds", 1.0 / 60},
                                               {"min", 1},
                                               {"minute", 1},
                                               {"minutes", 1},
                                               {"h", 60},
                                               {"hour", 60},
                                               {"hours", 60},
                                               {"d", 1440},
                                               {"day", 1440},
                                               {"days", 1440},
                                               {"week", 10'080},
                                               {"weeks", 10'080}}};

std::optional<double> minutes_of(std::string_view unit) {
  for (const TimeUnit& known : kTimeUnits) {
    if (known.name == unit) return known.minutes;
  }
  return std::nullopt;
}

Problem expectation_refusal(const char* code, std::string message,
                            std::string remedy = kExpectationForms) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text.substr(0, 120)) + "'";
}

// The first comparison outside parentheses.
struct Split {
  std::size_t at = std::string_view::npos;
  const Symbol* symbol = nullptr;
};
Split comparison_in(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    // What is in parentheses belongs to the figure: an id, a limit or a wait.
    if (depth > 0) continue;
    for (const Symbol& symbol : kSymbols) {
      if (text.substr(i).starts_with(symbol.text)) return {i, &symbol};
    }
  }
  return {};
}

// What only looks like a comparison, or hides it. The comparison is the first outside parentheses.
// "=<" is the usual slip; without this the message would be about an unknown figure.
std::optional<Problem> slip_in(std::string_view text, const Split& split) {
  const auto opened = std::count(text.begin(), text.end(), '(');
  if (opened > std::count(text.begin(), text.end(), ')')) {
    return expectation_refusal("expectation_syntax",
                               in_quotes(text) + " has a parenthesis that is not closed",
                               "Write max(queue) < 100.");
  }
  if (split.symbol == nullptr || !text.substr(0, split.at).ends_with('=')) return std::nullopt;
  const std::string wrong = "=" + std::string(split.symbol->text);
  const std::string right = std::string(split.symbol->text) + "=";
  return expectation_refusal("expectation_syntax",
                             in_quotes(text) + " has '" + wrong + "', which is not a comparison",
                             "Write " + right + ".");
}

// Takes " in RANGE" off the right side.
std::string_view range_of(std::string_view& right) {
  constexpr std::string_view kIn = " in ";
  const std::size_t at = right.rfind(kIn);
  if (at == std::string_view::npos) return {};
  const std::string_view range = trimmed(right.substr(at + kIn.size()));
  right = trimmed(right.substr(0, at));
  return range;
}

Result<Done> read_verdict(std::string_view right, Expectation& made) {
  constexpr std::array<std::string_view, 3> kNames{"good", "warning", "critical"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (right != kNames[i]) continue;
    made.bound = static_cast<double>(i + 1);
    return Done{};
  }
  return expectation_refusal("expectation_syntax", in_quotes(right) + " is not a verdict",
                             "Write good, warning or critical.");
}

// "15", "15 min", "15min", "95 %".
Result<Done> read_bound(std::string_view right, Expectation& made) {
  if (about(made.figure.reducer).unit == "verdict") return read_verdict(right, made);
  // The longest beginning that is a number: "15min" is 15 and "min", "1e3 s" is 1000 and "s".
  for (std::size_t end = right.size(); end > 0; --end) {
    const auto number = parse_number(trimmed(right.substr(0, end)));
    if (!number) continue;
    made.bound = *number;
    made.unit = std::string(trimmed(right.substr(end)));
    return Done{};
  }
  return expectation_refusal("expectation_syntax", in_quotes(right) + " is not a number");
}

Result<Expectation> bare_expectation(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos) {
    return expectation_refusal("expectation_syntax", in_quotes(text) + " has no comparison",
                               "Write == for 'is equal to'.");
  }
  FT_TRY(Figure figure, parse_figure(text));
  if (!about(figure.reducer).is_truth) {
    return expectation_refusal("expectation_syntax",
                               in_quotes(text) + " compares a figure with nothing");
  }
  Expectation made{.text = std::string(text), .figure = std::move(figure)};
  made.bound = 1;
  made.unit = "";
  return made;
}

bool equal(double a, double b) {
  return std::fabs(a - b) <= kEqualWithin * std::max(1.0, std::fabs(b));
}

bool holds(double value, Comparison comparison, double bound) {
  const bool same = equal(value, bound);
  switch (comparison) {
    // Strict comparisons exclude what counts as equal, so that x < y and x >= y are never both
    // true.
    case Comparison::kLess: return value < bound && !same;
    case Comparison::kLessEqual: return value < bound || same;
    case Comparison::kGreater: return value > bound && !same;
    case Comparison::kGreaterEqual: return value > bound || same;
    case Comparison::kEqual: return same;
    case Comparison::kNotEqual: return !same;
  }
  return false;
}

bool is_at_most(Comparison comparison) {
  return comparison == Comparison::kLess || comparison == Comparison::kLessEqual;
}

// The bound in the unit of the figure.
Result<double> bound_in(const Expectation& expectation, const std::string& unit,
                        const Model& model) {
  const std::string& given = expectation.unit;
  if (given.empty() || given == unit) return expectation.bound;
  const bool is_number = unit == "share" || unit == "ratio" || expectation.figure.is_of_series();
  // 100 % is 1: shares and ratios are kept as fractions.
  if (given == "%" && is_number && !minutes_of(unit)) {
    return expectation.bound / 100;
  }
  const auto from = minutes_of(given), to = minutes_of(unit);
  if (from && to) return expectation.bound * *from / *to;
  const bool counts = unit.empty() || unit.starts_with("items") || unit == "entities" ||
                      unit.starts_with("entities");
  if (counts && (given == "items" || given == model.item_noun)) return expectation.bound;
  return expectation_refusal(
      "expectation_unit",
      in_quotes(expectation.text) + " has the unit " + in_quotes(given) +
          ", which is not a unit of " + in_quotes(to_text(expectation.figure)),
      unit.empty() ? "Leave the unit out."
                   : "It is counted in " + item_unit(unit, model.item_noun) + ".");
}

double share_of(Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50Wait: return 0.5;
    case Reducer::kP85Wait: return 0.85;
    case Reducer::kP95Wait: return 0.95;
    default: return 1;
  }
}

// Whether what has not left bounds it: the waits of items.
bool is_bounded(Reducer reducer) {
  return reducer == Reducer::kP50Wait || reducer == Reducer::kP85Wait ||
         reducer == Reducer::kP95Wait || reducer == Reducer::kLongest;
}

// The waits of what came in these bins (bin 0: also of what was there before) if nothing that waits
// at the end ever left; those are infinite.
std::vector<Spread> waits_at_most(const judge::NodeFlows& flows, BinRange bins) {
  const double initial = flows.noise().is_empty(flows.initial_depth()) ? 0 : flows.initial_depth();
  std::vector<FifoQueue> lines{{.inflow = flows.entered(),
                                .depth = flows.depth(),
                                .initial_depth = initial,
                                .dust = flows.noise().empty}};
  // Where classes leave by themselves each waits in a line of its own.
  const auto of_classes = flows.class_queues();  // where classes leave by themselves
  if (of_classes) lines = of_classes->queues();
  const ItemWaits waits(lines);
  std::vector<Spread> spreads;
  // An outlook of rate 0: what has not left never leaves, so its wait is infinite.
  waits.each(Outlook{}, [&](const FifoPiece& piece, double first, double last) {
    const std::int64_t came = std::max<std::int64_t>(0, piece.came_bin);
    if (came < bins.first || came >= bins.end || !(piece.amount > 0)) return;
    spreads.push_back({std::min(first, last), std::max(first, last), piece.amount});
  });
  return spreads;
}

// An "at least" figure of a node at its most. What is not a wait is not bounded.
double at_most_of_node(const Figure& figure, const RunFigures& figures, const Model& model) {
  const auto node = model.topology_index(figure.id);
  const auto bins = bins_of(figure, model.grid);
  if (!is_bounded(figure.reducer) || !node || !bins) return INFINITY;
  const judge::NodeFlows flows(figures.judged(), node->value);
  const double most = percentile(waits_at_most(flows, *bins), share_of(figure.reducer));
  // Nothing came: no bound is known, and the expectation must not pass by that.
  return is_absent(most) ? INFINITY : most * model.grid.bin_minutes();
}

// The same of a node or of the run, whose longest wait is the longest of its nodes.
double at_most(const Figure& figure, const RunFigures& figures, const Model& model) {
  if (!figure.is_of_run()) return at_most_of_node(figure, figures, model);
  double most = 0;
  for (const TopologyNode& node : model.topology.nodes) {
    Figure of_node = figure;
    of_node.id = node.id;
    const auto value = figures.of(of_node);
    if (!value) return INFINITY;
    if (is_absent(value->value)) continue;
    most =
        std::max(most, value->at_least ? at_most_of_node(of_node, figures, model) : value->value);
  }
  return most;
}

// The first bins whose value is below the one before it.
std::vector<std::int64_t> falling_bins(SeriesIn values, BinRange range) {
  std::vector<std::int64_t> bins;
  double before = kAbsent;
  for (std::int64_t t = range.first; t < range.end && bins.size() < kMostBins; ++t) {
    const double value = values[static_cast<std::size_t>(t)];
    // False for an absent value on either side, which is passed over.
    if (value < before) bins.push_back(t);
    if (is_finite(value)) before = value;
  }
  return bins;
}

// The first bins that break a limit on the largest or smallest value of a series.
std::vector<std::int64_t> breaking_bins(const Expectation& expectation, double bound,
                                        const RunFigures& figures, const Model& model) {
  const Reducer reducer = expectation.figure.reducer;
  const bool of_values = (reducer == Reducer::kMax && is_at_most(expectation.comparison)) ||
                         (reducer == Reducer::kMin && !is_at_most(expectation.comparison)) ||
                         reducer == Reducer::kMonotone;
  const SeriesIndex series = figures.judged().series.find(expectation.figure.id);
  const auto range = bins_of(expectation.figure, model.grid);
  std::vector<std::int64_t> bins;
  if (!of_values || !range || !checks::exists(series)) return bins;
  const SeriesIn values = figures.judged().values(series);
  if (reducer == Reducer::kMonotone) return falling_bins(values, *range);
  for (std::int64_t t = range->first; t < range->end && bins.size() < kMostBins; ++t) {
    const double value = values[static_cast<std::size_t>(t)];
    if (is_finite(value) && !holds(value, expectation.comparison, bound)) bins.push_back(t);
  }
  return bins;
}

// Why it does not hold, where more than the value has to be said.
std::string why(const Expectation& expectation, const FigureValue& value, bool would_hold) {
  if (is_absent(value.value)) return "it has no value: " + value.why_absent;
  if (about(expectation.figure.reducer).is_truth) return "it falls";
  if (would_hold) {
    return "it is at least " + shown({.value = value.value, .unit = value.unit}) +
           ", and what has not left may still reach the limit";
  }
  return "it is " + shown(value);
}

// The places of the problems, and whose they are.
Problems at_place(Problems problems, const ExpectedText& expected) {
  for (Problem& problem : problems) {
    // The message names the expectation once, whether or not the parser did.
    if (problem.message.find(expected.text) == std::string::npos) {
      problem.message =
          "the expectation " + in_quotes(expected.text) + " is not valid. " + problem.message;
    }
    problem.where = expected.where;
    if (problem.path.empty()) problem.path = expected.path;
    if (problem.file.empty()) problem.file = expected.source;
  }
  return problems;
}

}  // namespace

const char* name_of(Comparison comparison) {
  for (const Symbol& symbol : kSymbols) {
    if (symbol.comparison == comparison) return symbol.text.data();
  }
  return "";
}

Result<Expectation> parse_expectation(std::string_view text) {
  text = trimmed(text, " \t\r\n");
  if (text.empty()) return expectation_refusal("expectation_syntax", "the expectation is empty");
  const Split split = comparison_in(text);
  if (auto slip = slip_in(text, split)) return *std::move(slip);
  if (split.symbol == nullptr) return bare_expectation(text);
  FT_TRY(Figure figure, parse_figure(text.substr(0, split.at)));
  std::string_view right = trimmed(text.substr(split.at + split.symbol->text.size()));
  if (comparison_in(right).symbol != nullptr) {
    return expectation_refusal("expectation_syntax", in_quotes(text) + " has two comparisons",
                               "Write one expectation for each.");
  }
  const std::string_view range = range_of(right);
  if (!range.empty() && !figure.range.empty()) {
    return expectation_refusal("expectation_syntax", in_quotes(text) + " has two ranges",
                               "Keep one of them.");
  }
  if (!range.empty()) figure.range = std::string(range);
  Expectation made{.text = std::string(text),
                   .figure = std::move(figure),
                   .comparison = split.symbol->comparison};
  FT_RETURN_IF_PROBLEM(read_bound(right, made));
  return made;
}

Result<std::vector<Expectation>> read_expectations(const std::vector<ExpectedText>& texts,
                                                   const Model& model,
                                                   const SeriesCatalog& series) {
  std::vector<Expectation> made;
  if (texts.empty()) return made;
  const std::vector<std::string> units = series_units(model, series);
  Problems problems;
  const auto add = [&](const Problems& more, const ExpectedText& expected) {
    for (Problem& problem : at_place(more, expected)) problems.push_back(std::move(problem));
  };
  for (const ExpectedText& expected : texts) {
    auto expectation = parse_expectation(expected.text);
    if (!expectation) {
      add(expectation.problems(), expected);
      continue;
    }
    if (const auto known = check_figure(expectation->figure, model, series); !known) {
      add(known.problems(), expected);
    } else if (const auto bound =
                   bound_in(*expectation, unit_of(expectation->figure, series, units), model);
               !bound) {
      add(bound.problems(), expected);
    }
    if (const auto range = bins_of(expectation->figure, model.grid); !range) {
      add(range.problems(), expected);
    }
    made.push_back(*std::move(expectation));
  }
  if (!problems.empty()) return problems;
  return made;
}

Result<Done> check_expectations(const Model& model, const SeriesCatalog& series) {
  const auto expectations = read_expectations(model.expected, model, series);
  if (!expectations) return expectations.problems();
  return Done{};
}

Result<ExpectationOutcome> outcome_of(const Expectation& expectation, const RunFigures& figures,
                                      const Model& model) {
  FT_TRY(FigureValue value, figures.of(expectation.figure));
  if (value.unit.empty()) {
    // A series that is not stored yet has the unit that it will have.
    const SeriesCatalog& series = figures.judged().plan.series;
    value.unit = unit_of(expectation.figure, series, series_units(model, series));
  }
  FT_TRY(const double bound, bound_in(expectation, value.unit, model));
  ExpectationOutcome made{.text = expectation.text,
                          .figure = to_text(expectation.figure),
                          .id = expectation.figure.id,
                          .value = value.value,
                          .unit = value.unit,
                          .shown = shown(value),
                          .at_least = value.at_least};
  const bool would_hold =
      !is_absent(value.value) && holds(value.value, expectation.comparison, bound);
  made.holds = would_hold;
  // The value is a lower bound and would hold as it is. "At most" must hold for the upper bound
  // too; "equal" cannot be known; "unequal" holds where even the lower bound is above.
  if (value.at_least && would_hold) {
    if (is_at_most(expectation.comparison)) {
      made.holds =
          holds(at_most(expectation.figure, figures, model), expectation.comparison, bound);
    } else if (expectation.comparison == Comparison::kEqual) {
      made.holds = false;
    } else if (expectation.comparison == Comparison::kNotEqual) {
      made.holds = value.value > bound;
    }
  }
  if (made.holds) return made;
  made.why = why(expectation, value, would_hold);
  made.bins = breaking_bins(expectation, bound, figures, model);
  if (about(expectation.figure.reducer).is_truth && !made.bins.empty()) {
    made.why += " in bin " + std::to_string(made.bins.front());
  }
  return made;
}

Result<std::vector<ExpectationOutcome>> outcomes_of(const std::vector<ExpectedText>& texts,
                                                    const RunFigures& figures, const Model& model,
                                                    const SeriesCatalog& series) {
  FT_TRY(const auto expectations, read_expectations(texts, model, series));
  std::vector<ExpectationOutcome> outcomes;
  Problems problems;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    auto outcome = outcome_of(expectations[i], figures, model);
    if (outcome) {
      outcomes.push_back(*std::move(outcome));
      continue;
    }
    for (Problem& problem : at_place(outcome.problems(), texts[i])) {
      problems.push_back(std::move(problem));
    }
  }
  if (!problems.empty()) return problems;
  return outcomes;
}

}  // namespace flowtime::figures
