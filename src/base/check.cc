#include "base/check.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/failed_check.h"

namespace flowtime {
namespace {

#ifdef __cpp_exceptions
std::atomic<bool> abort_on_failure{false};
#else
// Without exceptions nothing can be caught: the caller of the module reads the text after the trap.
char failed_check[512];
#endif

// The file's name below the project's folder: where that folder lay when this was built is nobody's
// business.
std::string_view within_project(std::string_view file) {
  constexpr std::string_view kOwnName = "src/base/check.cc";
  constexpr std::string_view kOwnPath = __FILE__;
  static_assert(kOwnPath.ends_with(kOwnName));
  constexpr std::string_view kFolder = kOwnPath.substr(0, kOwnPath.size() - kOwnName.size());
  return file.starts_with(kFolder) ? file.substr(kFolder.size()) : file;
}

std::string describe(const char* expression, const char* file, int line) {
  return std::string("check failed: ") + expression + " at " + std::string(within_project(file)) +
         ":" + std::to_string(line);
}

}  // namespace

CheckFailure::CheckFailure(const char* expression, const char* file, int line)
    : std::logic_error(describe(expression, file, line)) {}

#ifdef __cpp_exceptions
void abort_on_check_failure() { abort_on_failure = true; }
const char* last_failed_check() { return ""; }
#else
void abort_on_check_failure() {}
const char* last_failed_check() { return failed_check; }
#endif

void check_failed(const char* expression, const char* file, int line) {
#ifdef __cpp_exceptions
  if (abort_on_failure) {
    std::fprintf(stderr, "%s\n", describe(expression, file, line).c_str());
    std::abort();
  }
  throw CheckFailure(expression, file, line);
#else
  const std::string text = describe(expression, file, line);
  // Zero-terminated: the last byte of the array is never written.
  text.copy(failed_check, sizeof(failed_check) - 1);
  std::abort();
#endif
}

}  // namespace flowtime
