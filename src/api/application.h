// Application: everything that answers requests, without the sockets that carry them.
// Threads: made and ended by one; the service it holds is used by all workers.
#pragma once

#include <memory>
#include <vector>

#include "api/access.h"
#include "api/context.h"
#include "api/router.h"
#include "api/service.h"
#include "api/sign_in.h"
#include "catalog/catalog.h"
#include "host/serve_settings.h"
#include "jobs/idempotency.h"
#include "jobs/jobs.h"
#include "library/template_library.h"
#include "sessions/session_room.h"

namespace flowtime::api {

// The order of the members is the order of construction: each may refer to those above it, and the
// jobs, which use all of them, are ended first.
class Application {
 public:
  // Opens the catalog and cleans up after processes that ended before their work did. What the
  // settings refer to outlives the application. Problems: catalog_failed, io codes.
  // In this order: the catalog, recovery of what other processes left, then the studies that go on.
  // A data root that cannot be written is served all the same, with a catalog in memory and a
  // warning.
  static Result<std::unique_ptr<Application>> open(const ServeSettings& settings, AccessRules rules,
                                                   std::vector<Resource> resources);
  // All four are valid as long as the application.
  Service& service() { return service_; }
  Context& context() { return context_; }
  const Router& router() const { return router_; }
  SignIn& sign_in() { return sign_in_; }
  // Cancels the runs that are still being made, and waits for that.
  // Call once, when no request is answered any more.
  void stop() { jobs_.reset(); }

 private:
  // Private: open() has opened what may fail.
  Application(const ServeSettings& settings, AccessRules rules, std::vector<Resource> resources,
              std::unique_ptr<Catalog> catalog);

  MetricsRegistry metrics_;
  RunObserver observer_;
  std::unique_ptr<Catalog> catalog_;
  TemplateLibrary templates_;
  std::unique_ptr<Env> captures_;
  std::unique_ptr<Env> ui_folder_;
  SignIn sign_in_;
  AccessRules rules_;
  Router router_;
  sessions::SessionRoom sessions_;
  Context context_;
  RunHost host_;
  IdempotencyKeys idempotency_;
  std::unique_ptr<JobQueue> jobs_;
  Service service_;
};

}  // namespace flowtime::api
