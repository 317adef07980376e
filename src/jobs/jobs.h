// Jobs: runs and studies made by a bounded pool of workers, with a bounded queue before it.
//
// A job is queued, then running, then succeeded, failed or cancelled, in that order and never back.
// Jobs that are to be kept are in the catalog too: after a restart their state can still be asked,
// and those that no process works on any more are interrupted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "lifecycle/create_run.h"

namespace flowtime {

enum class JobState : std::uint8_t {
  kQueued,
  kRunning,
  kSucceeded,
  kFailed,
  kCancelled,
  kInterrupted,  // its process ended before it did
};
const char* name_of(JobState state);  // "queued"
bool is_final(JobState state);

// A copy: it does not follow the job.
struct JobStatus {
  std::string id;        // "job_<time>_<8 hex>"
  std::string study_id;  // of a job that works on a study
  JobState state = JobState::kQueued;
  std::string run_id, template_id, mode, request_id;  // as far as known
  std::string stage;                                  // that runs, or in which it ended
  double progress = 0;                                // 0 to 1, never falls
  std::int64_t bins_done = 0, bins = 0;
  std::vector<Counter> counters;  // what the ended stages did: {"validate.nodes", 12}
  std::string created_utc, started_utc, finished_utc;  // "" as long as it has not happened
  bool was_reused = false;
  Problems problems;                          // of a job that did not succeed
  std::shared_ptr<const RunOutcome> outcome;  // of an ended job of this process, else null
  bool shows_answer = false;                  // as submitted
};
// {"jobId","state","runId","templateId","mode","stage","progress","binsDone","bins","counters",
//  "createdUtc","startedUtc","finishedUtc","wasReused","errors":[...]}
std::string to_json(const JobStatus& job);
// The same, and "result" of a job that shows its answer and has one.
std::string to_json_with_result(const JobStatus& job);

// What happened to a job, numbered from 1 without gaps.
struct JobEvent {
  std::int64_t number = 0;
  std::string name;  // "state", "stage", "progress"
  std::string json;  // one line
};
// Of a job of a former process: one event with its state.
struct JobEvents {
  std::vector<JobEvent> events;
  bool ended = false;  // no more will come
};

// Is notified until it is destroyed; then no call runs any more.
// Destroying it waits for a call that runs.
class JobWatch {
 public:
  virtual ~JobWatch() = default;
};

// Threads: any, for every function. Jobs begin in the order in which they were submitted; with
// several workers they may end in another.
class JobQueue {
 public:
  // The queue is bounded so that a client is refused soon instead of waiting for long.
  // Of ended jobs the oldest are forgotten first; the catalog still knows them.
  struct Options {
    int workers = 2;
    std::size_t queue = 64;        // jobs that wait; one more is busy
    std::size_t kept_jobs = 1000;  // ended jobs that stay in memory
  };
  // What a job does instead of making a run; the host's observer hears how far it is. Its outcome
  // is kAnswered, or has problems.
  using Work = std::function<RunOutcome(const RunHost& host)>;
  // Gets the outcome on the worker's thread.
  // Must not wait for another job: it would hold the worker.
  using Completion = std::function<void(std::shared_ptr<const RunOutcome>)>;
  // Exactly one of `request` and `work` is used.
  struct Submission {
    CreateRunRequest request{};
    Work work{};             // in place of the request
    std::string study_id{};  // that the work is about; "" for none
    bool keep = true;        // in the catalog
    // Who asks for the job gets the answer of its work, which is JSON, as long as this process
    // knows the job.
    bool shows_answer = false;
    Completion completed{};
  };

  // Jobs use everything of the host but its observer. The host outlives the queue.
  JobQueue(const RunHost& host, Options options);
  // Cancels what waits and what runs, and waits for it.
  // A run that is being published is still published.
  ~JobQueue();

  // The id of the job. Problem: jobs_full, when the queue is; try again after retry_seconds().
  // Returns at once. Other problems than jobs_full are in the outcome.
  Result<std::string> submit(Submission submission);
  // How long one place in the queue takes, by the last jobs; at least 1.
  // At most 60: average seconds of a job x jobs that wait / workers.
  int retry_seconds() const;

  // Problem: job_not_found.
  // Jobs of former processes are read from the catalog.
  Result<JobStatus> status(const std::string& id) const;
  // At most `limit`, by time of creation.
  std::vector<JobStatus> newest(std::size_t limit) const;  // also of former processes
  // `number` 0: from the first. Problem: job_not_found.
  Result<JobEvents> events_after(const std::string& id, std::int64_t number) const;
  // `changed` is called after every new event, from the thread that makes it; it must not call the
  // queue's functions that wait.
  // Problem job_not_found, also for a job of a former process.
  Result<std::unique_ptr<JobWatch>> watch(const std::string& id, std::function<void()> changed);
  // Asks a job to stop; a waiting one ends at once. Problems: job_not_found, job_ended,
  // job_publishing (its run is being published and will be there).
  // A job of a former process is job_ended.
  Result<Done> cancel(const std::string& id);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flowtime
