// CreationRecord: what stays of a run in the making when it fails.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/run_host.h"
#include "host/stage.h"
#include "lifecycle/run_events.h"

namespace flowtime {

// Keeps the last log lines and, from begin() on, tells the catalog which stage the run is in, so
// that others learn of it when this process ends unexpectedly. What the catalog cannot take is
// logged and otherwise of no consequence: runs do not depend on it.
// Lifetime: one call of create_run. Not thread safe; the catalog that it writes to is.
class CreationRecord : public RunObserver, public LogSink {
 public:
  // The labels may change until begin().
  // Both outlive the record. Later calls read the labels as they are then: the run id may be
  // missing when the record is made.
  CreationRecord(const RunHost& host, const RunLabels& labels);
  ~CreationRecord() override;

  // From here on the catalog has an entry that a crash leaves behind. Asked for once the run has an
  // id and is going to be evaluated; a dry run and a reused run never ask.
  void begin();
  // `changed_runs`: whose directories changed. `published`: of the one that this request made, what
  // reading it would give; null when that has to be read.
  void succeeded(const std::vector<std::string>& changed_runs, const RunInfo* published);
  // "failed" or "cancelled", with the first problem.
  // May be called without begin(): a refusal before it is recorded as well.
  void failed(const std::string& state, const std::string& stage, const Problem& problem);

  // The observer's side: each call is passed on to the host's observer.
  void on_identity(const RunIdentity& identity) override { host_.observer.on_identity(identity); }
  void on_stage(const StageEvent& event) override;
  void on_progress(std::int64_t bins_done, std::int64_t bins) override;
  bool stop_requested() override { return host_.observer.stop_requested(); }
  bool may_publish() override { return host_.observer.may_publish(); }
  // The log's side: passed on to the host's log, and kept up to kMaxLogLines lines.
  void write(const LogEvent& event) override;

 private:
  // Logs CatalogUnavailable where the catalog's outcome is a Problem.
  template <class T>
  void tell(const Result<T>& outcome);
  const RunHost& host_;
  const RunLabels& labels_;
  std::string begun_utc_;
  std::vector<std::string> lines_;
  std::int64_t number_ = 0;  // 0: the catalog does not know of it
  bool ended_ = false;
};

}  // namespace flowtime
