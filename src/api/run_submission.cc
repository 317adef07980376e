// A request for a run goes through two things that wait: an Idempotency-Key, which another request
// may hold, and the queue of jobs. Neither blocks a worker: the response is deferred, and whichever
// thread has the outcome delivers it.
//   key free      -> the work is ours: submit, deliver, keep the answer under the key
//   key held      -> wait for the other request, then its answer, or start again if it gave up
//   key answered  -> the kept answer, without any work
#include "api/run_submission.h"

#include <memory>
#include <mutex>

#include "api/problem_response.h"
#include "base/check.h"
#include "jobs/idempotency.h"
#include "jobs/jobs.h"
#include "lifecycle/run_plan.h"
#include "problems/catalogue.h"
#include "run/run_envelope.h"

namespace flowtime::api {
namespace {

constexpr auto kCompact = JsonWriter::Layout::kCompact;

int outcome_status(const RunOutcome& outcome) {
  switch (outcome.status) {
    case RunStatus::kCreated: return 201;
    case RunStatus::kReused: return 200;
    case RunStatus::kPlanned: return 200;
    case RunStatus::kAnswered: return 200;
    case RunStatus::kFailed: return problems::status_of_body(outcome.problems);
  }
  return 500;
}

// Whether a repeated request may be given this answer: not when trying again may end otherwise.
bool is_worth_keeping(const RunOutcome& outcome) {
  return outcome.succeeded() || !problems::may_pass(outcome.problems);
}

KeptAnswer kept_answer(const http::Response& response) {
  return {.status = response.status,
          .location = std::string(response.headers.get("Location")),
          .content_type = response.content_type,
          .body = response.body};
}

http::Response response_of(const KeptAnswer& answer) {
  http::Response response{
      .status = answer.status, .content_type = answer.content_type, .body = answer.body};
  if (!answer.location.empty()) response.headers.add("Location", answer.location);
  return response;
}

// One request for a run on its way through keys and queue.
// Shared by all callbacks that may still come; the last of them frees it.
class Submission : public std::enable_shared_from_this<Submission> {
 public:
  Submission(const http::Request& request, Context& context, JobQueue::Submission wanted,
             RunAnswer answer)
      : request_(request),
        context_(context),
        wanted_(std::move(wanted)),
        answer_(std::move(answer)),
        key_(request.headers.get("Idempotency-Key")) {}

  void start(http::Deferred::Deliver deliver) {
    if (!key_.empty() && !claim_key(deliver)) return;
    if (request_.prefers("respond-async")) return respond_async(deliver);
    const auto job = submit(false, [self = shared_from_this(), deliver](auto outcome) {
      deliver(self->finished(*outcome));
    });
    if (!job) return deliver(refused(job.problems()));
    remember_job(*job);
  }

  // The client waits no longer. With a key another request may still ask for the run.
  void client_gone() {
    // client_gone comes from the I/O thread and may be earlier than remember_job.
    const std::lock_guard lock(mutex_);
    is_gone_ = true;
    if (key_.empty() && !job_.empty()) static_cast<void>(context_.jobs->cancel(job_));
  }

 private:
  // True when the work is ours to do.
  bool claim_key(const http::Deferred::Deliver& deliver) {
    const auto later = [self = shared_from_this(), deliver](std::optional<KeptAnswer> answer) {
      // The other request gave up without an answer that may be repeated: this one is next.
      answer ? deliver(response_of(*answer)) : self->start(deliver);
    };
    const auto begun = context_.idempotency->begin(scope(), key_, request_.body, later);
    if (!begun) {
      deliver(problem_response(begun.problems(), request_));
      return false;
    }
    if (begun->next == IdempotencyKeys::Next::kAnswer) deliver(response_of(begun->answer));
    return begun->next == IdempotencyKeys::Next::kWork;
  }

  // The same key for another route is another key.
  std::string scope() const {
    return "POST " + request_.target.substr(0, request_.target.find('?'));
  }

  Result<std::string> submit(bool keep, JobQueue::Completion completed) {
    JobQueue::Submission submission = wanted_;
    // In the catalog only where a client may come back to the job.
    submission.keep = keep;
    submission.completed = std::move(completed);
    return context_.jobs->submit(std::move(submission));
  }

  void remember_job(const std::string& job) {
    const std::lock_guard lock(mutex_);
    job_ = job;
    if (is_gone_ && key_.empty()) static_cast<void>(context_.jobs->cancel(job_));
  }

  void respond_async(const http::Deferred::Deliver& deliver) {
    const auto job = submit(true, {});
    if (!job) return deliver(refused(job.problems()));
    const auto status = context_.jobs->status(*job);
    http::Response response = status ? http::json_response(to_json(*status), 202)
                                     : problem_response(status.problems(), request_);
    response.headers.add("Location", "/v1/jobs/" + *job);
    response.headers.add("Preference-Applied", "respond-async");
    // The key answers with the same job from here on.
    deliver(kept(std::move(response), status.has_value()));
  }

  http::Response finished(const RunOutcome& outcome) {
    http::Response response = answer_ && (outcome.succeeded() || wanted_.work)
                                  ? answer_(outcome)
                                  : run_response(outcome, request_);
    // A full disk or a full queue may pass: such an answer must not be repeated for the key.
    return kept(std::move(response), is_worth_keeping(outcome));
  }

  http::Response refused(const Problems& problems) {
    http::Response response = problem_response(problems, request_);
    if (response.status == 429) {
      response.headers.set("Retry-After", std::to_string(context_.jobs->retry_seconds()));
    }
    return kept(std::move(response), false);
  }

  http::Response kept(http::Response response, bool is_to_be_repeated) {
    if (key_.empty()) return response;
    IdempotencyKeys& keys = *context_.idempotency;
    const auto done = is_to_be_repeated ? keys.finish(scope(), key_, kept_answer(response))
                                        : keys.abandon(scope(), key_);
    return done ? std::move(response) : problem_response(done.problems(), request_);
  }

  const http::Request request_;
  Context& context_;
  const JobQueue::Submission wanted_;
  const RunAnswer answer_;
  const std::string key_;
  std::mutex mutex_;
  std::string job_;
  bool is_gone_ = false;
};

}  // namespace

http::Response run_response(const RunOutcome& outcome, const http::Request& request) {
  const int status = outcome_status(outcome);
  if (!outcome.succeeded()) return problem_response(outcome.problems, status, request);
  if (outcome.status == RunStatus::kAnswered) return http::json_response(outcome.answer, status);
  if (outcome.plan) return http::json_response(to_json(*outcome.plan, kCompact), status);
  http::Response response = http::json_response(to_json(*outcome.run, kCompact), status);
  response.headers.add("Location", "/v1/runs/" + outcome.run_id);
  return response;
}

namespace {

http::Response submit(const http::Request& request, Context& context, JobQueue::Submission wanted,
                      RunAnswer answer) {
  FT_CHECK(context.jobs != nullptr && context.idempotency != nullptr);
  // Events of the run's creation carry the id of the request in the log.
  wanted.request.request_id = request.request_id;
  const auto submission =
      std::make_shared<Submission>(request, context, std::move(wanted), std::move(answer));
  http::Response response;
  response.deferred = std::make_shared<http::Deferred>();
  response.deferred->start = [submission](http::Deferred::Deliver deliver) {
    submission->start(std::move(deliver));
  };
  response.deferred->client_gone = [submission] { submission->client_gone(); };
  return response;
}

}  // namespace

http::Response submit_run(const http::Request& request, Context& context, CreateRunRequest wanted,
                          RunAnswer answer) {
  // Older clients know values outside the bounds as warnings.
  if (wanted.run_template) wanted.run_template->strict_bounds = !context.compat;
  JobQueue::Submission submission;
  submission.request = std::move(wanted);
  return submit(request, context, std::move(submission), std::move(answer));
}

http::Response submit_work(const http::Request& request, Context& context, JobQueue::Work work,
                           RunAnswer answer) {
  JobQueue::Submission submission;
  submission.work = std::move(work);
  return submit(request, context, std::move(submission), std::move(answer));
}

http::Response submit_answer(const http::Request& request, Context& context, JobQueue::Work work) {
  JobQueue::Submission submission;
  submission.work = std::move(work);
  submission.shows_answer = true;
  return submit(request, context, std::move(submission), {});
}

}  // namespace flowtime::api
