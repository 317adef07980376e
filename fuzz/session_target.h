// What the session fuzzer does with one input.
#pragma once

#include <string_view>

namespace flowtime::fuzz {

// The bytes as a client of a live session sends them: as WebSocket frames, and as the session's
// own frames, in pieces. Nothing may be a defect, and every answer is MessagePack.
void run_session(std::string_view bytes);

}  // namespace flowtime::fuzz
