// Whether a stored run is the answer, and what becomes of one that is in the way.
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
  FT_TRY(const auto same, find_same_content(scope.host, hashes.content, scope.clock));
  if (!same || !can_judge_stored(*same, scope.request.fail_on)) return false;
  FT_RETURN_IF_PROBLEM(judge_stored(*same, scope.request.fail_on));
  scope.identify(same->id);
  scope.tell_identity();
  return true;
}

Result<RunClaim> claim_id(CreationScope& scope, const RunHashes& hashes) {
  RunClaim claim;
  FT_TRY(auto lock, hold_run_id(scope.host.env, scope.labels.run_id, scope.clock));
  scope.held.push_back(std::move(lock));
  if (scope.request.overwrite) {
    claim.rule = PublishRule::kReplace;
    return claim;
  }
  FT_TRY(const ExistingRun existing,
         look_up_run(scope.host.env, scope.labels.run_id, hashes.content, scope.clock));
  switch (existing.kind) {
    case ExistingRun::Kind::kNone: return claim;
    case ExistingRun::Kind::kSame:
      if (!can_judge_stored(*existing.info, scope.request.fail_on)) {
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
  if (scope.request.dry_run) return RunClaim{};
  if (!scope.request.reuse) return claim_id(scope, hashes);
  FT_TRY(const bool found, reuse_content(scope, hashes));
  return found ? Result<RunClaim>(RunClaim{.is_reused = true}) : claim_id(scope, hashes);
}

}  // namespace flowtime
