// How many files and sockets the process may have open.
#pragma once

namespace flowtime {

// Allows as many as the system lets the process allow itself, up to 65,536: shells begin with
// 1,024, which the connections of a server alone can take.
void allow_many_open_files();

}  // namespace flowtime
