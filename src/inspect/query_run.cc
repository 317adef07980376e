#include "inspect/query_run.h"

#include <algorithm>

#include "inspect/judge_again.h"
#include "run/one_run.h"

namespace flowtime {
namespace {

Result<std::shared_ptr<const OpenedRun>> read_whole(Env& env, const std::string& id) {
  auto opened = std::make_shared<OpenedRun>();
  // Before anything is read: a run that is replaced meanwhile then has another stamp.
  opened->stamp = run_stamp(env, id);
  FT_TRY(Run run, open_run(env, id));
  const auto again = [&](const StoredRun& stored) { return judge_again(env, stored); };
  FT_TRY(opened->run, StoredRun::open(std::move(run), again));
  opened->envelope = envelope_of(opened->run->run());
  if (const Judgement* judgement = opened->run->judgement()) {
    // Of a run that was judged again the envelope shows the judgement that the answers use.
    opened->envelope.info.judgement = judgement->summary;
  }
  JsonWriter json;
  write_metadata(json, opened->envelope);
  opened->metadata = json.take();
  return std::shared_ptr<const OpenedRun>(std::move(opened));
}

}  // namespace

Result<std::shared_ptr<const OpenedRun>> open_for_queries(Env& env, const std::string& id) {
  // Tries again when the run is replaced while it is read.
  return of_existing_run(env, id, [&] { return read_whole(env, id); });
}

std::shared_ptr<const OpenedRun> OpenRuns::find(const std::string& id, const std::string& stamp) {
  const std::lock_guard lock(mutex_);
  const auto same_id = [&](const auto& run) { return run->run->info().id == id; };
  const auto found = std::find_if(runs_.begin(), runs_.end(), same_id);
  if (found == runs_.end()) return nullptr;
  // A bundle without a stamp may have changed; it is read anew.
  if (stamp.empty() || (*found)->stamp != stamp || !(*found)->run->run().is_unchanged()) {
    runs_.erase(found);
    return nullptr;
  }
  runs_.splice(runs_.begin(), runs_, found);
  return runs_.front();
}

void OpenRuns::keep(std::shared_ptr<const OpenedRun> run) {
  const std::lock_guard lock(mutex_);
  const std::string& id = run->run->info().id;
  std::erase_if(runs_, [&](const auto& kept) { return kept->run->info().id == id; });
  runs_.push_front(std::move(run));
  if (runs_.size() > capacity_) runs_.pop_back();
}

Result<std::shared_ptr<const OpenedRun>> OpenRuns::open(const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env_, id));
  if (auto kept = find(id, run_stamp(env_, id))) return kept;
  FT_TRY(auto opened, open_for_queries(env_, id));
  keep(opened);
  return opened;
}

}  // namespace flowtime
