// The log of one run in the making.
#pragma once

#include <string>
#include <vector>

#include "host/stage_clock.h"
#include "sys/log.h"

namespace flowtime {

enum class RunEvent { kStart, kValidation, kEvaluation, kArtifacts, kCompleted, kFailed };
int id_of(RunEvent event);            // 4001 .. 4005, 4500
const char* name_of(RunEvent event);  // "RunOrchestrationStart"

// What every event of a run says of it.
struct RunLabels {
  std::string run_id, template_id = "model", mode, request_id;
};

// The labels, `more`, and the duration of every stage so far ("evaluateMs"); a failure has warning
// level, everything else info.
LogEvent run_log_event(RunEvent event, const RunLabels& labels, const StageClock& clock,
                       std::vector<LogField> more = {});

// The log of one run: every line says which run it is about. Lines written before the run has its
// id wait for it.
class RunLog {
 public:
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
