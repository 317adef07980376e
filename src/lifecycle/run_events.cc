#include "lifecycle/run_events.h"

#include <array>

namespace flowtime {
namespace {

struct EventRow {
  RunEvent event;
  int id;
  const char* name;
};
constexpr std::array<EventRow, 6> kEvents{{
    {RunEvent::kStart, 4001, "RunOrchestrationStart"},
    {RunEvent::kValidation, 4002, "RunOrchestrationValidation"},
    {RunEvent::kEvaluation, 4003, "RunOrchestrationEvaluation"},
    {RunEvent::kArtifacts, 4004, "RunOrchestrationArtifacts"},
    {RunEvent::kCompleted, 4005, "RunOrchestrationCompleted"},
    {RunEvent::kFailed, 4500, "RunOrchestrationFailed"},
}};

const EventRow& row_of(RunEvent event) { return kEvents[static_cast<std::size_t>(event)]; }

}  // namespace

int id_of(RunEvent event) { return row_of(event).id; }
const char* name_of(RunEvent event) { return row_of(event).name; }

LogEvent run_log_event(RunEvent event, const RunLabels& labels, const StageClock& clock,
                       std::vector<LogField> more) {
  LogEvent entry;
  entry.level = event == RunEvent::kFailed ? LogLevel::kWarning : LogLevel::kInfo;
  entry.id = id_of(event);
  entry.name = name_of(event);
  entry.fields = {{"runId", labels.run_id},
                  {"templateId", labels.template_id},
                  {"mode", labels.mode},
                  {"requestId", labels.request_id}};
  for (LogField& field : more) entry.fields.push_back(std::move(field));
  for (const StageDuration& spent : clock.durations()) {
    entry.fields.push_back({spent.stage + "Ms", spent.milliseconds});
  }
  return entry;
}

void RunLog::write(LogEvent event) {
  if (!labels_.run_id.empty()) return log_.write(event);
  waiting_.push_back(std::move(event));
}

void RunLog::identified() {
  for (LogEvent& event : waiting_) {
    // run_log_event puts the id first.
    event.fields.front().value = labels_.run_id;
    log_.write(event);
  }
  waiting_.clear();
}

}  // namespace flowtime
