// The log of one run in the making.
#pragma once

#include <string>
#include <vector>

#include "host/stage_clock.h"
#include "sys/log.h"

namespace flowtime {

// In the order in which a run meets them; kFailed ends one that did not complete.
enum class RunEvent { kStart, kValidation, kEvaluation, kArtifacts, kCompleted, kFailed };
// Ids and names are part of what users filter logs by: they do not change.
int id_of(RunEvent event);            // 4001 .. 4005, 4500
const char* name_of(RunEvent event);  // "RunOrchestrationStart"

// What every event of a run says of it.
// Empty texts are not known yet, or do not apply.
struct RunLabels {
  std::string run_id, template_id = "model", mode, request_id;
};

// The labels, `more`, and the duration of every stage so far ("evaluateMs"); a failure has warning
// level, everything else info.
LogEvent run_log_event(RunEvent event, const RunLabels& labels, const StageClock& clock,
                       std::vector<LogField> more = {});

// The log of one run: every line says which run it is about. Lines written before the run has its
// id wait for it.
// Not thread safe: one per run. Lines that still wait when it is destroyed are lost, so a run that
// fails is given an id first.
class RunLog {
 public:
  // Both outlive it; the labels are read at each line.
  RunLog(LogSink& log, const RunLabels& labels) : log_(log), labels_(labels) {}
  void write(LogEvent event);  // of run_log_event
  // The run has its id: lines that waited are written.
  void identified();

 private:
  LogSink& log_;
  const RunLabels& labels_;
  std::vector<LogEvent> waiting_;
};

}  // namespace flowtime
