// How many bytes of uploads are stored at a time. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>

#include "http/http_limits.h"

namespace flowtime::api {

class UploadedBytes {
 public:
  // False where all uploads together would be larger than kMaxUploadsBytes; nothing is taken then.
  bool take(std::uint64_t bytes) {
    if (held_.fetch_add(bytes) + bytes <= http::kMaxUploadsBytes) return true;
    held_ -= bytes;
    return false;
  }
  // As many as take() was given. Without a lock.
  void give_back(std::uint64_t bytes) { held_ -= bytes; }

 private:
  std::atomic<std::uint64_t> held_{0};
};

}  // namespace flowtime::api
