// Whether a stored run is the answer, and what becomes of one that is in the way.
//
// In steps: with `reuse` hold the lock of the content and look for an intact run that has it; else,
// or when there is none, hold the lock of the id and look at what is under it. Content before id,
// always: two requests that took the locks in different orders would wait for each other.
#include "lifecycle/check_health.h"
#include "lifecycle/creation_steps.h"
#include "lifecycle/existing_run.h"

namespace flowtime {
namespace {

void supersede(const RunInfo& former, RunClaim& claim) {
  claim.rule = PublishRule::kSupersede;
  claim.supersedes = Supersedes{.content_hash = former.content_hash,
                                .created_utc = former.created_utc,
                                .run_id = superseded_run_id(former.id, former.content_hash)};
}

// Creations that want to reuse wait for one another by content, so that it is made once.
Result<bool> reuse_content(CreationScope& scope, const RunHashes& hashes) {
  FT_TRY(auto lock, hold_content(scope.host.env, hashes.content, scope.clock));
  scope.held.push_back(std::move(lock));
  // Only now: another request may have published it while this one waited for the lock.
  FT_TRY(const auto same, find_same_content(scope.host, hashes.content, scope.clock));
  if (!same || !can_judge_stored(*same, scope.request.fail_on)) return false;
  FT_RETURN_IF_PROBLEM(judge_stored(*same, scope.request.fail_on));
  // The answer is a run with an id of its own; the one that this request was given is dropped.
  scope.identify(same->id);
  scope.tell_identity();
  return true;
}

Result<RunClaim> claim_id(CreationScope& scope, const RunHashes& hashes) {
  RunClaim claim;
  FT_TRY(auto lock, hold_run_id(scope.host.env, scope.labels.run_id, scope.clock));
  scope.held.push_back(std::move(lock));
  // Nothing is looked up: a damaged run, too, is to be replaced.
  if (scope.request.overwrite) {
    claim.rule = PublishRule::kReplace;
    return claim;
  }
  FT_TRY(const ExistingRun existing,
         look_up_run(scope.host.env, scope.labels.run_id, hashes.content, scope.clock));
  // An id that the caller chose is never moved aside. A derived id is ours: the same inputs gave
  // other content, such as after a change of a template's text, so the former run keeps a name of
  // its own.
  switch (existing.kind) {
    case ExistingRun::Kind::kNone: return claim;
    case ExistingRun::Kind::kSame:
      if (!can_judge_stored(*existing.info, scope.request.fail_on)) {
        // The content is the same; only the judgement has to be made.
        // Damage that hides even the contentHash leaves nothing to name the former run by.
        claim.rule = PublishRule::kReplace;
        return claim;
      }
      // What would be refused today is not made acceptable by having been stored before.
      FT_RETURN_IF_PROBLEM(judge_stored(*existing.info, scope.request.fail_on));
      claim.is_reused = true;
      return claim;
    case ExistingRun::Kind::kOther:
      if (!scope.request.run_id.empty()) return run_id_taken(scope.labels.run_id);
      supersede(*existing.info, claim);
      return claim;
    case ExistingRun::Kind::kDamaged:
      if (!scope.request.run_id.empty())
        return run_id_damaged(scope.labels.run_id, existing.damage);
      claim.rule = PublishRule::kReplace;
      if (existing.info) supersede(*existing.info, claim);
      return claim;
  }
  return claim;
}

}  // namespace

Result<RunClaim> claim_run(CreationScope& scope, const RunHashes& hashes) {
  // A dry run takes no lock, so that it never waits and never makes others wait.
  if (scope.request.dry_run) return RunClaim{};
  if (!scope.request.reuse) return claim_id(scope, hashes);
  FT_TRY(const bool found, reuse_content(scope, hashes));
  return found ? Result<RunClaim>(RunClaim{.is_reused = true}) : claim_id(scope, hashes);
}

}  // namespace flowtime
