// What there is under the id that a run is to get.
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

// The answer of look_up_run. A value: the run is not held, so it may change unless its lock is
// held.
struct ExistingRun {
  enum class Kind {
    kNone,     // the id is free
    kSame,     // a run with the same contentHash whose files match their hashes
    kOther,    // a run with another contentHash
    kDamaged,  // not a complete run any more
  };
  Kind kind = Kind::kNone;
  std::optional<RunInfo> info;  // kSame, kOther, and kDamaged as far as it can be read
  Problems damage;              // kDamaged
};

// Reads and re-hashes the run. Problems: stopped, io codes.
// Cost: reads every file of the run when the contentHash is the wanted one, else run.json alone.
Result<ExistingRun> look_up_run(Env& env, const std::string& id, const std::string& content_hash,
                                StageClock& clock);

// The newest intact run with this content, whatever its id; nothing without one. Problems: stopped,
// catalog_failed, io codes.
// At most 20 candidates are looked at, newest first; damaged ones are passed over.
Result<std::optional<RunInfo>> find_same_content(const RunHost& host,
                                                 const std::string& content_hash,
                                                 StageClock& clock);

// Waits until no other request that may reuse makes a run with this content. Problems as
// hold_run_id.
// The lock is released when the pointer is destroyed, or when the process ends.
Result<std::unique_ptr<FileLock>> hold_content(Env& env, const std::string& content_hash,
                                               StageClock& clock);

// Waits until no other request makes a run with this id, among all threads and processes. Problems:
// stopped, lock_held (two minutes have passed, or no thread would be left to work: RunWaits), io
// codes.
Result<std::unique_ptr<FileLock>> hold_run_id(Env& env, const std::string& id, StageClock& clock);

// Whether the stored run says what this rule asks for: an older version judged no service.
// With FailOn::kHealth a run without a judgement has to be evaluated again.
bool can_judge_stored(const RunInfo& run, FailOn fail_on);
// The findings of a stored run as they are judged now.
// With the request's `fail_on`, which may be stricter than the one that the run was made with.
// Problems: those of judge_findings and check_health, with the run's directory as their file.
Result<Done> judge_stored(const RunInfo& run, FailOn fail_on);

// Where the run that gives up its place is kept: "<id>.<8 hex of its contentHash>".
std::string superseded_run_id(const std::string& id, const std::string& content_hash);
// deterministic_run_superseded
Finding superseded_finding(const Supersedes& former);

// Refusals of an explicit id.
// A derived id is never refused: its former run is superseded or replaced. `damage` is not empty.
Problem run_id_taken(const std::string& id);
Problem run_id_damaged(const std::string& id, const Problems& damage);

}  // namespace flowtime
