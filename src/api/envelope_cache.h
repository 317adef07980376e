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

struct KeptEnvelope {
  std::shared_ptr<const http::KeptBody> json;
  std::string etag;
};

class EnvelopeCache {
 public:
  using Shared = std::shared_ptr<const KeptEnvelope>;

  // The envelope of the run as it stands now: what is kept is used only while the run is still the
  // same. Problems: as open_run.
  // For whoever changes something about a run that is not seen from outside of it.
  void forget(const std::string& run_id);
  Result<Shared> get(Env& env, const std::string& run_id);
  // The same if one look at the run's directory tells that it is kept; else nothing.
  Shared at_once(Env& env, const std::string& run_id);

 private:
  struct Entry {
    std::string run_id, stamp;
    std::optional<RunMark> mark;  // nothing: too young to be trusted
    Shared envelope;
  };
  static constexpr std::size_t kMaxEntries = 256;
  Shared marked(const std::string& run_id, const RunMark& mark);
  Shared stamped(const std::string& run_id, const std::string& stamp,
                 const std::optional<RunMark>& mark);
  void keep(Entry entry);

  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::map<std::string, std::list<Entry>::iterator> by_id_;
};

}  // namespace flowtime::api
