// What clients of the older two services ask and read, beyond the shapes of
// tests/program/compat_test.py.
#include <nlohmann/json.hpp>

#include "http_fixture.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::json;

class OldClients : public HttpTest {
 protected:
  Json asked(const std::string& target) { return Json::parse(get(target).body); }
  // The answer to POST /v1/runs.
  std::pair<int, Json> create(const std::string& body) {
    const HttpAnswer answer = post("/v1/runs", body);
    return {answer.status, Json::parse(answer.body)};
  }
  static bool has_code(const Json& findings, const std::string& code) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Json& finding) { return finding["code"] == code; });
  }
  void make(const std::string& id, const std::string& model) {
    const Json body{{"model", model}, {"options", {{"runId", id}, {"failOn", "none"}}}};
    const HttpAnswer answer = post("/v1/runs", body.dump());
    ASSERT_EQ(answer.status, 201) << answer.body;
  }
};

// A form is filled with texts: what a scalar's default is, it is as text.
TEST_F(OldClients, TheFormOfATemplateReadsDefaultsAsText) {
  int scalars = 0;
  for (const Json& item : asked("/api/v1/templates")) {
    const Json detail = asked("/api/v1/templates/" + item["id"].get<std::string>());
    for (const Json& parameter : detail["parameters"]) {
      if (!parameter.contains("default")) continue;
      if (parameter["type"] == "array") {
        EXPECT_EQ(parameter["defaultValue"], parameter["default"]) << parameter;
        continue;
      }
      ++scalars;
      ASSERT_TRUE(parameter["defaultValue"].is_string()) << parameter;
      const std::string text = parameter["defaultValue"].get<std::string>();
      const Json& typed = parameter["default"];
      EXPECT_EQ(typed.is_string() ? typed : Json::parse(text), typed) << parameter;
    }
  }
  EXPECT_GT(scalars, 50);
}

// The sample of a simulation run asks for six bins, of which the template wants twelve.
const char* const kSample =
    R"({"templateId":"order-system","mode":"simulation","parameters":{"bins":6},"options":{)"
    R"("deterministicRunId":true,"overwriteExisting":true)";

TEST_F(OldClients, BoundsRefuseUnlessParametersAreNotStrict) {
  const auto [refused, problem] = create(std::string(kSample) + "}}");
  EXPECT_EQ(refused, 400);
  EXPECT_EQ(problem["code"], "parameter_range");
  EXPECT_NE(problem["error"].get<std::string>().find("below 12"), std::string::npos);
  const auto [created, run] = create(std::string(kSample) + R"(,"strictParameters":false}})");
  ASSERT_EQ(created, 201) << run;
  EXPECT_TRUE(has_code(run["warnings"], "parameter_range")) << run["warnings"];
  const HttpAnswer made = post("/api/v1/templates/order-system/generate", R"({"bins":6})");
  EXPECT_EQ(made.status, 200) << made.body;
  EXPECT_TRUE(has_code(Json::parse(made.body)["warnings"], "parameter_range"));
}

TEST(OldClientsOfCompat, BoundsAreWarningsThere) {
  MemoryEnv env;
  MemoryLogSink log;
  ServeSettings settings{.env = env, .log = log};
  settings.compat = true;
  HttpServer server(settings);
  const HttpAnswer created =
      http_request(server.port(), "POST", "/v1/runs", std::string(kSample) + "}}");
  EXPECT_EQ(created.status, 201) << created.body;
  const HttpAnswer unknown =
      http_request(server.port(), "POST", "/v1/runs",
                   R"({"templateId":"order-system","parameters":{"binz":24}})");
  EXPECT_EQ(unknown.status, 400) << unknown.body;
}

const char* const kPorts = R"(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
- {id: a, kind: const, values: [9, 6, 8, 4]}
- {id: room, kind: const, values: [5, 20, 5, 20]}
- {id: asked, kind: const, values: [9]}
topology:
  nodes:
  - {id: Front, kind: service, semantics: {arrivals: a, served: a}}
  - {id: Back, kind: service, semantics: {arrivals: a, served: asked}, constraints: [shared]}
  - {id: Ledger, kind: dependency, semantics: {arrivals: a, served: a}}
  edges:
  - {id: e1, from: "Front:out", to: "Back:in", lag: 1}
  - {id: e2, from: Front, to: Back}
  - {id: e3, from: "Back:errors", to: Ledger}
  constraints:
  - {id: shared, semantics: {arrivals: asked, served: room}}
)";

TEST_F(OldClients, TheFindingOfALagSaysLag) {
  make("ports", kPorts);
  bool found = false;
  const Json run = asked("/v1/runs/ports");
  for (const Json& warning : run["warnings"]) {
    if (warning["code"] != "edge_behavior_violation_lag") continue;
    found = true;
    EXPECT_NE(warning["message"].get<std::string>().find("lag"), std::string::npos);
  }
  EXPECT_TRUE(found);
}

TEST_F(OldClients, EdgesKeepTheirPortsAsWritten) {
  make("ports", kPorts);
  const char* rows[][3] = {
      {"e1", "Front:out", "Back:in"}, {"e2", "Front", "Back"}, {"e3", "Back:errors", "Ledger"}};
  const Json edges = asked("/v1/runs/ports/graph")["edges"];
  ASSERT_EQ(edges.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(edges[i]["id"], rows[i][0]);
    EXPECT_EQ(edges[i]["from"], rows[i][1]);
    EXPECT_EQ(edges[i]["to"], rows[i][2]);
  }
}

const Json* node_of(const Json& answer, const std::string& id) {
  for (const Json& node : answer["nodes"]) {
    if (node["id"] == id) return &node;
  }
  return nullptr;
}

// 9 are asked for, 5 or 20 may pass.
TEST_F(OldClients, ServedIsDerivedWhereAConstraintCapsIt) {
  make("ports", kPorts);
  const Json derived = Json::parse(R"({"aggregation":"sum","origin":"derived"})");
  for (int bin = 0; bin < 4; ++bin) {
    const Json state = asked("/v1/runs/ports/state?binIndex=" + std::to_string(bin));
    const Json metadata = node_of(state, "Back")->value("seriesMetadata", Json::object());
    EXPECT_EQ(metadata.value("served", Json()), bin % 2 == 0 ? derived : Json()) << bin;
    EXPECT_EQ((*node_of(state, "Back"))["metrics"]["served"], bin % 2 == 0 ? 5 : 9);
  }
  const Json window = asked("/v1/runs/ports/state_window?startBin=0&endBin=3");
  EXPECT_EQ((*node_of(window, "Back"))["seriesMetadata"]["served"], derived);
  EXPECT_FALSE((*node_of(window, "Front"))["seriesMetadata"].contains("served"));
  const Json free = asked("/v1/runs/ports/state_window?startBin=1&endBin=1");
  EXPECT_FALSE((*node_of(free, "Back"))["seriesMetadata"].contains("served"));
}

TEST_F(OldClients, ADependencyHasAFlowLatency) {
  make("ports", kPorts);
  const Json derived = Json::parse(R"({"aggregation":"avg","origin":"derived"})");
  const Json window = asked("/v1/runs/ports/state_window?startBin=0&endBin=3");
  const Json& ledger = *node_of(window, "Ledger");
  EXPECT_EQ(ledger["series"]["flowLatencyMs"], Json::parse("[null,null,null,null]"));
  EXPECT_EQ(ledger["seriesMetadata"]["flowLatencyMs"], derived);
  EXPECT_FALSE((*node_of(window, "Front"))["series"].contains("flowLatencyMs"));
  const Json state = asked("/v1/runs/ports/state?binIndex=0");
  EXPECT_EQ((*node_of(state, "Ledger"))["seriesMetadata"]["flowLatencyMs"], derived);
  EXPECT_TRUE((*node_of(state, "Ledger"))["derived"]["flowLatencyMs"].is_null());
}

TEST_F(OldClients, ATierThatIsNullIsRefused) {
  EXPECT_EQ(post("/v1/validate", R"({"yaml":"a: 1","tier":null})").status, 400);
  EXPECT_EQ(post("/v1/validate", R"({"yaml":"a: 1"})").status, 200);
}

TEST_F(OldClients, HealthHasWhatBothServicesTold) {
  const Json health = asked("/v1/healthz");
  for (const char* member :
       {"status", "serviceName", "service", "apiVersion", "build", "capabilities", "dependencies",
        "startTime", "uptime", "health", "runtime", "system", "environment", "dataDirectory",
        "availableEndpoints", "templateWarnings", "timestamp"}) {
    EXPECT_TRUE(health.contains(member)) << member;
  }
  EXPECT_FALSE(health["dataDirectory"].get<std::string>().starts_with("/"));
  for (const char* limit : {"maxSeries", "maxParameters", "maxClasses", "maxRoutes", "maxOutputs",
                            "maxMemoryPerRequest", "maxMemoryForAll", "maxBodiesBytes"}) {
    EXPECT_TRUE(health["capabilities"]["limits"].contains(limit)) << limit;
  }
}

}  // namespace
}  // namespace flowtime::test
