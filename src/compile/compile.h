// Model -> Plan: names become columns, mechanisms become ops, ops get an order.
#pragma once

#include "base/finding.h"
#include "base/result.h"
#include "model/model.h"
#include "plan/plan.h"

namespace flowtime {

struct CompileOptions {
  enum class Sampling { kExpected, kSample };
  Sampling sampling = Sampling::kExpected;   // pmf nodes: expected value, or one draw per bin
  std::uint64_t seed = 123;                  // of drawing nodes; Model::seed wins
};

struct Compiled {
  Plan plan;
  std::vector<Finding> notes;   // e.g. nodes[] governs a depth whose topology names other flows
};

// Problems: cycle (the whole cycle by name), constraint_cycle, synthesised_id_taken, ...
// Linear in the size of the model.
Result<Compiled> compile(const Model& model, const CompileOptions& options = {});

}  // namespace flowtime
