// StageClock: which stage a use case is in, how long each took, and the events about it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/problem.h"
#include "base/result.h"
#include "host/stage.h"
#include "run/run_record.h"
#include "sys/env.h"

namespace flowtime {

//   clock.start(Stage::kCompile);
//   FT_TRY(...);                       // a problem: the caller calls fail()
//   clock.end({{"series", 12}});
//
// One per use case. Threads: one.
class StageClock {
 public:
  // Both outlive the clock.
  StageClock(Env& env, RunObserver& observer) : env_(env), observer_(observer) {}

  // Precondition: no stage runs.
  // Stages do not nest; another one is a defect (FT_CHECK).
  void start(Stage stage);
  // Precondition: a stage runs.
  void end(std::vector<Counter> counters = {});
  // Problem `stopped` when the observer wants no more.
  // Asked between steps that take long.
  Result<Done> go_on() const;
  // Names the stage that runs.
  Problem stopped() const;
  // Ends the stage that runs as failed. Between stages it is the last one that is reported: so far
  // it had come.
  void fail(const Problems& problems);
  // Time that was spent for another stage while this one ran, such as writing during evaluation.
  void moved(Stage from, Stage to, double milliseconds);

  // Nothing between stages.
  std::optional<Stage> current() const { return current_; }
  std::optional<Stage> failed() const { return failed_; }
  // Without the stage that runs now.
  double milliseconds(Stage stage) const { return spent_[static_cast<std::size_t>(stage)]; }
  // By duration_name, in the order of the stages; every name is present, 0 when nothing was spent.
  std::vector<StageDuration> durations() const;

  Env& env() const { return env_; }
  RunObserver& observer() const { return observer_; }

 private:
  // Milliseconds of the stage that runs, added to what it had.
  double stop_watch();
  Env& env_;
  RunObserver& observer_;
  std::optional<Stage> current_, reached_, failed_;
  std::int64_t started_ns_ = 0;
  std::array<double, kStageCount> spent_{};
};

}  // namespace flowtime
