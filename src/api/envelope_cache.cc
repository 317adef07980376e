// Two ways to know that a kept envelope is still right: the mark (one stat of the run's folder) and
// the stamp (the sizes and times of the files that the envelope follows from). The mark is taken
// first and the stamp read after it: a run that is replaced in between has another mark, so what is
// kept under the old one is never found again.
#include "api/envelope_cache.h"

#include "host/program_version.h"
#include "http/etag.h"
#include "run/bundle_paths.h"
#include "run/run_envelope.h"

namespace flowtime::api {
namespace {

// Changes whenever the envelope may change; empty when that cannot be told.
std::string stamp_of(Env& env, const std::string& run_id) {
  std::string stamp = run_stamp(env, run_id);
  if (stamp.empty()) return stamp;
  const std::string folder = run_directory(run_id) + "/";
  // Files that are made after the run, and that the envelope mentions.
  for (const char* beside :
       {"aggregates", bundle::kTelemetryManifest, "model/telemetry/manifest.json"}) {
    const auto info = env.info(folder + beside);
    stamp += info ? "+" + std::to_string(info->bytes) : "-";
  }
  // Labels may change and keep their size.
  const auto labels = env.info(folder + bundle::kLabels);
  return stamp + (labels ? "+" + std::to_string(labels->modified_ns) : "-");
}

// The mark of the run, if it can be relied on.
std::optional<RunMark> settled_mark(Env& env, const std::string& run_id) {
  const auto mark = run_mark(env, run_id);
  // A change within the same tick of the file system's clock would have the same mark.
  return mark && mark->is_settled(env) ? mark : std::nullopt;
}

}  // namespace

EnvelopeCache::Shared EnvelopeCache::marked(const std::string& run_id, const RunMark& mark) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(run_id);
  if (found == by_id_.end() || found->second->mark != mark) return nullptr;
  // A list, so that moving an entry to the front leaves the iterators in by_id_ valid.
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->envelope;
}

// The mark was taken before the stamp, so that a run that came between them has another one.
EnvelopeCache::Shared EnvelopeCache::stamped(const std::string& run_id, const std::string& stamp,
                                             const std::optional<RunMark>& mark) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(run_id);
  if (found == by_id_.end() || found->second->stamp != stamp) return nullptr;
  found->second->mark = mark;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->envelope;
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

void EnvelopeCache::forget(const std::string& run_id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(run_id);
  if (found == by_id_.end()) return;
  entries_.erase(found->second);
  by_id_.erase(found);
}

EnvelopeCache::Shared EnvelopeCache::at_once(Env& env, const std::string& run_id) {
  const auto mark = run_mark(env, run_id);
  return mark ? marked(run_id, *mark) : nullptr;
}

Result<EnvelopeCache::Shared> EnvelopeCache::get(Env& env, const std::string& run_id) {
  if (auto envelope = at_once(env, run_id)) return envelope;
  const std::optional<RunMark> mark = settled_mark(env, run_id);
  const std::string stamp = stamp_of(env, run_id);
  if (!stamp.empty()) {
    if (auto envelope = stamped(run_id, stamp, mark)) return envelope;
  }
  FT_TRY(const RunEnvelope envelope, read_envelope(env, run_id));
  auto kept = std::make_shared<KeptEnvelope>();
  kept->json = std::make_shared<http::KeptBody>(to_json(envelope, JsonWriter::Layout::kCompact));
  // Without a stamp the tag has to follow from the bytes, which is dearer but always right.
  kept->etag = stamp.empty()
                   ? etag_of(kept->json->bytes())
                   : etag_of(program_version().version + " " + std::to_string(kJudgementVersion) +
                             " " + envelope.info.content_hash + " " + stamp);
  // Kept only when the run was not changed while it was read.
  if (!stamp.empty() && stamp_of(env, run_id) == stamp) keep({run_id, stamp, mark, kept});
  return Shared(std::move(kept));
}

}  // namespace flowtime::api
