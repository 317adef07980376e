// Jobs: runs in the making, and those that lately were.
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/schemas.h"
#include "base/number_text.h"
#include "jobs/jobs.h"
#include "studies/study_store.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

constexpr std::size_t kListedJobs = 100;

http::Response uncached(std::string json, int status = 200) {
  http::Response response = http::json_response(std::move(json), status);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response get_jobs(const http::Request&, Context& context) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const JobStatus& job : context.jobs->newest(kListedJobs)) json.raw(to_json(job));
  json.end_array().end_object();
  return uncached(json.take());
}

http::Response get_job(const http::Request& request, Context& context) {
  const auto job = context.jobs->status(request.path_value("jobId"));
  if (!job) return problem_response(job.problems(), request);
  return uncached(to_json_with_result(*job));
}

http::Response cancel_job(const http::Request& request, Context& context) {
  const std::string& id = request.path_value("jobId");
  if (const auto asked = context.jobs->cancel(id); !asked) {
    return problem_response(asked.problems(), request);
  }
  const auto job = context.jobs->status(id);
  if (!job) return problem_response(job.problems(), request);
  // Its study is not gone on with at the next start.
  // Cancelled by a person: the next start of the server must not resume it.
  if (!job->study_id.empty()) {
    const auto left = studies::StudyStore(context.env).leave(job->study_id);
    if (!left) return problem_response(left.problems(), request);
  }
  return uncached(to_json(*job), 202);
}

// The events of a job as server-sent events, until it has ended.
class JobEventSource : public http::BodySource {
 public:
  JobEventSource(JobQueue& jobs, std::string id, std::int64_t last)
      : jobs_(jobs), id_(std::move(id)), last_(last) {}

  Piece next() override {
    // Polled by the server between pieces: kIdle means that there may be more later.
    const auto events = jobs_.events_after(id_, last_);
    if (!events) return {};
    std::string text;
    for (const JobEvent& event : events->events) {
      last_ = event.number;
      text += "id: " + std::to_string(event.number) + "\nevent: " + event.name +
              "\ndata: " + event.json + "\n\n";
    }
    // One round after the end, so that the last events are sent.
    const bool is_over = events->ended && events->events.empty();
    return {.bytes = std::move(text), .state = is_over ? State::kEnd : State::kIdle};
  }

 private:
  JobQueue& jobs_;
  std::string id_;
  std::int64_t last_;
};

http::Response events(const http::Request& request, Context& context) {
  const std::string& id = request.path_value("jobId");
  // A browser that reconnects sends the number of the last event that it saw.
  const auto last = parse_integer(request.headers.get("Last-Event-ID")).value_or(0);
  if (const auto known = context.jobs->events_after(id, last); !known) {
    return problem_response(known.problems(), request);
  }
  http::Response response = http::stream_response(
      std::make_unique<JobEventSource>(*context.jobs, id, last), http::kEventStream);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Resource job_routes() {
  const Parameter job = path_id("jobId", "The job.");
  const Reply one{200, "The job", {.schema = "Job"}};
  return {.name = "Jobs",
          .about =
              "A job makes one run, or works on a study or a calibration. It is queued, running, "
              "and then one of succeeded, failed, cancelled and interrupted.",
          .routes = {{.method = "GET",
                      .path = "/v1/jobs",
                      .summary = "The newest jobs",
                      .replies = {{200, "At most 100, newest first", {.schema = "JobList"}}},
                      .handle = get_jobs},
                     {.method = "GET",
                      .path = "/v1/jobs/{jobId}",
                      .summary = "One job",
                      .parameters = {job},
                      .replies = {one},
                      .handle = get_job},
                     {.method = "DELETE",
                      .path = "/v1/jobs/{jobId}",
                      .summary = "Ask a job to stop; refused once its run is being published",
                      .parameters = {job},
                      .replies = {{202, "It was asked", {.schema = "Job"}}},
                      .handle = cancel_job},
                     {.method = "GET",
                      .path = "/v1/jobs/{jobId}/events",
                      .summary = "What happens to a job, as server-sent events until it has ended",
                      .parameters = {job,
                                     {.name = "Last-Event-ID",
                                      .in = Parameter::In::kHeader,
                                      .type = Parameter::Type::kInteger,
                                      .about = "Continue after this event."}},
                      .replies = {{200,
                                   "state, stage and progress events",
                                   {.type = "text/event-stream"}}},
                      .handle = events}},
          .schemas = answer_schemas()};
}

}  // namespace flowtime::api
