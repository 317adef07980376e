// How the head of an answer is written.
#include "http/head_text.h"

#include <gtest/gtest.h>

namespace flowtime::http {
namespace {

using Body = Framing::Body;

TEST(HeadText, SaysStatusFieldsAndLength) {
  Response response = json_response("{}", 201);
  response.headers.add("Location", "/v1/runs/a");
  response.headers.add("Vary", "Origin");
  response.headers.add("Vary", "Accept-Encoding");
  EXPECT_EQ(head_text(response, {}),
            "HTTP/1.1 201 Created\r\nContent-Type: application/json; charset=utf-8\r\n"
            "Location: /v1/runs/a\r\nVary: Origin\r\nVary: Accept-Encoding\r\n"
            "Content-Length: 2\r\n\r\n");
}

TEST(HeadText, SaysOfTheConnectionWhatTheVersionDoesNot) {
  const Response none{.status = 204, .content_type = ""};
  const auto text = [&](unsigned version, bool keep_alive, Body body) {
    return head_text(none, {.version = version, .keep_alive = keep_alive, .body = body});
  };
  EXPECT_EQ(text(11, true, Body::kNone), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(text(11, false, Body::kNone), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(text(10, true, Body::kNone),
            "HTTP/1.0 204 No Content\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(text(10, false, Body::kUntilClose), "HTTP/1.0 204 No Content\r\n\r\n");
  EXPECT_EQ(text(11, true, Body::kChunked),
            "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n");
}

TEST(HeadText, AValueBeginsNoFieldOfItsOwn) {
  Response response{.status = 200, .content_type = ""};
  response.headers.add("X-Request-Id", "a\r\nSet-Cookie: b");
  EXPECT_EQ(head_text(response, {.body = Body::kNone}),
            "HTTP/1.1 200 OK\r\nX-Request-Id: a  Set-Cookie: b\r\n\r\n");
}

}  // namespace
}  // namespace flowtime::http
