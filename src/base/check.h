// FT_CHECK(condition): a broken assumption of ours, checked in every build.
//
// A failed check throws CheckFailure. Only the job and the request boundary catch it; tests and
// fuzzers call abort_on_check_failure() first, so that a defect stops them at its place.
#pragma once

#include <stdexcept>
#include <string>

namespace flowtime {

// What it says names the condition and the place in the sources, without folders of the machine.
// In a build without exceptions no object of this class is made: the process aborts instead
// (base/failed_check.h).
class CheckFailure : public std::logic_error {
 public:
  CheckFailure(const char* expression, const char* file, int line);
};

// From now on a failed check aborts the process instead of throwing.
// For the rest of the process. Threads: any; call it before others start.
void abort_on_check_failure();

// Only FT_CHECK calls it.
// Prints to standard error where it aborts. The condition and the place are literals.
[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace flowtime

// The condition is evaluated once, in every build: it may have effects. Not for mistakes of the
// user: those are Problems.
#define FT_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::flowtime::check_failed(#condition, __FILE__, __LINE__))
