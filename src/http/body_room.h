// BodyRoom: how many bytes of bodies are held at a time, by all connections together.
#pragma once

#include <cstddef>
#include <utility>

#include "http/http_limits.h"

namespace flowtime::http {

// Belongs to the I/O thread.
// Bounds the memory that clients can make the server hold: kMaxBodiesBytes for bodies above
// kMaxSmallBodyBytes. The small ones are bounded by the number of connections.
// A body that gets no room waits up to kRoomTimeout and then is answered with 503 bodies_full.
class BodyRoom {
 public:
  // What one body holds, until its end.
  // Grows with the body and never shrinks before the end. It must not outlive the room.
  class Share {
   public:
    Share() = default;
    ~Share() { give_back(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // True when the body may hold `bytes` from now on; small ones always may.
    bool grow_to(BodyRoom& room, std::size_t bytes) {
      if (bytes <= kMaxSmallBodyBytes || bytes <= held_) return true;
      if (room.taken_ + (bytes - held_) > kMaxBodiesBytes) return false;
      room.taken_ += bytes - held_;
      held_ = bytes;
      room_ = &room;
      return true;
    }
    // May be called several times.
    void give_back() {
      if (room_ != nullptr) {
        room_->taken_ -= held_;
        room_->has_let_go_ = true;
      }
      room_ = nullptr;
      held_ = 0;
    }

   private:
    BodyRoom* room_ = nullptr;
    std::size_t held_ = 0;
  };
  // In bytes; small bodies do not count.
  std::size_t taken() const { return taken_; }
  // Whether a body has ended since the last time that this was asked.
  // The server returns memory to the system after large bodies.
  bool take_let_go() { return std::exchange(has_let_go_, false); }

 private:
  std::size_t taken_ = 0;
  bool has_let_go_ = false;
};

}  // namespace flowtime::http
