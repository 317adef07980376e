#include "base/check.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace flowtime {
namespace {

std::atomic<bool> abort_on_failure{false};

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

void abort_on_check_failure() { abort_on_failure = true; }

void check_failed(const char* expression, const char* file, int line) {
  if (abort_on_failure) {
    std::fprintf(stderr, "%s\n", describe(expression, file, line).c_str());
    std::abort();
  }
  throw CheckFailure(expression, file, line);
}

}  // namespace flowtime
