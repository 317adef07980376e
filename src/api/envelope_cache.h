// EnvelopeCache: envelopes of runs as JSON, so that asking for a run again costs no parsing.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime::api {

class EnvelopeCache {
 public:
  // The envelope of the run as it stands now: what is kept is used only while the run's manifest
  // and what lies beside it are still the same. Problems: as open_run.
  Result<std::shared_ptr<const std::string>> get(Env& env, const std::string& run_id);

 private:
  struct Entry {
    std::string run_id, stamp;
    std::shared_ptr<const std::string> json;
  };
  static constexpr std::size_t kMaxEntries = 256;
  std::shared_ptr<const std::string> kept(const std::string& run_id, const std::string& stamp);
  void keep(Entry entry);

  std::mutex mutex_;
  std::list<Entry> entries_;  // the last used first
  std::map<std::string, std::list<Entry>::iterator> by_id_;
};

}  // namespace flowtime::api
