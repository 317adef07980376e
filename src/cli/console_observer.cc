#include "cli/console_observer.h"

#include <csignal>
#include <cstdlib>
#include <string>

#include "terminal/interrupt.h"

namespace flowtime::cli {
namespace {

void stop_here_if_asked(const std::string& place, Console& console) {
  const char* wanted = std::getenv("FLOWTIME_TEST_STOP_AT");
  if (wanted == nullptr || place != wanted) return;
  console.err("stopped at " + place + "\n");
  std::raise(SIGSTOP);
}

}  // namespace

void ConsoleObserver::on_stage(const StageEvent& event) {
  if (event.kind != StageEvent::Kind::kStart) bar_.clear();
  const bool is_end = event.kind == StageEvent::Kind::kEnd;
  if (event.kind == StageEvent::Kind::kFailed) return;
  stop_here_if_asked(name_of(event.stage) + std::string(is_end ? ":end" : ""), console_);
}

void ConsoleObserver::on_progress(std::int64_t bins_done, std::int64_t bins) {
  stop_here_if_asked("evaluate:tile", console_);
  bar_.show(bins_done, bins);
}

bool ConsoleObserver::stop_requested() { return interrupted(); }

}  // namespace flowtime::cli
