// SessionRoom: how many live sessions there are, and what they hold together.
#pragma once

#include <atomic>
#include <cstdint>

#include "host/session_limits.h"

namespace flowtime::sessions {

// Thread-safe; outlives its sessions.
// Without locks: two counters. Limits: at most so many sessions, so many bytes of each and of all.
class SessionRoom {
 public:
  explicit SessionRoom(SessionLimits limits) : limits_(limits) {}
  SessionRoom(const SessionRoom&) = delete;
  SessionRoom& operator=(const SessionRoom&) = delete;

  const SessionLimits& limits() const { return limits_; }
  // Counters change at once; two of them need not fit each other.
  std::int64_t sessions() const { return sessions_; }
  std::int64_t bytes() const { return bytes_; }

  // The place of one session. It may find itself without one.
  class Seat {
   public:
    // Counted before it is asked, so that two that come at once cannot both take the last place.
    explicit Seat(SessionRoom& room);
    ~Seat();
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    // Decided by the constructor; it does not wait for a place.
    bool is_taken() const { return is_taken_; }
    // True when the session may hold so many bytes from now on; less is always allowed.
    // Gives everything back in the destructor. False: what it held before stays.
    // In all, not in addition to what it holds. At most SessionLimits::bytes_each().
    bool hold(std::int64_t bytes);
    std::int64_t held() const { return held_; }

   private:
    SessionRoom& room_;
    bool is_taken_ = false;
    std::int64_t held_ = 0;
  };

 private:
  const SessionLimits limits_;
  std::atomic<std::int64_t> sessions_{0}, bytes_{0};
};

}  // namespace flowtime::sessions
