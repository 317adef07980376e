// ConsoleObserver: a progress bar on a terminal, cancellation by Ctrl-C.
#pragma once

#include <cstdint>

#include "host/stage.h"
#include "terminal/console.h"

namespace flowtime::cli {

// With FLOWTIME_TEST_STOP_AT=<stage> in the environment ("write", "write:end", or
// "evaluate:tile"), the process stops when it gets there, as SIGSTOP stops it, until SIGCONT or the
// end of it: tests kill it at a known moment that way.
class ConsoleObserver : public RunObserver {
 public:
  explicit ConsoleObserver(Console& console);
  ~ConsoleObserver() override;
  void on_stage(const StageEvent& event) override;
  void on_progress(std::int64_t bins_done, std::int64_t bins) override;
  bool stop_requested() override;

 private:
  void show(std::int64_t bins_done, std::int64_t bins);
  void clear();
  Console& console_;
  std::int64_t started_ns_ = 0;
  int shown_percent_ = -1;  // -1: no bar on the screen
};

}  // namespace flowtime::cli
