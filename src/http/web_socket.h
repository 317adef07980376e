// WebSocket (RFC 6455) from the server's side, without sockets: the handshake, what a client sends,
// what it is sent. No extensions; only binary messages.
//
// Ours and not a library's: a message is passed on while it comes, so that no buffer holds 64 MiB
// of it; the reason in the answer to a client's close is part of the contract; and the fuzzer has
// to reach it without sockets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/conversation.h"
#include "http/request.h"
#include "http/response.h"

namespace flowtime::http {

inline constexpr std::size_t kMaxMessageBytes = 64u << 20;  // of one message, either way: 1009

// RFC 6455, 7.4.1.
namespace close_codes {
inline constexpr int kNormal = 1000, kGoingAway = 1001, kProtocolError = 1002, kUnacceptable = 1003,
                     kMessageTooBig = 1009, kInternalError = 1011, kTryAgainLater = 1013;
}

// Whether the request asks for another protocol at all.
// By the field Upgrade.
bool asks_for_upgrade(const Request& request);
// 101, and the conversation that follows. 426 where the version is not 13, 400 where the key or
// another part of the handshake is not as it has to be.
// Required: Upgrade: websocket, Connection: upgrade, Sec-WebSocket-Version: 13, a key of 16 bytes
// in base64. A refusal is a short text, and `conversation` is destroyed.
Response upgraded(const Request& request, std::unique_ptr<Conversation> conversation);
// Of a Sec-WebSocket-Key.
// base64(SHA-1(key + the GUID of RFC 6455)).
std::string accept_key(std::string_view key);

// Reads what a client sends, in pieces of any size.
// A state machine over bytes: in a head (head_ grows) or in a payload (left_ counts down). It
// unmasks, joins fragments by passing them on, and answers pings. One per connection.
// Holds at most a head and the payload of a control frame (125 bytes): binary bytes are passed on.
// Farewells: 1002 protocol_error (no mask, reserved bits, a longer form than needed, a continuation
// without a beginning), 1003 text_frames_not_supported, 1009 message_too_big, 1000 client_closed.
class WebSocketReader {
 public:
  struct Arrived {
    std::string bytes{};                 // of binary messages, in their order
    std::string replies{};               // frames to be sent: a pong for each ping
    std::optional<Farewell> farewell{};  // the connection ends: the client's wish, or its mistake
  };
  // After a farewell nothing more is read.
  // Takes all of `piece`, unless it ends with a farewell.
  Arrived read(std::string_view piece);

 private:
  enum class Opcode : std::uint8_t {
    kContinuation = 0,
    kWords = 1,
    kBinary = 2,
    kClose = 8,
    kPing = 9,
    kPong = 10,
  };
  // The steps of read(); each refuses by a farewell.
  // False when more of it has to come. A wrong frame is refused by its first two bytes.
  bool take_head(std::string_view& piece, Arrived& arrived);
  std::optional<Farewell> judge_head();
  std::optional<Farewell> end_head();
  // Fragments of one message may have control frames between them, other messages not.
  std::optional<Farewell> judge_message(bool is_first);
  // Removes the mask: byte i of a payload is XORed with byte i mod 4 of the mask.
  void take_payload(std::string_view& piece, Arrived& arrived);
  // A pong is ignored; a ping is answered with its payload; a close ends the connection.
  void end_control(Arrived& arrived);
  bool is_control() const { return static_cast<std::uint8_t>(opcode_) >= 8; }

  std::string head_;         // as far as it has come: 2 to 14 bytes
  bool in_payload_ = false;  // the head is whole
  bool is_final_ = false;
  Opcode opcode_ = Opcode::kContinuation;
  bool in_message_ = false;    // a binary message has begun and not ended
  std::uint64_t message_ = 0;  // bytes of it, with those of the frame that comes
  std::uint64_t left_ = 0;     // of the payload
  std::size_t mask_at_ = 0;
  std::array<char, 4> mask_{};
  std::string control_{};  // payload of a control frame
};

// The head of a frame with one whole binary message of that length.
// A server's frames are not masked.
std::string message_head(std::size_t bytes);
// The reason is cut to 123 bytes: a control frame has at most 125.
std::string close_frame(const Farewell& farewell);

}  // namespace flowtime::http
