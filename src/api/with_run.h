// Answers about one stored run.
#pragma once

#include <utility>

#include "api/context.h"
#include "api/problem_response.h"
#include "http/request.h"
#include "http/response.h"
#include "inspect/query_run.h"

namespace flowtime::api {

// What answer(run) gives, a Result<http::Response>, for the run that the path names; or the
// problems, of opening the run or of the answer.
template <class Answer>
http::Response with_run(const http::Request& request, Context& context, Answer answer) {
  const auto run = context.open_runs.open(request.path_value("runId"));
  if (!run) return problem_response(run.problems(), request);
  Result<http::Response> response = answer(**run);
  if (!response) return problem_response(response.problems(), request);
  return std::move(response).value();
}

}  // namespace flowtime::api
