// EnvelopeCache: envelopes of runs as JSON, so that asking for a run again costs no parsing.
// Threads: any; one mutex, never held while a run is read.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "http/compression.h"
#include "run/one_run.h"
#include "sys/env.h"

namespace flowtime::api {

// Const once it is in the cache; a response may hold it while others use it.
struct KeptEnvelope {
  std::shared_ptr<const http::KeptBody> json;
  std::string etag;
};

// A run is known by its mark (what one look at its directory shows) and by its stamp (what several
// files show). The mark is enough as long as it is older than the clock's grain; else the stamp
// decides. At most 256 envelopes, those used last.
class EnvelopeCache {
 public:
  using Shared = std::shared_ptr<const KeptEnvelope>;

  // The envelope of the run as it is now: what is kept is used only while the run is still the
  // same. Problems: as open_run.
  // For code that changes something about a run that is not seen from outside of it.
  void forget(const std::string& run_id);
  // Reads files unless the envelope is kept. The tag follows from the stamp, the program's version
  // and that of the judgement.
  Result<Shared> get(Env& env, const std::string& run_id);
  // The same if one look at the run's directory shows that it is kept; else nothing.
  // For the I/O thread: one stat of the directory, no reading, no parsing.
  Shared at_once(Env& env, const std::string& run_id);

 private:
  struct Entry {
    std::string run_id, stamp;
    std::optional<RunMark> mark;  // nothing: too young to be trusted
    Shared envelope;
  };
  static constexpr std::size_t kMaxEntries = 256;
  // The kept envelope if its mark, or its stamp, is that one; then it is the last used. Null else.
  Shared marked(const std::string& run_id, const RunMark& mark);
  Shared stamped(const std::string& run_id, const std::string& stamp,
                 const std::optional<RunMark>& mark);
  void keep(Entry entry);

  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::map<std::string, std::list<Entry>::iterator> by_id_;
};

}  // namespace flowtime::api
