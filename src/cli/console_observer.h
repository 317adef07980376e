// ConsoleObserver: a progress bar on a terminal, cancellation by Ctrl-C.
#pragma once

#include <cstdint>

#include "cli/progress_bar.h"
#include "host/stage.h"
#include "terminal/console.h"

namespace flowtime::cli {

// With FLOWTIME_TEST_STOP_AT=<stage> in the environment ("write", "write:end", or
// "evaluate:tile"), the process stops when it gets there, as SIGSTOP stops it, until SIGCONT or the
// end of it: tests kill it at a known moment that way.
// The bar is on standard error, where that is a terminal, and only for work of more than 0.4 s.
class ConsoleObserver : public RunObserver {
 public:
  explicit ConsoleObserver(Console& console) : console_(console), bar_(console, "bins") {}
  void on_stage(const StageEvent& event) override;
  void on_progress(std::int64_t bins_done, std::int64_t bins) override;
  // True from the first SIGINT or SIGTERM on, for the whole process.
  bool stop_requested() override;

 private:
  Console& console_;
  ProgressBar bar_;
};

}  // namespace flowtime::cli
