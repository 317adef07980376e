// What a server says, as the command line shows it.
#pragma once

#include <string>

#include "base/problem.h"
#include "cli/http_client.h"

namespace flowtime::cli {

// The problems of an answer that is none of success; one of code server_refused when the answer is
// not one of ours.
Problems problems_of(const HttpAnswer& answer);

// An envelope as text: what happened, grid, content, findings, where to look next. `url` is the
// server's, without a slash at the end.
std::string envelope_text(const HttpAnswer& answer, const std::string& url);

}  // namespace flowtime::cli
