#include "api/application.h"

#include <algorithm>
#include <thread>

#include "lifecycle/run_list.h"

namespace flowtime::api {
namespace {

constexpr int kKeyDigits = 32;
// More than processors: a run waits for the disk twice, and those that wait together share it.
constexpr int kMinJobWorkers = 4;
constexpr int kRecoveryEventId = 5003;

std::unique_ptr<Env> directory(const std::string& path) {
  return path.empty() ? nullptr : posix_env(path);
}

JobQueue::Options job_options() {
  JobQueue::Options options;
  options.workers = std::max(kMinJobWorkers, static_cast<int>(std::thread::hardware_concurrency()));
  return options;
}

void log_recovery(LogSink& log, const Recovery& recovery) {
  log.write({.level = LogLevel::kInfo,
             .id = kRecoveryEventId,
             .name = "ServerRecovered",
             .fields = {{"sweptStages", std::int64_t{recovery.swept_stages}},
                        {"interruptedRuns", std::int64_t{recovery.interrupted_runs}},
                        {"interruptedJobs", std::int64_t{recovery.interrupted_jobs}}}});
}

}  // namespace

Application::Application(const ServeSettings& settings, AccessRules rules,
                         std::vector<Resource> resources, std::unique_ptr<Catalog> catalog)
    : catalog_(std::move(catalog)),
      templates_(directory(settings.templates_dir), settings.templates_dir),
      captures_(directory(settings.captures_dir)),
      sign_in_(rules.token, settings.env.random_hex(kKeyDigits)),
      rules_(std::move(rules)),
      router_(std::move(resources)),
      context_{.env = settings.env,
               .log = settings.log,
               .metrics = metrics_,
               .limits = settings.limits,
               .catalog = catalog_.get(),
               .templates = &templates_,
               .captures = captures_.get(),
               .idempotency = &idempotency_,
               .router = &router_,
               .sign_in = &sign_in_,
               .started_unix_ms = settings.env.now_unix_ms(),
               .started_ns = settings.env.monotonic_ns()},
      host_(context_.host(observer_)),
      idempotency_(host_),
      jobs_(std::make_unique<JobQueue>(host_, job_options())),
      service_(context_, router_, rules_) {
  context_.jobs = jobs_.get();
}

Result<std::unique_ptr<Application>> Application::open(const ServeSettings& settings,
                                                       AccessRules rules,
                                                       std::vector<Resource> resources) {
  FT_TRY(std::unique_ptr<Catalog> catalog, Catalog::open(settings.env, settings.database));
  std::unique_ptr<Application> application(
      new Application(settings, std::move(rules), std::move(resources), std::move(catalog)));
  FT_TRY(const Recovery recovery, recover(application->host_));
  log_recovery(settings.log, recovery);
  return application;
}

}  // namespace flowtime::api
