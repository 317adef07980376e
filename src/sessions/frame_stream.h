// FrameStream: bytes in pieces of any size become frames: 4 bytes of length, the most significant
// first, and as many bytes of payload.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime::sessions {

inline constexpr std::size_t kMaxFrameBytes = 64u << 20;  // of a payload
inline constexpr std::size_t kFrameHeadBytes = 4;

// Takes what a connection delivers, whatever the sizes. Not thread safe. Memory: what was appended
// and not yet given out; a frame of 64 MiB is kept whole.
class FrameStream {
 public:
  // Copies. Moves what is left over to the front: cheap when called once per message.
  void append(std::string_view bytes);
  // The payload of the next whole frame; valid until the next call of anything.
  // Nothing: more bytes are needed, or is_broken().
  std::optional<std::string_view> next();
  // Whether next() has something.
  // False for a broken stream.
  bool has_next() const;
  // The next frame announces no byte, or too many: where later ones begin is not known.
  // Stays so: the connection has to be closed.
  bool is_broken() const;
  // What is kept of bytes that have not been asked for.
  std::size_t held() const { return bytes_.capacity(); }

 private:
  // In bytes of payload; a length of 0 is not valid.
  std::optional<std::size_t> announced() const;  // of the next frame, when its head has come
  std::string bytes_;
  std::size_t begin_ = 0;  // of what has not been given out
};

// The payload with its length before it.
// At most 2^32 - 1 bytes of payload.
std::string framed(std::string payload);

}  // namespace flowtime::sessions
