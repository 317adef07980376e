// Answers that took long and follow from stored runs alone, kept for whoever asks again.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "http/compression.h"

namespace flowtime::api {

// All functions may be called from several threads at once.
class KeptAnswers {
 public:
  using Shared = std::shared_ptr<const http::KeptBody>;

  // Null when there is none.
  Shared find(const std::string& key);
  // What was used longest ago goes when there are too many, or too many bytes.
  Shared keep(std::string key, std::string body);

 private:
  static constexpr std::size_t kMaxEntries = 64, kMaxBytes = std::size_t{32} << 20;
  struct Entry {
    std::string key;
    Shared body;
  };
  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::size_t bytes_ = 0;
};

}  // namespace flowtime::api
