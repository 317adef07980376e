// Tokens, cookies, origins, hosts, preflight.
#include "http_fixture.h"

namespace flowtime::test {
namespace {

class Token : public HttpTest {
 protected:
  Token()
      : HttpTest({.hosts = {"flows.example"},
                  .origins = {"https://flows.example"},
                  .token = "open-sesame"}) {}
};

TEST_F(Token, IsAskedOfEveryRouteButTheOpenOnes) {
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      std::string target(route.path);
      for (std::size_t at = target.find('{'); at != std::string::npos; at = target.find('{')) {
        target.replace(at, target.find('}') + 1 - at, "x1");
      }
      const HttpAnswer answer = http_request(server_.port(), route.method, target);
      if (route.is_open) {
        EXPECT_NE(answer.status, 401) << target;
        continue;
      }
      EXPECT_EQ(answer.status, 401) << target;
      EXPECT_EQ(answer.field("WWW-Authenticate"), "Bearer");
    }
  }
}

TEST_F(Token, IsComparedExactly) {
  EXPECT_EQ(get("/v1/runs", {"Authorization: Bearer open-sesame"}).status, 200);
  EXPECT_EQ(get("/v1/runs", {"authorization: bearer open-sesame"}).status, 200);
  for (const char* field :
       {"Authorization: Bearer open-sesam", "Authorization: Bearer open-sesamee",
        "Authorization: Bearer Open-sesame", "Authorization: Bearer ",
        "Authorization: Basic eA==", "Authorization: open-sesame",
        "Cookie: flowtime_session=open-sesame", "Cookie: flowtime_session="}) {
    EXPECT_EQ(get("/v1/runs", {field}).status, 401) << field;
  }
}

TEST_F(Token, SignInLinkWorksOnce) {
  const std::string path = *server_.application().sign_in().path();
  EXPECT_EQ(get("/sign-in/0123").status, 403);
  const HttpAnswer signed_in = get(path);
  EXPECT_EQ(signed_in.status, 303);
  EXPECT_EQ(signed_in.field("Location"), "/");
  const std::string cookie = signed_in.field("Set-Cookie");
  EXPECT_NE(cookie.find("; HttpOnly; SameSite=Strict"), std::string::npos) << cookie;
  EXPECT_EQ(cookie.find("open-sesame"), std::string::npos);
  EXPECT_EQ(get(path).status, 403);
  const std::string value = cookie.substr(0, cookie.find(';'));
  EXPECT_EQ(get("/v1/runs", {"Cookie: a=b; " + value}).status, 200);
  EXPECT_EQ(get("/v1/runs", {"Cookie: " + value + "0"}).status, 401);
}

TEST_F(Token, LookingAtTheSignInLinkDoesNotSpendIt) {
  const std::string path = *server_.application().sign_in().path();
  HttpClient client(server_.port());
  client.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const HttpAnswer looked = client.receive(true);
  EXPECT_EQ(looked.status, 303);
  EXPECT_EQ(looked.field("Set-Cookie"), "");
  EXPECT_NE(get(path).field("Set-Cookie"), "");
  client.send("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(client.receive(true).status, 403);
}

TEST_F(Token, IsAskedForBeforeABodyIsWaitedFor) {
  HttpClient client(server_.port());
  client.send("POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15000000\r\n\r\n{");
  const HttpAnswer answer = client.receive();
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.field("WWW-Authenticate"), "Bearer");
  EXPECT_TRUE(client.sees_end());
}

TEST(TokenStrength, ShortOrUnprintableTokensAreWeak) {
  for (const char* token : {" ", "\n", "                ", "fifteen-letters", "sixteen letters!",
                            "sixteen\tletters!", "sixteen-letters\n"}) {
    EXPECT_FALSE(api::check_token_strength(token)) << token;
  }
  for (const char* token : {"", "sixteen-letters!"}) {
    EXPECT_TRUE(api::check_token_strength(token)) << token;
  }
}

TEST_F(Token, ListedHostsAndOriginsAreServed) {
  const std::string token = "Authorization: Bearer open-sesame";
  EXPECT_EQ(get("/v1/runs", {token, "Host: flows.example"}).status, 200);
  EXPECT_EQ(get("/v1/runs", {token, "Host: FLOWS.example:443"}).status, 200);
  const HttpAnswer answer = get("/v1/runs", {token, "Origin: https://flows.example"});
  EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "https://flows.example");
  EXPECT_EQ(answer.field("Vary"), "Origin");
  EXPECT_EQ(get("/v1/runs", {token, "Origin: http://flows.example"}).status, 403);
}

class Access : public HttpTest {};

TEST_F(Access, LoopbackNamesAndOriginsAreServed) {
  for (const char* host : {"Host: localhost", "Host: LOCALHOST:99", "Host: 127.0.0.1:8081",
                           "Host: [::1]", "Host: [::1]:8081"}) {
    EXPECT_EQ(get("/readyz", {host}).status, 200) << host;
  }
  for (const char* origin : {"Origin: http://localhost:5173", "Origin: http://127.0.0.1",
                             "Origin: https://localhost", "Origin: http://[::1]:5219"}) {
    EXPECT_EQ(get("/readyz", {origin}).status, 200) << origin;
  }
}

TEST_F(Access, NamesThatOnlyBeginWithLoopbackAreNot) {
  for (const char* host : {"Host: [::1].evil", "Host: [::1]x", "Host: 127.0.0.1:abc",
                           "Host: 127.0.0.1:99999", "Host: localhost:80:80", "Host: localhost:"}) {
    EXPECT_EQ(get("/readyz", {host}).status, 400) << host;
  }
  for (const char* origin : {"Origin: http://[::1].evil", "Origin: http://localhost:80/evil",
                             "Origin: http://localhost:80:80", "Origin: null"}) {
    EXPECT_EQ(get("/readyz", {origin}).status, 403) << origin;
  }
}

TEST_F(Access, PagesOfOtherSitesAreRefusedWithoutAnOriginToo) {
  const std::string cross = "Sec-Fetch-Site: cross-site";
  EXPECT_EQ(post("/v1/runs", "{}", {cross}).status, 403);
  EXPECT_EQ(get("/v1/runs", {cross, "Sec-Fetch-Mode: no-cors"}).status, 403);
  EXPECT_EQ(post("/v1/runs", "{}", {cross, "Sec-Fetch-Mode: navigate"}).status, 403);
  // A link is followed; a page of an origin that is allowed may ask.
  EXPECT_EQ(get("/v1/runs", {cross, "Sec-Fetch-Mode: navigate"}).status, 200);
  EXPECT_EQ(get("/v1/runs", {cross, "Origin: http://localhost:5173"}).status, 200);
  EXPECT_EQ(get("/v1/runs", {"Sec-Fetch-Site: same-origin"}).status, 200);
}

TEST_F(Access, PreflightAllowsIfMatch) {
  const HttpAnswer answer = http_request(server_.port(), "OPTIONS", "/api/v1/drafts/a", "",
                                         {"Origin: http://localhost:5173"});
  EXPECT_NE(answer.field("Access-Control-Allow-Headers").find("If-Match,"), std::string::npos);
}

TEST_F(Access, EncodedBodiesAreNotDecoded) {
  EXPECT_EQ(post("/v1/run", kModel, {"Content-Encoding: gzip"}).status, 415);
  EXPECT_EQ(post("/v1/run", kModel, {"Content-Encoding: identity"}).status, 200);
}

TEST_F(Access, NoPathOfTheMachineAndNoTokenIsLogged) {
  get("/v1/runs?secret=1", {"Authorization: Bearer abc"});
  for (const LogEvent& event : log_.events()) {
    const std::string line = log_line(event, 0);
    EXPECT_EQ(line.find("secret"), std::string::npos) << line;
    EXPECT_EQ(line.find("abc"), std::string::npos) << line;
  }
}

TEST_F(Access, RequestIdsComeBack) {
  EXPECT_EQ(get("/readyz", {"X-Request-Id: abc-1"}).field("X-Request-Id"), "abc-1");
  EXPECT_EQ(get("/readyz").field("X-Request-Id").size(), 16u);
  // What could break a log line or a header is replaced.
  EXPECT_EQ(get("/readyz", {"X-Request-Id: a b"}).field("X-Request-Id").size(), 16u);
  EXPECT_EQ(get("/readyz", {"X-Request-Id: " + std::string(129, 'a')}).field("X-Request-Id").size(),
            16u);
}

}  // namespace
}  // namespace flowtime::test
