// The head of an answer as it goes over the wire: status line, fields, empty line.
#pragma once

#include <string>

#include "http/response.h"

namespace flowtime::http {

// How the client finds the end of the body.
// kNone: 101, 204, 304, and a stream for HEAD. kChunked: a stream for HTTP/1.1. kUntilClose: a
// stream for HTTP/1.0. kLength: everything else, also for HEAD.
struct Framing {
  enum class Body { kNone, kLength, kChunked, kUntilClose };
  unsigned version = 11;  // of HTTP: 10 or 11, as the client speaks
  bool keep_alive = true;
  Body body = Body::kLength;  // kLength: of response.body, which is not part of the text
};

// A value with a line end cannot begin a field of its own: control characters become blanks.
// A field that a handler wrote cannot smuggle a second one: CR and LF are control characters.
// "Connection" is written only where it differs from what the version implies.
std::string head_text(const Response& response, const Framing& framing);

// How the response is framed for a client that speaks HTTP/1.<version - 10>.
// Reads status and source; takes nothing out of the response.
Framing framing_of(const Response& response, bool is_head, unsigned version, bool keep_alive);

}  // namespace flowtime::http
