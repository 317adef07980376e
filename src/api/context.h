// Context: what the handlers work with. One per server, shared by all of its threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/envelope_cache.h"
#include "api/kept_answers.h"
#include "api/uploaded_bytes.h"
#include "host/limits.h"
#include "host/program_version.h"
#include "host/run_host.h"
#include "inspect/explain_run.h"
#include "inspect/layout_run.h"
#include "inspect/query_run.h"
#include "registry/artifact_index.h"
#include "sys/env.h"
#include "sys/log.h"
#include "sys/metrics.h"

namespace flowtime {
class IdempotencyKeys;
class JobQueue;
}  // namespace flowtime
namespace flowtime::sessions {
class SessionRoom;
}

namespace flowtime::api {

class Router;
class SignIn;

// References and pointers are to members of Application, which outlives it. Handlers run on several
// workers at once: what is here is const, or guards itself.
// Handlers get it as a reference and keep nothing of it beyond their call.
struct Context {
  Env& env;  // the data root
  LogSink& log;
  MetricsRegistry& metrics;
  ProgramVersion version = program_version();
  Limits limits{};
  bool compat = false;       // as older clients expect: bounds of parameters are warnings
  std::string base_path{};   // http::Request::base_path where no proxy says another one
  Env* ui_folder = nullptr;  // pages of a folder; null: those of the program
  // Null where a server goes without.
  // Null only in tests that need none of them.
  Catalog* catalog = nullptr;
  TemplateLibrary* templates = nullptr;
  Env* captures = nullptr;
  JobQueue* jobs = nullptr;
  IdempotencyKeys* idempotency = nullptr;
  const Router* router = nullptr;  // what there is, for the documents about it
  SignIn* sign_in = nullptr;
  sessions::SessionRoom* sessions = nullptr;

  // Caches. All of them follow the runs on disk: what they hold is used only while the stamp of the
  // run is still the same, so a run that is replaced or removed is never answered from memory.
  OpenRuns open_runs{env};  // runs that were asked about last
  std::shared_ptr<Explainers> explainers = std::make_shared<Explainers>(open_runs);
  std::shared_ptr<Layouts> layouts = std::make_shared<Layouts>();
  std::shared_ptr<ArtifactIndex> artifacts = std::make_shared<ArtifactIndex>(env);
  EnvelopeCache envelopes{};
  std::shared_ptr<KeptAnswers> comparisons = std::make_shared<KeptAnswers>();
  std::shared_ptr<UploadedBytes> uploaded = std::make_shared<UploadedBytes>();
  std::int64_t started_unix_ms = 0;
  std::int64_t started_ns = 0;  // Env::monotonic_ns

  // Made per request; `observer` and this context outlive it.
  RunHost host(RunObserver& observer) {
    return {.env = env,
            .log = log,
            .observer = observer,
            .version = version,
            .limits = limits,
            .catalog = catalog,
            .metrics = &metrics,
            .templates = templates,
            .captures = captures};
  }
};

}  // namespace flowtime::api
