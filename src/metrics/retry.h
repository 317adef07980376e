// Attempts, failures and what retries cost.
#pragma once

#include "metrics/each_bin.h"

namespace flowtime {

// Attempts of a node that does not measure them: served + failures; absent where either is.
inline double attempts_from(double served, double failures) {
  return is_absent(served) || is_absent(failures) ? kAbsent : served + failures;
}

// (attempts - served) / attempts, never below 0: the share of the work that was spent on retries.
// Absent where attempts are not positive.
inline double retry_tax(double attempts, double served) {
  if (is_absent(attempts) || is_absent(served) || attempts <= 0) return kAbsent;
  const double wasted = attempts - served;
  return wasted > 0 ? wasted / attempts : 0.0;
}

// The failures of a node: the series of that role where it exists, else its errors.
inline SeriesIn failures_or_errors(SeriesIn failures, SeriesIn errors) {
  return failures.empty() ? errors : failures;
}

// The attempts of a node: the series of that role where it exists, else attempts_from.
inline void attempts_or_fallback(SeriesIn attempts, SeriesIn served, SeriesIn failures,
                                 SeriesOut out) {
  if (!attempts.empty())
    return each_bin(
        out, [](double x) { return x; }, attempts);
  each_bin(
      out, [](double s, double f) { return attempts_from(s, f); }, served, failures);
}

inline void retry_tax(SeriesIn attempts, SeriesIn served, SeriesOut out) {
  each_bin(
      out, [](double a, double s) { return retry_tax(a, s); }, attempts, served);
}

// Retries that failures cause later, for a node whose echo is not a series of its own:
//   out[t] = sum over k of kernel[k] * failures[t - k], absent failures skipped;
// absent where no failure was present. The kernel is used as given.
// O(bins x kernel). Bins before bin 0 had no failures.
void retry_echo(SeriesIn failures, SeriesIn kernel, SeriesOut out);

}  // namespace flowtime
