// What holds for every connection, whatever is asked.
#include <gtest/gtest.h>

#include "http_client.h"
#include "http_server.h"
#include "sys/memory_env.h"

namespace flowtime::test {
namespace {

class Connection : public ::testing::Test {
 protected:
  MemoryEnv env_;
  MemoryLogSink log_;
  HttpServer server_{ServeSettings{env_, log_}};
};

TEST_F(Connection, StaysOpenBetweenRequests) {
  HttpClient client(server_.port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.request("GET", "/healthz").status, 200);
  EXPECT_EQ(server_.counts().connections, 1);
  EXPECT_EQ(server_.counts().requests, 3);
}

TEST_F(Connection, PipelinedRequestsAreAnsweredInOrder) {
  HttpClient client(server_.port());
  client.send(
      "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
      "HEAD /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client.receive().status, 200);
  EXPECT_EQ(client.receive().status, 404);
  EXPECT_EQ(client.receive(true).field("Content-Length"), "18");
  EXPECT_EQ(client.receive().body, R"({"status":"ready"})");
  EXPECT_TRUE(client.sees_end());
}

TEST_F(Connection, Http10ClosesAfterItsAnswer) {
  HttpClient client(server_.port());
  client.send("GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().body, R"({"status":"ready"})");
  EXPECT_TRUE(client.sees_end());
}

TEST_F(Connection, WaitsForTheBodyAfterSayingGoOn) {
  HttpClient client(server_.port());
  client.send(
      "POST /v1/graph HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
      "Expect: 100-continue\r\n\r\n");
  EXPECT_NE(client.receive_until("\r\n\r\n").find("100 Continue"), std::string::npos);
  client.send("abc");
  EXPECT_EQ(client.receive().status, 400);
}

// A head and not a byte of the 15 MB that it announces.
std::string unfinished(const std::string& path, const std::string& fields) {
  return "POST " + path + " HTTP/1.1\r\n" + fields + "Content-Length: 15000000\r\n\r\n";
}

TEST_F(Connection, AHeadThatWillBeRefusedIsRefusedWithoutItsBody) {
  const struct {
    std::string path, fields;
    int status;
  } heads[] = {
      {"/v1/runs", "Host: evil.example\r\n", 421},
      {"/v1/runs", "Host: localhost:99999\r\n", 400},
      {"/v1/runs", "Host: localhost\r\nOrigin: http://evil.example\r\n", 403},
      {"/v1/runs", "Host: localhost\r\nSec-Fetch-Site: cross-site\r\n", 403},
      {"/v1/runs", "Host: localhost\r\nContent-Encoding: gzip\r\n", 415},
      {"/nowhere", "Host: localhost\r\nExpect: 100-continue\r\n", 404},
      {"/openapi.json", "Host: localhost\r\n", 405},
      {"/v1/artifacts/index", "Host: localhost\r\n", 413},  // takes no body
      {"/v1/" + std::string(17'000, 'a'), "Host: localhost\r\n", 414},
  };
  for (const auto& head : heads) {
    HttpClient client(server_.port());
    client.send(unfinished(head.path, head.fields));
    const HttpAnswer answer = client.receive();
    EXPECT_EQ(answer.status, head.status) << head.path.substr(0, 40) << head.fields;
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(client.sees_end());
  }
}

TEST_F(Connection, NoOtherTransferCodingMovesTheEndOfARequest) {
  for (const char* codings :
       {"Transfer-Encoding: identity", "Transfer-Encoding: xchunked", "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding:", "Transfer-Encoding: gzip\r\nContent-Length: 5"}) {
    HttpClient client(server_.port());
    client.send("POST /v1/graph HTTP/1.1\r\nHost: localhost\r\n" + std::string(codings) +
                "\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.receive().status, 400) << codings;
    EXPECT_TRUE(client.sees_end()) << codings;
  }
  HttpClient client(server_.port());
  client.send(
      "POST /v1/graph HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "3\r\na: \r\n0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().status, 400);
  EXPECT_EQ(client.receive().status, 200);
}

TEST_F(Connection, TwoHostFieldsAreRefused) {
  HttpClient client(server_.port());
  client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().status, 400);
  EXPECT_TRUE(client.sees_end());
}

TEST_F(Connection, StopDoesNotWaitForHalfSentRequests) {
  HttpClient client(server_.port());
  client.send("GET /readyz HTTP/1.1\r\nHost: loc");
  EXPECT_EQ(http_request(server_.port(), "GET", "/readyz").status, 200);
  server_.stop();
  EXPECT_EQ(client.receive().status, 408);
  EXPECT_EQ(server_.counts().open_connections, 0);
}

TEST_F(Connection, TooLongBodyIsRefusedBeforeItIsRead) {
  HttpClient client(server_.port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16777217\r\n\r\n");
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find(R"("code":"body_too_large")"), std::string::npos);
  EXPECT_EQ(answer.field("Connection"), "close");
}

TEST_F(Connection, LongFieldsAndTargetsAreRefused) {
  const std::string long_field = "X-Long: " + std::string(70'000, 'a');
  EXPECT_EQ(http_request(server_.port(), "GET", "/healthz", "", {long_field}).status, 431);
  EXPECT_EQ(http_request(server_.port(), "GET", "/" + std::string(17'000, 'a')).status, 414);
}

TEST_F(Connection, WhatIsNoHttpIsRefused) {
  for (const char* bytes : {"hello\r\n\r\n", "GET /x HTTP/9.9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"}) {
    HttpClient client(server_.port());
    client.send(bytes);
    const HttpAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 400) << bytes;
    EXPECT_NE(answer.body.find(R"("code":"malformed_request")"), std::string::npos) << bytes;
  }
}

TEST_F(Connection, StopEndsIdleConnections) {
  HttpClient client(server_.port());
  EXPECT_EQ(client.request("GET", "/readyz").status, 200);
  server_.stop();
  EXPECT_TRUE(client.sees_end());
  EXPECT_EQ(server_.counts().open_connections, 0);
  EXPECT_FALSE(HttpClient(server_.port()).is_open());
}

}  // namespace
}  // namespace flowtime::test
