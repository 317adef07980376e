#include "metrics/fifo.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "metrics/oldest_age.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

// The recurrence of a queue that serves up to `capacity`.
Values depth_of(const Values& inflow, double capacity, double initial = 0) {
  Values depth;
  double q = initial;
  for (const double in : inflow) {
    q = std::max(0.0, q + in - capacity);
    depth.push_back(q);
  }
  return depth;
}

Values delays(const Values& inflow, const Values& depth, double initial = 0) {
  Values delay(depth.size());
  fifo_delay_bins({.inflow = inflow, .depth = depth, .initial_depth = initial}, delay);
  return delay;
}

// Arrivals of 20 for 4 bins against 10, then none: the triangle rises to 40 and falls for 4 bins.
TEST(Fifo, BuildUpAndDrainTriangle) {
  const Values inflow{20, 20, 20, 20, 0, 0, 0, 0, 0};
  const Values depth = depth_of(inflow, 10);
  EXPECT_EQ(depth, (Values{10, 20, 30, 40, 30, 20, 10, 0, 0}));
  // An item that comes at time t finds 10 t waiting and stays t bins: bin k, on average k + 1/2.
  const Values delay = delays(inflow, depth);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(delay[k], static_cast<double>(k) + 0.5, 1e-12);
  for (std::size_t k = 4; k < 9; ++k) EXPECT_TRUE(is_absent(delay[k])) << k;  // nothing came
  OldestAge age(inflow, depth);
  // While both rates last, what waits at the end of bin k came within the last half of the time.
  for (std::int64_t k = 0; k < 4; ++k) EXPECT_NEAR(age(k), (static_cast<double>(k) + 1) / 2, 1e-12);
  // At the end of bin 5 the last 20 of 80 wait; they came in bin 3, three bins before.
  EXPECT_NEAR(age(5), 3, 1e-12);
  EXPECT_EQ(age(7), 0);
}

// Newell: W(t) is the horizontal distance of the curves. Demand 12, 18, 6, 0 against 10.
TEST(Fifo, NewellDelay) {
  const Values inflow{12, 18, 6, 0, 0};
  const Values depth = depth_of(inflow, 10);
  EXPECT_EQ(depth, (Values{2, 10, 6, 0, 0}));
  const Values delay = delays(inflow, depth);
  // Bin 0: the curves part linearly from 0 to (12 - 10) / 10 bins; the items of bin 0 wait 0.1.
  EXPECT_NEAR(delay[0], 0.1, 1e-12);
  EXPECT_NEAR(delay[1], 0.6, 1e-12);  // from 0.2 to 1.0
  EXPECT_NEAR(delay[2], 1.0, 1e-12);  // the last 6 leave evenly over bin 3, one bin after they came
}

TEST(Fifo, NothingWaitsBelowCapacity) {
  const Values inflow{5, 9, 0, 3}, depth(4, 0.0);
  EXPECT_EQ(delays(inflow, depth)[1], 0);
  OldestAge age(inflow, depth);
  EXPECT_EQ(age(1), 0);
}

TEST(Fifo, WhatIsStillThereAtTheEndHasNoDelay) {
  const Values inflow{10, 10}, depth{5, 10};
  const Values delay = delays(inflow, depth);
  EXPECT_NEAR(delay[0], 0.5, 1e-12);  // 5 left evenly in bin 0, 5 in bin 1
  EXPECT_TRUE(is_absent(delay[1]));
}

TEST(Fifo, WhatWasThereBeforeTheGridGoesFirst) {
  const Values inflow{10, 0, 0}, depth{15, 5, 0};  // 10 leave a bin; 15 were there
  const Values delay = delays(inflow, depth, 15);
  // Half of the 10 of bin 0 leave from 1.5 to 2, half from 2 to 3: on average at 2.125, after 0.5.
  EXPECT_NEAR(delay[0], 1.625, 1e-12);
  OldestAge age(inflow, depth);
  EXPECT_EQ(age(0), 1);             // older than the grid: at least since its start
  EXPECT_NEAR(age(1), 1.5, 1e-12);  // the last 5 of bin 0
}

TEST(Fifo, CumulativeFlow) {
  const Values inflow{12, 18, 6, 0}, depth{2, 10, 6, 0};
  Values in(4), out(4);
  cumulative_flow({.inflow = inflow, .depth = depth}, in, out);
  EXPECT_EQ(in, (Values{12, 30, 36, 36}));
  EXPECT_EQ(out, (Values{10, 20, 30, 36}));
}

// Mean depth from the depth, mean time from the pieces: Little says they agree in every window.
TEST(Fifo, LittlesLawHoldsInEveryWindow) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Values inflow;
    for (int t = 0; t < 40; ++t) inflow.push_back(static_cast<double>(random() % 30));
    const double initial = static_cast<double>(random() % 20);
    const Values depth = depth_of(inflow, 12, initial);
    const std::int64_t first = static_cast<std::int64_t>(random() % 39);
    const std::int64_t end =
        first + 1 + static_cast<std::int64_t>(random() % static_cast<unsigned>(40 - first));
    const LittlesLaw law =
        littles_law({.inflow = inflow, .depth = depth, .initial_depth = initial}, first, end);
    EXPECT_NEAR(law.residual(), 0, 1e-9 * (1 + law.mean_depth)) << round;
    EXPECT_GE(law.mean_depth, 0);
  }
}

TEST(Fifo, LittlesLawOfTheTriangle) {
  const Values inflow{20, 20, 20, 20, 0, 0, 0, 0};
  const LittlesLaw law = littles_law({.inflow = inflow, .depth = depth_of(inflow, 10)}, 0, 8);
  EXPECT_EQ(law.mean_depth, 20);  // area 40 * 8 / 2 over 8 bins
  EXPECT_EQ(law.items, 80);
  EXPECT_NEAR(law.mean_time_bins, 2, 1e-12);
}

// The age of a bin is the same whichever bins were asked for before, over many blocks.
TEST(Fifo, AgeDependsOnTheBinAlone) {
  std::mt19937 random(11);
  Values inflow;
  for (int t = 0; t < 1000; ++t) inflow.push_back(static_cast<double>(random() % 100) / 7);
  const Values depth = depth_of(inflow, 6);
  OldestAge all(inflow, depth);
  double oldest = 0;
  for (std::int64_t t = 0; t < 1000; ++t) {
    OldestAge alone(inflow, depth);
    const double age = all(t);
    EXPECT_EQ(age, alone(t)) << t;
    // By definition: what came within the age is the depth.
    double came = 0, left = age;
    for (auto s = static_cast<std::size_t>(t) + 1; s-- > 0 && left > 0; --left) {
      came += inflow[s] * std::min(1.0, left);
    }
    EXPECT_NEAR(came, depth[static_cast<std::size_t>(t)], 1e-6);
    oldest = std::max(oldest, age);
  }
  EXPECT_GT(oldest, 130);  // several blocks were passed over
}

// A queue that ought to be empty holds 1e-9: what is left leaves in that bin, and behind a gate
// that stays closed it is not the oldest item of the next arrivals.
TEST(Fifo, DustIsNobody) {
  const Values inflow{10, 0, 0, 5, 0}, depth{1e-9, 1e-9, 1e-9, 5 + 1e-9, 0};
  Values oldest(5);
  const auto pieces = fifo_pieces({.inflow = inflow, .depth = depth, .dust = 1e-5}, oldest);
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].amount, 10);
  EXPECT_EQ(pieces[0].left_bin, 0);
  EXPECT_EQ(pieces[1].came_bin, 3);
  EXPECT_TRUE(is_absent(oldest[2]));
  EXPECT_EQ(oldest[3], 3);  // came from the start of bin 3 on
  const auto dusty = fifo_pieces({.inflow = inflow, .depth = depth}, oldest);
  EXPECT_GT(dusty.size(), 2u);
  EXPECT_LT(oldest[3], 1);
}

TEST(Fifo, OverflowNeverEntered) {
  const Values offered{10, 5, kAbsent}, overflow{4, 6, 1};
  Values entered(3);
  entered_flow(offered, overflow, entered);
  EXPECT_EQ(entered, (Values{6, 0, 0}));
  entered_flow(offered, {}, entered);
  EXPECT_EQ(entered, (Values{10, 5, 0}));
}

}  // namespace
}  // namespace flowtime
