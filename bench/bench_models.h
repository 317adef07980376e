// The models that the benchmarks evaluate: texts of a given shape and size, the same on every
// machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flowtime::bench {

// `bins` values between 80 and 120, three decimals.
std::vector<double> demand(std::int64_t bins);

// Services in series, each with a queue read one bin back: served = MIN(cap, arrivals +
// SHIFT(queue, 1)); one topology node and one edge per service.
std::string chain_model(int services, std::int64_t bins);
// The capacities of chain_model, in order.
std::vector<double> chain_capacities(int services);

// Expressions over lags, convolutions of 4 to 16 taps, extremes, remainders, pulses and rounding.
std::string expression_model(int expressions, std::int64_t bins);

// Convolutions of 64 taps in series.
std::string convolution_model(int convolutions, std::int64_t bins);

// Loops of arrivals = demand + CONV(failures, kernel), failures = 0.2 * MIN(arrivals, cap).
std::string retry_model(int loops, std::int64_t bins);

// A source of 8 classes; routers in series, each with three class routes and two weighted ones,
// whose targets the next one's source adds up again.
std::string class_router_model(int routers, std::int64_t bins);

// Services in groups of four that share one capacity, each with a queue.
std::string constraint_model(int groups, std::int64_t bins);

// Services in series as in chain_model, fed by a pulse instead of a list of values, so that the
// text stays small however long the grid is.
std::string long_chain_model(int services, std::int64_t bins);

// Services in series as in chain_model, whose capacities are inputs: const nodes cap1, cap2, ...
std::string adjustable_chain(int services, std::int64_t bins);

}  // namespace flowtime::bench
