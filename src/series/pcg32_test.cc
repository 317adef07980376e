#include "series/pcg32.h"

#include <gtest/gtest.h>

#include <array>

namespace flowtime {
namespace {

struct Row {
  std::int64_t seed;
  std::array<std::uint32_t, 3> draws;
};

TEST(Pcg32, KnownDraws) {
  const Row rows[] = {{0, {1613493245u, 3894649422u, 2055130073u}},
                      {1, {3114030964u, 3308539156u, 2446277621u}},
                      {42, {1971522493u, 242089394u, 3457789919u}},
                      {111, {50215219u, 1020129322u, 2588131413u}},
                      {222, {268610327u, 3067360189u, 1355409274u}},
                      {999, {1571578101u, 33434415u, 2216322232u}},
                      {2147483647, {796130493u, 2155619640u, 273290825u}},
                      {123, {3010882749u, 1711133445u, 708549532u}},
                      {12345, {1882538953u, 1534987090u, 1894995461u}},
                      {-1, {3933164268u, 3162695892u, 3581673250u}},
                      {-2147483648, {2262678176u, 84165941u, 2747783102u}}};
  for (const Row& row : rows) {
    Pcg32 random = Pcg32::seeded(static_cast<std::uint64_t>(row.seed));
    for (const std::uint32_t draw : row.draws) EXPECT_EQ(random.next(), draw) << row.seed;
  }
}

TEST(Pcg32, DoublesAndIntegers) {
  Pcg32 doubles = Pcg32::seeded(42);
  for (const double u : {0.4590308510232717, 0.056365829426795244, 0.8050794524606317}) {
    EXPECT_EQ(doubles.next_double(), u);
  }
  Pcg32 integers = Pcg32::seeded(42);
  for (const int i : {45, 5, 80, 84, 0, 83, 69, 30, 29, 79})
    EXPECT_EQ(integers.next_int(0, 100), i);
}

TEST(Pcg32, IntegersAreUniform) {
  Pcg32 random = Pcg32::seeded(42);
  std::array<int, 3> counts{};
  for (int i = 0; i < 300000; ++i) ++counts[static_cast<std::size_t>(random.next_int(0, 3))];
  EXPECT_EQ(counts, (std::array<int, 3>{100266, 100014, 99720}));
}

TEST(Pcg32, HistogramOfDoubles) {
  Pcg32 random = Pcg32::seeded(12345);
  std::array<int, 10> counts{};
  for (int i = 0; i < 10000; ++i) ++counts[static_cast<std::size_t>(random.next_double() * 10)];
  EXPECT_EQ(counts, (std::array<int, 10>{983, 989, 985, 994, 1025, 1008, 1016, 1000, 973, 1027}));
}

}  // namespace
}  // namespace flowtime
