#include "base/check.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace flowtime {
namespace {

std::atomic<bool> abort_on_failure{false};

std::string describe(const char* expression, const char* file, int line) {
  return std::string("check failed: ") + expression + " at " + file + ":" + std::to_string(line);
}

}  // namespace

CheckFailure::CheckFailure(const char* expression, const char* file, int line)
    : std::logic_error(describe(expression, file, line)) {}

void abort_on_check_failure() { abort_on_failure = true; }

void check_failed(const char* expression, const char* file, int line) {
  if (abort_on_failure) {
    std::fprintf(stderr, "%s\n", describe(expression, file, line).c_str());
    std::abort();
  }
  throw CheckFailure(expression, file, line);
}

}  // namespace flowtime
