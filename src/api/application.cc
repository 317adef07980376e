// Construction joins the parts; `open` does what can fail. Parts refer to one another through the
// Context, so the order of the members is the order of what may be used by what.
#include "api/application.h"

#include <algorithm>
#include <thread>

#include "api/study_work.h"
#include "catalog/catalog.h"
#include "lifecycle/run_list.h"

namespace flowtime::api {
namespace {

constexpr int kKeyDigits = 32;
// More than processors: a run waits for the disk twice, and those that wait together share it.
constexpr int kMinJobWorkers = 4;
constexpr int kRecoveryEventId = 5003;
constexpr int kReadOnlyEventId = 5004;

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
      ui_folder_(directory(settings.ui_dir)),
      sign_in_(rules.token, settings.env.random_hex(kKeyDigits)),
      rules_(std::move(rules)),
      router_(std::move(resources)),
      sessions_(settings.sessions),
      context_{.env = settings.env,
               .log = settings.log,
               .metrics = metrics_,
               .limits = settings.limits,
               .compat = settings.compat,
               .base_path = settings.base_path,
               .ui_folder = ui_folder_.get(),
               .catalog = catalog_.get(),
               .templates = &templates_,
               .captures = captures_.get(),
               .idempotency = &idempotency_,
               .router = &router_,
               .sign_in = &sign_in_,
               .sessions = &sessions_,
               .started_unix_ms = settings.env.now_unix_ms(),
               .started_ns = settings.env.monotonic_ns()},
      host_(context_.host(observer_)),
      idempotency_(host_),
      jobs_(std::make_unique<JobQueue>(host_, job_options())),
      service_(context_, router_, rules_) {
  // Set last: the queue is made with the host, which is made from the context.
  context_.jobs = jobs_.get();
}

namespace {

bool is_unwritable(const Problems& problems) {
  return failed_with(problems, io_codes::kNoSpace) ||
         failed_with(problems, io_codes::kNotWritable) ||
         failed_with(problems, io_codes::kTooLarge);
}

// A data root that cannot be written is served as it is.
// Runs can still be listed, read and compared; a request that writes gets the problem of the disk.
void warn_read_only(const ServeSettings& settings, const Problem& reason) {
  settings.log.write({.level = LogLevel::kWarning,
                      .id = kReadOnlyEventId,
                      .name = "ServerReadOnly",
                      .fields = {{"code", reason.code}, {"message", reason.message}}});
  settings.say("The data directory cannot be written. " + reason.message + " [" + reason.code +
               "] The server serves what is there, with a list of runs in memory until the next "
               "start.");
}

// A catalog that is no directory's own has what the runs on the disk tell.
Result<Recovery> recover_or_read(const RunHost& host) {
  auto recovery = recover(host);
  if (recovery || !is_unwritable(recovery.problems())) return recovery;
  Recovery read;
  FT_TRY(read.index, host.catalog->runs().update());
  return read;
}

}  // namespace

Result<std::unique_ptr<Application>> Application::open(const ServeSettings& settings,
                                                       AccessRules rules,
                                                       std::vector<Resource> resources) {
  auto catalog = Catalog::open(settings.env, settings.database, CatalogCheck::kPages);
  if (!catalog && is_unwritable(catalog.problems())) {
    warn_read_only(settings, catalog.problems().front());
    // In memory: the runs are read into it below.
    catalog = Catalog::open(settings.env, "");
  }
  if (!catalog) return catalog.problems();
  std::unique_ptr<Application> application(
      new Application(settings, std::move(rules), std::move(resources), std::move(*catalog)));
  FT_TRY(const Recovery recovery, recover_or_read(application->host_));
  log_recovery(settings.log, recovery);
  // After recovery, which marks what an ended process had in hand as interrupted.
  resume_studies(application->context_);
  return application;
}

}  // namespace flowtime::api
