#include "sessions/frame_stream.h"

#include <cstdint>

namespace flowtime::sessions {

void FrameStream::append(std::string_view bytes) {
  // Once per message, not per frame: a message of many small frames is moved once.
  if (begin_ > 0) {
    bytes_.erase(0, begin_);
    begin_ = 0;
  }
  if (bytes_.empty()) bytes_ = std::string();  // large frames leave no room behind
  bytes_.append(bytes);
}

std::optional<std::size_t> FrameStream::announced() const {
  if (bytes_.size() - begin_ < kFrameHeadBytes) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < kFrameHeadBytes; ++i) {
    length = length << 8 | static_cast<std::uint8_t>(bytes_[begin_ + i]);
  }
  return length;
}

bool FrameStream::is_broken() const {
  const auto length = announced();
  return length && (*length == 0 || *length > kMaxFrameBytes);
}

// A broken head announces bytes that never come.
bool FrameStream::has_next() const {
  const auto length = announced();
  return length && !is_broken() && bytes_.size() - begin_ >= kFrameHeadBytes + *length;
}

std::optional<std::string_view> FrameStream::next() {
  if (!has_next()) return std::nullopt;
  const std::size_t length = *announced();
  const std::string_view payload =
      std::string_view(bytes_).substr(begin_ + kFrameHeadBytes, length);
  begin_ += kFrameHeadBytes + length;
  return payload;
}

std::string framed(std::string payload) {
  std::string head;
  for (int shift = 24; shift >= 0; shift -= 8) {
    head += static_cast<char>(payload.size() >> shift & 0xFF);
  }
  return payload.insert(0, head);
}

}  // namespace flowtime::sessions
