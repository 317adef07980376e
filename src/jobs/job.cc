#include "jobs/job.h"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <utility>

#include "answers/answer_json.h"
#include "catalog/catalog.h"
#include "problems/catalogue.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// How far a job is when a stage begins; evaluation, which takes longest, moves on with its bins.
// Shares of a usual run; they need not be right, only never fall.
double progress_at(Stage stage) {
  switch (stage) {
    case Stage::kAccept:
    case Stage::kResolveTemplate:
    case Stage::kBindParameters: return 0;
    case Stage::kExpand: return 0.01;
    case Stage::kValidate: return 0.02;
    case Stage::kLoadCapture: return 0.03;
    case Stage::kCompile: return 0.04;
    case Stage::kEvaluate: return 0.05;
    case Stage::kCheck: return 0.75;
    case Stage::kJudge: return 0.76;
    case Stage::kWrite: return 0.8;
    case Stage::kVerify: return 0.9;
    case Stage::kPublish: return 0.97;
  }
  return 0;
}

JobState state_of(const RunOutcome& outcome) {
  if (outcome.succeeded()) return JobState::kSucceeded;
  return problems::is_stopped(outcome.problems) ? JobState::kCancelled : JobState::kFailed;
}

const char* name_of(StageEvent::Kind kind) {
  switch (kind) {
    case StageEvent::Kind::kStart: return "start";
    case StageEvent::Kind::kEnd: return "end";
    case StageEvent::Kind::kFailed: return "failed";
  }
  return "";
}

std::string stage_json(const StageEvent& event, double progress) {
  JsonWriter json;
  json.begin_object().member("stage", flowtime::name_of(event.stage));
  json.member("kind", name_of(event.kind)).member("progress", progress);
  if (event.kind != StageEvent::Kind::kStart) json.member("milliseconds", event.milliseconds);
  json.key("counters").begin_object();
  for (const Counter& counter : event.counters) json.member(counter.name, counter.value);
  json.end_object();
  if (!event.error_code.empty()) json.member("code", event.error_code);
  return json.end_object().take();
}

std::string progress_json(const JobStatus& job) {
  JsonWriter json;
  json.begin_object().member("stage", job.stage).member("progress", job.progress);
  return json.member("binsDone", job.bins_done).member("bins", job.bins).end_object().take();
}

// A defect of ours, caught where it can do no harm to other jobs.
std::shared_ptr<RunOutcome> defect(const std::string& what) {
  auto outcome = std::make_shared<RunOutcome>();
  outcome->problems = {{.code = "internal_defect",
                        .message = "the program has a defect: " + what,
                        .remedy = "Please report it with the request."}};
  return outcome;
}

std::shared_ptr<RunOutcome> out_of_memory() {
  auto outcome = std::make_shared<RunOutcome>();
  outcome->problems = {{.code = "not_enough_memory",
                        .message = "The machine does not have enough memory for this.",
                        .remedy = "Ask for less, or try again later."}};
  return outcome;
}

Problem publishing(const std::string& id) {
  return {.code = "job_publishing",
          .message = "the run of the job '" + id + "' is being published",
          .remedy = "Delete the run if it is not wanted."};
}

class WatchOfJob : public JobWatch {
 public:
  explicit WatchOfJob(std::shared_ptr<Watcher> watcher) : watcher_(std::move(watcher)) {}
  ~WatchOfJob() override { watcher_->end(); }

 private:
  std::shared_ptr<Watcher> watcher_;
};

}  // namespace

void Watcher::call() {
  const std::lock_guard guard(mutex_);
  // A copy, since whoever is called may end the watch.
  const std::function<void()> changed = changed_;
  if (changed) changed();
}

void Watcher::end() {
  const std::lock_guard guard(mutex_);
  changed_ = nullptr;
}

Job::Job(const RunHost& host, std::string id, JobQueue::Submission submission)
    : host_(host), id_(std::move(id)), submission_(std::move(submission)) {
  const CreateRunRequest& request = submission_.request;
  status_.id = id_;
  status_.study_id = submission_.study_id;
  status_.shows_answer = submission_.shows_answer;
  status_.run_id = request.run_id;
  status_.mode = request.mode;
  status_.request_id = request.request_id;
  if (request.run_template) status_.template_id = request.run_template->id;
  status_.created_utc = format_moment(host.env.now_unix_ms());
}

void Job::announce() { set_state(JobState::kQueued); }

void Job::set_state(JobState state) {
  {
    const std::lock_guard guard(mutex_);
    status_.state = state;
    if (state == JobState::kRunning) status_.started_utc = format_moment(host_.env.now_unix_ms());
    if (is_final(state)) status_.finished_utc = format_moment(host_.env.now_unix_ms());
    const auto number = static_cast<std::int64_t>(events_.size()) + 1;
    events_.push_back(state_event(number, status_));
  }
  // Outside mutex_: the catalog may take a while, and status() must not wait for it.
  keep();
  tell_watchers();
}

std::shared_ptr<const RunOutcome> Job::run() {
  // Cancelled while it waited: it never runs.
  if (stop_) return cancelled_before_start(*this);
  set_state(JobState::kRunning);
  const RunHost host{.env = host_.env,
                     .log = host_.log,
                     .observer = *this,
                     .version = host_.version,
                     .limits = host_.limits,
                     .catalog = host_.catalog,
                     .metrics = host_.metrics,
                     .templates = host_.templates,
                     .captures = host_.captures};
  try {
    return std::make_shared<const RunOutcome>(
        submission_.work ? submission_.work(host) : create_run(host, submission_.request));
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::exception& failure) {
    return defect(failure.what());
  }
}

void Job::finish(std::shared_ptr<const RunOutcome> outcome) {
  {
    const std::lock_guard guard(mutex_);
    if (!outcome->run_id.empty()) status_.run_id = outcome->run_id;
    status_.was_reused = outcome->status == RunStatus::kReused;
    status_.problems = outcome->problems;
    // A failed job keeps the progress it had.
    if (outcome->succeeded()) advance(1);
    status_.outcome = outcome;
  }
  set_state(state_of(*outcome));
  if (submission_.completed) submission_.completed(std::move(outcome));
}

Result<Done> Job::ask_to_stop() {
  const std::lock_guard guard(mutex_);
  if (is_final(status_.state)) return job_ended(id_);
  if (is_publishing_) return publishing(id_);
  stop_ = true;
  return Done{};
}

bool Job::may_publish() {
  const std::lock_guard guard(mutex_);
  // Decided once, under the lock that ask_to_stop takes: both cannot win.
  is_publishing_ = !stop_;
  return is_publishing_;
}

JobStatus Job::status() const {
  const std::lock_guard guard(mutex_);
  return status_;
}

JobEvents Job::events_after(std::int64_t number) const {
  const std::lock_guard guard(mutex_);
  const auto count = static_cast<std::int64_t>(events_.size());
  const auto first = events_.begin() + std::clamp<std::int64_t>(number, 0, count);
  return {.events = {first, events_.end()}, .ended = is_final(status_.state)};
}

std::unique_ptr<JobWatch> Job::watch(std::function<void()> changed) {
  auto watcher = std::make_shared<Watcher>(std::move(changed));
  const std::lock_guard guard(mutex_);
  std::erase_if(watchers_, [](const auto& known) { return known.expired(); });
  watchers_.push_back(watcher);
  return std::make_unique<WatchOfJob>(std::move(watcher));
}

void Job::on_identity(const RunIdentity& identity) {
  const std::lock_guard guard(mutex_);
  status_.run_id = identity.run_id;
  status_.mode = identity.mode;
  if (!identity.template_id.empty()) status_.template_id = identity.template_id;
}

void Job::on_stage(const StageEvent& event) {
  {
    const std::lock_guard guard(mutex_);
    status_.stage = flowtime::name_of(event.stage);
    if (event.kind == StageEvent::Kind::kStart) advance(progress_at(event.stage));
    for (const Counter& counter : event.counters) {
      status_.counters.push_back({status_.stage + "." + counter.name, counter.value});
    }
    add_event("stage", stage_json(event, status_.progress));
  }
  tell_watchers();
}

void Job::on_progress(std::int64_t bins_done, std::int64_t bins) {
  {
    const std::lock_guard guard(mutex_);
    status_.bins_done = bins_done;
    status_.bins = bins;
    const double part = static_cast<double>(bins_done) / static_cast<double>(bins);
    advance(progress_at(Stage::kEvaluate) +
            part * (progress_at(Stage::kCheck) - progress_at(Stage::kEvaluate)));
    const int percent = static_cast<int>(100 * status_.progress);
    // At most a hundred events, however many tiles there are.
    if (percent == shown_percent_) return;
    shown_percent_ = percent;
    add_event("progress", progress_json(status_));
  }
  tell_watchers();
}

void Job::add_event(std::string name, std::string json) {
  const auto number = static_cast<std::int64_t>(events_.size()) + 1;
  events_.push_back({number, std::move(name), std::move(json)});
}

void Job::advance(double progress) { status_.progress = std::max(status_.progress, progress); }

void Job::tell_watchers() {
  std::vector<std::shared_ptr<Watcher>> watchers;
  {
    const std::lock_guard guard(mutex_);
    for (const auto& known : watchers_) {
      if (auto watcher = known.lock()) watchers.push_back(std::move(watcher));
    }
  }
  // Outside mutex_: a watcher may ask the job for its status.
  for (const std::shared_ptr<Watcher>& watcher : watchers) watcher->call();
}

void Job::keep() const {
  if (!submission_.keep || host_.catalog == nullptr) return;
  const JobStatus job = status();
  const Problem first = job.problems.empty() ? Problem{} : job.problems.front();
  // Without a record the job still works; only later processes do not know of it.
  const auto owner = host_.catalog->owner();
  if (!owner) return;
  const auto kept = host_.catalog->jobs().put({.id = job.id,
                                               .state = flowtime::name_of(job.state),
                                               .run_id = job.run_id,
                                               .template_id = job.template_id,
                                               .mode = job.mode,
                                               .request_id = job.request_id,
                                               .stage = job.stage,
                                               .code = first.code,
                                               .message = first.message,
                                               .created_utc = job.created_utc,
                                               .started_utc = job.started_utc,
                                               .finished_utc = job.finished_utc,
                                               .was_reused = job.was_reused},
                                              *owner);
  if (kept) return;
  host_.log.write({.level = LogLevel::kWarning,
                   .name = "CatalogUnavailable",
                   .fields = {{"runId", job.run_id},
                              {"templateId", job.template_id},
                              {"mode", job.mode},
                              {"requestId", job.request_id},
                              {"message", kept.problems().front().message}}});
}

std::shared_ptr<const RunOutcome> cancelled_before_start(const Job& job) {
  auto outcome = std::make_shared<RunOutcome>();
  const JobStatus status = job.status();
  outcome->run_id = status.run_id;
  outcome->mode = status.mode;
  outcome->template_id = status.template_id;
  outcome->problems = {{.code = "stopped",
                        .message = "the job was cancelled before it began",
                        .remedy = "Nothing was stored."}};
  return outcome;
}

Problem job_ended(const std::string& id) {
  return {.code = "job_ended",
          .message = "the job '" + id + "' has ended",
          .remedy = "Delete its run if it is not wanted."};
}

JobEvent state_event(std::int64_t number, const JobStatus& status) {
  return {.number = number, .name = "state", .json = to_json(status)};
}

JobStatus status_of(const JobRecord& record) {
  JobStatus job;
  job.id = record.id;
  for (const JobState state : {JobState::kQueued, JobState::kRunning, JobState::kSucceeded,
                               JobState::kFailed, JobState::kCancelled, JobState::kInterrupted}) {
    if (record.state == flowtime::name_of(state)) job.state = state;
  }
  job.run_id = record.run_id;
  job.template_id = record.template_id;
  job.mode = record.mode;
  job.request_id = record.request_id;
  job.stage = record.stage;
  job.progress = job.state == JobState::kSucceeded ? 1 : 0;
  job.created_utc = record.created_utc;
  job.started_utc = record.started_utc;
  job.finished_utc = record.finished_utc;
  job.was_reused = record.was_reused;
  if (!record.code.empty()) {
    job.problems = problems::with_remedies(
        {{.code = record.code, .message = Sentence::as_written(record.message), .remedy = ""}});
  }
  return job;
}

const char* name_of(JobState state) {
  switch (state) {
    case JobState::kQueued: return "queued";
    case JobState::kRunning: return "running";
    case JobState::kSucceeded: return "succeeded";
    case JobState::kFailed: return "failed";
    case JobState::kCancelled: return "cancelled";
    case JobState::kInterrupted: return "interrupted";
  }
  return "";
}

bool is_final(JobState state) { return state != JobState::kQueued && state != JobState::kRunning; }

namespace {

// The object stays open.
JsonWriter begun(const JobStatus& job) {
  JsonWriter json;
  json.begin_object().member("jobId", job.id).member("state", name_of(job.state));
  json.member("runId", job.run_id).member("templateId", job.template_id).member("mode", job.mode);
  if (!job.study_id.empty()) json.member("studyId", job.study_id);
  json.member("stage", job.stage).member("progress", job.progress);
  json.member("binsDone", job.bins_done).member("bins", job.bins);
  json.key("counters").begin_object();
  for (const Counter& counter : job.counters) json.member(counter.name, counter.value);
  json.end_object();
  json.member("createdUtc", job.created_utc).member("startedUtc", job.started_utc);
  json.member("finishedUtc", job.finished_utc).member("wasReused", job.was_reused);
  problem_list(json, job.problems);
  return json;
}

}  // namespace

std::string to_json(const JobStatus& job) { return begun(job).end_object().take(); }

std::string to_json_with_result(const JobStatus& job) {
  JsonWriter json = begun(job);
  const bool has_result = job.shows_answer && job.outcome && job.outcome->succeeded();
  if (has_result) json.key("result").raw(job.outcome->answer);
  return json.end_object().take();
}

}  // namespace flowtime
