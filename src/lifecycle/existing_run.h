// What stands under the id that a run is to get.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "checks/check_run.h"
#include "host/run_host.h"
#include "host/stage_clock.h"
#include "run/open_run.h"
#include "sys/env.h"

namespace flowtime {

struct ExistingRun {
  enum class Kind {
    kNone,     // the id is free
    kSame,     // a run with the same contentHash whose files match their hashes
    kOther,    // a run with another contentHash
    kDamaged,  // something that is no complete run any more
  };
  Kind kind = Kind::kNone;
  std::optional<RunInfo> info;  // kSame, kOther, and kDamaged as far as it can be read
  Problems damage;              // kDamaged
};

// Reads and re-hashes the run. Problems: stopped, io codes.
Result<ExistingRun> look_up_run(Env& env, const std::string& id, const std::string& content_hash,
                                StageClock& clock);

// The newest intact run with this content, whatever its id; nothing without one. Problems: stopped,
// catalog_failed, io codes.
Result<std::optional<RunInfo>> find_same_content(const RunHost& host,
                                                 const std::string& content_hash,
                                                 StageClock& clock);

// Waits until nobody else who wants to reuse makes a run with this content. Problems as
// hold_run_id.
Result<std::unique_ptr<FileLock>> hold_content(Env& env, const std::string& content_hash,
                                               StageClock& clock);

// Waits until nobody else makes a run with this id, among all threads and processes. Problems:
// stopped, lock_held (two minutes have passed, or nobody else would be left to work: RunWaits), io
// codes.
Result<std::unique_ptr<FileLock>> hold_run_id(Env& env, const std::string& id, StageClock& clock);

// Whether the stored run says what this rule asks for: an older version judged no service.
bool can_judge_stored(const RunInfo& run, FailOn fail_on);
// The findings of a stored run as they are judged now.
Result<Done> judge_stored(const RunInfo& run, FailOn fail_on);

// Where the run that gives up its place is kept: "<id>.<8 hex of its contentHash>".
std::string superseded_run_id(const std::string& id, const std::string& content_hash);
// deterministic_run_superseded
Finding superseded_finding(const Supersedes& former);

// Refusals of an explicit id.
Problem run_id_taken(const std::string& id);
Problem run_id_damaged(const std::string& id, const Problems& damage);

}  // namespace flowtime
