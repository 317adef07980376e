// Ctrl-C and SIGTERM ask the work to stop; the second one ends the program at once.
#pragma once

namespace flowtime::cli {

void catch_interrupts();
bool interrupted();
// Ends the program by the signal that interrupted it, so that a calling script stops as well.
[[noreturn]] void end_by_interrupt();

}  // namespace flowtime::cli
