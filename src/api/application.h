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

class Application {
 public:
  // Opens the catalog and cleans up after processes that ended before their work did. What the
  // settings refer to outlives the application. Problems: catalog_failed, io codes.
  static Result<std::unique_ptr<Application>> open(const ServeSettings& settings, AccessRules rules,
                                                   std::vector<Resource> resources);
  Service& service() { return service_; }
  Context& context() { return context_; }
  const Router& router() const { return router_; }
  SignIn& sign_in() { return sign_in_; }
  // Cancels the runs that are still being made, and waits for that.
  void stop() { jobs_.reset(); }

 private:
  Application(const ServeSettings& settings, AccessRules rules, std::vector<Resource> resources,
              std::unique_ptr<Catalog> catalog);

  MetricsRegistry metrics_;
  RunObserver observer_;
  std::unique_ptr<Catalog> catalog_;
  TemplateLibrary templates_;
  std::unique_ptr<Env> captures_;
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
