#include "metrics/overlay.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace flowtime {
namespace {

using Values = std::vector<double>;
constexpr double kHourMs = 3'600'000, kMinuteMs = 60'000;

// 10 an hour come, 1 and 19 are served in turn, of 10 minutes and 1 minute each: an item takes
// (600 + 19 x 60) / 20 = 87 s. One server that takes 87 s cannot do the 60 an hour of the capacity;
// its load is 10 x 87 / 3600 = .2417, its wait u S / (1 - u) = .2417 x 87 / .7583 s = .462 min.
TEST(Overlay, TheServiceTimeIsThatOfTheItems) {
  const Values work{1, 19, 1, 19}, capacity(4, 60.0), depth{9, 0, 9, 0};
  const Overlay found = overlay_of({.work = work,
                                    .capacity = capacity,
                                    .depth = depth,
                                    .service_time_ms = 87'000,
                                    .bin_ms = kHourMs});
  EXPECT_EQ(found.station.service_time_ms, 87'000);
  EXPECT_EQ(found.station.servers, 1);
  EXPECT_NEAR(found.load, 10 * 87.0 / 3600, 1e-12);
  const double u = 10 * 87.0 / 3600;
  EXPECT_NEAR(found.erlang_c_ms / kMinuteMs, u * 87 / (1 - u) / 60, 1e-9);
  EXPECT_NEAR(found.erlang_c_ms / kMinuteMs, 0.462, 5e-4);
  EXPECT_EQ(found.validity, OverlayValidity::kFluidWaits);  // 9 wait after every second bin
}

// 10 and 90 come in turn against 60: 30 wait after every second bin.
TEST(Overlay, WhereItemsWaitNoSentenceSaysThatNoneDo) {
  Values work, depth;
  for (int i = 0; i < 12; ++i) {
    work.insert(work.end(), {i == 0 ? 10.0 : 40.0, 60.0});
    depth.insert(depth.end(), {0.0, 30.0});
  }
  const Values capacity(24, 60.0), two(24, 2.0);
  OverlayInput in{.work = work, .capacity = capacity, .depth = depth, .bin_ms = kHourMs};
  EXPECT_EQ(overlay_of(in).validity, OverlayValidity::kNoServers);
  EXPECT_TRUE(is_absent(overlay_of(in).erlang_c_ms));
  in.parallelism = two;
  const Overlay found = overlay_of(in);
  EXPECT_EQ(found.validity, OverlayValidity::kFluidWaits);
  EXPECT_EQ(std::string(meaning_of(found.validity)).find("no wait"), std::string::npos);
  EXPECT_NEAR(found.load, 10.0 / 60, 1e-12);  // of the bins in which nothing waits
}

// One server of 6 minutes, 8 an hour: u = .8, W = .8 x 6 / .2 = 24 min, P(W <= 12 min) =
// 1 - .8 exp(-.2 x 12 / 6) = .4637.
TEST(Overlay, ASteadyLoadOverALongWindowIsValid) {
  const Values work(400, 8.0), capacity(400, 10.0), one(400, 1.0);
  OverlayInput in{.work = work,
                  .capacity = capacity,
                  .parallelism = one,
                  .depth = {},
                  .bin_ms = kHourMs,
                  .within_ms = 12 * kMinuteMs};
  const Overlay found = overlay_of(in);
  EXPECT_EQ(found.validity, OverlayValidity::kValid);
  EXPECT_FALSE(found.at_most);
  EXPECT_NEAR(found.erlang_c_ms / kMinuteMs, 24, 1e-9);
  EXPECT_NEAR(found.at_mean_load_ms / kMinuteMs, 24, 1e-9);
  EXPECT_NEAR(found.within_probability, 1 - 0.8 * std::exp(-0.4), 1e-9);
  in.cv_arrivals = 0;  // regular arrivals halve the wait
  EXPECT_NEAR(overlay_of(in).allen_cunneen_ms / kMinuteMs, 12, 1e-9);
}

// u = .9 settles in S / (1 - sqrt(.9))^2 = 6 min x 379.7 = 38 h: not within a quarter of a day.
TEST(Overlay, AShortWindowIsAtMost) {
  const Values work(24, 9.0), capacity(24, 10.0), one(24, 1.0);
  const Overlay found = overlay_of(
      {.work = work, .capacity = capacity, .parallelism = one, .depth = {}, .bin_ms = kHourMs});
  EXPECT_EQ(found.validity, OverlayValidity::kNotSettled);
  EXPECT_TRUE(found.at_most);
}

// Half of the time u = .2, half .8: the mean of .2 x .25 and .8 x 4 by load is (.05 + 3.2) / 1
// S = 3.25 S, and W(.5) is 1 S.
TEST(Overlay, ALoadThatMovesIsNotSteady) {
  Values work;
  for (int i = 0; i < 400; ++i) work.push_back(i % 2 == 0 ? 2 : 8);
  const Values capacity(400, 10.0), one(400, 1.0);
  const Overlay found = overlay_of(
      {.work = work, .capacity = capacity, .parallelism = one, .depth = {}, .bin_ms = kHourMs});
  EXPECT_EQ(found.validity, OverlayValidity::kNotSteady);
  EXPECT_NEAR(found.erlang_c_ms / kMinuteMs, 3.25 * 6, 1e-9);
  EXPECT_NEAR(found.at_mean_load_ms / kMinuteMs, 6, 1e-9);
}

// 60 a bin, 2.5 minutes each on bins of 5: 60 x 2.5 / 5 = 30 servers.
TEST(Overlay, ServersFollowFromCapacityAndServiceTime) {
  const Values work(100, 30.0), capacity(100, 60.0);
  const Overlay found = overlay_of({.work = work,
                                    .capacity = capacity,
                                    .depth = {},
                                    .service_time_ms = 2.5 * kMinuteMs,
                                    .bin_ms = 5 * kMinuteMs});
  EXPECT_EQ(found.station.servers, 30);
  EXPECT_NEAR(found.station.service_time_ms, 2.5 * kMinuteMs, 1e-6);
  EXPECT_NEAR(found.load, 0.5, 1e-12);
}

TEST(Overlay, Badges) {
  const Values none(4, 0.0), some(4, 5.0), ten(4, 10.0), much(4, 12.0), one(4, 1.0),
      rising{2, 4, 6, 8};
  const auto badge = [&](SeriesIn work, SeriesIn capacity, SeriesIn servers, SeriesIn depth) {
    return std::string(name_of(overlay_of({.work = work,
                                           .capacity = capacity,
                                           .parallelism = servers,
                                           .depth = depth,
                                           .bin_ms = kHourMs})
                                   .validity));
  };
  EXPECT_EQ(badge(some, {}, one, {}), "noServiceTime");
  EXPECT_EQ(badge(none, ten, one, {}), "noArrivals");
  EXPECT_EQ(badge(some, ten, {}, {}), "noServers");
  EXPECT_EQ(badge(ten, ten, one, rising), "overloaded");  // 12 come, 10 are done
  EXPECT_EQ(badge(some, ten, one, {}), "notSettled");     // of four bins only
  EXPECT_EQ(badge(much, ten, none, {}), "noServers");     // nobody there
}

}  // namespace
}  // namespace flowtime
