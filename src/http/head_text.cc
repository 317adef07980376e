#include "http/head_text.h"

#include <algorithm>
#include <string_view>

namespace flowtime::http {
namespace {

constexpr std::size_t kUsualBytes = 512;

void add_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ");
  const std::size_t begin = text.size();
  text.append(value);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  std::replace_if(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), is_control, ' ');
  text.append("\r\n");
}

// What is not said goes without saying: HTTP/1.1 stays open, HTTP/1.0 closes.
void add_connection(std::string& text, const Framing& framing) {
  const bool stays_open = framing.version >= 11;
  if (framing.keep_alive == stays_open) return;
  add_field(text, "Connection", framing.keep_alive ? "keep-alive" : "close");
}

}  // namespace

std::string head_text(const Response& response, const Framing& framing) {
  std::string text;
  text.reserve(kUsualBytes);
  text.append(framing.version >= 11 ? "HTTP/1.1 " : "HTTP/1.0 ");
  text.append(std::to_string(response.status)).append(" ");
  text.append(reason_of(response.status)).append("\r\n");
  if (!response.content_type.empty()) add_field(text, "Content-Type", response.content_type);
  for (const Headers::Field& field : response.headers.fields()) {
    add_field(text, field.name, field.value);
  }
  add_connection(text, framing);
  switch (framing.body) {
    case Framing::Body::kLength:
      add_field(text, "Content-Length", std::to_string(response.body.size()));
      break;
    case Framing::Body::kChunked: add_field(text, "Transfer-Encoding", "chunked"); break;
    case Framing::Body::kNone:
    case Framing::Body::kUntilClose: break;
  }
  return text.append("\r\n");
}

// What has no body by definition says no length either.
Framing framing_of(const Response& response, bool is_head, unsigned version, bool keep_alive) {
  Framing framing{.version = version, .keep_alive = keep_alive, .body = Framing::Body::kLength};
  const bool has_none = response.status == 304 || response.status == 204 || response.status == 101;
  if (has_none) framing.body = Framing::Body::kNone;
  if (!response.source) return framing;
  framing.body = version == 11 ? Framing::Body::kChunked : Framing::Body::kUntilClose;
  if (is_head) framing.body = Framing::Body::kNone;
  return framing;
}

}  // namespace flowtime::http
