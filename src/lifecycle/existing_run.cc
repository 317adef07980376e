#include "lifecycle/existing_run.h"

#include <chrono>
#include <thread>

#include "lifecycle/check_health.h"
#include "lifecycle/run_list.h"
#include "lifecycle/run_waits.h"
#include "pipeline/run_evaluation.h"
#include "problems/catalogue.h"
#include "run/bundle_paths.h"
#include "run/run_stage.h"

namespace flowtime {
namespace {

// An advisory lock of a file wakes nobody; making a run takes longer than this.
constexpr auto kPollPause = std::chrono::milliseconds(5);
// A run takes seconds; a process that was stopped holds its lock for ever.
constexpr std::int64_t kLongestWaitNs = 120'000'000'000;
constexpr std::int64_t kMostCandidates = 20;  // damaged ones are passed over

constexpr const char* kContentPrefix = "content_";

Problem id_is_held(const std::string& id) {
  const bool content = id.starts_with(kContentPrefix);
  return {.code = "lock_held",
          .message = "another process, or another request, is making " +
                     (content ? "a run with the same content" : "the run '" + id + "'"),
          .remedy = "Try again; when no request makes it, end the process that holds " +
                    std::string(kLocksDirectory) + "/" + id + ".lock."};
}

// A place among those who wait.
// For as long as it lives; destroyed on every way out of the wait.
class Waiting {
 public:
  Waiting() : may_(process_run_waits().enter()) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    if (may_) process_run_waits().leave();
  }
  bool may() const { return may_; }

 private:
  const bool may_;
};

Result<std::unique_ptr<FileLock>> wait_for_run_id(Env& env, const std::string& id,
                                                  StageClock& clock) {
  const std::int64_t end = env.monotonic_ns() + kLongestWaitNs;
  while (env.monotonic_ns() < end) {
    {
      // Only the pause is counted. A request that holds the lock must never be counted as one that
      // waits, or a pool that is all at work would look like one that is all waiting.
      const Waiting waiting;
      if (!waiting.may()) break;
      FT_RETURN_IF_PROBLEM(clock.go_on());
      std::this_thread::sleep_for(kPollPause);
    }
    FT_TRY(auto lock, try_lock_run_id(env, id));
    if (lock) return std::move(*lock);
  }
  return id_is_held(id);
}

}  // namespace

Result<ExistingRun> look_up_run(Env& env, const std::string& id, const std::string& content_hash,
                                StageClock& clock) {
  ExistingRun existing;
  if (!env.exists(run_directory(id))) return existing;
  Result<RunInfo> info = read_run_info(env, id);
  if (!info) {
    existing.kind = ExistingRun::Kind::kDamaged;
    existing.damage = info.problems();
    return existing;
  }
  existing.info = *std::move(info);
  existing.kind = ExistingRun::Kind::kOther;
  // Before the files are hashed: what another run is worth does not matter here.
  if (existing.info->content_hash != content_hash) return existing;
  const auto verified = verify_run(env, id, [&] { return clock.observer().stop_requested(); });
  // Being stopped says nothing about the run: it must not be taken for damage.
  if (!verified && problems::is_stopped(verified.problems())) return verified.problems();
  existing.damage = verified ? verified->differences : verified.problems();
  existing.kind = existing.damage.empty() ? ExistingRun::Kind::kSame : ExistingRun::Kind::kDamaged;
  return existing;
}

Result<std::optional<RunInfo>> find_same_content(const RunHost& host,
                                                 const std::string& content_hash,
                                                 StageClock& clock) {
  // Other processes may have published since the index was read.
  if (host.catalog != nullptr) FT_RETURN_IF_PROBLEM(host.catalog->runs().update());
  FT_TRY(const auto ids, runs_of_content(host, content_hash, kMostCandidates));
  for (const std::string& id : ids) {
    FT_TRY(ExistingRun existing, look_up_run(host.env, id, content_hash, clock));
    if (existing.kind == ExistingRun::Kind::kSame) return std::move(existing.info);
  }
  return std::optional<RunInfo>();
}

Result<std::unique_ptr<FileLock>> hold_content(Env& env, const std::string& content_hash,
                                               StageClock& clock) {
  // The lock is a file beside those of run ids; the prefix keeps the two apart in the message.
  return hold_run_id(env, kContentPrefix + content_hash.substr(content_hash.find(':') + 1), clock);
}

Result<std::unique_ptr<FileLock>> hold_run_id(Env& env, const std::string& id, StageClock& clock) {
  FT_TRY(auto lock, try_lock_run_id(env, id));
  if (lock) return std::move(*lock);
  return wait_for_run_id(env, id, clock);
}

RunWaits& process_run_waits() {
  static RunWaits waits;
  return waits;
}

bool can_judge_stored(const RunInfo& run, FailOn fail_on) {
  return fail_on != FailOn::kHealth || run.judgement.has_value();
}

Result<Done> judge_stored(const RunInfo& run, FailOn fail_on) {
  auto judged = judge_findings(run.findings, fail_on);
  if (judged && run.judgement) judged = check_health(*run.judgement, fail_on);
  if (judged) {
    const Severity severity = expectation_severity(run.mode, fail_on);
    judged = judge_findings(expectation_findings(run.expectations, severity), fail_on);
  }
  if (judged) return Done{};
  Problems problems = judged.problems();
  for (Problem& problem : problems) problem.file = run_directory(run.id);
  return problems;
}

std::string superseded_run_id(const std::string& id, const std::string& content_hash) {
  const std::size_t colon = content_hash.find(':');
  return id + "." + content_hash.substr(colon == std::string::npos ? 0 : colon + 1, 8);
}

Finding superseded_finding(const Supersedes& former) {
  Finding finding;
  finding.severity = Severity::kInfo;
  finding.code = "deterministic_run_superseded";
  finding.message = "the run that was made on " + former.created_utc +
                    " under this id had other content and is kept as '" + former.run_id + "'";
  finding.node_id = "engine";
  return finding;
}

Problem run_id_taken(const std::string& id) {
  return {.code = "run_id_taken",
          .message = "the run '" + id + "' exists and was made from other inputs",
          .remedy = "Choose another run id, delete that run, or ask to overwrite it."};
}

Problem run_id_damaged(const std::string& id, const Problems& damage) {
  return {.code = "run_id_damaged",
          .message = "the run '" + id + "' exists and is damaged. " + damage.front().message,
          .remedy = "Delete that run, or ask to overwrite it."};
}

}  // namespace flowtime
