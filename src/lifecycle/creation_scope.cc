#include "lifecycle/creation_scope.h"

namespace flowtime {

CreationScope::CreationScope(const RunHost& of, const CreateRunRequest& asked)
    : host(of), request(asked), record(of, labels), log(record, labels), clock(of.env, record) {
  // Until the mode is decided the log says what a request without one most likely is.
  labels.mode = name_of(RunMode::kSimulation);
  labels.request_id = request.request_id;
  if (request.run_template) {
    labels.template_id = request.run_template->draft_text ? "draft" : request.run_template->id;
  }
}

}  // namespace flowtime
