// Where a posted model comes from: told by the header X-Model-Provenance or by a block in the text.
#include <nlohmann/json.hpp>

#include "http_fixture.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::json;

class Provenance : public HttpTest {
 protected:
  static std::string model(const std::string& block) {
    return "schemaVersion: 1\n" + block +
           "grid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n"
           "- {id: a, kind: const, values: [1]}\n- {id: b, kind: expr, expr: 'a + 1'}\n";
  }
  HttpAnswer run(const std::string& block, const std::vector<std::string>& headers = {}) {
    std::vector<std::string> fields{"Content-Type: text/plain"};
    fields.insert(fields.end(), headers.begin(), headers.end());
    return post("/v1/run", model(block), fields);
  }
  Json file(const Json& answer, const std::string& name) {
    return Json::parse(env_.files().at("runs/" + answer["runId"].get<std::string>() + "/" + name));
  }
};

const std::string kEmbedded =
    "provenance:\n"
    "  source: flowtime-sim\n"
    "  modelId: model_in_the_text\n"
    "  templateId: checkout\n"
    "  templateVersion: 2.1.0\n"
    "  templateTitle: Checkout\n"
    "  mode: simulation\n"
    "  generator: flowtime-sim/0.6.0\n"
    "  generatedAt: 2025-12-31T23:00:00Z\n"
    "  schemaVersion: \"1\"\n"
    "  rng: {kind: pcg32, seed: 7}\n"
    "  parameters: {bins: 2, rate: 0.5, name: x, quoted: \"7\", on: true, list: [1, b]}\n";

TEST_F(Provenance, ComesFromTheTextAndIsStrippedFromIt) {
  const HttpAnswer answer = run(kEmbedded);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json made = Json::parse(answer.body);
  const Json kept = file(made, "model/provenance.json");
  EXPECT_EQ(kept["modelId"], "model_in_the_text");
  EXPECT_EQ(kept["templateId"], "checkout");
  EXPECT_EQ(kept["templateVersion"], "2.1.0");
  EXPECT_EQ(kept["generator"], "flowtime-sim/0.6.0");
  EXPECT_EQ(
      kept["parameters"],
      Json::parse(R"({"bins":2,"rate":0.5,"name":"x","quoted":"7","on":true,"list":[1,"b"]})"));
  EXPECT_EQ(file(made, "model/metadata.json")["parameters"], kept["parameters"]);
  EXPECT_EQ(file(made, "manifest.json")["provenance"]["templateId"], "checkout");
  for (const char* name : {"spec.yaml", "model/model.yaml"}) {
    const std::string text =
        env_.files().at("runs/" + made["runId"].get<std::string>() + "/" + name);
    EXPECT_EQ(text.find("provenance"), std::string::npos) << text;
  }
  const Json found = Json::parse(get("/v1/artifacts?templateId=checkout").body);
  EXPECT_EQ(found["total"], 1);
  EXPECT_EQ(Json::parse(get("/v1/artifacts?modelId=model_in_the_text").body)["total"], 1);
}

// The clock of the server stands still.
constexpr const char* kNow = "2026-01-01T00:00:00.000Z";

// A block and a header of the same words are stored alike.
TEST_F(Provenance, BlockAndHeaderReadAlike) {
  const std::string block =
      "provenance:\n  modelId: m8\n  source: manual\n  templateId: till\n  templateVersion: 3.0.0\n"
      "  templateTitle: Till\n  generator: g/1\n  generatedAt: 2025-09-25T10:30:00Z\n"
      "  parameters: {bins: 2}\n";
  const std::string header =
      R"(X-Model-Provenance: {"modelId":"m8","source":"manual","templateId":"till",)"
      R"("templateVersion":"3.0.0","templateTitle":"Till","generator":"g/1",)"
      R"("generatedAt":"2025-09-25T10:30:00Z","parameters":{"bins":2}})";
  const Json by_block = Json::parse(run(block).body),
             by_header = Json::parse(run("", {header}).body);
  for (const char* name : {"model/provenance.json", "model/metadata.json"}) {
    EXPECT_EQ(file(by_block, name), file(by_header, name)) << name;
  }
  const Json kept = file(by_block, "model/provenance.json");
  EXPECT_EQ(kept["source"], "manual");
  EXPECT_EQ(kept["templateTitle"], "Till");
  EXPECT_EQ(kept["generatedAt"], "2025-09-25T10:30:00Z");
  EXPECT_EQ(kept["receivedAt"], kNow);
  EXPECT_EQ(kept["parameters"], Json::parse(R"({"bins":2})"));
  const Json metadata = file(by_block, "model/metadata.json");
  EXPECT_EQ(metadata["generatedAtUtc"], "2025-09-25T10:30:00Z");
  EXPECT_EQ(metadata["receivedAtUtc"], kNow);
}

// A run does not claim a template that the header did not name.
TEST_F(Provenance, WithBothTheHeaderAloneCounts) {
  const Json made =
      Json::parse(run(kEmbedded, {R"(X-Model-Provenance: {"modelId":"from-header"})"}).body);
  const Json kept = file(made, "model/provenance.json");
  EXPECT_EQ(kept["modelId"], "from-header");
  EXPECT_EQ(kept["templateId"], "adhoc-model");
  EXPECT_EQ(kept["templateVersion"], "0.0.0");
  EXPECT_EQ(kept["source"], "flowtime");
  EXPECT_EQ(kept["parameters"], Json::object());
  EXPECT_FALSE(kept.contains("generatedAt"));
  EXPECT_EQ(kept["receivedAt"], kNow);
}

// Neither says anything without a modelId, and then nothing was received.
TEST_F(Provenance, NeedsAModelId) {
  const std::string block = "provenance: {templateId: till, source: manual}\n";
  const std::string header = R"(X-Model-Provenance: {"templateId":"till","source":"manual"})";
  const Json by_block = Json::parse(run(block).body),
             by_header = Json::parse(run("", {header}).body);
  for (const Json& made : {by_block, by_header}) {
    const Json kept = file(made, "model/provenance.json");
    EXPECT_EQ(kept["templateId"], "adhoc-model");
    EXPECT_EQ(kept["source"], "flowtime");
    EXPECT_FALSE(kept.contains("receivedAt"));
  }
}

TEST_F(Provenance, TimesAreTimes) {
  const std::string block = "provenance: {modelId: m, generatedAt: soon}\n";
  const std::string header = R"(X-Model-Provenance: {"modelId":"m","generatedAt":"soon"})";
  for (const HttpAnswer& answer : {run(block), run("", {header})}) {
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(Json::parse(answer.body)["code"], "not_a_time");
  }
}

// What a text says of where it comes from changes no number and no hash.
TEST_F(Provenance, HashesAreThoseOfTheModelAlone) {
  const Json with = Json::parse(run(kEmbedded).body), without = Json::parse(run("").body);
  const Json header = Json::parse(run("", {"X-Model-Provenance: m7"}).body);
  EXPECT_NE(with["runId"], without["runId"]);
  for (const char* name : {"modelHash", "scenarioHash", "series", "order"}) {
    EXPECT_EQ(with[name], without[name]) << name;
    EXPECT_EQ(header[name], without[name]) << name;
  }
}

TEST_F(Provenance, TheHeaderWins) {
  const struct {
    std::string block;
    std::vector<std::string> headers;
    std::string model_id;
  } rows[] = {
      {"", {"X-Model-Provenance: m1"}, "m1"},
      {"", {"x-model-provenance: m1"}, "m1"},
      {"", {R"(X-Model-Provenance: {"modelId":"m2","source":"anybody"})"}, "m2"},
      {"", {"X-Model-Provenance: m1", "X-Model-Provenance: m9"}, "m1"},
      {"", {R"(X-Model-Provenance: {"modelId":"m2")"}, R"({"modelId":"m2")"},  // a text, no JSON
      {kEmbedded, {"X-Model-Provenance: m3"}, "m3"},
      {kEmbedded, {R"(X-Model-Provenance: {"modelId":"m4"})"}, "m4"},
      {kEmbedded, {R"(X-Model-Provenance: {"modelId":"  "})"}, "model_in_the_text"},
      {kEmbedded, {"X-Model-Provenance:  "}, "model_in_the_text"},
      {kEmbedded, {}, "model_in_the_text"},
      {"provenance: {modelId: short}\n", {}, "short"},
  };
  for (const auto& row : rows) {
    const HttpAnswer answer = run(row.block, row.headers);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(file(Json::parse(answer.body), "model/provenance.json")["modelId"], row.model_id)
        << row.block << (row.headers.empty() ? "" : row.headers.front());
  }
}

TEST_F(Provenance, OfTheHeaderIsKeptWhole) {
  const HttpAnswer answer =
      run(kEmbedded, {R"(X-Model-Provenance: {"modelId":"m5","templateId":"till","source":"ci",)"
                      R"("templateVersion":"3.0.0","templateTitle":"Till","generator":"g/1"})"});
  const Json kept = file(Json::parse(answer.body), "model/provenance.json");
  const std::pair<const char*, const char*> rows[] = {
      {"modelId", "m5"},         {"templateId", "till"}, {"templateVersion", "3.0.0"},
      {"templateTitle", "Till"}, {"source", "ci"},       {"generator", "g/1"}};
  for (const auto& [name, value] : rows) EXPECT_EQ(kept[name], value) << name;
  EXPECT_EQ(Json::parse(get("/v1/artifacts?templateId=till").body)["total"], 1);
  EXPECT_EQ(Json::parse(get("/v1/runs?templateId=TILL").body)["totalCount"], 1);
}

// Without any the id follows from the model.
TEST_F(Provenance, IsMadeUpWhereNobodyTells) {
  for (const char* block : {"", "provenance: {}\n", "provenance: {modelId: ''}\n"}) {
    const Json made = Json::parse(run(block).body);
    const std::string id = file(made, "model/provenance.json")["modelId"];
    EXPECT_EQ(id, "model_" + made["modelHash"].get<std::string>().substr(7)) << block;
  }
}

TEST_F(Provenance, IsAMapping) {
  for (const char* block : {"provenance: somebody\n", "provenance: [a]\n"}) {
    const HttpAnswer answer = run(block);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.body.find("provenance"), std::string::npos) << answer.body;
  }
}

}  // namespace
}  // namespace flowtime::test
