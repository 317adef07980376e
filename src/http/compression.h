// gzip and brotli for whole bodies, as far as the client accepts them.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/request.h"
#include "http/response.h"

namespace flowtime::http {

// Deflate and zstd are not offered.
enum class Coding { kIdentity, kGzip, kBrotli };
const char* name_of(Coding coding);  // "gzip", "br"

// The best of those with the highest weight in `Accept-Encoding`; identity when in doubt.
// Brotli where both have the same weight: it packs JSON better at the same cost.
// A coding without a weight has 1; q=0 rules it out. `*` and "identity;q=0" are not honoured.
Coding accepted_coding(std::string_view accept_encoding);

// Not for streams.
// gzip level 4 and brotli quality 4: they cost about as much as writing the JSON did. The result
// may be longer than the bytes.
std::string compressed(std::string_view bytes, Coding coding);

// A body that is sent again and again: compressed once for each coding that a client asks for.
// Threads: any; two that ask for one coding at once wait for the same compression.
class KeptBody {
 public:
  // Takes up to three forms of the bytes in memory, each of them once.
  explicit KeptBody(std::string bytes) : bytes_(std::move(bytes)) {}
  const std::string& bytes() const { return bytes_; }
  // From any thread. The first time for a coding costs the compressing, which `is_ready` tells.
  // Valid as long as the body.
  const std::string& as(Coding coding) const;
  bool is_ready(Coding coding) const;

 private:
  // `is_ready` is set after `bytes`; `once` makes other threads wait for them.
  struct Coded {
    std::once_flag once;
    std::atomic<bool> is_ready{false};
    std::string bytes;
  };
  std::string bytes_;
  mutable Coded gzip_, brotli_;
};

// Compresses the body of text kinds, a whole one from kMinCompressedBytes on, and says so. What is
// made while it is sent is packed as gzip, events not at all.
// Adds Vary whether or not it compresses, since caches need to know. Leaves a response alone that
// has a Content-Encoding.
// Text kinds: text/*, JSON, problem+json, NDJSON, SVG, OpenMetrics. Called on a worker. A stream is
// flushed when its source is idle, so that the client sees what there is.
void compress_body(const Request& request, Response& response);

}  // namespace flowtime::http
