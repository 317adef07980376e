// Evaluated series as a table for people, as CSV or as JSON.
#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "run/expectation_outcome.h"
#include "series/series_view.h"
#include "series/time_grid.h"
#include "terminal/console.h"

namespace flowtime::cli {

// What `eval` shows; all references outlive the call.
struct ShownSeries {
  const TimeGrid& grid;
  const SeriesCatalog& series;
  const std::vector<SeriesIndex>& selected;
  const SeriesTable& values;  // a row for each of `selected`
  const std::vector<Finding>& findings;
  const std::vector<ExpectationOutcome>& expectations;
};

// One row per bin, one column per series, as many columns side by side as the console is wide; of a
// long grid the first and the last bins. Numbers have six significant digits.
void write_table(const ShownSeries& shown, Console& console);
// Header `bin,<id>,...` (`bin,start,...` with a start); absent values are empty.
// Numbers have all digits that tell the value apart, unlike those of the table.
void write_csv(const ShownSeries& shown, Console& console);
// {"grid":{...},"series":{"<id>":[...]},"warnings":[...]}
void write_json(const ShownSeries& shown, Console& console);

// "Findings: 1 error, 0 warnings, 4 notes" and a line for each of `least` or worse; notes of one
// kind share a line. "" without findings.
std::string findings_text(const std::vector<Finding>& findings, Severity least = Severity::kInfo);

}  // namespace flowtime::cli
