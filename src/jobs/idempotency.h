// Idempotency keys: the same key with the same body has one answer.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"

namespace flowtime {

// An answer to be given again. What the members mean is up to the code that answers.
// Only the body may have line feeds.
struct KeptAnswer {
  int status = 0;
  std::string location{}, content_type{}, body{};
};

inline constexpr std::size_t kMaxIdempotencyKey = 255;

// Keys are kept in the catalog for 24 hours, so a request that is repeated after a restart, or
// asked of another process with the same data root, has the same answer.
//
// Threads: any. begin() must be followed by finish() or abandon() where it says kWork.
class IdempotencyKeys {
 public:
  // The host has a catalog and outlives this.
  explicit IdempotencyKeys(const RunHost& host) : host_(host) {}

  enum class Next {
    kWork,    // no earlier request: do it, then call finish() or abandon()
    kAnswer,  // `answer` is the answer
    kWait,    // another request of this process works on it: `later` gets called
  };
  struct Start {
    Next next = Next::kWork;
    KeptAnswer answer{};
  };
  // Gets the answer, or nothing when it was abandoned and the request has to be begun again. Called
  // from the thread that finishes.
  using Later = std::function<void(std::optional<KeptAnswer>)>;

  // `key` is within the one name space of `scope` ("POST /v1/runs").
  // Problems: invalid_idempotency_key (empty, too long, not printable), idempotency_conflict (the
  // key was used with another body), idempotency_in_use (another process works on it),
  // catalog_failed.
  // `body` is compared by its hash. `later` may be left out: then kWait is idempotency_in_use
  // instead.
  // A claim of a process that is gone is taken over. Each call forgets keys older than 24 hours.
  Result<Start> begin(std::string_view scope, std::string_view key, std::string_view body,
                      Later later = {});
  // Keeps the answer and gives it to those who wait.
  // A problem means that the answer was not kept; those that wait have it all the same.
  // Those that wait are called on this thread, outside of the lock: they may begin with the same
  // key.
  Result<Done> finish(std::string_view scope, std::string_view key, const KeptAnswer& answer);
  // The answer is not to be repeated (busy, cancelled, a defect): the next request works again.
  Result<Done> abandon(std::string_view scope, std::string_view key);

 private:
  std::vector<Later> take_waiting(const std::string& name);
  const RunHost& host_;
  std::mutex mutex_;
  // Of this process only: requests of others get idempotency_in_use.
  std::map<std::string, std::vector<Later>> waiting_;  // by scope and key
};

}  // namespace flowtime
