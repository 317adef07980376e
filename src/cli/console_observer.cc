#include "cli/console_observer.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <string>

#include "terminal/interrupt.h"

namespace flowtime::cli {
namespace {

constexpr std::int64_t kQuietNs = 400'000'000;  // work that ends sooner shows no bar
constexpr int kBarWidth = 40;

std::int64_t now_ns() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

void stop_here_if_asked(const std::string& place, Console& console) {
  const char* wanted = std::getenv("FLOWTIME_TEST_STOP_AT");
  if (wanted == nullptr || place != wanted) return;
  console.err("stopped at " + place + "\n");
  std::raise(SIGSTOP);
}

}  // namespace

ConsoleObserver::ConsoleObserver(Console& console) : console_(console), started_ns_(now_ns()) {}
ConsoleObserver::~ConsoleObserver() { clear(); }

void ConsoleObserver::on_stage(const StageEvent& event) {
  if (event.kind != StageEvent::Kind::kStart) clear();
  const bool is_end = event.kind == StageEvent::Kind::kEnd;
  if (event.kind == StageEvent::Kind::kFailed) return;
  stop_here_if_asked(name_of(event.stage) + std::string(is_end ? ":end" : ""), console_);
}

void ConsoleObserver::on_progress(std::int64_t bins_done, std::int64_t bins) {
  stop_here_if_asked("evaluate:tile", console_);
  if (console_.err_is_terminal() && now_ns() - started_ns_ > kQuietNs) show(bins_done, bins);
}

bool ConsoleObserver::stop_requested() { return interrupted(); }

void ConsoleObserver::show(std::int64_t bins_done, std::int64_t bins) {
  const int percent =
      static_cast<int>(100.0 * static_cast<double>(bins_done) / static_cast<double>(bins));
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  const int filled = percent * kBarWidth / 100;
  console_.err("\r[" + std::string(static_cast<std::size_t>(filled), '#') +
               std::string(static_cast<std::size_t>(kBarWidth - filled), '.') + "] " +
               std::to_string(percent) + " % of " + std::to_string(bins) + " bins");
}

void ConsoleObserver::clear() {
  if (shown_percent_ >= 0) console_.err("\r\033[K");
  shown_percent_ = -1;
}

}  // namespace flowtime::cli
