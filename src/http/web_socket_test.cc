// WebSocket without sockets: bytes of RFC 6455.
#include "http/web_socket.h"

#include <gtest/gtest.h>

#include "http/sha1.h"

namespace flowtime::http {
namespace {

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text += kHex[static_cast<std::uint8_t>(byte) >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

std::string sha1_text(std::string_view text) {
  const auto bytes = sha1(text);
  return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

TEST(Sha1, OfTheStandardsExamples) {
  EXPECT_EQ(sha1_text("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_text(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(sha1_text(std::string(1000, 'a')), "291e9a6c66994949b57ba5e650361e98fc36b1ba");
}

Request handshake() {
  Request request;
  request.headers.add("Upgrade", "WebSocket");
  request.headers.add("Connection", "keep-alive, Upgrade");
  request.headers.add("Sec-WebSocket-Version", "13");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  return request;
}

TEST(WebSocket, AnswersTheHandshakeOfTheStandard) {
  const Response response = upgraded(handshake(), nullptr);
  EXPECT_EQ(response.status, 101);
  EXPECT_EQ(response.headers.get("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(response.headers.get("Upgrade"), "websocket");
}

TEST(WebSocket, RefusesAnIncompleteHandshake) {
  struct Row {
    const char *name, *value;
    int status;
  };
  for (const Row& row :
       {Row{"Upgrade", "h2c", 400}, Row{"Connection", "keep-alive", 400},
        Row{"Sec-WebSocket-Version", "8", 426}, Row{"Sec-WebSocket-Version", "", 426},
        Row{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=", 400},
        Row{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j ?==", 400},
        Row{"Sec-WebSocket-Key", "", 400}}) {
    Request request = handshake();
    request.headers.set(row.name, row.value);
    const Response response = upgraded(request, nullptr);
    EXPECT_EQ(response.status, row.status) << row.name << ": " << row.value;
    EXPECT_EQ(response.headers.get("Sec-WebSocket-Version"), row.status == 426 ? "13" : "");
  }
}

std::string bytes(std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    all += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  }
  return all;
}

// What comes of the bytes, whatever pieces they come in.
WebSocketReader::Arrived read(std::string_view sent, std::size_t piece) {
  WebSocketReader reader;
  WebSocketReader::Arrived all;
  for (std::size_t at = 0; at < sent.size() && !all.farewell; at += piece) {
    auto arrived = reader.read(sent.substr(at, piece));
    all.bytes += arrived.bytes;
    all.replies += arrived.replies;
    all.farewell = arrived.farewell;
  }
  return all;
}

struct Sent {
  const char* what;
  std::string bytes;
  std::string message;  // that arrives
  std::string replies;
  int code;  // of the farewell; 0: none
  const char* reason;
};

// The mask 37fa213d and the payload "Hello" are those of RFC 6455, 5.7.
TEST(WebSocket, ReadsWhatClientsSend) {
  const std::string hello = "8537fa213d7f9f4d5158";
  const Sent rows[] = {
      {"a whole message", bytes("82" + hello), "Hello", "", 0, ""},
      {"an empty message", bytes("828000000000"), "", "", 0, ""},
      {"a message in two frames",
       bytes("028300000000486f6f808200000000"
             "6c6c"),
       "Hooll", "", 0, ""},
      {"a ping within a message",
       bytes("028100000000"
             "48"
             "898100000000"
             "70"
             "80810000000069"),
       "Hi", bytes("8a0170"), 0, ""},
      {"a ping with a payload", bytes("89" + hello), "", bytes("8a0548656c6c6f"), 0, ""},
      {"a pong that nobody asked for", bytes("8a" + hello), "", "", 0, ""},
      {"126 bytes", bytes("82fe007e00000000") + std::string(126, 'x'), std::string(126, 'x'), "", 0,
       ""},
      {"65536 bytes", bytes("82ff000000000001000000000000") + std::string(65536, 'y'),
       std::string(65536, 'y'), "", 0, ""},
      {"text", bytes("81" + hello), "", "", 1003, "text_frames_not_supported"},
      {"close",
       bytes("888200000000"
             "03e8"),
       "", "", 1000, "client_closed"},
      {"close without a code", bytes("888000000000"), "", "", 1000, "client_closed"},
      {"close with a reason",
       bytes("888500000000"
             "0bb8627965"),
       "", "", 1000, "client_closed"},
      {"close after a message", bytes("82" + hello + "888000000000"), "Hello", "", 1000,
       "client_closed"},
      {"close with half a code",
       bytes("888100000000"
             "03"),
       "", "", 1002, "protocol_error"},
      {"close with a code that is never sent",
       bytes("888200000000"
             "03ed"),
       "", "", 1002, "protocol_error"},
      {"close with a reason that is not UTF-8",
       bytes("888300000000"
             "03e8ff"),
       "", "", 1002, "protocol_error"},
      {"no mask", bytes("820548656c6c6f"), "", "", 1002, "protocol_error"},
      {"a reserved bit", bytes("c2" + hello), "", "", 1002, "protocol_error"},
      {"an unknown kind", bytes("83" + hello), "", "", 1002, "protocol_error"},
      {"a continuation of nothing", bytes("80" + hello), "", "", 1002, "protocol_error"},
      {"a message within a message", bytes("02" + hello + "82" + hello), "Hello", "", 1002,
       "protocol_error"},
      {"half a ping", bytes("09" + hello), "", "", 1002, "protocol_error"},
      {"a ping that is too long", bytes("89fe007e00000000"), "", "", 1002, "protocol_error"},
      {"5 bytes in the long form", bytes("82fe000500000000"), "", "", 1002, "protocol_error"},
      {"300 bytes in the longest form", bytes("82ff000000000000012c00000000"), "", "", 1002,
       "protocol_error"},
      {"2^63 bytes", bytes("82ff800000000000000000000000"), "", "", 1002, "protocol_error"},
      {"64 MiB and 1", bytes("82ff000000000400000100000000"), "", "", 1009, "message_too_big"},
      {"64 MiB and 1 in two frames",
       bytes("028100000000"
             "61"
             "80ff000000000400000000000000"),
       "a", "", 1009, "message_too_big"},
  };
  for (const Sent& row : rows) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, row.bytes.size()}) {
      const auto arrived = read(row.bytes, piece);
      EXPECT_EQ(arrived.bytes, row.message) << row.what;
      EXPECT_EQ(hex(arrived.replies), hex(row.replies)) << row.what;
      EXPECT_EQ(arrived.farewell ? arrived.farewell->code : 0, row.code) << row.what;
      EXPECT_EQ(arrived.farewell ? arrived.farewell->reason : "", row.reason) << row.what;
    }
  }
}

TEST(WebSocket, WritesFrames) {
  EXPECT_EQ(hex(message_head(0)), "8200");
  EXPECT_EQ(hex(message_head(125)), "827d");
  EXPECT_EQ(hex(message_head(126)), "827e007e");
  EXPECT_EQ(hex(message_head(65535)), "827effff");
  EXPECT_EQ(hex(message_head(65536)), "827f0000000000010000");
  EXPECT_EQ(hex(close_frame({1001, "idle"})), "880603e969646c65");
  EXPECT_EQ(close_frame({1011, std::string(200, 'r')}).size(), 2u + 125u);
}

}  // namespace
}  // namespace flowtime::http
