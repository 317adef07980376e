// FailureRecords: runs that failed, were cancelled or interrupted. Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace flowtime {

class Database;

// What is left of a run that was not made: who asked, how far it came, and why it ended.
// Times are ISO 8601 in UTC. `code` and `message` are those of the first problem.
struct FailureRecord {
  std::int64_t number = 0;  // given by the catalog, ascending
  std::string run_id{}, template_id{}, mode{}, request_id{};
  std::string state{};  // "failed", "cancelled", "interrupted"
  std::string stage{}, code{}, message{};
  std::string begun_utc{}, ended_utc{};
  std::vector<std::string> log{};  // the last lines, at most kMaxLogLines
};
inline constexpr std::size_t kMaxLogLines = 100;
inline constexpr std::int64_t kMaxFailures = 10'000;

// `total_count` is of all that match, not of the page.
struct FailurePage {
  std::vector<FailureRecord> items;  // newest first
  std::int64_t total_count = 0;
};

// A run in the making is a row in the state "running" that names its process. When the process
// ends, however it does, others see by its lock that it is gone and call `interrupt`.
class FailureRecords {
 public:
  explicit FailureRecords(Database& database) : database_(database) {}

  // Notes that `owner` makes this run; the number is for the other calls.
  // The state of `run` is not looked at: it is "running" from now on.
  Result<std::int64_t> begin(const FailureRecord& run, const std::string& owner);
  // The stage it is in and its log so far, for the process that finds it interrupted.
  // Once per stage: a transaction each.
  Result<Done> enter(std::int64_t number, const std::string& stage,
                     const std::vector<std::string>& log);
  // It was published: nothing is kept.
  Result<Done> forget(std::int64_t number);
  // It ended without a run. A record that was not begun (number 0) is kept as well. Of all records
  // the newest kMaxFailures stay.
  // It gets a new number, so that records are in the order of their ends.
  Result<Done> end(const FailureRecord& run);

  // Who still has runs in the making, which, and what became of those of an owner who is gone.
  // Each once, in no order.
  Result<std::vector<std::string>> owners();
  Result<std::vector<FailureRecord>> unfinished(const std::string& owner);
  // Code and state become "interrupted"; gives how many there were.
  Result<int> interrupt(const std::string& owner, const std::string& now_utc);

  // Of one run id, or of all when it is empty.
  // Without those still in the making.
  // At most `limit` items, newest first.
  Result<FailurePage> find(const std::string& run_id, std::int64_t limit);

 private:
  Database& database_;
};

}  // namespace flowtime
