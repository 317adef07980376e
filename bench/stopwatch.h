// How long a call takes, in time of the processor: what others do on the machine does not count.
#pragma once

#include <time.h>

#include <algorithm>
#include <limits>
#include <utility>
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

template <class F>
double once_ms(F& f) {
  const double begin = processor_ms();
  f();
  return processor_ms() - begin;
}

// The smallest time of several calls, because a busy machine can only add: at least `least_calls`
// calls, then until they took 0.3 seconds together or were 40.
template <class F>
double best_ms(F f, int least_calls = 5) {
  double best = std::numeric_limits<double>::infinity(), sum = 0;
  for (int calls = 0; calls < least_calls || (sum < 300 && calls < 40); ++calls) {
    const double ms = once_ms(f);
    best = std::min(best, ms);
    sum += ms;
  }
  return best;
}

// Two things to compare, by turns, so that both meet the same machine.
template <class F, class G>
std::pair<double, double> best_of_both_ms(F f, G g) {
  double first = std::numeric_limits<double>::infinity(), second = first, sum = 0;
  for (int calls = 0; calls < 5 || (sum < 600 && calls < 60); ++calls) {
    const double a = once_ms(f), b = once_ms(g);
    first = std::min(first, a);
    second = std::min(second, b);
    sum += a + b;
  }
  return {first, second};
}

}  // namespace flowtime::bench
