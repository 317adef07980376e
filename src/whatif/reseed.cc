#include "whatif/reseed.h"

#include <algorithm>

#include "pipeline/read_and_compile.h"

namespace flowtime::whatif {
namespace {

bool has_op(const Plan& plan, OpCode code) {
  return std::any_of(plan.ops.begin(), plan.ops.end(),
                     [code](const Op& op) { return op.code == code; });
}

}  // namespace

bool draws(const Plan& plan) {
  return has_op(plan, OpCode::kDrawPmf) || has_op(plan, OpCode::kDrawPoisson);
}

Result<Scenario> with_seed(Env& env, const Limits& limits, const Scenario& scenario,
                           std::int64_t seed) {
  auto model = std::make_shared<Model>(*scenario.model);
  model->seed = seed;
  ModelSource source;
  // How the plan was compiled is seen by its operations; a scenario does not keep its options.
  const bool samples = has_op(*scenario.plan, OpCode::kDrawPmf);
  source.sampling =
      samples ? CompileOptions::Sampling::kSample : CompileOptions::Sampling::kExpected;
  RunObserver nobody;
  StageClock clock(env, nobody);
  FT_TRY(Compiled made, compile_model(*model, source, limits, clock));
  Scenario reseeded = scenario;
  reseeded.model = std::move(model);
  reseeded.plan = std::make_shared<const Plan>(std::move(made.plan));
  return reseeded;
}

}  // namespace flowtime::whatif
