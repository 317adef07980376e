// Every question about a run, answered whole, on runs of the catalogue: classes, constraints,
// edges, retries, schedules, dependencies. tests/golden/answers has the answers; FT_UPDATE=1 writes
// what came out. What clients rely on in their shape is held beside that.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "http_fixture.h"
#include "http_transcript.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::ordered_json;

struct GoldenRun {
  const char* template_id;
  const char* parameters;  // of the second run that is compared with the first
  const char* series;      // what is explained, at its peak
  int bin;
  const char* shows;
};
constexpr GoldenRun kRuns[] = {
    {"order-system", R"({"packingCapacity":200,"paymentCapacity":130})", "payment_queue", 167,
     "retries through a kernel"},
    {"shared-database", R"({"databaseCapacity":1000})", "checkout_waiting", 155,
     "a constraint that two services share"},
    {"supply-chain-classes", R"({"factoryCapacity":900})", "factory_queue@Wholesale", 70,
     "classes, edges with a lag"},
    {"transit-hub", R"({"seatsPerDeparture":300})", "hub_queue", 239, "a schedule, a router"},
    {"it-microservices", R"({"databaseCapacity":900})", "database_queue", 155,
     "dependencies, effort edges"},
    {"document-pipeline", R"({"claimCapacity":60})", "claim_queue", 191,
     "classes through a router, exhausted failures"},
    {"warehouse-waves", R"({"waveSize":500})", "packing_queue", 159, "a schedule before a queue"},
};

class GoldenAnswers : public ::testing::TestWithParam<GoldenRun> {
 protected:
  // What differs from one replay to the next gets a fixed name.
  static std::string normalised(const std::string& text) {
    static const std::regex durations(R"re("durationsMs":\{[^}]*\})re");
    return std::regex_replace(text, durations, R"("durationsMs":"<ms>")");
  }
  HttpAnswer get(const std::string& target) { return http_request(server_.port(), "GET", target); }
  std::string create(const std::string& id, const std::string& parameters) {
    const std::string body = R"({"templateId":")" + std::string(GetParam().template_id) +
                             R"(","mode":"simulation","parameters":)" + parameters +
                             R"(,"options":{"runId":")" + id + R"("}})";
    const HttpAnswer answer = http_request(server_.port(), "POST", "/v1/runs", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.body;
  }
  Json json_of(const std::string& target) {
    const HttpAnswer answer = get(target);
    EXPECT_EQ(answer.status, 200) << target << "\n" << answer.body;
    return Json::parse(answer.body, nullptr, false);
  }
  std::vector<std::string> questions() {
    const int bin = GetParam().bin;
    const std::string at = std::to_string(bin), run = "/v1/runs/run";
    const Json index = json_of(run + "/index");
    return {run + "/graph",
            run + "/graph?mode=full",
            run + "/state?binIndex=" + at,
            run + "/state_window?startBin=" + std::to_string(bin - bin % 2) +
                "&endBin=" + std::to_string(bin - bin % 2 + 2),
            run + "/metrics?startBin=0&endBin=11",
            run + "/index",
            run + "/model",
            run + "/series/" + index["series"][0]["id"].get<std::string>(),
            run + "/explain?series=" + GetParam().series + "&bin=" + at,
            run + "/layout?bin=" + at,
            "/v1/compare?runs=run,other"};
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  HttpServer server_{ServeSettings{
      .env = env_, .log = log_, .templates_dir = std::string(FT_SOURCE_DIR) + "/templates"}};
};

TEST_P(GoldenAnswers, AreAsReviewed) {
  create("run", "{}");
  create("other", GetParam().parameters);
  std::string actual = "# " + std::string(GetParam().shows) + "\n";
  for (const std::string& question : questions()) {
    const HttpAnswer answer = get(question);
    EXPECT_EQ(answer.status, 200) << question << "\n" << answer.body;
    const bool is_json = answer.body.starts_with('{');
    actual += "\nGET " + question + "\n" + answer.field("Content-Type") + "\n";
    actual += normalised(is_json ? broken_into_lines(answer.body) : answer.body) + "\n";
  }
  const std::string path =
      std::string(FT_SOURCE_DIR) + "/tests/golden/answers/" + GetParam().template_id + ".txt";
  if (std::getenv("FT_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  std::ifstream known(path, std::ios::binary);
  std::istringstream came(actual);
  std::string expected, line;
  for (int number = 1; std::getline(came, line); ++number) {
    ASSERT_TRUE(std::getline(known, expected)) << path << " ends before line " << number;
    ASSERT_EQ(line, expected) << path << ":" << number;
  }
  EXPECT_FALSE(std::getline(known, expected)) << path << " has more";
}

// The text of the member `metadata`, up to the brace that closes it.
std::string metadata_text(const std::string& json) {
  const std::string name = "\"metadata\":{";
  const std::size_t begin = json.find(name) + name.size() - 1;
  int depth = 0;
  bool in_text = false;
  for (std::size_t at = begin; at < json.size(); ++at) {
    if (in_text && json[at] == '\\') {
      ++at;
      continue;
    }
    if (json[at] == '"') in_text = !in_text;
    if (in_text) continue;
    if (json[at] == '{') ++depth;
    if (json[at] == '}' && --depth == 0) return json.substr(begin, at + 1 - begin);
  }
  return {};
}

TEST_P(GoldenAnswers, MetadataIsThatOfTheCreateResponseByteForByte) {
  const std::string created = metadata_text(create("run", "{}"));
  ASSERT_TRUE(Json::accept(created)) << created;
  EXPECT_EQ(Json::parse(created)["templateId"], GetParam().template_id);
  for (const char* question :
       {"", "/state?binIndex=3", "/state_window?startBin=0&endBin=1", "/ui-bundle"}) {
    const HttpAnswer answer = get(std::string("/v1/runs/run") + question);
    EXPECT_EQ(metadata_text(answer.body), created) << question;
  }
}

// The fields that clients read, as the examples of the contract show them. "name:type": there, not
// null. "name:type?": there, may be null. "name:type-": may be missing, never null. Types: string,
// number, bool, object, array by their first letter.
class Shape {
 public:
  void expect(const Json& json, const std::string& fields, const std::string& place) {
    ASSERT_TRUE(json.is_object()) << place;
    std::istringstream list(fields);
    for (std::string field; list >> field;) {
      const std::size_t colon = field.find(':');
      const std::string name = field.substr(0, colon);
      const char type = field[colon + 1], rule = field.size() > colon + 2 ? field[colon + 2] : '!';
      ++checked_;
      if (!json.contains(name)) {
        EXPECT_EQ(rule, '-') << place << " lacks " << name;
        continue;
      }
      const Json& value = json[name];
      if (value.is_null()) {
        EXPECT_EQ(rule, '?') << place << " has null for " << name;
      } else {
        EXPECT_TRUE(has_type(value, type)) << place << " " << name << " is " << value.type_name();
      }
    }
  }
  // A series: as many numbers or nulls as there are bins.
  void series(const Json& values, std::size_t bins, const std::string& place) {
    ASSERT_TRUE(values.is_array()) << place;
    EXPECT_EQ(values.size(), bins) << place;
    for (const Json& value : values) EXPECT_TRUE(value.is_number() || value.is_null()) << place;
    ++checked_;
  }
  int checked() const { return checked_; }

 private:
  static bool has_type(const Json& value, char type) {
    switch (type) {
      case 's': return value.is_string();
      case 'n': return value.is_number();
      case 'b': return value.is_boolean();
      case 'o': return value.is_object();
      default: return value.is_array();
    }
  }
  int checked_ = 0;
};

constexpr const char* kMetadata =
    "runId:s templateId:s templateTitle:s templateNarrative:s templateVersion:s mode:s "
    "provenanceHash:s telemetrySourcesResolved:b schema:o storage:o edgeQuality:s rng:o "
    "inputHash:s classCoverage:s classes:a-";
constexpr const char* kAnalytical =
    "identity:s hasQueueSemantics:b hasServiceSemantics:b hasCycleTimeDecomposition:b "
    "stationarityWarningApplicable:b";
constexpr const char* kNode =
    "id:s kind:s category:s analytical:o classTruth:o seriesMetadata:o- byClass:o- constraints:o- "
    "constraintStatus:o- telemetry:o aliases:o? dispatchSchedule:o- sla:a";
constexpr const char* kNodeMetrics =
    "arrivals:n? served:n? errors:n? attempts:n? failures:n? exhaustedFailures:n? retryEcho:n? "
    "retryBudgetRemaining:n? queue:n? capacity:n? parallelism:n? externalDemand:n? maxAttempts:n? "
    "queueLatencyStatus:o-";
constexpr const char* kNodeDerived =
    "utilization:n? latencyMinutes:n? serviceTimeMs:n? queueTimeMs:n? cycleTimeMs:n? "
    "flowLatencyMs:n? flowEfficiency:n? throughputRatio:n? retryTax:n? color:s";
constexpr const char* kEdge =
    "id:s from:s to:s edgeType:s field:s multiplier:n lag:n series:o seriesMetadata:o- byClass:o-";
constexpr const char* kWarning =
    "code:s message:s severity:s nodeId:s? startBin:n- endBin:n- signal:s-";
constexpr const char* kSchedule = "kind:s periodBins:n phaseOffset:n capacitySeries:s?";

class ContractShape {
 public:
  explicit ContractShape(Shape& shape) : shape_(shape) {}

  void metadata(const Json& metadata) {
    shape_.expect(metadata, kMetadata, "metadata");
    shape_.expect(metadata["schema"], "id:s version:s hash:s", "metadata.schema");
    shape_.expect(metadata["storage"], "modelPath:s metadataPath:s provenancePath:s",
                  "metadata.storage");
    shape_.expect(metadata["rng"], "kind:s seed:n", "metadata.rng");
    EXPECT_EQ(metadata["schema"]["id"], "time-travel/v1");
    EXPECT_EQ(metadata["schema"]["hash"], metadata["provenanceHash"]);
  }

  void snapshot(const Json& state) {
    shape_.expect(state, "metadata:o bin:o nodes:a edges:a edgeWarnings:o warnings:a", "state");
    shape_.expect(state["bin"], "index:n startUtc:s? endUtc:s? durationMinutes:n", "state.bin");
    metadata(state["metadata"]);
    for (const Json& node : state["nodes"]) {
      const std::string place = "state " + node["id"].get<std::string>();
      node_head(node, place);
      shape_.expect(node["metrics"], kNodeMetrics, place);
      shape_.expect(node["derived"], kNodeDerived, place);
      for (const Json& entry : node["sla"]) {
        shape_.expect(entry, "kind:s status:s threshold:n? value:n?", place + " sla");
      }
      if (!node.contains("constraints")) continue;
      for (const auto& [id, constraint] : node["constraints"].items()) {
        shape_.expect(constraint["metrics"],
                      "arrivals:n? served:n? errors:n- latencyMinutes:n- shortfall:n?",
                      place + " " + id);
        EXPECT_TRUE(node["constraintStatus"][id].is_boolean()) << place;
      }
    }
    edges(state["edges"], 1);
    warnings(state["warnings"]);
  }

  void window(const Json& window) {
    shape_.expect(window,
                  "metadata:o window:o timestampsUtc:a nodes:a edges:a edgeWarnings:o warnings:a",
                  "window");
    shape_.expect(window["window"], "startBin:n endBin:n binCount:n", "window.window");
    const auto bins = window["window"]["binCount"].get<std::size_t>();
    EXPECT_EQ(window["timestampsUtc"].size(), bins);
    metadata(window["metadata"]);
    for (const Json& node : window["nodes"]) {
      const std::string place = "window " + node["id"].get<std::string>();
      node_head(node, place);
      all_series(node["series"], bins, place);
      for (const Json& entry : node["sla"]) {
        shape_.expect(entry, "kind:s status:s threshold:n? values:a", place + " sla");
        shape_.series(entry["values"], bins, place + " sla");
      }
      if (!node.contains("constraints")) continue;
      for (const auto& [id, constraint] : node["constraints"].items()) {
        all_series(constraint["series"], bins, place + " " + id);
        shape_.series(node["constraintStatus"][id], bins, place + " " + id);
      }
    }
    edges(window["edges"], bins);
    warnings(window["warnings"]);
  }

  void graph(const Json& graph) {
    shape_.expect(graph, "nodes:a edges:a", "graph");
    for (const Json& node : graph["nodes"]) {
      const std::string place = "graph " + node["id"].get<std::string>();
      shape_.expect(node,
                    "id:s kind:s category:s analytical:o nodeRole:s? semantics:o ui:o? "
                    "dispatchSchedule:o-",
                    place);
      shape_.expect(node["analytical"], kAnalytical, place);
      shape_.expect(node["semantics"],
                    "arrivals:s served:s errors:s attempts:s? failures:s? exhaustedFailures:s? "
                    "retryEcho:s? retryBudgetRemaining:s? queue:s? capacity:s? parallelism:s? "
                    "series:s? expression:s? maxAttempts:n? backoffStrategy:s? exhaustedPolicy:s? "
                    "distribution:o? inlineValues:a- aliases:o- metadata:o-",
                    place);
      if (node.contains("dispatchSchedule")) {
        shape_.expect(node["dispatchSchedule"], kSchedule, place);
      }
    }
    for (const Json& edge : graph["edges"]) {
      shape_.expect(edge, "id:s from:s to:s weight:n edgeType:s? field:s? multiplier:n? lag:n?",
                    "graph edge");
    }
  }

  void metrics(const Json& metrics) {
    shape_.expect(metrics, "window:o grid:o services:a", "metrics");
    shape_.expect(metrics["window"], "start:s? timezone:s?", "metrics.window");
    shape_.expect(metrics["grid"], "binMinutes:n bins:n", "metrics.grid");
    for (const Json& service : metrics["services"]) {
      shape_.expect(service, "id:s slaPct:n? binsMet:n binsTotal:n mini:a", "metrics.services");
      shape_.series(service["mini"], metrics["grid"]["bins"].get<std::size_t>(), "mini");
      EXPECT_EQ(service["slaPct"].is_null(), service["binsTotal"] == 0);
    }
  }

  void index(const Json& index) {
    shape_.expect(index, "schemaVersion:n grid:o series:a classCoverage:s- classes:a", "index");
    shape_.expect(index["grid"], "bins:n binSize:n binUnit:s timezone:s align:s binMinutes:n",
                  "index.grid");
    for (const Json& entry : index["series"]) {
      shape_.expect(entry,
                    "id:s kind:s path:s unit:s componentId:s class:s classKind:s- points:n hash:s",
                    "index.series");
      EXPECT_EQ(entry["points"], index["grid"]["bins"]);
    }
    for (const Json& known : index["classes"]) {
      shape_.expect(known, "id:s displayName:s- description:s-", "index.classes");
    }
  }

 private:
  void node_head(const Json& node, const std::string& place) {
    shape_.expect(node, kNode, place);
    shape_.expect(node["analytical"], kAnalytical, place);
    shape_.expect(node["classTruth"], "coverage:s hasSpecificClasses:b hasFallbackClass:b", place);
    shape_.expect(node["telemetry"], "sources:a warnings:a", place);
    for (const char c : node["kind"].get<std::string>()) EXPECT_FALSE(c >= 'A' && c <= 'Z');
    EXPECT_EQ(node["sla"][0]["kind"], "completion") << place;
    if (node.contains("dispatchSchedule"))
      shape_.expect(node["dispatchSchedule"], kSchedule, place);
    if (!node.contains("seriesMetadata")) return;
    for (const Json& entry : node["seriesMetadata"]) {
      shape_.expect(entry, "aggregation:s? origin:s", place + " seriesMetadata");
    }
  }
  void all_series(const Json& series, std::size_t bins, const std::string& place) {
    for (const auto& [name, values] : series.items()) {
      shape_.series(values, bins, place + " " + name);
    }
  }
  void edges(const Json& edges, std::size_t bins) {
    for (const Json& edge : edges) {
      const std::string place = "edge " + edge["id"].get<std::string>();
      shape_.expect(edge, kEdge, place);
      all_series(edge["series"], bins, place);
      for (const char c : edge["field"].get<std::string>()) EXPECT_FALSE(c >= 'A' && c <= 'Z');
    }
  }
  void warnings(const Json& warnings) {
    for (const Json& warning : warnings) shape_.expect(warning, kWarning, "warning");
  }

  Shape& shape_;
};

TEST_P(GoldenAnswers, HaveTheFieldsTypesAndNullsOfTheContract) {
  create("run", "{}");
  Shape shape;
  ContractShape contract(shape);
  contract.graph(json_of("/v1/runs/run/graph"));
  contract.graph(json_of("/v1/runs/run/graph?mode=full"));
  contract.metrics(json_of("/v1/runs/run/metrics"));
  contract.index(json_of("/v1/runs/run/index"));
  contract.window(json_of("/v1/runs/run/state_window"));
  const auto bins = json_of("/v1/runs/run/index")["grid"]["bins"].get<int>();
  for (const int bin : {0, 1, bins / 2, bins - 1}) {
    contract.snapshot(json_of("/v1/runs/run/state?binIndex=" + std::to_string(bin)));
  }
  EXPECT_GT(shape.checked(), 1000);
}

INSTANTIATE_TEST_SUITE_P(Templates, GoldenAnswers, ::testing::ValuesIn(kRuns), [](const auto& run) {
  std::string name = run.param.template_id;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace flowtime::test
