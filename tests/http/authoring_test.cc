// The registry of artifacts and exports over HTTP, and the schemas of everything that authors send
// and get. Most answers stand in drafts.http, templates.http, measured_series.http, artifacts.http.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "http/target.h"
#include "http_fixture.h"
#include "http_transcript.h"
#include "registry/artifact_zip.h"
#include "run/schema_test_support.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class Authoring : public HttpTest {
 protected:
  Json json_of(const HttpAnswer& answer, int status = 200) {
    EXPECT_EQ(answer.status, status) << answer.body;
    return Json::parse(answer.body, nullptr, false);
  }
};

TEST_F(Authoring, RunsAreListedAsArtifactsWhateverTheirId) {
  make_run("run_of_five_words_1");
  make_run("plain");
  const Json page = json_of(get("/v1/artifacts?type=RUN&sortBy=id&sortOrder=asc&limit=1"));
  EXPECT_EQ(page["total"], 2);
  EXPECT_EQ(page["count"], 1);
  EXPECT_EQ(page["artifacts"][0]["id"], "plain");
  const Json one = json_of(get("/v1/artifacts/run_of_five_words_1"));
  EXPECT_EQ(one["title"], "Model with in, out, q");
  EXPECT_EQ(one["metadata"]["provenance"]["templateId"], "adhoc-model");
  EXPECT_EQ(json_of(post("/v1/artifacts/index", ""))["artifactCount"], 2);
}

TEST_F(Authoring, AnArtifactIsDownloadedWhole) {
  make_run("r1");
  const HttpAnswer answer = get("/v1/artifacts/r1/download");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "application/zip");
  EXPECT_EQ(answer.field("Content-Disposition"),
            "attachment; filename=\"Model_with_in,_out,_q.zip\"; "
            "filename*=UTF-8''Model_with_in%2C_out%2C_q.zip");
  MemoryEnv other;
  other.set_file("a.zip", answer.body);
  const auto entries = read_zip(other, "a.zip");
  ASSERT_TRUE(entries);
  std::map<std::string, std::string> archived;
  for (const ZipEntry& entry : *entries) archived[entry.name] = entry.content;
  for (const auto& [path, content] : env_.files()) {
    if (!path.starts_with("runs/r1/")) continue;
    const auto entry = archived.find(path.substr(8));
    ASSERT_NE(entry, archived.end()) << path;
    EXPECT_EQ(entry->second, content) << path;
    archived.erase(entry);
  }
  // Beside the files a CSV of each of the four series, made for the archive: in, out, q and what q
  // serves.
  EXPECT_EQ(archived.size(), 4U);
  EXPECT_EQ(archived["series/in@IN@DEFAULT.csv"], "bin_index,value\n0,10\n1,10\n2,10\n3,10\n");
  EXPECT_EQ(archived["series/out@OUT@DEFAULT.csv"], "bin_index,value\n0,3\n1,3\n2,3\n3,3\n");
  EXPECT_EQ(archived["series/q@Q@DEFAULT.csv"], "bin_index,value\n0,7\n1,14\n2,21\n3,28\n");
  EXPECT_EQ(archived["series/q_served_effective@Q_SERVED_EFFECTIVE@DEFAULT.csv"],
            "bin_index,value\n0,3\n1,3\n2,3\n3,3\n");
  // Nothing is left of the archive once it is sent.
  EXPECT_TRUE(eventually([this] { return server_.counts().open_streams == 0; }));
  for (const auto& [path, content] : env_.files()) EXPECT_FALSE(path.starts_with("staging/zip"));
}

TEST_F(Authoring, DeletedArtifactsAreNoRunsAnyMore) {
  make_run("r1");
  make_run("r2");
  const Json outcome = json_of(post("/v1/artifacts/bulk-delete", R"(["r1",""])"));
  EXPECT_EQ(outcome["deleted"], 1);
  EXPECT_EQ(get("/v1/runs/r1").status, 404);
  EXPECT_EQ(json_of(get("/v1/runs"))["totalCount"], 1);
}

TEST_F(Authoring, ARunKnowsTheModelItWasMadeFrom) {
  const Json model = json_of(post("/api/v1/templates/order-system/generate", "{}"));
  const HttpAnswer run = post("/v1/runs", R"({"templateId":"order-system","mode":"simulation",)"
                                          R"("options":{"runId":"r1"}})");
  json_of(run, 201);
  const Json relations = json_of(get("/v1/artifacts/r1/relationships"));
  ASSERT_EQ(relations["derivedFrom"].size(), 1u) << relations;
  EXPECT_EQ(relations["derivedFrom"][0]["id"], model["modelRef"]["id"]);
  EXPECT_EQ(relations["derivedFrom"][0]["relationshipType"], "model-source");
}

TEST_F(Authoring, GeneratedModelsHaveOneIdHoweverOftenTheyAreGenerated) {
  const std::string path = "/api/v1/templates/order-system/generate?mode=simulation";
  const Json first = json_of(post(path, ""));
  env_.set_now_unix_ms(1'900'000'000'000);
  const Json second = json_of(post(path, "{}"));
  EXPECT_EQ(first["modelRef"], second["modelRef"]);
  EXPECT_EQ(first["model"], second["model"]);
  const Json models = json_of(get("/api/v1/models"))["models"];
  ASSERT_EQ(models.size(), 1u);
  EXPECT_EQ(models[0]["modifiedUtc"], "2030-03-17T17:46:40.000Z");
  EXPECT_EQ(json_of(get("/api/v1/models/order-system"))["model"], first["model"]);
}

TEST_F(Authoring, ExportsAreMadeAndRead) {
  make_run("r1");
  EXPECT_EQ(get("/v1/runs/r1/export/csv").status, 404);
  EXPECT_THAT(json_of(post("/v1/runs/r1/export", ""))["files"],
              ElementsAre("export.csv", "export-wide.csv", "export.ndjson", "export.om",
                          "export.parquet", "grafana.json"));
  const HttpAnswer csv = get("/v1/runs/r1/export/GOLD");
  EXPECT_EQ(csv.field("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, ::testing::StartsWith("time_bin,component_id,measure,value,class\n0,IN,"));
  EXPECT_EQ(get("/v1/runs/r1/export/ndjson").field("Content-Type"), "application/x-ndjson");
  EXPECT_EQ(get("/v1/runs/r1/export/xlsx").status, 400);
  const std::string parquet = get("/v1/runs/r1/export/parquet").body;
  EXPECT_TRUE(parquet.starts_with("PAR1") && parquet.ends_with("PAR1"));
  EXPECT_THAT(get("/v1/runs/r1/export/csv-wide").body, ::testing::StartsWith("time_bin,in,"));
  const std::string metrics = get("/v1/runs/r1/export/openmetrics").body;
  EXPECT_TRUE(metrics.starts_with("# TYPE flowtime_") && metrics.ends_with("# EOF\n"));
  EXPECT_TRUE(json_of(get("/v1/runs/r1/export/grafana"))["panels"].is_array());
  EXPECT_EQ(post("/v1/runs/nobody/export", "").status, 404);
}

// Links that somebody planted in the data root lead nobody out of it.
TEST(AuthoringConfinement, PlantedLinksAreRefused) {
  std::string name = (fs::temp_directory_path() / "flowtime-authoring-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data()), outside = folder / "outside";
  const fs::path data = folder / "data";
  fs::create_directories(outside);
  fs::create_directories(data / "runs");
  std::ofstream(outside / "secret.txt") << "kept outside";
  {
    const std::unique_ptr<Env> env = posix_env(data.string());
    MemoryLogSink log;
    HttpServer server{ServeSettings{*env, log}};
    const auto ask = [&](std::string_view method, const std::string& target,
                         const std::string& body = "") {
      return http_request(server.port(), method, target, body);
    };
    const std::string model =
        R"({"model":"schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n)"
        R"(- {id: a, kind: const, values: [1]}\n","options":{"runId":"r1"}})";
    ASSERT_EQ(ask("POST", "/v1/runs", model).status, 201);
    fs::remove(data / "runs" / "r1" / "spec.yaml");
    fs::create_symlink(outside / "secret.txt", data / "runs" / "r1" / "spec.yaml");
    fs::create_directory_symlink(outside, data / "drafts");
    fs::create_directory_symlink(outside, data / "series");
    fs::remove_all(data / "runs" / "r1" / "aggregates");
    fs::create_directory_symlink(outside, data / "runs" / "r1" / "aggregates");

    const HttpAnswer file = ask("GET", "/v1/artifacts/r1/files/spec.yaml");
    EXPECT_GE(file.status, 400) << file.body;
    EXPECT_EQ(file.body.find("kept outside"), std::string::npos);
    MemoryEnv other;
    other.set_file("a.zip", ask("GET", "/v1/artifacts/r1/download").body);
    const auto entries = read_zip(other, "a.zip");
    ASSERT_TRUE(entries);
    for (const ZipEntry& entry : *entries) EXPECT_NE(entry.name, "spec.yaml");
    EXPECT_GE(ask("POST", "/v1/runs/r1/export").status, 400);
    EXPECT_GE(ask("POST", "/api/v1/drafts", R"({"draftId":"d","content":"x"})").status, 400);
    EXPECT_GE(ask("POST", "/api/v1/series/ingest", R"({"seriesId":"s","content":"0,1"})").status,
              400);
  }
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(outside)) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(names, ElementsAre("secret.txt"));
  fs::remove_all(folder);
}

// The schemas of all bodies, as files that others can use: schemas/http/<Name>.schema.json.

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const fs::path& schema_directory() {
  static const fs::path kPath = fs::path(FT_SOURCE_DIR) / "schemas" / "http";
  return kPath;
}

// The schema as a file of its own: references name files.
std::string schema_file_text(const api::NamedSchema& schema) {
  std::string text(schema.json);
  const std::string from = "#/components/schemas/";
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    const std::size_t end = text.find('"', at);
    text.replace(at, end - at,
                 text.substr(at + from.size(), end - at - from.size()) + ".schema.json#");
  }
  nlohmann::ordered_json json = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                 {"title", schema.name}};
  json.update(nlohmann::ordered_json::parse(text));
  return json.dump(2) + "\n";
}

TEST(BodySchemas, FilesAreThoseOfTheRoutes) {
  std::size_t count = 0;
  for (const api::Resource& resource : api::all_resources()) {
    for (const api::NamedSchema& schema : resource.schemas) {
      const fs::path path = schema_directory() / (std::string(schema.name) + ".schema.json");
      ++count;
      if (std::getenv("FT_UPDATE")) {
        fs::create_directories(schema_directory());
        std::ofstream(path, std::ios::binary) << schema_file_text(schema);
      }
      EXPECT_EQ(file_text(path), schema_file_text(schema)) << path.filename();
    }
  }
  EXPECT_GE(count, 77u);
}

// The names that transcripts give to what changes, as values of their kind again.
std::string with_values(std::string text) {
  const std::pair<std::string, std::string> values[] = {
      {"\"<ms>\"", "{}"}, {"<time>_<random>", "20260101T000000Z_00000000"}};
  for (const auto& [name, value] : values) {
    for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

// What a transcript says came back: status and JSON, if it is JSON.
std::pair<int, Json> answer_of(const HttpExchange& exchange) {
  const std::string& text = exchange.expected;
  const std::size_t body = text.find_first_of("{[");
  const Json json = body == std::string::npos
                        ? Json()
                        : Json::parse(with_values(text.substr(body)), nullptr, false);
  return {std::atoi(text.c_str() + 3), json};
}

bool sends_json(const HttpExchange& exchange) {
  return std::any_of(exchange.fields.begin(), exchange.fields.end(), [](const std::string& field) {
    return field == "Content-Type: application/json";
  });
}

class BodyCheck {
 public:
  void check(const HttpExchange& exchange, const std::string& place) {
    const auto target = http::parse_target(exchange.target);
    ASSERT_TRUE(target) << place;
    const auto found = router_.find(exchange.method, target->segments);
    if (!std::holds_alternative<api::RouteMatch>(found)) return;
    const api::Route& route = *std::get<api::RouteMatch>(found).route;
    const auto [status, json] = answer_of(exchange);
    if (json.is_null()) return;  // no JSON
    bool is_named = false;       // a refusal that has an answer of its own
    for (const api::Reply& reply : route.replies) {
      if (reply.status != status) continue;
      fulfils(reply.content.schema, json, place + " answer");
      is_named = true;
    }
    if (status >= 400 && !is_named) fulfils("Problem", json, place + " answer");
    if (status >= 300 || exchange.body.empty()) return;
    const Json body = Json::parse(exchange.body, nullptr, false);
    for (const api::Content& content : route.body) {
      if (body.is_discarded() && !sends_json(exchange)) continue;  // measured data
      fulfils(content.schema, body, place + " request");
    }
  }
  int checked() const { return checked_; }

 private:
  void fulfils(std::string_view schema, const Json& json, const std::string& place) {
    const std::string file = std::string(schema) + ".schema.json";
    if (schema.empty() || !fs::exists(schema_directory() / file)) return;
    EXPECT_THAT(checker_.check(file, json), ::testing::IsEmpty()) << place << " " << schema;
    ++checked_;
  }
  api::Router router_{api::all_resources()};
  SchemaChecker checker_{schema_directory().string()};
  int checked_ = 0;
};

TEST(BodySchemas, TranscriptsFulfilThem) {
  BodyCheck check;
  for (const auto& entry : fs::directory_iterator(fs::path(FT_SOURCE_DIR) / "tests" / "http")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".http") continue;
    for (const HttpExchange& exchange : parse_http_transcript(file_text(path))) {
      check.check(exchange, path.filename().string() + ":" + std::to_string(exchange.line));
    }
  }
  EXPECT_GE(check.checked(), 150);
}

}  // namespace
}  // namespace flowtime::test
