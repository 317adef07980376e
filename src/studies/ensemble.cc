#include "studies/ensemble.h"

#include <algorithm>

#include "base/number_text.h"
#include "metrics/percentile.h"
#include "series/absent.h"
#include "series/shown.h"

namespace flowtime::studies {
namespace {

EnsembleAnswer::Spread spread(const std::vector<double>& values) {
  EnsembleAnswer::Spread made;
  double sum = 0;
  for (const double value : values) {
    if (is_absent(value)) continue;
    sum += value;
    ++made.values;
  }
  made.mean = made.values > 0 ? sum / static_cast<double>(made.values) : kAbsent;
  made.p5 = percentile_of_bins(values, 0.05);
  made.p25 = percentile_of_bins(values, 0.25);
  made.median = percentile_of_bins(values, 0.5);
  made.p75 = percentile_of_bins(values, 0.75);
  made.p95 = percentile_of_bins(values, 0.95);
  return made;
}

EnsembleAnswer::Bands bands_of(const std::vector<StudyRow>& rows, std::size_t series,
                               const std::string& id) {
  EnsembleAnswer::Bands bands{.series = id};
  const std::size_t bins = rows.empty() ? 0 : rows.front().series[series].size();
  std::vector<double> values(rows.size());
  for (std::size_t t = 0; t < bins; ++t) {
    for (std::size_t k = 0; k < rows.size(); ++k) values[k] = rows[k].series[series][t];
    const EnsembleAnswer::Spread of_bin = spread(values);
    bands.p5.push_back(of_bin.p5);
    bands.p25.push_back(of_bin.p25);
    bands.median.push_back(of_bin.median);
    bands.p75.push_back(of_bin.p75);
    bands.p95.push_back(of_bin.p95);
  }
  return bands;
}

EnsembleAnswer::Chance chance_of(const Constraint& expectation, const std::vector<double>& values) {
  std::int64_t holds = 0;
  for (const double value : values) {
    if (is_absent(value)) continue;
    holds += expectation.at_most ? value <= expectation.limit : value >= expectation.limit;
  }
  EnsembleAnswer::Chance chance{.expectation = to_text(expectation)};
  // A draw without a value counts as one in which it does not hold.
  chance.probability = static_cast<double>(holds) / static_cast<double>(values.size());
  chance.text = figures::to_text(expectation.figure) + " is at " +
                (expectation.at_most ? "most " : "least ") + format_number(expectation.limit) +
                " in " + shown_percent(chance.probability) + " of draws";
  return chance;
}

}  // namespace

EnsembleAnswer spread_of(const StudyRequest& request, const PointEvaluator& evaluator) {
  const std::vector<StudyRow>& rows = evaluator.rows();
  EnsembleAnswer answer;
  const auto figure = [&](std::size_t measure) {
    std::vector<double> values;
    for (const StudyRow& row : rows) values.push_back(row.figures[measure].value);
    return values;
  };
  const std::vector<std::string>& series = evaluator.task().series;
  for (std::size_t i = 0; i < series.size(); ++i) {
    answer.bands.push_back(bands_of(rows, i, series[i]));
  }
  const std::size_t measures = request.measures.size();
  for (std::size_t i = 0; i < measures; ++i) answer.spreads.push_back(spread(figure(i)));
  for (std::size_t i = 0; i < request.constraints.size(); ++i) {
    answer.chances.push_back(chance_of(request.constraints[i], figure(measures + i)));
  }
  return answer;
}

}  // namespace flowtime::studies
