// Context: what the handlers work with. One per server, shared by all of its threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "orchestrate/explain_run.h"
#include "orchestrate/layout_run.h"
#include "orchestrate/limits.h"
#include "orchestrate/program_version.h"
#include "orchestrate/query_run.h"
#include "orchestrate/run_host.h"
#include "sys/env.h"
#include "sys/log.h"

namespace flowtime::api {

class Router;

struct Context {
  Env& env;  // the data root
  LogSink& log;
  ProgramVersion version = program_version();
  Limits limits{};
  std::int64_t started_unix_ms = 0;
  std::int64_t started_ns = 0;     // Env::monotonic_ns
  const Router* router = nullptr;  // what there is, for the documents about it
  OpenRuns open_runs{env};         // runs that were asked about last
  std::shared_ptr<Explainers> explainers = std::make_shared<Explainers>();
  std::shared_ptr<Layouts> layouts = std::make_shared<Layouts>();

  RunHost host(RunObserver& observer) {
    return {.env = env, .log = log, .observer = observer, .version = version, .limits = limits};
  }
};

}  // namespace flowtime::api
