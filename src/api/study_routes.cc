// Studies: many evaluations of one model, answered at once or kept.
// Two kinds of answers: directly (the study is evaluated and forgotten), or as a record that is
// stored from the first point on and can be resumed. Both are work for jobs.
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/run_submission.h"
#include "api/study_comparison.h"
#include "api/study_work.h"
#include "base/number_text.h"
#include "jobs/jobs.h"
#include "studies/kept_suggestions.h"
#include "studies/read_study_request.h"
#include "studies/study_json.h"
#include "studies/study_store.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

using studies::StudyKind;
using studies::StudyRecord;
using studies::StudyRequest;
using studies::StudyStore;

constexpr std::string_view kStudyRequestSchema = R"({"type":"object",
"description":"A model (yaml, templateId with parameters, or runId), what is varied (vary, or paramId and its like) and figures (measures, or metricSeriesId); docs/studies.md",
"properties":{"kind":{"enum":["sweep","sensitivity","goal-seek","optimize","morris","sobol",
"ensemble","suggest"]},
"yaml":{"type":"string"},"templateId":{"type":"string"},"runId":{"type":"string"},
"parameters":{"type":"object"},"rngSeed":{"type":"integer"},
"sampling":{"enum":["expected","sample"]},
"vary":{"type":"array","items":{"type":"string"}},
"paramId":{"type":"string"},"values":{"type":"array","items":{"type":"number"}},
"paramIds":{"type":"array","items":{"type":"string"}},
"searchLo":{"type":"number"},"searchHi":{"type":"number"},
"searchRanges":{"type":"object","additionalProperties":{"type":"object",
"properties":{"lo":{"type":"number"},"hi":{"type":"number"}}}},
"metricSeriesId":{"type":"string"},"measures":{"type":"array","items":{"type":"string"}},
"captureSeriesIds":{"type":["array","null"],"items":{"type":"string"}},
"constraints":{"type":"array","items":{"type":"string"}},
"method":{"type":"string"},"points":{"type":"integer","minimum":1},"seed":{"type":"integer"},
"target":{"type":"number"},"tolerance":{"type":"number"},"maxIterations":{"type":"integer"},
"perturbation":{"type":"number"},"objective":{"enum":["minimize","maximize"]},
"objectives":{"type":"array","items":{"enum":["minimize","maximize"]}}}})";

constexpr std::string_view kStudySchema = R"({"type":"object",
"required":["studyId","kind","status","of","createdUtc","parameters","measures","points",
"completedPoints","errors"],
"properties":{"studyId":{"type":"string"},"kind":{"type":"string"},
"status":{"enum":["running","completed","failed","interrupted"]},
"points":{"type":"integer"},"completedPoints":{"type":"integer"},
"jobId":{"type":"string"},"resumesAtStart":{"type":"boolean"},
"request":{"type":["object","null"]},"result":{"type":["object","null"]},
"errors":{"type":"array","items":{"$ref":"#/components/schemas/JobError"}}}})";

constexpr std::string_view kStudyListSchema = R"({"type":"object","required":["items"],
"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Study"}}}})";

constexpr std::string_view kSweepSchema = R"({"type":"object","required":["paramIds","points"],
"properties":{"paramId":{"type":"string"},"points":{"type":"array","items":{"type":"object",
"required":["params","series"],"properties":{"paramValue":{"type":"number"},
"params":{"type":"object"},"measures":{"type":"object"},"series":{"type":"object"}}}}}})";

constexpr std::string_view kSensitivitySchema = R"({"type":"object",
"required":["metricSeriesId","points"],"properties":{"points":{"type":"array",
"items":{"type":"object","required":["paramId","baseValue","gradient"]}}}})";

constexpr std::string_view kGoalSeekSchema = R"({"type":"object",
"required":["paramValue","achievedMetricMean","converged","bracketed","iterations","ends","trace"],
"properties":{"trace":{"type":"array","items":{"type":"object",
"required":["iteration","paramValue","metricMean","searchLo","searchHi"]}}}})";

constexpr std::string_view kOptimumSchema = R"({"type":"object",
"required":["paramValues","achievedMetricMean","converged","feasible","iterations","trace"],
"properties":{"trace":{"type":"array","items":{"type":"object",
"required":["iteration","paramValues","metricMean"]}}}})";

constexpr std::string_view kSuggestionsSchema = R"({"type":"object",
"required":["runId","target","met","harmed","entries","next","message"],
"properties":{"entries":{"type":"array","items":{"$ref":"#/components/schemas/Suggestion"}},
"next":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/Suggestion"}]}}})";

constexpr std::string_view kSuggestionSchema = R"({"type":"object",
"required":["parameter","from","to","effect","worsens"],
"properties":{"parameter":{"type":"string"},"title":{"type":"string"},"unit":{"type":"string"},
"from":{"type":"number"},"to":{"type":"number"},"effect":{"type":"string"},
"text":{"type":"string"},"worsens":{"type":"array","items":{"type":"object",
"required":["figure","from","to","text"]}}}})";

constexpr std::string_view kSweepExample =
    R"~({"templateId":"order-system","vary":["paymentCapacity=60..96/4"],"measures":["max(payment_queue)"]})~";
constexpr std::string_view kSensitivityExample =
    R"~({"templateId":"order-system","paramIds":["paymentCapacity"],"measures":["max(payment_queue)"]})~";
constexpr std::string_view kGoalSeekExample =
    R"~({"templateId":"order-system","vary":["paymentCapacity=60..96"],"measures":["max(payment_queue)"],"target":50})~";
constexpr std::string_view kOptimizeExample =
    R"~({"templateId":"order-system","vary":["paymentCapacity=60..96"],"measures":["longest(Payment)"],"maxIterations":20})~";
constexpr std::string_view kSuggestExample = R"~({"templateId":"order-system"})~";
constexpr std::string_view kStudyExample =
    R"~({"kind":"sweep","templateId":"order-system","vary":["paymentCapacity=60..96/4"],"measures":["late(run)"]})~";

// A study that is answered and forgotten.
JobQueue::Work answering(StudyRequest request) {
  return [request = std::move(request)](const RunHost& host) {
    const auto opened = studies::open_subject(host, request.subject);
    if (!opened) return failed_study(opened.problems(), "");
    const auto plan = studies::plan_study(*opened, request);
    if (!plan) return failed_study(plan.problems(), "");
    const auto answer = studies::run_study(*opened, request, study_run(host, plan->points));
    if (!answer) return failed_study(answer.problems(), "");
    RunOutcome outcome;
    outcome.status = RunStatus::kAnswered;
    outcome.answer = studies::to_json(*answer);
    return outcome;
  };
}

// 202 with the study, and its job to follow.
http::Response started(const http::Request& request, Context& context, const StudyRecord& record) {
  const auto job = context.jobs->submit({.work = stored_study_work(record), .study_id = record.id});
  if (!job) {
    http::Response response = problem_response(job.problems(), request);
    response.headers.set("Retry-After", std::to_string(context.jobs->retry_seconds()));
    return response;
  }
  StudyRecord shown = record;
  // The record on disk says so only once the job has begun.
  shown.status = studies::StudyStatus::kRunning;  // its job has it in hand
  std::string json = studies::to_json(shown, false);
  // The closing brace: one more member follows.
  json.pop_back();
  http::Response response = http::json_response(json + ",\"jobId\":\"" + *job + "\"}", 202);
  response.headers.add("Location", "/v1/jobs/" + *job);
  response.headers.add("Preference-Applied", "respond-async");
  return response;
}

http::Response worked_on(const http::Request& request, Context& context, const StudyRecord& record,
                         int status) {
  if (request.prefers("respond-async")) return started(request, context, record);
  return submit_work(request, context, stored_study_work(record),
                     [request, status](const RunOutcome& outcome) {
                       if (!outcome.succeeded()) return problem_response(outcome.problems, request);
                       http::Response response = http::json_response(outcome.answer, status);
                       response.headers.add("Location", "/v1/studies/" + outcome.study_id);
                       return response;
                     });
}

http::Response begin_study(const http::Request& request, Context& context,
                           const StudyRequest& wanted) {
  RunObserver nobody;
  const RunHost host = context.host(nobody);
  const auto record = StudyStore(context.env).begin(host, wanted);
  if (!record) return problem_response(record.problems(), request);
  return worked_on(request, context, *record, 201);
}

http::Response post_study(const http::Request& request, Context& context) {
  const auto wanted = studies::read_study_request(request.body, std::nullopt);
  if (!wanted) return problem_response(wanted.problems(), request);
  return begin_study(request, context, *wanted);
}

template <StudyKind kind>
http::Response post_kind(const http::Request& request, Context& context) {
  auto wanted = studies::read_study_request(request.body, kind);
  if (!wanted) return problem_response(wanted.problems(), request);
  // A client that does not wait needs something to come back to: then the study is stored.
  if (request.prefers("respond-async")) return begin_study(request, context, *wanted);
  return submit_work(request, context, answering(std::move(wanted).value()),
                     [request](const RunOutcome& outcome) {
                       if (!outcome.succeeded()) return problem_response(outcome.problems, request);
                       return http::json_response(outcome.answer);
                     });
}

http::Response get_studies(const http::Request& request, Context& context) {
  const auto records = StudyStore(context.env).list();
  if (!records) return problem_response(records.problems(), request);
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const StudyRecord& record : *records) json.raw(studies::to_json(record, false));
  json.end_array().end_object();
  http::Response response = http::json_response(json.take());
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response get_study(const http::Request& request, Context& context) {
  const auto record = StudyStore(context.env).find(request.path_value("studyId"));
  if (!record) return problem_response(record.problems(), request);
  http::Response response = http::json_response(studies::to_json(*record, true));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response resume_study(const http::Request& request, Context& context) {
  const auto record = StudyStore(context.env).find(request.path_value("studyId"));
  if (!record) return problem_response(record.problems(), request);
  return worked_on(request, context, *record, 200);
}

http::Response delete_study(const http::Request& request, Context& context) {
  const auto removed = StudyStore(context.env).remove(request.path_value("studyId"));
  if (!removed) return problem_response(removed.problems(), request);
  return http::Response{.status = 204};
}

// A run like any other, with the values of the point.
http::Response run_point(const http::Request& request, Context& context) {
  RunObserver nobody;
  const auto point = parse_integer(request.path_value("point"));
  auto source =
      StudyStore(context.env)
          .run_source(context.host(nobody), request.path_value("studyId"), point.value_or(-1));
  if (!source) return problem_response(source.problems(), request);
  CreateRunRequest wanted{.source = std::move(source->source)};
  if (!source->template_id.empty()) {
    wanted.run_template = TemplateRequest{.id = source->template_id, .parameters = source->given};
  }
  wanted.run_id = request.query_value("runId").value_or("");
  return submit_run(request, context, std::move(wanted));
}

// What lists and pages ask for again and again: a look at the disk where it is kept.
http::Response suggestions_response(std::string json) {
  http::Response response = http::json_response(std::move(json));
  response.headers.add("Cache-Control", "no-cache");
  return response;
}

// Work for a job: it ends when the client leaves or the server stops.
JobQueue::Work suggesting_for(std::string run_id) {
  return [run_id = std::move(run_id)](const RunHost& host) {
    auto json = studies::suggestions_for(host, run_id, {.stop = &host.observer});
    if (!json) return failed_study(json.problems(), "");
    RunOutcome outcome;
    outcome.status = RunStatus::kAnswered;
    outcome.answer = std::move(json).value();
    return outcome;
  };
}

http::Response get_suggestions(const http::Request& request, Context& context) {
  RunObserver nobody;
  const std::string run_id(request.path_value("runId"));
  // Kept for the run as it is: only the first client that asks waits for the search.
  auto kept = studies::kept_suggestions(context.host(nobody), run_id);
  if (!kept) return problem_response(kept.problems(), request);
  if (*kept) return suggestions_response(**std::move(kept));
  return submit_work(request, context, suggesting_for(run_id),
                     [request](const RunOutcome& outcome) {
                       if (!outcome.succeeded()) return problem_response(outcome.problems, request);
                       return suggestions_response(outcome.answer);
                     });
}

// Of a model or a template, storing nothing.
JobQueue::Work suggesting(StudyRequest request) {
  return [request = std::move(request)](const RunHost& host) {
    const auto opened = studies::open_subject(host, request.subject);
    if (!opened) return failed_study(opened.problems(), "");
    studies::SuggestOptions options{.stop = &host.observer};
    for (const studies::Vary& vary : request.vary) options.parameters.push_back(vary.knob);
    const auto found = studies::suggest(*opened, options);
    if (!found) return failed_study(found.problems(), "");
    RunOutcome outcome;
    outcome.status = RunStatus::kAnswered;
    outcome.answer =
        studies::to_json(*found, request.subject.run_id, opened->subject->template_id());
    return outcome;
  };
}

http::Response post_suggest(const http::Request& request, Context& context) {
  auto wanted = studies::read_study_request(request.body, StudyKind::kSuggest);
  if (!wanted) return problem_response(wanted.problems(), request);
  if (request.prefers("respond-async")) return begin_study(request, context, *wanted);
  return submit_work(request, context, suggesting(std::move(wanted).value()),
                     [request](const RunOutcome& outcome) {
                       if (!outcome.succeeded()) return problem_response(outcome.problems, request);
                       return http::json_response(outcome.answer);
                     });
}

Route direct_route(std::string_view path, std::string_view summary, std::string_view schema,
                   std::string_view example,
                   http::Response (*handle)(const http::Request&, Context&)) {
  return {.method = "POST",
          .path = path,
          .summary = summary,
          .body = {{.schema = "StudyRequest", .example = example}},
          .replies = {{200, "What was found; nothing is stored", {.schema = schema}},
                      {202,
                       "With Prefer: respond-async: stored, and worked on by a job",
                       {.schema = "Study"}}},
          .handle = handle};
}

std::vector<NamedSchema> study_schemas() {
  std::vector<NamedSchema> schemas{
      {"StudyRequest", kStudyRequestSchema}, {"Study", kStudySchema},
      {"StudyList", kStudyListSchema},       {"Sweep", kSweepSchema},
      {"Sensitivity", kSensitivitySchema},   {"GoalSeek", kGoalSeekSchema},
      {"Optimum", kOptimumSchema},           {"Suggestions", kSuggestionsSchema},
      {"Suggestion", kSuggestionSchema}};
  for (const NamedSchema& schema : study_comparison_schemas()) schemas.push_back(schema);
  return schemas;
}

}  // namespace

Resource study_routes() {
  const Parameter study = path_id("studyId", "The study.");
  const Reply one{200, "The study", {.schema = "Study"}};
  const Reply later{202, "With Prefer: respond-async: a job works on it", {.schema = "Study"}};
  return {.name = "Studies",
          .about =
              "Many evaluations of one model: docs/studies.md. A stored study continues "
              "where it was after the server was killed.",
          .routes = {direct_route("/v1/sweep", "Evaluate a model for many values of parameters",
                                  "Sweep", kSweepExample, post_kind<StudyKind::kSweep>),
                     direct_route("/v1/sensitivity", "How much a figure moves with each parameter",
                                  "Sensitivity", kSensitivityExample,
                                  post_kind<StudyKind::kSensitivity>),
                     direct_route("/v1/goal-seek", "The value of a parameter that reaches a goal",
                                  "GoalSeek", kGoalSeekExample, post_kind<StudyKind::kGoalSeek>),
                     direct_route("/v1/optimize", "The values of parameters that are best",
                                  "Optimum", kOptimizeExample, post_kind<StudyKind::kOptimize>),
                     direct_route("/v1/suggest",
                                  "The smallest changes of a model after which nothing waits too "
                                  "long",
                                  "Suggestions", kSuggestExample, post_suggest),
                     {.method = "POST",
                      .path = "/v1/studies",
                      .summary = "Make a study and keep it",
                      .body = {{.schema = "StudyRequest", .example = kStudyExample}},
                      .replies = {{201, "The finished study", {.schema = "Study"}}, later},
                      .handle = post_study},
                     {.method = "GET",
                      .path = "/v1/studies",
                      .summary = "The studies of the data root, newest first",
                      .replies = {{200, "Without requests and results", {.schema = "StudyList"}}},
                      .handle = get_studies},
                     compare_studies_route(),
                     {.method = "GET",
                      .path = "/v1/studies/{studyId}",
                      .summary = "One study, with what was asked and found",
                      .parameters = {study},
                      .replies = {one},
                      .handle = get_study},
                     {.method = "POST",
                      .path = "/v1/studies/{studyId}/resume",
                      .summary = "Continue a study that was interrupted or failed",
                      .parameters = {study},
                      .replies = {one, later},
                      .handle = resume_study},
                     {.method = "POST",
                      .path = "/v1/studies/{studyId}/points/{point}/run",
                      .summary = "Make a run with the values of one point",
                      .parameters = {study, path_id("point", "Its number, from 0."),
                                     query("runId", "The id of the run; else a random one.")},
                      .replies = {{201, "The run", {.schema = "Run"}}},
                      .handle = run_point},
                     {.method = "DELETE",
                      .path = "/v1/studies/{studyId}",
                      .summary = "Remove a study; refused while it is worked on",
                      .parameters = {study},
                      .replies = {{204, "It is gone"}},
                      .handle = delete_study},
                     {.method = "GET",
                      .path = "/v1/runs/{runId}/suggest",
                      .summary = "The smallest changes after which nothing waits too long",
                      .parameters = {run_id_in_path()},
                      .replies = {{200, "Computed once and kept", {.schema = "Suggestions"}}},
                      .handle = get_suggestions}},
          .schemas = study_schemas()};
}

}  // namespace flowtime::api
