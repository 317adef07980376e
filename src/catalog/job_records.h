// JobRecords: asynchronous jobs, as later processes see them. Threads: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace flowtime {

class Database;

// Times are ISO 8601 in UTC; empty where a job has not come that far.
struct JobRecord {
  std::string id;
  std::string state;  // "queued", "running", "succeeded", "failed", "cancelled", "interrupted"
  std::string run_id{}, template_id{}, mode{}, request_id{}, stage{};
  std::string code{}, message{};  // of a failure
  std::string created_utc{}, started_utc{}, finished_utc{};
  bool was_reused = false;
};

// Problems of all functions: catalog_failed, io codes.
class JobRecords {
 public:
  explicit JobRecords(Database& database) : database_(database) {}

  // Adds the job or replaces the row of its id.
  // A job without `finished_utc` counts as unfinished, whatever its state says.
  Result<Done> put(const JobRecord& job, const std::string& owner);
  // Nothing for an unknown id.
  Result<std::optional<JobRecord>> find(const std::string& id);
  // By time of creation.
  // The newest first; of equal times by id.
  Result<std::vector<JobRecord>> newest(std::int64_t limit);

  // Who still has unfinished jobs; and what became of those of an owner who is gone.
  Result<std::vector<std::string>> owners();
  // How many jobs were marked.
  Result<int> interrupt(const std::string& owner, const std::string& now_utc);

 private:
  Database& database_;
};

}  // namespace flowtime
