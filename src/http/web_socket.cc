#include "http/web_socket.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "http/sha1.h"

namespace flowtime::http {
namespace {

constexpr std::size_t kMaxControlBytes = 125;
constexpr std::string_view kKeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Farewell broken() { return {close_codes::kProtocolError, "protocol_error"}; }

std::string base64(const std::array<std::uint8_t, 20>& bytes) {
  std::string text;
  std::uint32_t group = 0;
  for (std::size_t i = 0; i <= bytes.size(); ++i) {  // 20 bytes and one of padding: 7 groups
    group = group << 8 | (i < bytes.size() ? bytes[i] : 0u);
    if (i % 3 != 2) continue;
    for (int shift = 18; shift >= 0; shift -= 6) text += kDigits[group >> shift & 63];
    group = 0;
  }
  // 20 bytes leave a last group of two bytes: three characters and one of padding.
  text.back() = '=';
  return text;
}

// 16 bytes in base64.
bool is_key(std::string_view key) {
  constexpr std::size_t kCharacters = 24;
  if (key.size() != kCharacters || !key.ends_with("==")) return false;
  return key.substr(0, kCharacters - 2).find_first_not_of(kDigits) == std::string_view::npos;
}

bool lists(const Headers& headers, std::string_view name, std::string_view word) {
  for (const Headers::Field& field : headers.fields()) {
    if (!same_ignoring_case(field.name, name)) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = rest.find(',');
      if (same_ignoring_case(trimmed(rest.substr(0, end)), word)) return true;
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
  }
  return false;
}

std::string frame(std::uint8_t opcode, std::string_view payload) {
  std::string text{static_cast<char>(0x80 | opcode), static_cast<char>(payload.size())};
  return text.append(payload);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

// How many bytes a head has, by its second one.
std::size_t head_bytes(std::uint8_t second) {
  const std::uint8_t length = second & 0x7F;
  return 2 + (length == 126 ? 2u : length == 127 ? 8u : 0u) + ((second & 0x80) != 0 ? 4u : 0u);
}

// Codes that a client may send (RFC 6455, 7.4).
bool may_be_sent(std::uint64_t code) {
  if (code >= 3000 && code <= 4999) return true;
  // 1004, 1005 and 1006 are reserved, and never on the wire.
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

Farewell answer_to_close(std::string_view payload) {
  if (payload.empty()) return {close_codes::kNormal, "client_closed"};
  const bool is_fit = payload.size() >= 2 && may_be_sent(big_endian(payload.substr(0, 2))) &&
                      is_utf8(payload.substr(2));
  return is_fit ? Farewell{close_codes::kNormal, "client_closed"} : broken();
}

Response refused(int status, std::string text) {
  Response response = text_response(std::move(text), kText, status);
  if (status == 426) {
    response.headers.add("Upgrade", "websocket");
    response.headers.add("Sec-WebSocket-Version", "13");
  }
  return response;
}

}  // namespace

std::string accept_key(std::string_view key) {
  return base64(sha1(std::string(key).append(kKeySuffix)));
}

bool asks_for_upgrade(const Request& request) {
  return lists(request.headers, "Upgrade", "websocket");
}

Response upgraded(const Request& request, std::unique_ptr<Conversation> conversation) {
  const std::string_view key = trimmed(request.headers.get("Sec-WebSocket-Key"));
  if (!asks_for_upgrade(request) || !lists(request.headers, "Connection", "upgrade")) {
    return refused(400, "WebSocket request required");
  }
  if (trimmed(request.headers.get("Sec-WebSocket-Version")) != "13") {
    return refused(426, "WebSocket version 13 required");
  }
  if (!is_key(key)) return refused(400, "Sec-WebSocket-Key is not a valid key");
  Response response{.status = 101, .content_type = ""};
  response.headers.add("Upgrade", "websocket");
  response.headers.add("Connection", "Upgrade");
  response.headers.add("Sec-WebSocket-Accept", accept_key(key));
  response.conversation = std::move(conversation);
  return response;
}

WebSocketReader::Arrived WebSocketReader::read(std::string_view piece) {
  Arrived arrived;
  while (!arrived.farewell) {
    if (!in_payload_ && !take_head(piece, arrived)) break;
    if (arrived.farewell) break;
    if (left_ > 0 && piece.empty()) break;
    take_payload(piece, arrived);
  }
  return arrived;
}

// False when more of it has to come.
bool WebSocketReader::take_head(std::string_view& piece, Arrived& arrived) {
  while (!piece.empty()) {
    head_ += piece.front();
    piece.remove_prefix(1);
    // Refused by the first two bytes: nothing more is read of a frame that cannot be right.
    if (head_.size() == 2 && (arrived.farewell = judge_head())) return true;
    if (head_.size() < 2 || head_.size() < head_bytes(static_cast<std::uint8_t>(head_[1])))
      continue;
    arrived.farewell = end_head();
    return true;
  }
  return false;
}

std::optional<Farewell> WebSocketReader::end_head() {
  const std::string_view head(head_);
  const int length = static_cast<std::uint8_t>(head_[1]) & 0x7F;
  left_ = length < 126 ? static_cast<std::uint64_t>(length)
                       : big_endian(head.substr(2, length == 126 ? 2 : 8));
  // The mask is last in a head; a client's frame always has one (judge_head).
  std::copy_n(head_.end() - 4, 4, mask_.begin());
  mask_at_ = 0;
  head_.clear();
  in_payload_ = true;
  // RFC 6455, 5.2: the shortest form has to be used.
  const bool is_longer_than_needed =
      (length == 126 && left_ < 126) || (length == 127 && left_ <= 0xFFFF) || left_ >> 63 != 0;
  if (is_longer_than_needed) return broken();
  if (is_control()) return std::nullopt;
  message_ = left_ + (opcode_ == Opcode::kBinary ? 0 : message_);
  if (message_ <= kMaxMessageBytes) return std::nullopt;
  return Farewell{close_codes::kMessageTooBig, "message_too_big"};
}

// By its first two bytes.
std::optional<Farewell> WebSocketReader::judge_head() {
  const auto first = static_cast<std::uint8_t>(head_[0]),
             second = static_cast<std::uint8_t>(head_[1]);
  const bool is_masked = (second & 0x80) != 0;
  if ((first & 0x70) != 0 || !is_masked) return broken();
  is_final_ = (first & 0x80) != 0;
  opcode_ = static_cast<Opcode>(first & 0x0F);
  switch (opcode_) {
    case Opcode::kWords: return Farewell{close_codes::kUnacceptable, "text_frames_not_supported"};
    case Opcode::kBinary: return judge_message(true);
    case Opcode::kContinuation: return judge_message(false);
    case Opcode::kClose:
    case Opcode::kPing:
    case Opcode::kPong:
      if (!is_final_ || (second & 0x7F) > kMaxControlBytes) return broken();
      return std::nullopt;
  }
  return broken();
}

std::optional<Farewell> WebSocketReader::judge_message(bool is_first) {
  // A continuation without a beginning, or a beginning within a message.
  if (is_first == in_message_) return broken();
  in_message_ = !is_final_;
  return std::nullopt;
}

void WebSocketReader::take_payload(std::string_view& piece, Arrived& arrived) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()));
  std::string& to = is_control() ? control_ : arrived.bytes;
  const std::size_t begin = to.size();
  to.append(piece.substr(0, size));
  for (std::size_t i = begin; i < to.size(); ++i) to[i] ^= mask_[mask_at_++ % mask_.size()];
  piece.remove_prefix(size);
  left_ -= size;
  if (left_ > 0) return;
  in_payload_ = false;
  if (is_control()) end_control(arrived);
}

void WebSocketReader::end_control(Arrived& arrived) {
  constexpr std::uint8_t kPong = static_cast<std::uint8_t>(Opcode::kPong);
  if (opcode_ == Opcode::kPing) arrived.replies += frame(kPong, control_);
  if (opcode_ == Opcode::kClose) arrived.farewell = answer_to_close(control_);
  control_.clear();
}

std::string message_head(std::size_t bytes) {
  std::string head{static_cast<char>(0x82)};
  const auto length = std::uint64_t{bytes};
  const int width = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
  head += static_cast<char>(width == 0 ? length : width == 2 ? 126 : 127);
  for (int i = width - 1; i >= 0; --i) head += static_cast<char>(length >> (8 * i) & 0xFF);
  return head;
}

std::string close_frame(const Farewell& farewell) {
  std::string payload{static_cast<char>(farewell.code >> 8), static_cast<char>(farewell.code)};
  payload.append(std::string_view(farewell.reason).substr(0, kMaxControlBytes - 2));
  return frame(8, payload);
}

}  // namespace flowtime::http
