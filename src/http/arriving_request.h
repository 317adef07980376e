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
struct ArrivedBody {
  using value_type = std::string;
  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, boost::system::error_code& error) {
      error = {};
    }
    template <class Buffers>
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
using Parser = boost::beast::http::request_parser<ArrivedBody>;

// What is wrong with a request that could not be read.
// `max_body` is the limit that applied to this request, for the message.
inline Problem unreadable(const boost::system::error_code& error, std::size_t max_body) {
  if (error == boost::beast::http::error::body_limit) {
    return {.code = "body_too_large",
            .message = "The body is longer than " + std::to_string(max_body) + " bytes.",
            .remedy = "Send less; long series belong into a capture directory."};
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
          .message = "This is no HTTP/1.1 request: " + error.message() + ".",
          .remedy = "Send a request line, header fields and a body of the announced length."};
}

// Most requests arrive in one piece.
// Parses what is in the buffer without a read; an incomplete request is not an error.
template <class Buffer>
boost::system::error_code parse_arrived(Parser& parser, Buffer& buffer) {
  boost::system::error_code error;
  parser.eager(true);
  buffer.consume(parser.put(buffer.data(), error));
  return error == boost::beast::http::error::need_more ? boost::system::error_code{} : error;
}

// What the body may hold when more of it comes. One that turns out large asks for all that it may
// come to, so that who has room gets done.
// In bytes; small bodies ask for what has arrived, which needs no room (BodyRoom).
inline std::size_t room_for(const Parser& parser, std::size_t max_body) {
  const std::size_t arrived = parser.get().body().size();
  if (arrived < kMaxSmallBodyBytes / 2) return arrived;
  return parser.content_length() ? static_cast<std::size_t>(*parser.content_length()) : max_body;
}

inline Problem bodies_full() {
  return {.code = "bodies_full",
          .message = "The bodies that the server is reading take 268435456 bytes already.",
          .remedy = "Send it again later."};
}

// 10 for HTTP/1.0, 11 for everything else.
inline unsigned version_of(const Parser& parser) { return parser.get().version() == 10 ? 10 : 11; }

// All of a request but its body.
// Values are copied: the parser may be reused afterwards.
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

// False where the peer cannot be told.
inline bool is_from_loopback(const boost::asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  return !error && peer.address().is_loopback();
}

}  // namespace flowtime::http
