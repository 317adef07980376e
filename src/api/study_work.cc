#include "api/study_work.h"

#include <algorithm>

#include "studies/study_json.h"

namespace flowtime::api {

using studies::StudyRecord;
using studies::StudyStore;

namespace {

constexpr int kResumedEventId = 5011;

void log_resumed(LogSink& log, const StudyRecord& record, const std::string& job) {
  log.write({.level = LogLevel::kInfo,
             .id = kResumedEventId,
             .name = "StudyResumed",
             .fields = {{"studyId", record.id},
                        {"jobId", job},
                        {"completedPoints", record.completed_points},
                        {"points", record.points}}});
}

}  // namespace

RunOutcome failed_study(const Problems& problems, const std::string& study_id) {
  RunOutcome outcome;
  outcome.problems = problems;
  outcome.study_id = study_id;
  return outcome;
}

studies::StudyRun study_run(const RunHost& host, std::int64_t points) {
  studies::StudyRun run{.stop = &host.observer};
  run.hooks.progress = [&host, points](std::int64_t done) {
    // `points` is an estimate: searches may end earlier or need more, and progress must not exceed
    // 100 %.
    host.observer.on_progress(done, std::max(done, points));
  };
  return run;
}

// A stored study, from where it is to its end.
JobQueue::Work stored_study_work(const StudyRecord& record) {
  return [id = record.id, points = record.points](const RunHost& host) {
    StudyStore store(host.env);
    const auto done = store.carry_out(host, id, study_run(host, points));
    if (!done) return failed_study(done.problems(), id);
    RunOutcome outcome;
    outcome.status = RunStatus::kAnswered;
    outcome.study_id = id;
    outcome.answer = studies::to_json(*done, true);
    return outcome;
  };
}

void resume_studies(Context& context) {
  StudyStore store(context.env);
  for (const StudyRecord& record : store.unfinished()) {
    const auto may = store.may_resume_by_itself(record);
    // A study that ended the process may do so again: after one try without progress a person
    // decides.
    if (!may || !*may) continue;
    const auto job =
        context.jobs->submit({.work = stored_study_work(record), .study_id = record.id});
    // The queue is full; the rest stays interrupted and can be resumed by hand.
    if (!job) return;
    log_resumed(context.log, record, *job);
  }
}

}  // namespace flowtime::api
