// A request as it arrives, in the terms of Beast. Only for http/server.cc.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http.hpp>
#include <string>

#include "base/problem.h"
#include "http/http_limits.h"
#include "http/request.h"

namespace flowtime::http {

// A body takes the memory of what has come, not of what was announced.
// The body type of a Beast parser. Beast's own string body reserves what Content-Length announces,
// so a client could take memory with one header field.
// Bodies with a Content-Length and chunked ones both come through here, already without the
// framing.
struct ArrivedBody {
  using value_type = std::string;
  // The four members that Beast's BodyReader requires. It calls them in this order, on the I/O
  // thread.
  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    // The announced length is ignored: only the parser's body limit bounds the body.
    void init(const boost::optional<std::uint64_t>&, boost::system::error_code& error) {
      error = {};
    }
    template <class Buffers>
    // Takes all of the buffers. A std::bad_alloc passes to the caller.
    std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
      error = {};
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        body_.append(static_cast<const char*>(buffer.data()), buffer.size());
      }
      return boost::beast::buffer_bytes(buffers);
    }
    void finish(boost::system::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};
// One per request; it cannot be used for the next one.
using Parser = boost::beast::http::request_parser<ArrivedBody>;

// What is wrong with a request that could not be read.
// `max_body` is the limit that applied to this request, for the message.
// Codes: body_too_large, header_too_large, request_timeout, and malformed_request for all others.
inline Problem unreadable(const boost::system::error_code& error, std::size_t max_body) {
  if (error == boost::beast::http::error::body_limit) {
    return {.code = "body_too_large",
            .message = "The body is longer than " + std::to_string(max_body) + " bytes.",
            .remedy = "Send less; keep long series in a capture directory."};
  }
  if (error == boost::beast::http::error::header_limit ||
      error == boost::beast::http::error::buffer_overflow) {
    return {.code = "header_too_large",
            .message = "The request line and header fields are longer than 65536 bytes.",
            .remedy = "Send fewer or shorter fields."};
  }
  if (error == boost::beast::error::timeout) {
    return {.code = "request_timeout",
            .message = "The request did not arrive within 60 seconds.",
            .remedy = "Send it again."};
  }
  return {.code = "malformed_request",
          .message = "This is not an HTTP/1.1 request: " + error.message() + ".",
          .remedy = "Send a request line, header fields and a body of the announced length."};
}

// Most requests arrive in one piece.
// Parses what is in the buffer without a read; an incomplete request is not an error.
// What is parsed leaves the buffer; what belongs to the next request stays in it. Saves a turn of
// the event loop for a request without a body.
template <class Buffer>
boost::system::error_code parse_arrived(Parser& parser, Buffer& buffer) {
  boost::system::error_code error;
  parser.eager(true);
  buffer.consume(parser.put(buffer.data(), error));
  return error == boost::beast::http::error::need_more ? boost::system::error_code{} : error;
}

// What the body may hold when more of it comes. One that turns out large asks for all that it may
// need, so that a request that has room is completed.
// In bytes; small bodies ask for what has arrived, which needs no room (BodyRoom).
// A chunked body announces no length: from half of kMaxSmallBodyBytes on it asks for `max_body`.
inline std::size_t room_for(const Parser& parser, std::size_t max_body) {
  const std::size_t arrived = parser.get().body().size();
  if (arrived < kMaxSmallBodyBytes / 2) return arrived;
  return parser.content_length() ? static_cast<std::size_t>(*parser.content_length()) : max_body;
}

// A client may send again: the answer has Retry-After.
inline Problem bodies_full() {
  return {.code = "bodies_full",
          .message = "The bodies that the server is reading take 268435456 bytes already.",
          .remedy = "Send it again later."};
}

// 10 for HTTP/1.0, 11 for everything else.
inline unsigned version_of(const Parser& parser) { return parser.get().version() == 10 ? 10 : 11; }

// All of a request but its body.
// Values are copied: the parser may be reused afterwards.
// Query, path values and request id are filled in later, on the way to the handler.
inline Request head_of(const Parser& parser, bool from_loopback) {
  const auto& message = parser.get();
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  }
  request.from_loopback = from_loopback;
  return request;
}

// False where the peer is not known.
// For ::1 and 127.0.0.0/8. A proxy on the same machine makes every client look like that.
inline bool is_from_loopback(const boost::asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  return !error && peer.address().is_loopback();
}

}  // namespace flowtime::http
