#include "sessions/session_room.h"

namespace flowtime::sessions {

SessionRoom::Seat::Seat(SessionRoom& room) : room_(room) {
  // Counted first, asked then: two that come at once cannot both take the last place.
  is_taken_ = ++room_.sessions_ <= room_.limits_.sessions;
  if (!is_taken_) --room_.sessions_;
}

SessionRoom::Seat::~Seat() {
  room_.bytes_ -= held_;
  if (is_taken_) --room_.sessions_;
}

bool SessionRoom::Seat::hold(std::int64_t bytes) {
  const std::int64_t more = bytes - held_;
  if (more > 0 && bytes > room_.limits_.bytes_each()) return false;
  // The same for bytes: added first, taken back where it is too much.
  if (room_.bytes_.fetch_add(more) + more > room_.limits_.bytes_for_all && more > 0) {
    room_.bytes_ -= more;
    return false;
  }
  held_ = bytes;
  return true;
}

}  // namespace flowtime::sessions
