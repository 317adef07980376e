#include "api/problem_response.h"

#include "problems/catalogue.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

// "First; Second.": what older clients show, and split at "; ".
std::string joined_messages(const Problems& problems) {
  std::string text;
  for (std::size_t i = 0; i + 1 < problems.size(); ++i) {
    text += std::string(problems[i].message.without_stop()) + "; ";
  }
  return text + problems.back().message;
}

// "There is no run 'x'. List the runs to see their ids."
std::string detail_of(const Problem& problem) {
  if (problem.remedy.empty()) return problem.message;
  return problem.message + " " + problem.remedy;
}

void write_problem(JsonWriter& json, const Problem& problem) {
  json.begin_object().member("path", problem.path);
  json.member("line", problem.where.line).member("column", problem.where.column);
  json.member("code", problem.code).member("message", problem.message);
  json.member("remedy", problem.remedy);
  if (!problem.file.empty()) json.member("file", problem.file);
  json.end_object();
}

std::string problem_document(const Problems& problems, int status, const http::Request& request) {
  const Problem& first = problems.front();
  JsonWriter json;
  json.begin_object().member("type", "urn:flowtime:problem:" + first.code);
  json.member("title", http::reason_of(status)).member("status", status);
  json.member("detail", detail_of(first));
  json.member("code", first.code).member("error", joined_messages(problems));
  json.key("errors").begin_array();
  for (const Problem& problem : problems) write_problem(json, problem);
  json.end_array().member("requestId", request.request_id).end_object();
  return json.take();
}

}  // namespace

http::Response problem_response(const Problems& problems, int status,
                                const http::Request& request) {
  http::Response response;
  response.status = status;
  response.content_type = http::kProblemJson;
  response.body = problem_document(problems::with_remedies(problems), status, request);
  response.headers.add("Cache-Control", "no-store");
  // A second, where nothing better is known; run_submission.cc knows the length of the queue.
  if (status == 429 || status == 503) response.headers.add("Retry-After", "1");
  return response;
}

http::Response problem_response(const Problems& problems, const http::Request& request) {
  // A name inside a body is part of what was sent (400); in an address it is a thing that may not
  // exist (404).
  const bool has_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  return problem_response(
      problems, has_body ? problems::status_of_body(problems) : problems::status_of(problems),
      request);
}

http::Response problem_response(Problem problem, const http::Request& request) {
  return problem_response(Problems{std::move(problem)}, request);
}

}  // namespace flowtime::api
