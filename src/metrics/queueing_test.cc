#include "metrics/queueing.h"

#include <gtest/gtest.h>

#include <cmath>

#include "metrics/fixed_exp.h"
#include "metrics/variability.h"

namespace flowtime {
namespace {

// A call centre: 0.2 calls a second, 240 seconds each, 55 people.
constexpr Station kCentre{.arrival_rate = 0.2e-3, .service_time_ms = 240e3, .servers = 55};

TEST(Queueing, ErlangC) {
  EXPECT_NEAR(kCentre.offered_load(), 48, 1e-12);
  EXPECT_NEAR(erlang_c(kCentre), 0.2387, 5e-5);
  EXPECT_NEAR(erlang_c_wait_within(kCentre, 15e3), 0.8459, 5e-5);
  EXPECT_EQ(erlang_c_wait_within(kCentre, 0), 1 - erlang_c(kCentre));
  EXPECT_NEAR(erlang_c_wait_ms(kCentre), 0.2387 * 240e3 / 7, 2);
}

// With one server the probability to wait is the utilization, and every formula is M/M/1.
TEST(Queueing, OneServer) {
  const Station station{.arrival_rate = 0.08, .service_time_ms = 10};
  EXPECT_NEAR(erlang_c(station), 0.8, 1e-12);
  for (const double wait : {erlang_c_wait_ms(station), mg1_wait_ms(station),
                            kingman_wait_ms(station), allen_cunneen_wait_ms(station)}) {
    EXPECT_NEAR(wait, 40, 1e-9);
  }
}

TEST(Queueing, ConstantServiceHalvesTheWait) {
  const Station station{.arrival_rate = 0.08, .service_time_ms = 10, .cv_service = 0};
  EXPECT_NEAR(mg1_wait_ms(station), 20, 1e-9);
  EXPECT_NEAR(kingman_wait_ms(station), 20, 1e-9);
  EXPECT_NEAR(allen_cunneen_wait_ms(station), 20, 1e-9);
}

TEST(Queueing, AbsentWithoutASteadyState) {
  for (const double rate : {0.1, 0.2, 0.0, -1.0, kAbsent}) {
    const Station station{.arrival_rate = rate, .service_time_ms = 10};
    EXPECT_TRUE(is_absent(erlang_c(station))) << rate;
    EXPECT_TRUE(is_absent(mg1_wait_ms(station))) << rate;
    EXPECT_TRUE(is_absent(allen_cunneen_wait_ms(station))) << rate;
  }
  EXPECT_TRUE(is_absent(mg1_wait_ms(kCentre)));  // of one server only
}

TEST(Queueing, OurExponential) {
  for (double x = 0; x < 700; x += 0.37) {
    EXPECT_NEAR(exp_of_minus(x), std::exp(-x), 2e-12 * std::exp(-x)) << x;
  }
  EXPECT_EQ(exp_of_minus(-1), 1);
  EXPECT_EQ(exp_of_minus(701), 0);
}

}  // namespace
}  // namespace flowtime
