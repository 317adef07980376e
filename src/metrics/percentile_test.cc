#include "metrics/percentile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <random>

namespace flowtime {
namespace {

using Spreads = std::vector<Spread>;

TEST(Percentile, OfSingleValuesIsTheNearestRank) {
  Spreads ten;
  for (int i = 10; i >= 1; --i) ten.push_back({double(i), double(i), 1});
  EXPECT_EQ(percentile(ten, 0.5), 5);    // 5 of 10 are at most 5
  EXPECT_EQ(percentile(ten, 0.95), 10);  // 9 of 10 are at most 9: too few
  EXPECT_EQ(percentile(ten, 0), 1);
  EXPECT_EQ(percentile(ten, 1), 10);
}

TEST(Percentile, WeighsValues) {
  EXPECT_EQ(percentile(Spreads{{1, 1, 94}, {60, 60, 6}}, 0.95), 60);  // 94 % are at most 1
  EXPECT_EQ(percentile(Spreads{{1, 1, 95}, {60, 60, 5}}, 0.95), 1);
}

TEST(Percentile, OfASpreadIsOnItsLine) {
  EXPECT_DOUBLE_EQ(percentile(Spreads{{0, 10, 3}}, 0.95), 9.5);
  // 10 items at 0; 10 spread over 0 .. 20: 15 of 20 are at most 10.
  EXPECT_DOUBLE_EQ(percentile(Spreads{{0, 0, 10}, {0, 20, 10}}, 0.75), 10);
  // Two spreads that overlap: 5 + 5 of 20 are below 5 + 5.
  EXPECT_DOUBLE_EQ(percentile(Spreads{{0, 10, 10}, {5, 15, 10}}, 0.5), 7.5);
}

TEST(Percentile, OfNothingIsAbsent) {
  EXPECT_TRUE(is_absent(percentile(Spreads{}, 0.5)));
  EXPECT_TRUE(is_absent(percentile_of_bins(std::vector<double>{kAbsent}, 0.5)));
}

TEST(Percentile, OfBinsLeavesAbsentOnesOut) {
  EXPECT_EQ(percentile_of_bins(std::vector<double>{3, kAbsent, 1, 2}, 0.5), 2);
}

// The slow way: F at the answer and just below it, summed over all spreads.
double weight_up_to(const Spreads& values, double x) {
  double sum = 0;
  for (const Spread& v : values) {
    if (x >= v.high) sum += v.weight;
    if (x > v.low && x < v.high) sum += v.weight * (x - v.low) / (v.high - v.low);
  }
  return sum;
}

TEST(Percentile, IsTheSmallestValueThatReachesTheShare) {
  std::uint64_t state = 7;
  const auto random = [&] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return double(state >> 40) / double(1u << 24);
  };
  for (int round = 0; round < 200; ++round) {
    Spreads values;
    double total = 0;
    for (int i = 0; i < 1 + round % 40; ++i) {
      const double low = std::floor(random() * 20);
      const double high = round % 3 == 0 ? low : low + std::floor(random() * 3) * random();
      values.push_back({low, high, random() + 0.01});
      total += values.back().weight;
    }
    for (const double share : {0.05, 0.5, 0.85, 0.95}) {
      const double x = percentile(values, share);
      EXPECT_GE(weight_up_to(values, x + 1e-9), share * total * (1 - 1e-9));
      EXPECT_LE(weight_up_to(values, x - 1e-9), share * total * (1 + 1e-9));
    }
  }
}

// Values of one bin each are spreads of no width: the quick way finds what the definition says.
// Rising, falling, in steps and at random, with equal places: the same bits in any order.
TEST(Percentile, DoesNotDependOnTheOrder) {
  std::mt19937 random(7);
  constexpr double kShares[] = {0, 0.05, 0.5, 0.95, 1};
  for (std::size_t count = 0; count <= 40; ++count) {
    std::vector<Spread> values;
    for (std::size_t i = 0; i < count; ++i) {
      const double low = static_cast<double>(random() % 9) / 3;
      const double width = static_cast<double>(random() % 4) / 7;
      values.push_back({low, low + width, 0.1 * static_cast<double>(random() % 5)});
    }
    const auto by_low = [](const Spread& a, const Spread& b) { return a.low < b.low; };
    const std::vector<double> found = percentiles(values, kShares);
    for (int order = 0; order < 8; ++order) {
      std::shuffle(values.begin(), values.end(), random);
      if (order % 4 == 1) std::sort(values.begin(), values.end(), by_low);
      if (order % 4 == 2) std::sort(values.rbegin(), values.rend(), by_low);
      if (order % 4 == 3) std::sort(values.begin(), values.begin() + values.size() / 2, by_low);
      const std::vector<double> again = percentiles(values, kShares);
      ASSERT_EQ(found.size(), again.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(found[i]), std::bit_cast<std::uint64_t>(again[i]))
            << count << " values, order " << order << ", share " << kShares[i];
      }
    }
  }
}

TEST(Percentile, OfPlainValuesIsThatOfSpreadsWithoutWidth) {
  std::uint64_t state = 7;
  const auto next = [&] { return state = state * 6364136223846793005u + 1442695040888963407u; };
  for (std::size_t size = 0; size < 60; ++size) {
    std::vector<double> values;
    std::vector<Spread> spreads;
    for (std::size_t i = 0; i < size; ++i) {
      const auto value = static_cast<double>((next() >> 40) % 20);
      values.push_back(value);
      spreads.push_back({value, value, 1});
    }
    constexpr double kShares[] = {0, 0.05, 0.5, 0.9, 0.95, 0.99, 1};
    const std::vector<double> slow = percentiles(spreads, kShares);
    const std::vector<double> quick = percentiles_of_values(values, kShares);
    for (std::size_t i = 0; i < slow.size(); ++i) {
      EXPECT_TRUE(slow[i] == quick[i] || (is_absent(slow[i]) && is_absent(quick[i])))
          << size << " values, share " << kShares[i];
    }
  }
}

}  // namespace
}  // namespace flowtime
