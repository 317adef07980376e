#include "api/envelope_cache.h"

#include "orchestrate/run_envelope.h"
#include "run/bundle_paths.h"
#include "run/one_run.h"

namespace flowtime::api {
namespace {

// Changes whenever the envelope may change; empty when that cannot be told.
std::string stamp_of(Env& env, const std::string& run_id) {
  std::string stamp = run_stamp(env, run_id);
  if (stamp.empty()) return stamp;
  const std::string folder = run_directory(run_id) + "/";
  for (const char* beside : {"aggregates", bundle::kTelemetryManifest}) {
    const auto info = env.info(folder + beside);
    stamp += info ? "+" + std::to_string(info->bytes) : "-";
  }
  return stamp;
}

}  // namespace

std::shared_ptr<const std::string> EnvelopeCache::kept(const std::string& run_id,
                                                       const std::string& stamp) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(run_id);
  if (found == by_id_.end() || found->second->stamp != stamp) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->json;
}

void EnvelopeCache::keep(Entry entry) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_id_.find(entry.run_id); found != by_id_.end()) {
    entries_.erase(found->second);
    by_id_.erase(found);
  }
  entries_.push_front(std::move(entry));
  by_id_[entries_.front().run_id] = entries_.begin();
  if (entries_.size() <= kMaxEntries) return;
  by_id_.erase(entries_.back().run_id);
  entries_.pop_back();
}

Result<std::shared_ptr<const std::string>> EnvelopeCache::get(Env& env, const std::string& run_id) {
  const std::string stamp = stamp_of(env, run_id);
  if (!stamp.empty()) {
    if (auto json = kept(run_id, stamp)) return json;
  }
  FT_TRY(const RunEnvelope envelope, read_envelope(env, run_id));
  auto json = std::make_shared<const std::string>(to_json(envelope, JsonWriter::Layout::kCompact));
  // Kept only when nobody changed the run while it was read.
  if (!stamp.empty() && stamp_of(env, run_id) == stamp) keep({run_id, stamp, json});
  return std::shared_ptr<const std::string>(std::move(json));
}

}  // namespace flowtime::api
