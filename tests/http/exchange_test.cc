// Caching, compression, streams, clients that go away, handlers that fail.
#include <brotli/decode.h>
#include <zlib.h>

#include <atomic>
#include <stdexcept>

#include "base/check.h"
#include "http_fixture.h"

namespace flowtime::test {
namespace {

std::string gunzipped(const std::string& bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string text(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

std::string unbrotlied(const std::string& bytes) {
  std::string text(1 << 20, '\0');
  std::size_t size = text.size();
  EXPECT_EQ(
      BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()),
                              &size, reinterpret_cast<std::uint8_t*>(text.data())),
      BROTLI_DECODER_RESULT_SUCCESS);
  text.resize(size);
  return text;
}

class Exchange : public HttpTest {};

TEST_F(Exchange, SameContentIsNotSentAgain) {
  make_run("r1");
  const HttpAnswer first = get("/v1/runs/r1");
  const std::string etag = first.field("ETag");
  ASSERT_TRUE(etag.starts_with("W/\"")) << etag;
  for (const std::string& field : {"If-None-Match: " + etag, "If-None-Match: \"x\", " + etag,
                                   std::string("If-None-Match: *")}) {
    const HttpAnswer again = get("/v1/runs/r1", {field});
    EXPECT_EQ(again.status, 304) << field;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(again.field("ETag"), etag);
  }
  EXPECT_EQ(get("/v1/runs/r1", {"If-None-Match: \"other\""}).body, first.body);
  const HttpAnswer head = http_request(server_.port(), "HEAD", "/v1/runs/r1");
  EXPECT_EQ(head.field("ETag"), etag);
  EXPECT_EQ(head.field("Content-Length"), std::to_string(first.body.size()));
}

// What is made while it is sent is packed on its way.
TEST_F(Exchange, AWindowIsPackedAsItIsSent) {
  const std::string model =
      "schemaVersion: 1\n"
      "grid: {bins: 48, binSize: 1, binUnit: hours, start: '2026-01-05T00:00:00Z'}\n"
      "nodes:\n"
      "- {id: in, kind: const, values: [10]}\n"
      "topology:\n"
      "  nodes:\n"
      "  - {id: Desk, kind: service, semantics: {arrivals: in, served: in}}\n"
      "  edges: []\n";
  const HttpAnswer made =
      post("/v1/runs", R"({"model":")" + escaped(model) + R"(","options":{"runId":"r1"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string target = "/v1/runs/r1/state_window?startBin=0&endBin=47";
  const HttpAnswer plain = get(target);
  ASSERT_EQ(plain.status, 200) << plain.body;
  for (const char* accepted : {"gzip", "br, gzip"}) {
    const HttpAnswer packed = get(target, {std::string("Accept-Encoding: ") + accepted});
    EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
    EXPECT_LT(packed.body.size(), plain.body.size());
    EXPECT_EQ(gunzipped(packed.body), plain.body);
    EXPECT_EQ(packed.field("ETag"), plain.field("ETag"));
  }
  EXPECT_EQ(get(target, {"Accept-Encoding: br"}).field("Content-Encoding"), "");
  EXPECT_EQ(get(target, {"If-None-Match: " + plain.field("ETag")}).status, 304);
}

// The second answer comes from what the first one left.
TEST_F(Exchange, AKeptBodyIsSentCompressedAsItWas) {
  make_run("r1");
  const HttpAnswer plain = get("/v1/runs/r1");
  for (int i = 0; i < 3; ++i) {
    const HttpAnswer answer = get("/v1/runs/r1", {"Accept-Encoding: gzip"});
    EXPECT_EQ(answer.field("Content-Encoding"), "gzip");
    EXPECT_EQ(answer.field("ETag"), plain.field("ETag"));
    EXPECT_EQ(gunzipped(answer.body), plain.body);
    EXPECT_EQ(unbrotlied(get("/v1/runs/r1", {"Accept-Encoding: br"}).body), plain.body);
    EXPECT_EQ(get("/v1/runs/r1").body, plain.body);
  }
}

TEST_F(Exchange, BodiesAreCompressedAsAccepted) {
  const std::string plain = get("/openapi.json").body;
  ASSERT_GT(plain.size(), 10'000u);
  const struct {
    const char* accepted;
    const char* coding;
  } rows[] = {{"gzip", "gzip"},           {"gzip, deflate, br", "br"},
              {"br;q=0.1, gzip", "gzip"}, {"br;q=0, gzip;q=0", ""},
              {"identity", ""},           {"GZIP;q=1.0", "gzip"}};
  for (const auto& row : rows) {
    const HttpAnswer answer =
        get("/openapi.json", {std::string("Accept-Encoding: ") + row.accepted});
    EXPECT_EQ(answer.field("Content-Encoding"), row.coding) << row.accepted;
    EXPECT_EQ(answer.field("Vary"), "Accept-Encoding");
    const std::string coding = row.coding;
    const std::string body = coding == "gzip" ? gunzipped(answer.body)
                             : coding == "br" ? unbrotlied(answer.body)
                                              : answer.body;
    EXPECT_EQ(body, plain) << row.accepted;
  }
  // Small ones go as they are.
  EXPECT_EQ(get("/readyz", {"Accept-Encoding: gzip"}).field("Content-Encoding"), "");
}

std::string small_run(const std::string& id) {
  return R"({"model":"schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n)"
         R"(- {id: a, kind: const, values: [1]}\n","options":{"runId":")" +
         id + R"("}})";
}

TEST_F(Exchange, JobsAreFollowedToTheirEnd) {
  const HttpAnswer accepted = post("/v1/runs", small_run("later"), {"Prefer: respond-async"});
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  EXPECT_EQ(accepted.field("Preference-Applied"), "respond-async");
  const std::string job = accepted.field("Location");
  ASSERT_TRUE(job.starts_with("/v1/jobs/job_")) << job;
  const HttpAnswer events = get(job + "/events");  // ends with the job
  EXPECT_EQ(events.field("Content-Type"), "text/event-stream");
  EXPECT_TRUE(events.body.starts_with("id: 1\nevent: ")) << events.body;
  EXPECT_NE(events.body.find(R"("state":"succeeded")"), std::string::npos) << events.body;
  EXPECT_NE(get(job).body.find(R"("state":"succeeded")"), std::string::npos);
  EXPECT_NE(get("/v1/jobs").body.find(job.substr(9)), std::string::npos);
  EXPECT_EQ(get("/v1/runs/later").status, 200);
  const HttpAnswer cancelled = http_request(server_.port(), "DELETE", job);
  EXPECT_EQ(cancelled.status, 409) << cancelled.body;
  EXPECT_NE(cancelled.body.find(R"("code":"job_ended")"), std::string::npos) << cancelled.body;
}

std::string calibration(int bins, const std::string& vary) {
  return R"({"yaml":"schemaVersion: 1\ngrid: {bins: )" + std::to_string(bins) +
         R"(, binSize: 5, binUnit: minutes}\nnodes:\n  - {id: rate, kind: const, values: [3]}\n)"
         R"(  - {id: share, kind: const, values: [0.5]}\n  - {id: out, kind: expr, expr: )"
         R"('rate * 2 + SQRT(BIN() * share)'}\n","vary":[)" +
         vary + R"(],"measured":{"out":[9)" +
         [&] {
           std::string more;
           for (int i = 1; i < bins; ++i) more += "," + std::to_string(9 + i % 7);
           return more;
         }() +
         R"(]},"holdOut":"none"})";
}

TEST_F(Exchange, CalibrationsAreJobsWhereThatIsPreferred) {
  const std::string wanted = calibration(12, R"("rate=0..10","share=0..1")");
  const HttpAnswer direct = post("/v1/calibrate", wanted);
  ASSERT_EQ(direct.status, 200) << direct.body;
  const HttpAnswer accepted = post("/v1/calibrate", wanted, {"Prefer: respond-async"});
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  EXPECT_EQ(accepted.field("Preference-Applied"), "respond-async");
  const std::string job = accepted.field("Location");
  const HttpAnswer events = get(job + "/events");
  EXPECT_NE(events.body.find("event: progress\n"), std::string::npos) << events.body;
  EXPECT_NE(events.body.find(R"("state":"succeeded")"), std::string::npos) << events.body;
  EXPECT_EQ(events.body.find("\"result\""), std::string::npos) << events.body;
  const std::string ended = get(job).body;
  EXPECT_TRUE(ended.ends_with(",\"result\":" + direct.body + "}")) << ended;
  EXPECT_EQ(get("/v1/jobs").body.find("\"result\""), std::string::npos);
}

TEST_F(Exchange, CalibrationsAreRefusedBeforeTheyAreJobsOrFailAsJobs) {
  const HttpAnswer refused = post("/v1/calibrate", R"({"vary":[]})", {"Prefer: respond-async"});
  EXPECT_EQ(refused.status, 400) << refused.body;
  const HttpAnswer accepted =
      post("/v1/calibrate", calibration(12, R"("rat=0..10")"), {"Prefer: respond-async"});
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const std::string job = accepted.field("Location");
  EXPECT_NE(get(job + "/events").body.find(R"("state":"failed")"), std::string::npos);
  const std::string failed = get(job).body;
  EXPECT_NE(failed.find("'rat'"), std::string::npos) << failed;
  EXPECT_EQ(failed.find("\"result\""), std::string::npos) << failed;
}

TEST_F(Exchange, CalibrationsAreCancelled) {
  const HttpAnswer accepted =
      post("/v1/calibrate", calibration(20'000, R"("rate=0..10","share=0..1")"),
           {"Prefer: respond-async"});
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const std::string job = accepted.field("Location");
  const HttpAnswer asked = http_request(server_.port(), "DELETE", job);
  EXPECT_EQ(asked.status, 202) << asked.body;
  EXPECT_NE(get(job + "/events").body.find(R"("state":"cancelled")"), std::string::npos);
  const std::string ended = get(job).body;
  EXPECT_NE(ended.find(R"("code":"stopped")"), std::string::npos) << ended;
  EXPECT_EQ(ended.find("\"result\""), std::string::npos) << ended;
}

TEST_F(Exchange, SameKeyHasOneAnswer) {
  const std::string key = "Idempotency-Key: k1";
  const HttpAnswer first = post("/v1/runs", small_run("once"), {key});
  EXPECT_EQ(first.status, 201) << first.body;
  const HttpAnswer again = post("/v1/runs", small_run("once"), {key});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.field("Location"), "/v1/runs/once");
  EXPECT_EQ(post("/v1/runs", small_run("twice"), {key}).status, 409);
  EXPECT_EQ(post("/v1/runs", small_run("once"), {"Idempotency-Key: k2"}).status, 200);
}

TEST_F(Exchange, ManyAtOnceAreMadeOrToldToWait) {
  constexpr int kClients = 64;
  std::vector<int> statuses(kClients);
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([this, i, &statuses] {
      statuses[static_cast<std::size_t>(i)] =
          post("/v1/runs", small_run("r" + std::to_string(i))).status;
    });
  }
  for (std::thread& client : clients) client.join();
  int made = 0;
  for (const int status : statuses) {
    EXPECT_TRUE(status == 201 || status == 429) << status;
    made += status == 201 ? 1 : 0;
  }
  EXPECT_GT(made, 0);
  EXPECT_NE(get("/v1/runs").body.find("\"totalCount\":" + std::to_string(made)), std::string::npos);
  EXPECT_NE(get("/metrics").body.find("run_created_total"), std::string::npos);
}

// Handlers made for these tests.
std::atomic<int> live_sources{0};
std::atomic<int> pieces_asked{0};
std::atomic<bool> client_was_gone{false};
std::atomic<bool> is_waiting{false};
http::Deferred::Deliver waiting_deliver;

class CountedSource : public http::BodySource {
 public:
  explicit CountedSource(int pieces) : pieces_(pieces) { ++live_sources; }
  ~CountedSource() override { --live_sources; }
  Piece next() override {
    ++pieces_asked;
    if (pieces_ < 0) return {.bytes = "", .state = State::kIdle};
    return {.bytes = "piece " + std::to_string(pieces_) + "\n",
            .state = pieces_-- > 1 ? State::kMore : State::kEnd};
  }

 private:
  int pieces_;
};

http::Response three_pieces(const http::Request&, api::Context&) {
  return http::stream_response(std::make_unique<CountedSource>(3), http::kText);
}
http::Response endless(const http::Request&, api::Context&) {
  return http::stream_response(std::make_unique<CountedSource>(1 << 30), http::kText);
}
http::Response silent_events(const http::Request&, api::Context&) {
  return http::stream_response(std::make_unique<CountedSource>(-1), http::kEventStream);
}
http::Response broken_check(const http::Request&, api::Context&) {
  FT_CHECK(1 + 1 == 3);
  return {};
}
http::Response broken_later(const http::Request&, api::Context&) {
  http::Response response;
  response.deferred = std::make_shared<http::Deferred>();
  response.deferred->start = [](http::Deferred::Deliver) {
    throw std::runtime_error("/srv/secret");
  };
  return response;
}
http::Response waiting(const http::Request&, api::Context&) {
  http::Response response;
  response.deferred = std::make_shared<http::Deferred>();
  response.deferred->start = [](http::Deferred::Deliver deliver) {
    waiting_deliver = deliver;
    is_waiting = true;
  };
  response.deferred->client_gone = [] {
    client_was_gone = true;
    waiting_deliver(http::json_response("{}"));
  };
  return response;
}

std::vector<api::Resource> test_resources() {
  const auto route = [](std::string_view path, auto handle) {
    return api::Route{.method = "GET", .path = path, .summary = "", .handle = handle};
  };
  return {{.name = "Tests",
           .about = "",
           .routes = {route("/pieces", three_pieces), route("/endless", endless),
                      route("/events", silent_events), route("/check", broken_check),
                      route("/later", broken_later), route("/waiting", waiting)}}};
}

class Streams : public ::testing::Test {
 protected:
  HttpAnswer get(std::string_view target) { return http_request(server_.port(), "GET", target); }
  MemoryEnv env_;
  MemoryLogSink log_;
  HttpServer server_{ServeSettings{env_, log_}, {}, test_resources()};
};

TEST_F(Streams, PiecesArriveAsChunksAndTheConnectionGoesOn) {
  HttpClient client(server_.port());
  for (int i = 0; i < 2; ++i) {
    const HttpAnswer answer = client.request("GET", "/pieces");
    EXPECT_EQ(answer.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.body, "piece 3\npiece 2\npiece 1\n");
  }
  EXPECT_TRUE(eventually([] { return live_sources == 0; }));
  client.send("GET /pieces HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive().body, "piece 3\npiece 2\npiece 1\n");
  EXPECT_EQ(http_request(server_.port(), "HEAD", "/pieces").body, "");
}

// What is sent while it is made is packed as gzip, the one coding that needs no whole body.
TEST_F(Streams, PiecesArePackedAsGzipOnly) {
  const HttpAnswer packed =
      http_request(server_.port(), "GET", "/pieces", "", {"Accept-Encoding: gzip, br"});
  EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.field("Transfer-Encoding"), "chunked");
  EXPECT_EQ(gunzipped(packed.body), "piece 3\npiece 2\npiece 1\n");
  for (const char* accepted : {"br", "gzip;q=0", "identity"}) {
    const HttpAnswer plain = http_request(server_.port(), "GET", "/pieces", "",
                                          {std::string("Accept-Encoding: ") + accepted});
    EXPECT_EQ(plain.field("Content-Encoding"), "") << accepted;
    EXPECT_EQ(plain.body, "piece 3\npiece 2\npiece 1\n") << accepted;
  }
}

TEST_F(Streams, FirstPieceArrivesBeforeTheLastIsMade) {
  HttpClient client(server_.port());
  client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_NE(client.receive_until("piece 1073741824\n").find("200 OK"), std::string::npos);
}

// However a client leaves, nothing of it stays.
TEST_F(Streams, ClientsThatGoAwayLeaveNothing) {
  constexpr int kClients = 20;
  for (int i = 0; i < kClients; ++i) {
    for (const char* target : {"/endless", "/events"}) {
      HttpClient client(server_.port());
      client.send(std::string("GET ") + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      client.receive_until("\r\n\r\n");
    }
    HttpClient half(server_.port());
    half.send("POST /pieces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc");
  }
  EXPECT_TRUE(eventually([this] {
    const http::ServerCounts counts = server_.counts();
    return counts.open_connections == 0 && counts.open_streams == 0 &&
           counts.working_requests == 0 && live_sources == 0;
  }));
  EXPECT_EQ(server_.counts().connections, 3 * kClients);
}

TEST_F(Streams, WorkIsToldThatItsClientWentAway) {
  client_was_gone = is_waiting = false;
  {
    HttpClient client(server_.port());
    client.send("GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(eventually([] { return is_waiting.load(); }));
  }
  EXPECT_TRUE(
      eventually([this] { return client_was_gone && server_.counts().open_connections == 0; }));
}

TEST_F(Streams, DefectsAreToldWithoutDetails) {
  for (const char* target : {"/check", "/later"}) {
    const HttpAnswer answer = get(target);
    EXPECT_EQ(answer.status, 500) << target;
    EXPECT_NE(answer.body.find(R"("code":"internal_defect")"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find("1 + 1"), std::string::npos);
    EXPECT_EQ(answer.body.find("/srv"), std::string::npos);
  }
  bool is_logged = false;
  for (const LogEvent& event : log_.events()) {
    is_logged = is_logged ||
                (event.id == 5500 && log_line(event, 0).find("1 + 1 == 3") != std::string::npos);
  }
  EXPECT_TRUE(is_logged);
}

TEST_F(Streams, StopWaitsForWhatIsInFlight) {
  is_waiting = false;
  HttpClient client(server_.port());
  client.send("GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(eventually([] { return is_waiting.load(); }));
  server_.server().stop();
  waiting_deliver(http::json_response(R"({"late":true})"));
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.body, R"({"late":true})");
  EXPECT_EQ(answer.field("Connection"), "close");
  waiting_deliver = {};
}

// Who makes an answer may do so when the server is no more.
TEST_F(Streams, AnAnswerAfterTheEndIsNobodys) {
  is_waiting = client_was_gone = false;
  const std::unique_ptr<api::Application> application =
      api::Application::open(ServeSettings{env_, log_}, {}, test_resources()).value();
  {
    const std::unique_ptr<http::Server> server =
        http::Server::open({{.host = "127.0.0.1", .port = 0}}, 1, application->service()).value();
    std::thread thread([&] { server->run(); });
    HttpClient(server->addresses().front().port)
        .send("GET /waiting HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(eventually([] { return is_waiting && client_was_gone; }));
    server->stop();
    thread.join();
  }
  waiting_deliver(http::json_response("{}"));
  waiting_deliver = {};
}

}  // namespace
}  // namespace flowtime::test
