// Answers that took long and follow from stored runs alone, kept for the next request.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "http/compression.h"

namespace flowtime::api {

// All functions may be called from several threads at once.
// The key names everything that the answer follows from: ids and stamps of the runs, and the
// question.
// At most 64 answers and 32 MiB of bodies.
class KeptAnswers {
 public:
  using Shared = std::shared_ptr<const http::KeptBody>;

  // Null when there is none.
  // Linear in the entries, which are few.
  Shared find(const std::string& key);
  // What was used longest ago goes when there are too many, or too many bytes.
  // What it returns is valid as long as it is held, also after the entry is gone. The last one
  // stays, however large it is.
  Shared keep(std::string key, std::string body);

 private:
  static constexpr std::size_t kMaxEntries = 64, kMaxBytes = std::size_t{32} << 20;
  // Bytes are counted of the body alone.
  struct Entry {
    std::string key;
    Shared body;
  };
  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::size_t bytes_ = 0;
};

}  // namespace flowtime::api
