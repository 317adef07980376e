// Making runs for requests: the one way from a decoded body to an answer.
#pragma once

#include <functional>
#include <string>

#include "api/context.h"
#include "http/request.h"
#include "http/response.h"
#include "jobs/jobs.h"
#include "lifecycle/create_run.h"

namespace flowtime::api {

// What a finished run is answered with, when it is not the envelope. Called on a worker.
// Must not refer to the request, which has ended by then; copies are fine.
using RunAnswer = std::function<http::Response(const RunOutcome&)>;

// Makes the run in the queue of jobs and answers with its envelope: 201 created, 200 reused or
// planned, and problems with the status of the outcome. `Prefer: respond-async` answers 202 with
// the job at once. An Idempotency-Key gives a repeated request the first answer. A client that goes
// away cancels its run.
// Returns at once with a deferred response: the worker is free while the job runs. Problems of the
// submission (jobs_full, idempotency codes) are answered too.
http::Response submit_run(const http::Request& request, Context& context, CreateRunRequest wanted,
                          RunAnswer answer = {});

// The same for work that makes no run; `answer` gets its outcome.
// Also called with an outcome that failed: `answer` makes the problem document then.
http::Response submit_work(const http::Request& request, Context& context, JobQueue::Work work,
                           RunAnswer answer);

// Work whose answer is JSON. `Prefer: respond-async` answers 202 with a job, whose `result` is the
// answer.
http::Response submit_answer(const http::Request& request, Context& context, JobQueue::Work work);

// The envelope, or the problems, of an outcome.
http::Response run_response(const RunOutcome& outcome, const http::Request& request);

}  // namespace flowtime::api
