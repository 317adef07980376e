// Catalog: <data>/catalog.db, the searchable index of the runs of a data root and the only record
// of what left no run behind: failures, jobs, answers to idempotency keys.
//
// The bundles are the truth about runs; the catalog can be deleted and is rebuilt from them.
// Several threads and processes use one catalog at a time.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "catalog/answer_records.h"
#include "catalog/catalog_check.h"
#include "catalog/failure_records.h"
#include "catalog/job_records.h"
#include "catalog/run_index.h"
#include "sys/env.h"

namespace flowtime {

class Database;

// Threads: any, for every member. Each call is a transaction of its own.
class Catalog {
 public:
  // `database` is the path of the file, which need not exist; "" keeps everything in memory, for
  // tests. Problems: catalog_failed (what SQLite says), catalog_too_new, io codes.
  // A file that is not a database is renamed to catalog.db.damaged-* and a new one is made. `env`
  // is the data root and outlives the catalog.
  // kPages is for servers and `runs reindex`, which promise to make a damaged one anew.
  static Result<std::unique_ptr<Catalog>> open(Env& env, const std::string& database,
                                               CatalogCheck check = CatalogCheck::kHeader);
  ~Catalog();

  // Valid as long as the catalog.
  RunIndex& runs() { return *runs_; }
  FailureRecords& failures() { return *failures_; }
  JobRecords& jobs() { return *jobs_; }
  AnswerRecords& answers() { return *answers_; }

  // Names this process in the records of what it is doing. A lock in the data root is held under
  // that name as long as the catalog lives, so that others can tell whether we still work on it.
  // Made on the first call, the same one after it.
  Result<std::string> owner();
  // Whether the process of that name is gone.
  // Found by trying its lock, which the operating system releases however a process ends.
  Result<bool> is_gone(const std::string& owner);

 private:
  Catalog(Env& env, std::unique_ptr<Database> database);
  Env& env_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<RunIndex> runs_;
  std::unique_ptr<FailureRecords> failures_;
  std::unique_ptr<JobRecords> jobs_;
  std::unique_ptr<AnswerRecords> answers_;
  std::string owner_;
  std::unique_ptr<FileLock> owner_lock_;
  // Guards owner_ and owner_lock_.
  std::mutex owner_mutex_;
};

// Where a data root keeps its catalog.
inline constexpr const char* kCatalogFile = "catalog.db";

}  // namespace flowtime
