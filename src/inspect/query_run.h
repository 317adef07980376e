// Questions about stored runs, for everybody who asks.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "run/run_envelope.h"
#include "state/stored_run.h"
#include "sys/env.h"

namespace flowtime {

// One run with what every answer about it repeats. Immutable.
// Threads: const after construction. Values are mapped files, which stay readable when the run is
// replaced or deleted.
// An empty stamp means that the bundle has none; such a run is read anew for each question.
struct OpenedRun {
  std::shared_ptr<const StoredRun> run;
  RunEnvelope envelope;
  std::string metadata;  // the member `metadata` of the envelope, as JSON
  std::string stamp;     // tells this version of the run from others under its id
};

// Reads all of it from one version of the run, also while others replace it. A run without a
// judgement of this version is judged again, which is kept with what is handed out.
// Problems: those of open_run and of StoredRun::open.
// Reads run.json, the index, the judgement and the model; values are mapped, not read.
// Tries again when the run is replaced while it is read.
Result<std::shared_ptr<const OpenedRun>> open_for_queries(Env& env, const std::string& id);

// Keeps the runs that were asked about last, so that a question costs one look at the disk: whether
// the run is still there, and still the same. Threads may share it.
// At most `capacity` runs; the one that was asked about longest ago is let go.
// Reading a run happens outside the lock.
class OpenRuns {
 public:
  explicit OpenRuns(Env& env, std::size_t capacity = 16) : env_(env), capacity_(capacity) {}
  // As open_for_queries. What is handed out stays whole when the run is replaced or deleted.
  // Two threads that ask for a run that is not kept may both read it; the later one is kept.
  Result<std::shared_ptr<const OpenedRun>> open(const std::string& id);

 private:
  // Null unless it is kept and still the same.
  std::shared_ptr<const OpenedRun> find(const std::string& id, const std::string& stamp);
  // The one before under the same id is let go.
  void keep(std::shared_ptr<const OpenedRun> run);

  Env& env_;
  std::size_t capacity_;
  std::mutex mutex_;
  std::list<std::shared_ptr<const OpenedRun>> runs_;  // last used first
};

}  // namespace flowtime
