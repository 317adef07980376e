// Pages of the web UI beside the API: which answer a browser gets, and which a program.
#include <filesystem>
#include <fstream>

#include "api/base_path.h"
#include "api/serve.h"
#include "api/ui_files.h"
#include "api/ui_pages.h"
#include "http_fixture.h"

namespace flowtime::test {
namespace {

constexpr const char* kBrowser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

bool is_problem(const HttpAnswer& answer) {
  return answer.field("Content-Type").starts_with("application/problem+json");
}

using Pages = HttpTest;

TEST_F(Pages, AnAddressThatCannotBeReadIsAPageToABrowserAndAProblemToAProgram) {
  for (const char* target : {"/runs/%zz/explore", "/runs?q=%ff", "/%"}) {
    const HttpAnswer page = get(target, {kBrowser});
    EXPECT_EQ(page.status, 400) << target;
    EXPECT_TRUE(page.field("Content-Type").starts_with("text/html")) << target;
    EXPECT_NE(page.body.find("<div id=\"app\">"), std::string::npos) << target;
    const HttpAnswer problem = get(target);
    EXPECT_EQ(problem.status, 400) << target;
    EXPECT_TRUE(is_problem(problem)) << target;
  }
}

TEST_F(Pages, AnAddressOfTheApiIsAProblemToEveryClient) {
  for (const char* target : {"/v1/runs/%zz", "/v1/runs?q=%ff", "/api/%zz"}) {
    const HttpAnswer answer = get(target, {kBrowser});
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_TRUE(is_problem(answer)) << target;
  }
  EXPECT_TRUE(is_problem(post("/runs/%zz", "", {kBrowser})));
}

bool has(const HttpAnswer& answer, const std::string& text) {
  return answer.body.find(text) != std::string::npos;
}

constexpr const char* kRootBase = "<base href=\"/\"";
constexpr const char* kProxyBase = "<base href=\"/flowtime/\"";
constexpr const char* kProxy = "X-Forwarded-Prefix: /flowtime";

// The first file of the UI whose name has this beginning and end.
std::string ui_file(std::string_view beginning, std::string_view ending) {
  for (const api::UiFile& file : api::ui_files()) {
    if (file.path.starts_with(beginning) && file.path.ends_with(ending)) {
      return std::string(file.path);
    }
  }
  return "no such file";
}

void expect_strict_policy(const HttpAnswer& answer) {
  const std::string policy = answer.field("Content-Security-Policy");
  for (const char* rule :
       {"default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'",
        "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"}) {
    EXPECT_NE(policy.find(rule), std::string::npos) << rule;
  }
  for (const char* hole : {"unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"}) {
    EXPECT_EQ(policy.find(hole), std::string::npos) << hole;
  }
}

TEST_F(Pages, APageSaysWhatItMayLoadAndIsAskedForEachTime) {
  for (const char* target : {"/", "/index.html", "/runs", "/runs/r1/explore", "/nowhere"}) {
    const HttpAnswer page = get(target, {kBrowser});
    EXPECT_EQ(page.status, 200) << target;
    expect_strict_policy(page);
    EXPECT_EQ(page.field("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(page.field("Referrer-Policy"), "same-origin") << target;
    EXPECT_EQ(page.field("Cache-Control"), "no-cache") << target;
    const std::string tag = page.field("ETag");
    EXPECT_EQ(get(target, {kBrowser, "If-None-Match: " + tag}).status, 304) << target;
  }
}

TEST_F(Pages, AFileWhoseNameHasAHashIsKeptForGoodAndSentCompressed) {
  const std::string script = ui_file("/assets/index-", ".js");
  const HttpAnswer plain = get(script);
  ASSERT_EQ(plain.status, 200);
  EXPECT_EQ(plain.field("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.field("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(plain.field("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(plain.field("Content-Encoding"), "");
  EXPECT_EQ(plain.field("Vary"), "Accept-Encoding");
  for (const char* coding : {"br", "gzip"}) {
    const HttpAnswer packed = get(script, {std::string("Accept-Encoding: ") + coding});
    EXPECT_EQ(packed.field("Content-Encoding"), coding);
    EXPECT_LT(packed.body.size(), plain.body.size() / 2) << coding;
  }
}

TEST_F(Pages, ThePageOfARunAndOfAComparisonHasItsCardAsPreview) {
  const std::vector<std::string> fields = {kBrowser, "Host: localhost:8081"};
  const std::string image = "<meta property=\"og:image\" content=\"http://localhost:8081";
  EXPECT_TRUE(has(get("/runs/r1/explore", fields), image + "/v1/runs/r1/card.png\">"));
  for (const char* target : {"/compare?runs=a,b", "/compare?runs=a%2Cb&node=q"}) {
    EXPECT_TRUE(has(get(target, fields), image + "/v1/compare/card.png?runs=a,b\">")) << target;
  }
  for (const char* target : {"/", "/runs", "/compare", "/compare?runs=a", "/compare?runs=a,b,c",
                             "/compare?runs=a,%22%3E", "/compare/more?runs=a,b", "/runs/%22"}) {
    EXPECT_FALSE(has(get(target, fields), "og:image")) << target;
  }
}

TEST_F(Pages, ThePreviewOfAComparisonIsAPicture) {
  make_run("a");
  make_run("b");
  const HttpAnswer card = get("/v1/compare/card.png?runs=a,b");
  EXPECT_EQ(card.status, 200);
  EXPECT_EQ(card.field("Content-Type"), "image/png");
}

TEST_F(Pages, BelowThePathOfAProxyThePageSaysThatPath) {
  const HttpAnswer root = get("/runs", {kBrowser}), below = get("/runs", {kBrowser, kProxy});
  EXPECT_TRUE(has(root, kRootBase));
  EXPECT_TRUE(has(below, kProxyBase));
  EXPECT_FALSE(has(below, kRootBase));
  EXPECT_NE(root.field("ETag"), below.field("ETag"));
  EXPECT_TRUE(below.field("Vary").starts_with("X-Forwarded-Prefix"));
  // The page of one path is not taken for that of another.
  const std::string known = "If-None-Match: " + root.field("ETag");
  EXPECT_EQ(get("/runs", {kBrowser, known}).status, 304);
  EXPECT_EQ(get("/runs", {kBrowser, kProxy, known}).status, 200);
  expect_strict_policy(below);
}

TEST_F(Pages, AProxyMayStripThePathOfTheServerOrKeepIt) {
  make_run("r1");
  HttpServer server(ServeSettings{.env = env_, .log = log_, .base_path = "/flowtime"});
  const auto ask = [&](std::string_view target, const std::vector<std::string>& fields = {}) {
    return http_request(server.port(), "GET", target, "", fields);
  };
  const std::string script = ui_file("/assets/index-", ".js");
  for (const std::string& target : {std::string("/v1/runs/r1"), script, std::string("/healthz")}) {
    const HttpAnswer stripped = ask(target), kept = ask("/flowtime" + target);
    EXPECT_EQ(stripped.status, 200) << target;
    EXPECT_EQ(kept.status, 200) << target;
    EXPECT_EQ(kept.field("Content-Type"), stripped.field("Content-Type")) << target;
  }
  EXPECT_EQ(ask("http://localhost/flowtime/v1/runs/r1").status, 200);
  EXPECT_EQ(ask("/flowtime/v1/runs/none", {kBrowser}).status, 404);
  EXPECT_TRUE(is_problem(ask("/flowtime/v1/%zz", {kBrowser})));
  EXPECT_TRUE(has(ask("/flowtime/runs/%zz", {kBrowser}), kProxyBase));
  EXPECT_TRUE(has(ask("/flowtime/", {kBrowser}), kProxyBase));
  EXPECT_TRUE(has(ask("/", {kBrowser}), kProxyBase));
  EXPECT_TRUE(has(ask("/flowtime/runs/r1/explore", {kBrowser, "Host: localhost"}),
                  "content=\"http://localhost/flowtime/v1/runs/r1/card.png\""));
  EXPECT_EQ(ask("/flowtime?theme=dark", {kBrowser}).status, 303);
  EXPECT_EQ(ask("/flowtime?theme=dark", {kBrowser}).field("Location"), "/flowtime/?theme=dark");
  // Where only the beginning is the same, it is an address like any other.
  EXPECT_EQ(ask("/flowtimes/v1/runs/r1").status, 404);
  EXPECT_EQ(ask("/flowtime/flowtime/v1/runs/r1").status, 404);
  // An outer proxy knows better where clients see the server.
  EXPECT_TRUE(has(ask("/flowtime/", {kBrowser, "X-Forwarded-Prefix: /b"}), "<base href=\"/b/\""));
  EXPECT_TRUE(has(ask("/", {kBrowser, "X-Forwarded-Prefix: //b"}), kProxyBase));
}

// A client can send the field, too: it must not open a way around what a proxy keeps back.
TEST_F(Pages, TheFieldOfAProxyMovesNoRoute) {
  EXPECT_EQ(get("/metrics").status, 200);
  EXPECT_EQ(get("/flowtime/metrics", {kProxy}).status, 404);
  EXPECT_EQ(get("/flowtime/metrics").status, 404);
}

TEST_F(Pages, BelowAPathTheAnswersNamePlacesAsTheClientSeesThem) {
  const std::string body = R"({"model":")" + escaped(kModel) + R"(","options":{"runId":"placed"}})";
  EXPECT_EQ(post("/v1/runs", body, {kProxy}).field("Location"), "/flowtime/v1/runs/placed");
}

TEST_F(Pages, APrefixThatIsNotAPlainPathIsIgnored) {
  const HttpAnswer root = get("/", {kBrowser});
  for (const char* prefix :
       {"//evil.example", "/a\"><script>", "flowtime", "/flowtime/", "/", "/..", "/a/./b", "/a//b",
        "/a b", "/%66", "/v1", "/api/x", "/assets", "https://evil.example"}) {
    const HttpAnswer page = get("/", {kBrowser, std::string("X-Forwarded-Prefix: ") + prefix});
    EXPECT_EQ(page.status, 200) << prefix;
    EXPECT_EQ(page.body, root.body) << prefix;
    EXPECT_EQ(page.field("ETag"), root.field("ETag")) << prefix;
    EXPECT_FALSE(api::is_base_path(prefix)) << prefix;
  }
  EXPECT_TRUE(api::is_base_path("/tools/flow-time_2.0~"));
}

TEST_F(Pages, APathOrFolderThatCannotBeServedIsRefusedAtTheStart) {
  for (const char* path : {"flowtime", "/flowtime/", "//a", "/a/..", "/v1", "/a?b", "/"}) {
    const auto served = api::serve(ServeSettings{.env = env_, .log = log_, .base_path = path});
    ASSERT_FALSE(served) << path;
    EXPECT_EQ(served.problems().front().code, "invalid_base_path") << path;
  }
  const auto served = api::serve(ServeSettings{.env = env_, .log = log_, .ui_dir = "/nowhere"});
  ASSERT_FALSE(served);
  EXPECT_EQ(served.problems().front().code, "ui_dir_without_pages");
}

namespace fs = std::filesystem;

// A folder of pages, with a secret beside it.
class UiFolder : public ::testing::Test {
 protected:
  UiFolder() {
    fs::create_directories(pages_ / "assets");
    write(pages_ / "index.html", "<head><base href=\"/\" /></head>first");
    write(pages_ / "assets" / "a-1.js", "one");
    write(folder_ / "secret.txt", "secret");
    fs::create_symlink(folder_ / "secret.txt", pages_ / "out.txt");
    fs::create_symlink(pages_ / "index.html", pages_ / "in.html");
    fs::create_directory_symlink(folder_, pages_ / "up");
  }
  ~UiFolder() override { fs::remove_all(folder_); }
  static fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "flowtime-ui-XXXXXX").string();
    return ::mkdtemp(name.data());
  }
  static void write(const fs::path& path, const char* text) { std::ofstream(path) << text; }

  fs::path folder_ = new_folder();
  fs::path pages_ = folder_ / "pages";
  MemoryEnv env_;
  MemoryLogSink log_;
};

TEST_F(UiFolder, ItsFilesAreServedAsTheyAreNow) {
  HttpServer server(ServeSettings{.env = env_, .log = log_, .ui_dir = pages_.string()});
  const auto ask = [&](std::string_view target, const std::vector<std::string>& fields = {}) {
    return http_request(server.port(), "GET", target, "", fields);
  };
  const HttpAnswer page = ask("/runs", {kBrowser, kProxy});
  EXPECT_TRUE(has(page, "first"));
  EXPECT_TRUE(has(page, kProxyBase));
  expect_strict_policy(page);
  const HttpAnswer script = ask("/assets/a-1.js");
  EXPECT_EQ(script.body, "one");
  EXPECT_TRUE(script.field("Cache-Control").ends_with("immutable"));
  write(pages_ / "index.html", "second");
  EXPECT_EQ(ask("/").body, "second");
  // Of the program's own files none is mixed in.
  EXPECT_EQ(ask(ui_file("/assets/index-", ".js")).status, 404);
}

TEST_F(UiFolder, NothingOutsideOfItIsServedAndNoLinkFollowed) {
  HttpServer server(ServeSettings{.env = env_, .log = log_, .ui_dir = pages_.string()});
  for (const char* target :
       {"/out.txt", "/in.html", "/up/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt",
        "/..%2fsecret.txt", "//secret.txt", "/assets", "/assets/../index.html"}) {
    const HttpAnswer answer = http_request(server.port(), "GET", target);
    EXPECT_EQ(answer.status, 404) << target;
    EXPECT_TRUE(is_problem(answer)) << target;
  }
  EXPECT_TRUE(api::check_ui_folder(pages_.string()));
  EXPECT_FALSE(api::check_ui_folder(folder_.string()));
}

}  // namespace
}  // namespace flowtime::test
