#include "terminal/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace flowtime::cli {
namespace {

volatile std::sig_atomic_t caught_signal = 0;

// A handler may do no more than store a flag of this type.
void remember(int signal) { caught_signal = signal; }

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember;
  // RESETHAND: the second signal finds the default in place, which ends the program.
  action.sa_flags = SA_RESETHAND | SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return caught_signal != 0; }

void end_by_interrupt() {
  const int signal = caught_signal;
  std::signal(signal, SIG_DFL);
  // Not exit(130): only a process that a signal ended stops the script that called it.
  std::raise(signal);
  std::_Exit(128 + signal);
}

}  // namespace flowtime::cli
