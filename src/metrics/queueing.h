// What queueing theory expects of a station in steady state: the wait that randomness adds to a
// flow, which a fluid queue below its capacity does not show.
//
// A station: arrivals at rate lambda, c servers, mean service time S. Offered load a = lambda * S,
// utilization u = a / c. Times in ms, rates per ms.
#pragma once

#include <cstdint>

#include "metrics/each_bin.h"

namespace flowtime {

struct Station {
  double arrival_rate = kAbsent;     // per ms
  double service_time_ms = kAbsent;  // mean, of one item
  std::int64_t servers = 1;          // at least 1
  double cv_arrivals = 1;            // of the time between arrivals; 1: Poisson
  double cv_service = 1;             // of the service time; 1: exponential
  double offered_load() const { return canonical(arrival_rate * service_time_ms); }
  double utilization() const {
    return ratio_or_absent(offered_load(), static_cast<double>(servers));
  }
};

// Probability that an arrival must wait in M/M/c (Erlang C); absent unless 0 < u < 1.
// O(servers); absent above a million of them. A. K. Erlang, 1917.
double erlang_c(const Station& station);
// Probability that the wait in M/M/c is at most `wait_ms`: 1 - C * exp(-(c - a) * wait / S).
double erlang_c_wait_within(const Station& station, double wait_ms);

// Mean waits in ms, without the service itself; absent unless 0 < u < 1 and every input is there.
double erlang_c_wait_ms(const Station& station);  // C * S / (c - a); ignores both cv
double mg1_wait_ms(const Station& station);  // u * S * (1 + cv_service^2) / (2 * (1 - u)), c = 1
double kingman_wait_ms(const Station& station);  // as variability.h, of one server
// The M/M/c wait * (cv_arrivals^2 + cv_service^2) / 2.
// A. O. Allen, "Probability, Statistics and Queueing Theory", 1990.
double allen_cunneen_wait_ms(const Station& station);

}  // namespace flowtime
