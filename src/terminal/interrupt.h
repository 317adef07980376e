// Ctrl-C and SIGTERM ask the work to stop; the second one ends the program at once.
#pragma once

namespace flowtime::cli {

// Once, before work begins. Blocking calls of the system continue.
void catch_interrupts();
// From any thread; never becomes false again.
bool interrupted();
// Ends the program by the signal that interrupted it, so that a calling script stops as well.
[[noreturn]] void end_by_interrupt();

}  // namespace flowtime::cli
