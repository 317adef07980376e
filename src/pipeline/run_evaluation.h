// Stages evaluate and check: the tiles of one run go to the checks and to the sinks that keep them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "checks/check_run.h"
#include "compile/compile.h"
#include "eval/evaluate.h"
#include "host/memory_budget.h"
#include "host/stage_clock.h"
#include "model/model.h"
#include "pipeline/root_cause.h"

namespace flowtime {

// Refers to the caller's model, plan and sink for the length of evaluate_and_check.
struct EvaluationTask {
  const Model& model;
  const Plan& plan;
  RunMode mode = RunMode::kSimulation;
  std::vector<Finding> notes{};  // what is known already; listed first
  FailOn fail_on = FailOn::kError;
  EvaluateOptions options{};
  TileSink* keep = nullptr;                   // gets every tile; its time counts as writing
  std::function<Result<Done>()> status{};     // of `keep`; a failure stops evaluation
  const checks::RunSeries* series = nullptr;  // of this model and plan, where it is made already
};

// A share of process_memory() for what a request keeps. Problem: not_enough_memory.
Result<MemoryBudget::Share> hold_memory(std::int64_t bytes);

// All findings, in order. Problems: stopped, those of `status` and of judge_findings.
// Takes its memory from process_memory() first: not_enough_memory before anything is evaluated.
Result<std::vector<Finding>> evaluate_and_check(const EvaluationTask& task, StageClock& clock);

// The problems are those of blocking_problems (pipeline/root_cause.h).
Result<Done> judge_findings(const std::vector<Finding>& findings, FailOn fail_on,
                            const Model& model = {});

// Problem not_enough_memory, for callers that keep all cells in memory.
Result<Done> check_memory(std::int64_t series, std::int64_t bins, std::uint64_t available_bytes);

}  // namespace flowtime
