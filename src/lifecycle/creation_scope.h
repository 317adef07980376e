// CreationScope: what every step of create_run tells of itself, and to whom.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "host/run_host.h"
#include "host/stage_clock.h"
#include "lifecycle/creation_record.h"
#include "lifecycle/run_events.h"
#include "lifecycle/run_request.h"
#include "run/run_stage.h"

namespace flowtime {

// One call of create_run. Its clock reports stages to the record, which passes them on to the
// host's observer and to the catalog; its log writes every line with the labels as they are then.
// On the stack of create_run for the length of the call; not thread safe. The order of its members
// matters: the record refers to the labels, the log to the record, the clock to the record.
struct CreationScope {
  // Both outlive the scope. The labels get what the request alone says of the run.
  CreationScope(const RunHost& of, const CreateRunRequest& asked);

  // `more` are the fields of this event beside those of every event.
  void event(RunEvent event, std::vector<LogField> more = {}) {
    log.write(run_log_event(event, labels, clock, std::move(more)));
  }
  // The run has its id: lines that waited for it are written.
  void identify(const std::string& run_id) {
    labels.run_id = run_id;
    log.identified();
  }
  // Tells the observer as much of the run as is known.
  void tell_identity() {
    record.on_identity({.run_id = labels.run_id, .template_id = template_id, .mode = labels.mode});
  }
  // For loops that ask often, such as hashing. Valid as long as the scope.
  StopQuestion stop_question() const {
    return [this] { return host.observer.stop_requested(); };
  }

  const RunHost& host;
  const CreateRunRequest& request;
  RunLabels labels;
  std::string template_id;  // of a template that was found; a draft's own id
  CreationRecord record;
  RunLog log;
  StageClock clock;
  // Released with the scope, after the catalog knows how it ended.
  std::vector<std::unique_ptr<FileLock>> held;
};

}  // namespace flowtime
