// What must not matter does not matter, to the last bit: the order of nodes[], and the unit of
// amounts.
#include <gtest/gtest.h>

#include "laws/law.h"
#include "laws/series_reader.h"

namespace flowtime::tests {
namespace {

// Every series of `expected` under the same id in `got`, times `factor`; the rest is listed.
std::string first_change(const SeriesReader& expected, const SeriesReader& got, double factor) {
  if (expected.law().plan.series.size() != got.law().plan.series.size()) return "other series";
  for (const SeriesInfo& info : expected.law().plan.series.all()) {
    if (!got.has(info.id)) return info.id + " is missing";
    // A flag does not scale.
    const bool is_flag = info.id.find("_limited_") != std::string::npos;
    if (is_flag && factor != 1) continue;
    for (std::int64_t t = 0; t < expected.bins(); ++t) {
      const double want = factor * expected.at(info.id, t), have = got.at(info.id, t);
      if (same_bits(canonical(want), have)) continue;
      return info.id + " bin " + std::to_string(t) + ": expected " + std::to_string(want) +
             ", got " + std::to_string(have);
    }
  }
  return "";
}

// Two routers may feed one target: their shares are then added in the order of declaration, which
// is the same either way round for two. Everything else is free of the order of nodes[]; overflow
// and constraint members follow the order of topology.nodes, which stays.
TEST(OrderLaw, TheOrderOfNodesChangesNoBit) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    const auto first = law_model(options);
    options.node_order = 1;
    const auto second = law_model(options);
    if (!first || !second) return;
    EXPECT_EQ(first_change(SeriesReader(*first), SeriesReader(*second), 1), "") << first->text;
  });
}

// Doubling is exact in binary, so a model of amounts alone doubles exactly.
TEST(ScaleLaw, DoublingAllAmountsDoublesEverySeries) {
  for_each_seed([](std::uint64_t seed) {
    RandomModelOptions options = options_of_seed(seed);
    options.homogeneous = true;
    const auto once = law_model(options);
    options.scale = 2;
    const auto twice = law_model(options);
    if (!once || !twice) return;
    EXPECT_EQ(first_change(SeriesReader(*once), SeriesReader(*twice), 2), "") << once->text;
  });
}

}  // namespace
}  // namespace flowtime::tests
