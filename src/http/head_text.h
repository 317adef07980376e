// The head of an answer as it goes over the wire: status line, fields, empty line.
#pragma once

#include <string>

#include "http/response.h"

namespace flowtime::http {

// How the client finds the end of the body.
struct Framing {
  enum class Body { kNone, kLength, kChunked, kUntilClose };
  unsigned version = 11;  // of HTTP: 10 or 11, as the client speaks
  bool keep_alive = true;
  Body body = Body::kLength;  // kLength: of response.body, which is not part of the text
};

// A value with a line end cannot begin a field of its own: control characters become blanks.
// A field that a handler wrote cannot smuggle a second one: CR and LF are control characters.
std::string head_text(const Response& response, const Framing& framing);

// How the response is framed for a client that speaks HTTP/1.<version - 10>.
Framing framing_of(const Response& response, bool is_head, unsigned version, bool keep_alive);

}  // namespace flowtime::http
