// Answers about one stored run.
#pragma once

#include <string>
#include <utility>

#include "api/context.h"
#include "api/problem_response.h"
#include "http/etag.h"
#include "http/request.h"
#include "http/response.h"
#include "inspect/query_run.h"

namespace flowtime::api {

// What answer(run) gives, a Result<http::Response>, for the run that the path names; or the
// problems, of opening the run or of the answer.
// `answer` is called on this worker, at most once; the run is held open during the call. A body
// that is streamed has to hold the run itself, as WindowBody does.
// After the answer was made it is checked that no value was lost from the disk meanwhile:
// run_damaged.
template <class Answer>
http::Response with_run(const http::Request& request, Context& context, Answer answer) {
  const auto run = context.open_runs.open(request.path_value("runId"));
  if (!run) return problem_response(run.problems(), request);
  Result<http::Response> response = answer(**run);
  if (!response) return problem_response(response.problems(), request);
  // Zeros were read in place of what is gone.
  const Result<Done> intact = (*run)->run->run().check_intact();
  if (!intact) return problem_response(intact.problems(), request);
  return std::move(response).value();
}

// What an answer is known by that follows from the stored run, the program, the address and the
// form that is asked for; empty where the run has no stamp.
// A strong tag: quoted, of a hash.
inline std::string tag_of_answer(const OpenedRun& run, const http::Request& request,
                                 const ProgramVersion& program) {
  if (run.stamp.empty()) return "";
  return etag_of(run.stamp + program.version + " " + program.commit + "\n" + request.target + "\n" +
                 std::string(request.headers.get("Accept")));
}

// As with_run, for answers that stay the same as long as the run does. A client that has the answer
// learns that before anything is computed.
// The tag is compared before the answer is made: a client that polls costs no evaluation.
template <class Answer>
http::Response with_unchanging_run(const http::Request& request, Context& context, Answer answer) {
  return with_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    std::string tag = tag_of_answer(run, request, context.version);
    if (!tag.empty() && names_etag(request, tag)) return http::Response{.etag = std::move(tag)};
    Result<http::Response> response = answer(run);
    if (response) response->etag = std::move(tag);
    return response;
  });
}

}  // namespace flowtime::api
