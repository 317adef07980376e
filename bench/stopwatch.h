// Medians of repeated calls.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace flowtime::bench {

// The median time of one call in milliseconds: at least `least_calls` calls, at least 0.2 seconds
// of them together, at most 25.
template <class F>
double median_ms(F f, int least_calls = 5) {
  std::vector<double> times;
  double sum = 0;
  while (static_cast<int>(times.size()) < least_calls || (sum < 200 && times.size() < 25)) {
    const auto begin = std::chrono::steady_clock::now();
    f();
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    times.push_back(time.count());
    sum += time.count();
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

}  // namespace flowtime::bench
