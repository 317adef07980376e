#include "host/memory_budget.h"

#include <algorithm>
#include <string>

namespace flowtime {
namespace {

std::string megabytes(std::int64_t bytes) {
  constexpr std::int64_t kMegabyte = 1'000'000;
  return std::to_string((bytes + kMegabyte - 1) / kMegabyte) + " MB";
}

Problem too_much(std::int64_t bytes, const std::string& of_what, std::string remedy) {
  return {.code = "not_enough_memory",
          .message = "evaluating the model takes about " + megabytes(bytes) + ", " + of_what,
          .remedy = std::move(remedy)};
}

}  // namespace

Result<MemoryBudget::Share> MemoryBudget::take(std::int64_t bytes, std::uint64_t available) {
  const std::string fewer = "Use fewer series, fewer bins or shorter lags.";
  if (bytes > kMaxMemoryPerRequest) {
    return too_much(bytes,
                    "more than the " + megabytes(kMaxMemoryPerRequest) + " that a request may use",
                    fewer);
  }
  if (static_cast<std::uint64_t>(bytes) > available) {
    return too_much(
        bytes,
        "more than the " + megabytes(static_cast<std::int64_t>(available)) + " that are free",
        fewer);
  }
  // Taken first and given back if it was too much: no lock, and never more than bytes_ in use. Two
  // requests at once may both be refused where one would fit, which passes.
  if (taken_.fetch_add(bytes) + bytes > bytes_) {
    taken_ -= bytes;
    return too_much(bytes, "more than other requests leave of the " + megabytes(bytes_),
                    "Try again when they have ended.");
  }
  return Share(*this, bytes);
}

MemoryBudget& process_memory() {
  // One for all ways in: runs, studies, previews and sessions share the machine.
  static MemoryBudget budget;
  return budget;
}

}  // namespace flowtime
