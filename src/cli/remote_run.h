// `run --server URL`: the same request, made by a server.
#pragma once

#include <string>

#include "lifecycle/create_run.h"
#include "terminal/command.h"

namespace flowtime::cli {

Option server_option();

// The body of POST /v1/runs for this request. Settings beside a plain model become part of the text
// that is sent. Problems: those of read_source.
// JSON as docs/http-api.md has it. Files that settings name are read here: a server reads none of
// the caller's files.
Result<std::string> run_request_json(const CreateRunRequest& request);

// Asks the server of --server for the run and says what it answers, as `run` does: the envelope
// with --json, else its facts. `document` is what problems of the text are about.
int run_on_server(const Arguments& arguments, const CreateRunRequest& request,
                  const std::string& document, Console& console);

}  // namespace flowtime::cli
