// What the HTTP fuzzer does with one input.
#pragma once

#include <string_view>

namespace flowtime::fuzz {

// The first line is a method and a target, what follows is the body: through routing and the
// handlers of a server without sockets, whose data root is in memory. Nothing may be a defect,
// every problem is told as a problem document, and every document is JSON.
void run_http(std::string_view text);

}  // namespace flowtime::fuzz
