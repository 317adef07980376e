#include "studies/methods.h"

namespace flowtime::studies {

std::vector<std::string_view> methods_of(StudyKind kind) {
  switch (kind) {
    case StudyKind::kSweep: return {"grid", "latin", "sobol"};
    case StudyKind::kOptimize: return {"nelder-mead", "bobyqa", "direct", "crs", "pareto"};
    case StudyKind::kSensitivity: return {"differences"};
    case StudyKind::kGoalSeek: return {"bisection"};
    default: return {};
  }
}

std::string_view method_of(const StudyRequest& request) {
  if (!request.method.empty()) return request.method;
  const std::vector<std::string_view> known = methods_of(request.kind);
  return known.empty() ? "" : known.front();
}

}  // namespace flowtime::studies
