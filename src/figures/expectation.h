// Expectation: what must come out of a run. Grammar and rules: docs/expectations.md.
//
//   max(payment_queue) < 100               a figure, a comparison, a number
//   p95Wait(Payment) <= 15 min             with a unit of time, % or what flows
//   load(Database) < 0.95 in 09:00..12:00  over some bins
//   verdict(run) != critical               good, warning, critical
//   monotone(total)                        a figure that holds or does not
//
// The left side is a figure of figures/figure.h; there is no other grammar of figures.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "compile/compile.h"
#include "figures/figure.h"
#include "figures/run_figures.h"
#include "model/model.h"
#include "run/expectation_outcome.h"

namespace flowtime::figures {

enum class Comparison { kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kNotEqual };
const char* name_of(Comparison comparison);  // "<"

// Parsed, not yet checked against a model.
struct Expectation {
  std::string text;
  Figure figure;
  Comparison comparison = Comparison::kEqual;
  double bound = 0;    // in the unit; of a verdict 1, 2 or 3
  std::string unit{};  // as written; empty: that of the figure
};

// Problems: expectation_syntax, expectation_unit and those of parse_figure, without a place.
Result<Expectation> parse_expectation(std::string_view text);

// Those of a model and of a request that a run of this plan can be asked. All problems in one pass,
// each with the place and the words of its expectation: those of parse_expectation, check_figure
// and parse_bin_range, expectation_unit.
Result<std::vector<Expectation>> read_expectations(const std::vector<ExpectedText>& texts,
                                                   const Model& model, const SeriesCatalog& series);

// Whether the expectations of a model can be asked of its runs. Problems: those of
// read_expectations.
Result<Done> check_expectations(const Model& model, const SeriesCatalog& series);

// Equal are numbers within 1e-9 of one another, relative above 1; the other comparisons follow. An
// absent figure fails. A lower bound passes "at most" only where what has not left cannot reach
// the limit. Problems: those of RunFigures::of.
// `expectation` must have passed read_expectations for the same model.
Result<ExpectationOutcome> outcome_of(const Expectation& expectation, const RunFigures& figures,
                                      const Model& model);
// In the order of `texts`.
Result<std::vector<ExpectationOutcome>> outcomes_of(const std::vector<ExpectedText>& texts,
                                                    const RunFigures& figures, const Model& model,
                                                    const SeriesCatalog& series);

}  // namespace flowtime::figures
