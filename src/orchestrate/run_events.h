// The log of one run in the making.
#pragma once

#include <string>

#include "orchestrate/stage_clock.h"
#include "sys/log.h"

namespace flowtime {

enum class RunEvent { kStart, kValidation, kEvaluation, kArtifacts, kCompleted, kFailed };
int id_of(RunEvent event);            // 4001 .. 4005, 4500
const char* name_of(RunEvent event);  // "RunOrchestrationStart"

// What every event of a run says of it.
struct RunLabels {
  std::string run_id, template_id = "model", mode, request_id;
};

// Adds the labels and the duration of every stage so far ("evaluateMs"); a failure logs at warning
// level, everything else at info.
void log_run_event(LogSink& log, RunEvent event, const RunLabels& labels, const StageClock& clock,
                   std::vector<LogField> more = {});

}  // namespace flowtime
