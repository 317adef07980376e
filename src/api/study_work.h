// Studies as work of jobs.
#pragma once

#include <string>

#include "api/context.h"
#include "jobs/jobs.h"
#include "studies/study_store.h"

namespace flowtime::api {

// An outcome of a job that names its study, if it has one.
RunOutcome failed_study(const Problems& problems, const std::string& study_id);
// Tells the observer of the job how far the study is, and stops with it.
// `points` is what the study will evaluate at most; `host` outlives the study.
// A search that needs more points than planned stays at 100 %.
studies::StudyRun study_run(const RunHost& host, std::int64_t points);

// A stored study, from where it is to its end.
// Copies what it needs of the record. It may run in another job than the one that began the study.
JobQueue::Work stored_study_work(const studies::StudyRecord& record);

// Gives the studies that a process left behind to jobs, the oldest first, as many as the queue
// takes; logs StudyResumed 5011 for each. One that brought no point since it was gone on with by
// itself is left to a person.
void resume_studies(Context& context);

}  // namespace flowtime::api
