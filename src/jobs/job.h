// Job: one run in the hands of the job queue. Only for jobs.cc.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "catalog/job_records.h"
#include "jobs/jobs.h"

namespace flowtime {

// Calls a function until its owner ends the watch. Threads: any; after end() returns the function
// is not called again.
// A function that is being called when the watch ends is waited for.
class Watcher {
 public:
  explicit Watcher(std::function<void()> changed) : changed_(std::move(changed)) {}
  void call();
  void end();

 private:
  std::recursive_mutex mutex_;  // recursive: the function may end its own watch
  std::function<void()> changed_;
};

// Threads: run() on one worker of the queue; everything else on any.
// A job is its own observer: what the creation of the run reports becomes status and events.
// Progress by stage: evaluation is from 5 % to 75 %, by bins. At most one progress event per per
// cent.
class Job : public RunObserver {
 public:
  Job(const RunHost& host, std::string id, JobQueue::Submission submission);

  const std::string& id() const { return id_; }
  void announce();  // it is queued
  // Makes the run, or ends at once when it was asked to stop. What it throws is an outcome too.
  // Never throws and is never null.
  std::shared_ptr<const RunOutcome> run();
  // The last event, then the completion.
  // Call once.
  void finish(std::shared_ptr<const RunOutcome> outcome);
  // Problems: job_ended, job_publishing.
  // The work ends at its next look at stop_requested().
  Result<Done> ask_to_stop();

  JobStatus status() const;
  // Those with a larger number; all of them for 0.
  JobEvents events_after(std::int64_t number) const;
  std::unique_ptr<JobWatch> watch(std::function<void()> changed);

  void on_identity(const RunIdentity& identity) override;
  void on_stage(const StageEvent& event) override;
  void on_progress(std::int64_t bins_done, std::int64_t bins) override;
  bool stop_requested() override { return stop_; }
  // Decides between a stop and the publication: after a yes no stop is taken.
  bool may_publish() override;

 private:
  void set_state(JobState state);
  // Both expect mutex_ to be held.
  void add_event(std::string name, std::string json);
  void advance(double progress);

  // Not under mutex_: a watcher may ask for the status.
  void tell_watchers();
  // Not under mutex_. A catalog that cannot be written costs a warning in the log, not the job.
  void keep() const;

  const RunHost& host_;
  const std::string id_;
  JobQueue::Submission submission_;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  JobStatus status_;
  // Guarded by mutex_, as is everything below `mutex_` but host_ and id_.
  bool is_publishing_ = false;
  int shown_percent_ = 0;
  std::vector<JobEvent> events_;
  std::vector<std::weak_ptr<Watcher>> watchers_;
};

std::shared_ptr<const RunOutcome> cancelled_before_start(const Job& job);
Problem job_ended(const std::string& id);
// Its JSON is that of the status.
JobEvent state_event(std::int64_t number, const JobStatus& status);
// Progress is 1 of a job that succeeded, else 0.
JobStatus status_of(const JobRecord& record);

}  // namespace flowtime
