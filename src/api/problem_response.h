// Problems as application/problem+json (RFC 9457).
#pragma once

#include <string>

#include "base/problem.h"
#include "http/request.h"
#include "http/response.h"

namespace flowtime::api {

// {"type","title","status","detail","instance","code","error",
//  "errors":[{"path","line","column","code","message","remedy"}],"requestId"}
// `error` repeats the messages as one text for older clients. The status is that of the first
// problem, and a problem without a remedy gets that of its code (problems/catalogue.h); 429 and 503
// say when to try again.
// Precondition of all: at least one problem. The answer is never cached by clients. A request with
// a body may give a code another status than one without (status_of_body in problems/catalogue.h).
http::Response problem_response(const Problems& problems, const http::Request& request);
http::Response problem_response(Problem problem, const http::Request& request);
// With a status that the code alone does not decide.
http::Response problem_response(const Problems& problems, int status, const http::Request& request);

}  // namespace flowtime::api
