#include "jobs/jobs.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "catalog/catalog.h"
#include "jobs/job.h"
#include "lifecycle/run_metrics.h"
#include "lifecycle/run_waits.h"
#include "series/time_grid.h"
#include "sys/memory_return.h"

namespace flowtime {
namespace {

constexpr double kFirstGuessSeconds = 1;
constexpr double kMaxRetrySeconds = 60;

Problem job_not_found(const std::string& id) {
  return {.code = "job_not_found",
          .message = "there is no job '" + id + "'",
          .remedy = "List the jobs to see their ids."};
}

Problem full(std::size_t waiting) {
  return {.code = "jobs_full",
          .message = std::to_string(waiting) + " jobs are already waiting",
          .remedy = "Try again later, or start the server with a longer queue."};
}

std::string new_job_id(Env& env) {
  std::string time = format_utc(env.now_unix_ms() / 1000 * 1000);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return "job_" + time + "_" + env.random_hex(8);
}

bool is_newer(const JobStatus& a, const JobStatus& b) {
  return a.created_utc != b.created_utc ? a.created_utc > b.created_utc : a.id < b.id;
}

}  // namespace

struct JobQueue::Impl {
  Impl(const RunHost& run_host, Options given) : host(run_host), options(given) {}

  // All of these expect `mutex` to be held.
  std::shared_ptr<Job> find(const std::string& id) const;
  void forget_old();
  void show_depth();

  void work();
  void run(const std::shared_ptr<Job>& job);
  void end(const std::shared_ptr<Job>& job, std::shared_ptr<const RunOutcome> outcome,
           double seconds);
  std::optional<JobStatus> stored(const std::string& id) const;
  std::vector<JobStatus> stored(std::size_t limit) const;

  const RunHost& host;
  const Options options;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::shared_ptr<Job>> jobs;
  std::deque<std::shared_ptr<Job>> waiting;
  std::deque<std::string> ended;  // ids, oldest first
  int running = 0;
  double seconds_per_job = kFirstGuessSeconds;
  bool stopping = false;
  std::vector<std::jthread> workers;
};

std::shared_ptr<Job> JobQueue::Impl::find(const std::string& id) const {
  const auto found = jobs.find(id);
  return found == jobs.end() ? nullptr : found->second;
}

void JobQueue::Impl::forget_old() {
  while (ended.size() > options.kept_jobs) {
    jobs.erase(ended.front());
    ended.pop_front();
  }
}

void JobQueue::Impl::show_depth() {
  if (host.metrics == nullptr) return;
  host.metrics->set(metrics::jobs_waiting(), {}, static_cast<double>(waiting.size()));
  host.metrics->set(metrics::jobs_running(), {}, running);
}

void JobQueue::Impl::work() {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock guard(mutex);
      changed.wait(guard, [&] { return stopping || !waiting.empty(); });
      if (waiting.empty()) return;
      job = waiting.front();
      waiting.pop_front();
      ++running;
      show_depth();
    }
    const LargeWork large;
    run(job);
    job.reset();
  }
}

void JobQueue::Impl::run(const std::shared_ptr<Job>& job) {
  const std::int64_t begin = host.env.monotonic_ns();
  std::shared_ptr<const RunOutcome> outcome = job->run();
  end(job, std::move(outcome), static_cast<double>(host.env.monotonic_ns() - begin) / 1e9);
}

void JobQueue::Impl::end(const std::shared_ptr<Job>& job, std::shared_ptr<const RunOutcome> outcome,
                         double seconds) {
  {
    const std::lock_guard guard(mutex);
    --running;
    // An average that follows the last jobs, for Retry-After.
    seconds_per_job = 0.8 * seconds_per_job + 0.2 * seconds;
    ended.push_back(job->id());
    forget_old();
    show_depth();
  }
  // Outside the lock: the completion may call the queue.
  job->finish(std::move(outcome));
}

std::optional<JobStatus> JobQueue::Impl::stored(const std::string& id) const {
  if (host.catalog == nullptr) return std::nullopt;
  const auto record = host.catalog->jobs().find(id);
  if (!record || !*record) return std::nullopt;
  return status_of(**record);
}

std::vector<JobStatus> JobQueue::Impl::stored(std::size_t limit) const {
  std::vector<JobStatus> all;
  if (host.catalog == nullptr) return all;
  const auto records = host.catalog->jobs().newest(static_cast<std::int64_t>(limit));
  if (!records) return all;
  for (const JobRecord& record : *records) all.push_back(status_of(record));
  return all;
}

JobQueue::JobQueue(const RunHost& host, Options options)
    : impl_(std::make_unique<Impl>(host, options)) {
  FT_CHECK(options.workers > 0);
  // When all workers wait for runs that others make, none of them makes what they wait for.
  process_run_waits().leave_one_of(options.workers);
  for (int i = 0; i < options.workers; ++i) {
    impl_->workers.emplace_back([impl = impl_.get()] { impl->work(); });
  }
}

JobQueue::~JobQueue() {
  std::vector<std::shared_ptr<Job>> all;
  {
    const std::lock_guard guard(impl_->mutex);
    impl_->stopping = true;
    for (const auto& [id, job] : impl_->jobs) all.push_back(job);
  }
  for (const std::shared_ptr<Job>& job : all) {
    // What is being published already gets the moment it needs.
    const Result<Done> asked = job->ask_to_stop();
    static_cast<void>(asked.has_value());
  }
  impl_->changed.notify_all();
  impl_->workers.clear();  // joins; what waits ends at once, having been asked to stop
}

Result<std::string> JobQueue::submit(Submission submission) {
  auto job = std::make_shared<Job>(impl_->host, new_job_id(impl_->host.env), std::move(submission));
  {
    const std::lock_guard guard(impl_->mutex);
    if (impl_->waiting.size() >= impl_->options.queue) return full(impl_->waiting.size());
    // Told before a worker can take it, so that the catalog hears of its states in their order.
    job->announce();
    impl_->jobs[job->id()] = job;
    impl_->waiting.push_back(job);
    impl_->show_depth();
  }
  impl_->changed.notify_one();
  return job->id();
}

int JobQueue::retry_seconds() const {
  const std::lock_guard guard(impl_->mutex);
  const double seconds = impl_->seconds_per_job * static_cast<double>(impl_->waiting.size()) /
                         static_cast<double>(impl_->options.workers);
  return static_cast<int>(std::clamp(seconds, 1.0, kMaxRetrySeconds));
}

Result<JobStatus> JobQueue::status(const std::string& id) const {
  std::shared_ptr<Job> job;
  {
    const std::lock_guard guard(impl_->mutex);
    job = impl_->find(id);
  }
  if (job) return job->status();
  if (auto known = impl_->stored(id)) return std::move(*known);
  return job_not_found(id);
}

std::vector<JobStatus> JobQueue::newest(std::size_t limit) const {
  std::map<std::string, JobStatus> by_id;
  // Jobs in memory win over their records, which may be a state behind.
  for (JobStatus& status : impl_->stored(limit)) by_id[status.id] = std::move(status);
  {
    const std::lock_guard guard(impl_->mutex);
    for (const auto& [id, job] : impl_->jobs) by_id[id] = job->status();
  }
  std::vector<JobStatus> all;
  for (auto& [id, status] : by_id) all.push_back(std::move(status));
  std::stable_sort(all.begin(), all.end(), is_newer);
  if (all.size() > limit) all.resize(limit);
  return all;
}

Result<JobEvents> JobQueue::events_after(const std::string& id, std::int64_t number) const {
  std::shared_ptr<Job> job;
  {
    const std::lock_guard guard(impl_->mutex);
    job = impl_->find(id);
  }
  if (job) return job->events_after(number);
  const auto known = impl_->stored(id);
  if (!known) return job_not_found(id);
  JobEvents events{.events = {}, .ended = is_final(known->state)};
  if (number < 1) events.events.push_back(state_event(1, *known));
  return events;
}

Result<std::unique_ptr<JobWatch>> JobQueue::watch(const std::string& id,
                                                  std::function<void()> changed) {
  const std::lock_guard guard(impl_->mutex);
  const std::shared_ptr<Job> job = impl_->find(id);
  if (!job) return job_not_found(id);
  return job->watch(std::move(changed));
}

Result<Done> JobQueue::cancel(const std::string& id) {
  std::shared_ptr<Job> job;
  bool was_waiting = false;
  {
    const std::lock_guard guard(impl_->mutex);
    job = impl_->find(id);
    if (job) FT_RETURN_IF_PROBLEM(job->ask_to_stop());
    // Taken out of the queue here, so that no worker takes it any more.
    was_waiting = job && std::erase(impl_->waiting, job) > 0;
    if (was_waiting) {
      impl_->ended.push_back(id);
      impl_->show_depth();
    }
  }
  if (was_waiting) job->finish(cancelled_before_start(*job));
  if (job) return Done{};
  const auto known = impl_->stored(id);
  if (!known) return job_not_found(id);
  return job_ended(id);
}

}  // namespace flowtime
