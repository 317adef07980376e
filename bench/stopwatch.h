// Medians of repeated calls, in time of the processor: what others do on the machine does not
// count.
#pragma once

#include <time.h>

#include <algorithm>
#include <vector>

namespace flowtime::bench {

inline double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// The median time of one call in milliseconds: at least `least_calls` calls, then until they took
// 0.2 seconds together or were 25.
template <class F>
double median_ms(F f, int least_calls = 5) {
  std::vector<double> times;
  double sum = 0;
  while (static_cast<int>(times.size()) < least_calls || (sum < 200 && times.size() < 25)) {
    const double begin = processor_ms();
    f();
    times.push_back(processor_ms() - begin);
    sum += times.back();
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

}  // namespace flowtime::bench
