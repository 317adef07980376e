// Links planted in a real data root lead nobody out of it.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "http_fixture.h"

namespace flowtime::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSecret = "outside-of-the-data-root";

class Confinement : public ::testing::Test {
 protected:
  Confinement() {
    fs::create_directories(outside_);
    std::ofstream(outside_ / "secret.txt") << kSecret;
  }
  ~Confinement() override {
    server_.stop();
    fs::remove_all(folder_);
  }
  static fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "flowtime-http-XXXXXX").string();
    return ::mkdtemp(name.data());
  }
  void make_run(const std::string& id) {
    const std::string body =
        R"({"model":"schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n)"
        R"(- {id: a, kind: const, values: [1]}\n","options":{"runId":")" +
        id + R"("}})";
    ASSERT_EQ(http_request(server_.port(), "POST", "/v1/runs", body).status, 201);
  }

  fs::path folder_ = new_folder();
  fs::path outside_ = folder_ / "outside";
  fs::path runs_ = folder_ / "data" / "runs";
  std::unique_ptr<Env> env_ = posix_env((folder_ / "data").string());
  MemoryLogSink log_;
  HttpServer server_{ServeSettings{*env_, log_}};
};

// A whole run that was moved outside, with a link in its place, and single files that are links.
TEST_F(Confinement, PlantedLinksAreRefused) {
  for (const char* id : {"moved", "model", "series", "plain"}) make_run(id);
  fs::rename(runs_ / "moved", outside_ / "moved");
  std::ofstream(outside_ / "moved" / "model" / "model.yaml") << kSecret;
  fs::create_directory_symlink(outside_ / "moved", runs_ / "moved");
  fs::remove(runs_ / "model" / "model" / "model.yaml");
  fs::create_symlink(outside_ / "secret.txt", runs_ / "model" / "model" / "model.yaml");
  fs::remove_all(runs_ / "series" / "series");
  fs::create_directory_symlink(outside_, runs_ / "series" / "series");
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      const std::size_t at = route.path.find("{runId}");
      if (at == std::string_view::npos || route.method != "GET") continue;
      for (const char* id : {"moved", "model", "series"}) {
        std::string target = std::string(route.path).replace(at, 7, id);
        if (const std::size_t name = target.find('{'); name != std::string::npos) {
          target.replace(name, std::string::npos, "secret.txt");
        }
        const HttpAnswer answer = http_request(server_.port(), "GET", target);
        EXPECT_EQ(answer.body.find(kSecret), std::string::npos) << target;
        EXPECT_EQ(answer.body.find(folder_.string()), std::string::npos) << target << answer.body;
        if (std::string(id) == "moved") {
          EXPECT_TRUE(answer.status >= 400 && answer.status != 500) << target << answer.status;
        }
      }
    }
  }
  EXPECT_EQ(http_request(server_.port(), "GET", "/v1/runs/plain").status, 200);
}

// Making the run again under the id of a link replaces the link, not what it leads to.
TEST_F(Confinement, NothingOutsideIsWrittenOrDeleted) {
  make_run("first");
  fs::create_directory_symlink(outside_, runs_ / "linked");
  const std::string body =
      R"({"model":"schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n)"
      R"(- {id: a, kind: const, values: [2]}\n","options":{"runId":"linked",)"
      R"("overwriteExisting":true}})";
  const HttpAnswer answer = http_request(server_.port(), "POST", "/v1/runs", body);
  EXPECT_NE(answer.status, 500) << answer.body;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(outside_)) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_EQ(names, std::vector<std::string>{"secret.txt"});
}

}  // namespace
}  // namespace flowtime::test
