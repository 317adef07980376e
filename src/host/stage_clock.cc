#include "host/stage_clock.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"

namespace flowtime {

void StageClock::start(Stage stage) {
  // Stages do not nest: two at once would count the same time twice.
  FT_CHECK(!current_);
  current_ = reached_ = stage;
  started_ns_ = env_.monotonic_ns();
  observer_.on_stage({.stage = stage, .kind = StageEvent::Kind::kStart});
}

double StageClock::stop_watch() {
  const double milliseconds = static_cast<double>(env_.monotonic_ns() - started_ns_) / 1e6;
  spent_[static_cast<std::size_t>(*current_)] += milliseconds;
  return milliseconds;
}

void StageClock::end(std::vector<Counter> counters) {
  FT_CHECK(current_);
  StageEvent event{.stage = *current_, .kind = StageEvent::Kind::kEnd};
  event.milliseconds = stop_watch();
  event.counters = std::move(counters);
  current_.reset();
  observer_.on_stage(event);
}

void StageClock::fail(const Problems& problems) {
  // Between stages the last one that was reached is the failed one: its result was refused.
  failed_ = reached_;
  if (!current_) return;
  StageEvent event{.stage = *current_, .kind = StageEvent::Kind::kFailed};
  event.milliseconds = stop_watch();
  event.error_family = error_family(*current_);
  event.error_code = problems.empty() ? "" : problems.front().code;
  current_.reset();
  observer_.on_stage(event);
}

Problem StageClock::stopped() const {
  const std::string stage =
      current_ ? std::string(" at the stage '") + name_of(*current_) + "'" : "";
  return {.code = "stopped",
          .message = "the request was cancelled" + stage,
          .remedy = "Nothing was stored."};
}

Result<Done> StageClock::go_on() const {
  if (observer_.stop_requested()) return stopped();
  return Done{};
}

void StageClock::moved(Stage from, Stage to, double milliseconds) {
  spent_[static_cast<std::size_t>(from)] -= milliseconds;
  spent_[static_cast<std::size_t>(to)] += milliseconds;
}

std::vector<StageDuration> StageClock::durations() const {
  std::vector<StageDuration> durations;
  for (int i = 0; i < kStageCount; ++i) {
    const std::string_view name = duration_name(static_cast<Stage>(i));
    if (durations.empty() || durations.back().stage != name) {
      durations.push_back({.stage = std::string(name)});
    }
    // Time that was moved may be larger than what the stage measured, by the clock's grain.
    durations.back().milliseconds += std::max(0.0, spent_[static_cast<std::size_t>(i)]);
  }
  return durations;
}

}  // namespace flowtime
