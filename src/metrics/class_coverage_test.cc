#include "metrics/class_coverage.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime {
namespace {

using Names = std::vector<std::string>;

TEST(ClassCoverage, ClassesThatAddUp) {
  const std::vector<ClassFlows> classes{{6, 5, 1}, {4, 3, 1}};
  const ClassTotals totals = compare_class_totals({10, 8, 2}, classes);
  EXPECT_STREQ(name_of(totals.coverage), "full");
  EXPECT_TRUE(totals.mismatched.empty());
}

TEST(ClassCoverage, NoClasses) {
  EXPECT_STREQ(name_of(compare_class_totals({5, 4, 1}, {}).coverage), "missing");
}

TEST(ClassCoverage, ClassesThatDoNotAddUp) {
  const std::vector<ClassFlows> classes{{2, 1, 0}, {3, 2, 1}};
  const ClassTotals totals = compare_class_totals({10, 7, 1}, classes);
  EXPECT_STREQ(name_of(totals.coverage), "partial");
  EXPECT_EQ(totals.mismatched, (Names{"arrivals", "served"}));
}

TEST(ClassCoverage, OneItemMayBeMissing) {
  const std::vector<ClassFlows> classes{{9, kAbsent, kAbsent}};
  EXPECT_TRUE(compare_class_totals({10, 7, kAbsent}, classes).mismatched.empty());
  EXPECT_EQ(compare_class_totals({10.5, 7, 1}, classes).mismatched, (Names{"arrivals"}));
}

TEST(ClassCoverage, OfAWindow) {
  using enum ClassCoverage;
  const auto combined = [](std::vector<ClassCoverage> nodes) {
    return std::string(name_of(combined_coverage(nodes)));
  };
  EXPECT_EQ(combined({kFull, kPartial}), "partial");
  EXPECT_EQ(combined({kMissing, kFull}), "full");
  EXPECT_EQ(combined({kMissing}), "missing");
  EXPECT_EQ(combined({}), "missing");
}

TEST(ClassCoverage, OfARun) {
  const Names declared{"Gold", "Std"};
  const auto coverage = [&](Names captured) {
    return std::string(name_of(run_class_coverage(declared, captured)));
  };
  EXPECT_EQ(coverage({"Std", "Gold"}), "full");
  EXPECT_EQ(coverage({"Gold"}), "partial");
  EXPECT_EQ(coverage({"DEFAULT"}), "missing");
  EXPECT_STREQ(name_of(run_class_coverage({}, {})), "missing");
}

TEST(ClassCoverage, DisplayOrder) {
  EXPECT_EQ(class_display_order({"zeta", "DEFAULT", "alpha"}), (Names{"alpha", "zeta", "DEFAULT"}));
  EXPECT_EQ(class_display_order({"a", "EAST", "DEFAULT"}), (Names{"a", "EAST", "DEFAULT"}));
}

TEST(ClassCoverage, EdgeQuality) {
  const auto quality = [](std::vector<EdgeCoverage> edges) {
    return std::string(name_of(edge_quality(edges)));
  };
  EXPECT_EQ(quality({}), "missing");
  EXPECT_EQ(quality({{false, 2, 0}}), "missing");
  EXPECT_EQ(quality({{true, 0, 0}}), "exact");
  EXPECT_EQ(quality({{true, 2, 2}, {true, 1, 1}}), "exact");
  EXPECT_EQ(quality({{true, 2, 1}}), "partialClass");
  EXPECT_EQ(quality({{true, 2, 0}}), "approx");
}

}  // namespace
}  // namespace flowtime
