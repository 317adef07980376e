#include "api/kept_answers.h"

#include <algorithm>

namespace flowtime::api {

KeptAnswers::Shared KeptAnswers::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  if (found == entries_.end()) return nullptr;
  // The one that was used last is in front; the one behind is dropped first.
  entries_.splice(entries_.begin(), entries_, found);
  return found->body;
}

KeptAnswers::Shared KeptAnswers::keep(std::string key, std::string body) {
  auto kept = std::make_shared<const http::KeptBody>(std::move(body));
  const std::lock_guard lock(mutex_);
  bytes_ += kept->bytes().size();
  entries_.push_front({std::move(key), kept});
  // The newest stays even when it alone is too large: its caller holds it anyhow.
  while (entries_.size() > 1 && (entries_.size() > kMaxEntries || bytes_ > kMaxBytes)) {
    bytes_ -= entries_.back().body->bytes().size();
    entries_.pop_back();
  }
  return kept;
}

}  // namespace flowtime::api
