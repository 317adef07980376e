// A run that was asked for is answered from memory for as long as it stands where it stood, whoever
// changes it.
#include "http_fixture.h"
#include "run/open_run.h"

namespace flowtime::test {
namespace {

class KeptRun : public HttpTest {
 protected:
  void SetUp() override { make_run("r"); }
};

// Whoever reads its files again comes to another answer.
TEST_F(KeptRun, IsReadOnce) {
  const std::string body = get("/v1/runs/r").body;
  for (const char* file : {"run.json", "manifest.sha256", "series/index.json"}) {
    env_.set_file("runs/r/" + std::string(file), "changed in its place");
  }
  for (int i = 0; i < 5; ++i) EXPECT_EQ(get("/v1/runs/r").body, body);
  EXPECT_EQ(get("/v1/runs/r", {"Accept-Encoding: identity"}).body, body);
  ASSERT_TRUE(env_.make_directories("runs/r/aggregates/more"));
  EXPECT_NE(get("/v1/runs/r").status, 200);
}

TEST_F(KeptRun, IsTheSameAnswerEitherWay) {
  const HttpAnswer first = get("/v1/runs/r"), again = get("/v1/runs/r");
  EXPECT_EQ(first.body, again.body);
  for (const char* field : {"Content-Type", "ETag", "Cache-Control", "Vary", "Content-Length",
                            "X-Content-Type-Options"}) {
    EXPECT_EQ(first.field(field), again.field(field)) << field;
    EXPECT_FALSE(first.field(field).empty()) << field;
  }
  EXPECT_NE(first.field("X-Request-Id"), again.field("X-Request-Id"));
  EXPECT_EQ(get("/v1/runs/r", {"If-None-Match: " + first.field("ETag")}).status, 304);
  EXPECT_EQ(get("/v1/runs/r", {"X-Request-Id: mine"}).field("X-Request-Id"), "mine");
  EXPECT_EQ(
      get("/v1/runs/r", {"Origin: http://localhost:5173"}).field("Access-Control-Allow-Origin"),
      "http://localhost:5173");
  EXPECT_EQ(get("/v1/runs/r", {"Origin: https://elsewhere.example"}).status, 403);
}

TEST_F(KeptRun, IsCountedAndLoggedEitherWay) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get("/v1/runs/r").status, 200);
  EXPECT_NE(get("/metrics")
                .body.find(
                    R"(http_requests_total{method="GET",route="/v1/runs/{runId}",status="200"} 3)"),
            std::string::npos);
  int lines = 0;
  for (const LogEvent& event : log_.events()) {
    if (event.name != "HttpRequest") continue;
    ASSERT_EQ(event.fields.size(), 5u);
    EXPECT_EQ(event.fields[0].name, "requestId");
    lines += event.fields[2].value == decltype(LogField::value)(std::string("/v1/runs/r")) ? 1 : 0;
  }
  EXPECT_EQ(lines, 3);
}

TEST_F(KeptRun, GivesWayToTheRunThatReplacesIt) {
  const std::string old = get("/v1/runs/r").body;
  env_.set_now_unix_ms(1'767'225'601'000);
  const std::string body =
      R"({"model":")" + escaped(kModel) + R"(","options":{"runId":"r","overwriteExisting":true}})";
  ASSERT_EQ(post("/v1/runs", body).status, 201);
  const std::string now = get("/v1/runs/r").body;
  EXPECT_NE(now, old);
  EXPECT_NE(now.find("2026-01-01T00:00:01"), std::string::npos) << now;
  EXPECT_EQ(get("/v1/runs/r").body, now);
}

std::string request_text(const std::string& method, const std::string& target) {
  return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

TEST_F(KeptRun, KeepsItsPlaceAmongPipelinedRequests) {
  const std::string body = get("/v1/runs/r").body;
  HttpClient client(server_.port());
  client.send(request_text("GET", "/v1/runs/r") + request_text("GET", "/nowhere") +
              request_text("HEAD", "/v1/runs/r") + request_text("GET", "/v1/runs/r"));
  EXPECT_EQ(client.receive().body, body);
  EXPECT_EQ(client.receive().status, 404);
  EXPECT_EQ(client.receive(true).field("Content-Length"), std::to_string(body.size()));
  EXPECT_EQ(client.receive().body, body);
}

// More than the system takes at once: the rest waits until the client reads.
TEST_F(KeptRun, ReachesAClientThatReadsLate) {
  constexpr int kRequests = 6000;
  const std::string body = get("/v1/runs/r").body;
  HttpClient client(server_.port());
  std::thread sender([&] {
    for (int i = 0; i < kRequests; ++i) client.send(request_text("GET", "/v1/runs/r"));
  });
  ASSERT_TRUE(eventually([&] { return server_.counts().requests > 100; }));
  EXPECT_EQ(get("/readyz").status, 200);  // others are served meanwhile
  int equal = 0;
  for (int i = 0; i < kRequests; ++i) equal += client.receive().body == body ? 1 : 0;
  sender.join();
  EXPECT_EQ(equal, kRequests);
}

// As another program on the same data root does it.
TEST_F(KeptRun, IsGoneWhenSomebodyElseDeletesIt) {
  EXPECT_EQ(get("/v1/runs/r").status, 200);
  ASSERT_TRUE(delete_run(env_, "r"));
  EXPECT_EQ(get("/v1/runs/r").status, 404);
  make_run("r");
  EXPECT_EQ(get("/v1/runs/r").status, 200);
}

}  // namespace
}  // namespace flowtime::test
