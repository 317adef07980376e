#include "study/nlopt_search.h"

#include <nlopt.h>

#include <memory>
#include <optional>

#include "base/check.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr double kVeryLarge = 1e300;

struct Method {
  const char* name;
  nlopt_algorithm algorithm;
};
constexpr Method kMethods[] = {
    {"bobyqa", NLOPT_LN_BOBYQA}, {"direct", NLOPT_GN_DIRECT_L}, {"crs", NLOPT_GN_CRS2_LM}};

struct Destroy {
  void operator()(nlopt_opt optimizer) const { nlopt_destroy(optimizer); }
};
using Optimizer = std::unique_ptr<nlopt_opt_s, Destroy>;

// What NLopt calls back into; it keeps the best point and the first failure.
struct Objective {
  const EvaluateStudy& evaluate;
  nlopt_opt optimizer = nullptr;
  Minimum made{};
  Problems problems{};

  double value_at(const StudyPoint& point) {
    const auto values = evaluate(std::span(&point, 1));
    ++made.evaluations;
    if (!values) {
      problems = values.problems();
      // It returns at the next opportunity; problems then say why.
      nlopt_force_stop(optimizer);
      return kVeryLarge;
    }
    const double value = is_finite(values->front()) ? values->front() : kVeryLarge;
    if (made.steps.empty() || value < made.value) {
      made.value = value;
      made.point = point;
      made.steps.push_back({static_cast<int>(made.evaluations) - 1, point, value});
    }
    return value;
  }
};

double call_back(unsigned size, const double* x, double* /*gradient*/, void* data) {
  return static_cast<Objective*>(data)->value_at(StudyPoint(x, x + size));
}

std::optional<nlopt_algorithm> algorithm_of(const std::string& name) {
  for (const Method& method : kMethods) {
    if (name == method.name) return method.algorithm;
  }
  return std::nullopt;
}

Optimizer prepared(nlopt_algorithm algorithm, const MinimumTask& task, Objective& objective) {
  const auto size = static_cast<unsigned>(task.space.size());
  Optimizer optimizer(nlopt_create(algorithm, size));
  FT_CHECK(optimizer != nullptr);
  std::vector<double> lower, upper, place;
  for (const Interval& range : task.space) {
    lower.push_back(range.lo);
    upper.push_back(range.hi);
    place.push_back(task.place_tolerance * range.width());
  }
  nlopt_set_lower_bounds(optimizer.get(), lower.data());
  nlopt_set_upper_bounds(optimizer.get(), upper.data());
  nlopt_set_min_objective(optimizer.get(), call_back, &objective);
  // A local method ends where it stands still; a global one uses its budget.
  if (algorithm == NLOPT_LN_BOBYQA) nlopt_set_xtol_abs(optimizer.get(), place.data());
  nlopt_set_maxeval(optimizer.get(), task.max_iterations * static_cast<int>(size + 1));
  return optimizer;
}

}  // namespace

Result<Minimum> nlopt_search(const std::string& method, const MinimumTask& task, std::uint64_t seed,
                             const EvaluateStudy& evaluate) {
  const auto algorithm = algorithm_of(method);
  if (!algorithm) {
    return Problem{.code = "unknown_method",
                   .message = "'" + method + "' is not a method of search",
                   .remedy = "Choose nelder-mead, bobyqa, direct or crs."};
  }
  Objective objective{evaluate};
  const Optimizer optimizer = prepared(*algorithm, task, objective);
  objective.optimizer = optimizer.get();
  nlopt_srand(static_cast<unsigned long>(seed));  // of this thread
  StudyPoint at;
  for (const Interval& range : task.space) at.push_back((range.lo + range.hi) / 2);
  double value = 0;
  const nlopt_result result = nlopt_optimize(optimizer.get(), at.data(), &value);
  // Before the result, which is only "stopped by force".
  if (!objective.problems.empty()) return std::move(objective.problems);
  FT_CHECK(!objective.made.steps.empty());
  objective.made.converged = result == NLOPT_XTOL_REACHED || result == NLOPT_FTOL_REACHED ||
                             result == NLOPT_ROUNDOFF_LIMITED;
  objective.made.iterations = static_cast<int>(objective.made.evaluations);
  return std::move(objective.made);
}

}  // namespace flowtime
