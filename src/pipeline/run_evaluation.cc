#include "pipeline/run_evaluation.h"

#include <algorithm>
#include <string>

#include "eval/evaluator.h"
#include "sys/available_memory.h"

namespace flowtime {
namespace {

// Passes tiles on to the checks and the keeper, and measures both.
// Checks and writing run within evaluation, tile by tile, so that no value is read twice. The clock
// sees one stage then; settle() moves the measured parts.
class CheckedTiles : public TileSink {
 public:
  CheckedTiles(const EvaluationTask& task, StageClock& clock)
      : task_(task),
        clock_(clock),
        begin_ns_(clock.env().monotonic_ns()),
        checks_(checks_of(task)),
        check_ns_(clock.env().monotonic_ns() - begin_ns_) {}

  void accept(const SeriesTile& tile) override {
    const std::int64_t begin = clock_.env().monotonic_ns();
    checks_.accept(tile);
    const std::int64_t checked = clock_.env().monotonic_ns();
    if (task_.keep != nullptr) task_.keep->accept(tile);
    check_ns_ += checked - begin;
    keep_ns_ += clock_.env().monotonic_ns() - checked;
    clock_.observer().on_progress(tile.first_bin + tile.bins, task_.plan.bins);
  }
  static RunChecks checks_of(const EvaluationTask& task) {
    return task.series != nullptr ? RunChecks(*task.series, task.mode)
                                  : RunChecks(task.model, task.plan.series, task.mode);
  }
  // Gives the time spent in here to the stages it was spent for.
  void settle() const {
    clock_.moved(Stage::kEvaluate, Stage::kCheck, static_cast<double>(check_ns_) / 1e6);
    clock_.moved(Stage::kEvaluate, Stage::kWrite, static_cast<double>(keep_ns_) / 1e6);
  }
  const RunChecks& checks() const { return checks_; }

 private:
  const EvaluationTask& task_;
  StageClock& clock_;
  std::int64_t begin_ns_;
  RunChecks checks_;
  std::int64_t check_ns_, keep_ns_ = 0;  // making the checks counts as checking
};

// Stops on request, and when nothing more can be kept.
class TaskStop : public StopToken {
 public:
  TaskStop(const EvaluationTask& task, RunObserver& observer) : task_(task), observer_(observer) {}
  bool stop_requested() override {
    return observer_.stop_requested() || (task_.status && !task_.status());
  }

 private:
  const EvaluationTask& task_;
  RunObserver& observer_;
};

// Asking the system takes longer than evaluating a small model, which any machine has room for.
std::uint64_t memory_left_for(std::int64_t bytes) {
  constexpr std::int64_t kSmall = std::int64_t{32} << 20;
  return bytes <= kSmall ? static_cast<std::uint64_t>(bytes) : available_memory_bytes();
}

}  // namespace

Result<Done> judge_findings(const std::vector<Finding>& findings, FailOn fail_on,
                            const Model& model) {
  Problems problems = blocking_problems(findings, fail_on, model);
  if (!problems.empty()) return problems;
  return Done{};
}

Result<MemoryBudget::Share> hold_memory(std::int64_t bytes) {
  return process_memory().take(bytes, memory_left_for(bytes));
}

Result<std::vector<Finding>> evaluate_and_check(const EvaluationTask& task, StageClock& clock) {
  clock.start(Stage::kEvaluate);
  const std::int64_t series = static_cast<std::int64_t>(task.plan.series.size());
  const std::int64_t bytes = eval::evaluation_bytes(task.plan) + series * kBytesPerSeries;
  FT_TRY(const MemoryBudget::Share memory, hold_memory(bytes));
  CheckedTiles tiles(task, clock);
  TaskStop stop(task, clock.observer());
  const Outcome outcome = evaluate(task.plan, {}, tiles, &stop, task.options);
  tiles.settle();
  // Before the outcome: a full disk also stops evaluation, and says why.
  if (task.status) FT_RETURN_IF_PROBLEM(task.status());
  if (outcome == Outcome::kStopped) return clock.stopped();
  clock.end(
      {{"bins", task.plan.bins}, {"series", static_cast<std::int64_t>(task.plan.series.size())}});

  clock.start(Stage::kCheck);
  std::vector<Finding> findings = task.notes;
  const std::vector<Finding> found = tiles.checks().findings();
  findings.insert(findings.end(), found.begin(), found.end());
  FT_RETURN_IF_PROBLEM(judge_findings(findings, task.fail_on, task.model));
  const FindingCounts counts = count_findings(findings);
  clock.end({{"errors", counts.error}, {"warnings", counts.warning}, {"infos", counts.info}});
  return findings;
}

Result<Done> check_memory(std::int64_t series, std::int64_t bins, std::uint64_t available_bytes) {
  const auto needed = static_cast<std::uint64_t>(series) * static_cast<std::uint64_t>(bins) * 8;
  if (needed <= available_bytes) return Done{};
  constexpr std::uint64_t kMegabyte = 1'000'000;
  return Problem{
      .code = "not_enough_memory",
      .message = "keeping " + std::to_string(series) + " series of " + std::to_string(bins) +
                 " bins takes " + std::to_string(needed / kMegabyte) + " MB; " +
                 std::to_string(available_bytes / kMegabyte) + " MB are free",
      .remedy = "Store a run instead, which keeps one tile in memory, or use fewer bins."};
}

}  // namespace flowtime
