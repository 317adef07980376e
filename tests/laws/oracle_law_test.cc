// What evaluation publishes is what the documents say: the oracle, written from them alone, gives
// the same series with the same values.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "laws/law.h"
#include "series/absent.h"
#include "support/model_oracle.h"

namespace flowtime::tests {
namespace {

// Within 1e-9 of the expected value or of its total, absent exactly where that is; the two sides
// may add up in different orders.
bool close(double expected, double got, double total) {
  if (is_absent(expected) || is_absent(got)) {
    return same_bits(canonical(expected), canonical(got));
  }
  const double scale = std::max({1.0, std::fabs(expected), std::fabs(total)});
  return std::fabs(expected - got) <= 4e-9 * scale;
}

std::string compare_series(const LawModel& law, const ModelOracle& oracle, const SeriesTable& table,
                           bool with_parts) {
  std::set<std::string> measures;
  for (std::uint32_t i = 0; i < law.plan.series.size(); ++i) {
    const SeriesInfo& info = law.plan.series[{i}];
    measures.insert(info.measure);
    if (!oracle.has(info.measure)) return info.id + " is not in the documents";
    if (!info.class_id.empty() && !oracle.classed(info.measure)) return info.id + " is not classed";
    if (!info.class_id.empty() && !with_parts) continue;
    for (std::int64_t t = 0; t < law.plan.bins; ++t) {
      const double total = oracle.value(info.measure, t);
      const double expected =
          info.class_id.empty() ? total : oracle.part(info.measure, info.class_id, t);
      const double got = table[{i}][static_cast<std::size_t>(t)];
      if (close(expected, got, total)) continue;
      return info.id + " bin " + std::to_string(t) + ": expected " + std::to_string(expected) +
             ", got " + std::to_string(got);
    }
  }
  for (const std::string& id : oracle.ids()) {
    if (measures.count(id) == 0) return id + " is missing";
    const bool has_parts = law.plan.series.find(id + "@DEFAULT").has_value();
    if (oracle.classed(id) && !has_parts) return id + " has no parts";
  }
  return "";
}

void expect_documented(const RandomModelOptions& options, bool with_parts) {
  const auto law = law_model(options);
  if (!law) return;
  try {
    const ModelOracle oracle(law->model);
    EXPECT_EQ(compare_series(*law, oracle, evaluate_all(law->plan), with_parts), "") << law->text;
  } catch (const OracleCycle& cycle) {
    ADD_FAILURE() << "compiled, but the oracle finds a cycle through " << cycle.what() << "\n"
                  << law->text;
  }
}

TEST(OracleLaw, EveryPublishedSeriesIsWhatTheDocumentsSay) {
  for_each_seed([](std::uint64_t seed) { expect_documented(options_of_seed(seed), true); });
}

TEST(OracleLaw, TotalsAreWhatTheDocumentsSayForDegenerateNumbers) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.degenerate = true;
    expect_documented(options, false);
  });
}

}  // namespace
}  // namespace flowtime::tests
