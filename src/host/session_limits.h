// What live sessions may take of a process (FLOWTIME_MAX_SESSIONS, FLOWTIME_SESSION_IDLE_SECONDS,
// FLOWTIME_SESSIONS_BYTES).
#pragma once

#include <cstdint>

namespace flowtime {

// A session is closed when it is idle for longer, or would hold more than its share.
struct SessionLimits {
  std::int64_t sessions = 1000;                        // open at a time; 0: none are offered
  std::int64_t idle_seconds = 1800;                    // without a word of the client
  std::int64_t bytes_for_all = std::int64_t{2} << 30;  // models, values, frames, answers
  // One session must not leave others without room.
  std::int64_t bytes_each() const { return bytes_for_all / 4; }
};

}  // namespace flowtime
