// What runs say about themselves in the answers to create, read and list them.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http_fixture.h"

namespace flowtime::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

// `clerks` an hour against 8 who come; 10 minutes are promised.
std::string till(int clerks) {
  return "schemaVersion: 1\n"
         "grid: {bins: 8, binSize: 1, binUnit: hours, start: 2026-01-01T09:00:00Z}\n"
         "nodes:\n"
         "- {id: visitors, kind: const, values: [8]}\n"
         "- {id: clerks, kind: const, values: [" +
         std::to_string(clerks) +
         "]}\n"
         "- {id: served, kind: expr, expr: 'MIN(visitors + SHIFT(waiting, 1), clerks)'}\n"
         "topology:\n"
         "  nodes:\n"
         "  - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, "
         "queueDepth: waiting, capacity: clerks, slaMin: 10}}\n"
         "  edges: []\n";
}

class JudgedRuns : public HttpTest {
 protected:
  HttpAnswer create(int clerks, const std::string& options) {
    const Json body{{"model", till(clerks)}, {"options", Json::parse(options)}};
    return post("/v1/runs", body.dump());
  }
  std::vector<std::string> listed(const std::string& query) {
    std::vector<std::string> ids;
    const HttpAnswer answer = get("/v1/runs?" + query);
    if (answer.status != 200) return {answer.body};
    const Json page = Json::parse(answer.body);
    for (const Json& item : page["items"]) ids.push_back(item["runId"]);
    return ids;
  }
  Json problem_of(const HttpAnswer& answer, int status = 400) {
    EXPECT_EQ(answer.status, status) << answer.body;
    return Json::parse(answer.body)["errors"][0];
  }
};

TEST_F(JudgedRuns, AreListedWithWhatTheySay) {
  ASSERT_EQ(create(4, R"({"runId":"melting"})").status, 201);
  const HttpAnswer created = create(20, R"({"runId":"calm"})");
  ASSERT_EQ(created.status, 201);
  ASSERT_EQ(
      post("/v1/runs", Json{{"model", kModel}, {"options", {{"runId", "plain"}}}}.dump()).status,
      201);

  const Json run = Json::parse(get("/v1/runs/melting").body);
  EXPECT_EQ(run["verdict"], "critical");
  EXPECT_EQ(run["warningCount"], 0);
  EXPECT_EQ(run["health"], (Json{{"critical", 1}, {"warning", 0}}));
  const auto health =
      std::find_if(run["warnings"].begin(), run["warnings"].end(),
                   [](const Json& warning) { return warning["code"] == "health_overload"; });
  ASSERT_NE(health, run["warnings"].end()) << run["warnings"];
  EXPECT_EQ((*health)["family"], "health");
  EXPECT_EQ(run["headline"], run["judgement"]["findings"][0]);

  const Json page = Json::parse(get("/v1/runs?sort=verdict").body);
  const Json& melting = page["items"][0];
  EXPECT_EQ(melting["runId"], "melting");
  for (const char* same : {"verdict", "headline", "health"}) EXPECT_EQ(melting[same], run[same]);
  EXPECT_EQ(melting["thumbnail"], run["judgement"]["thumbnail"]);
  EXPECT_EQ(melting["thumbnail"]["load"].size(), 8u);
  EXPECT_EQ(melting["parameters"], Json::object());
  EXPECT_TRUE(melting["durationMs"].is_number());
  EXPECT_EQ(page["items"][1]["verdict"], "good");
  const Json& plain = page["items"][2];  // no topology: nothing to judge
  EXPECT_TRUE(plain["verdict"].is_null());
  EXPECT_TRUE(plain["headline"].is_null());
  EXPECT_EQ(plain["health"], (Json{{"critical", 0}, {"warning", 0}}));
}

TEST_F(JudgedRuns, AreNarrowedAndOrdered) {
  ASSERT_EQ(create(4, R"({"runId":"melting"})").status, 201);
  ASSERT_EQ(create(20, R"({"runId":"calm"})").status, 201);
  ASSERT_EQ(create(2, R"({"runId":"worse"})").status, 201);
  const Json calm = Json::parse(get("/v1/runs/calm").body);
  EXPECT_THAT(listed("verdict=critical&sort=harmed"), ElementsAre("worse", "melting"));
  EXPECT_THAT(listed("verdict=good,critical"), ElementsAre("calm", "melting", "worse"));
  EXPECT_THAT(listed("kind=overload"), ElementsAre("melting", "worse"));
  EXPECT_THAT(listed("kind=loss"), ElementsAre());
  EXPECT_THAT(listed("contentHash=" + std::string(calm["metadata"]["contentHash"])),
              ElementsAre("calm"));
  const Json artifacts = Json::parse(get("/v1/artifacts?verdict=critical&sortBy=harmed").body);
  EXPECT_EQ(artifacts["total"], 2);
  EXPECT_EQ(artifacts["artifacts"][0]["metadata"]["verdict"], "critical");
  EXPECT_EQ(Json::parse(get("/v1/artifacts?kind=calm").body)["total"], 1);
  EXPECT_EQ(problem_of(get("/v1/artifacts?verdict=bad"))["code"], "invalid_query");
  EXPECT_THAT(listed("q=fell%20behind"), ElementsAre("melting", "worse"));
  for (const char* query : {"verdict=bad", "kind=storm", "sort=size", "contentHash=x"}) {
    const Json refused = problem_of(get(std::string("/v1/runs?") + query));
    EXPECT_EQ(refused["code"], "invalid_query") << query;
    EXPECT_THAT(std::string(refused["remedy"]), HasSubstr("Use ")) << query;
  }
}

TEST_F(JudgedRuns, AListIsTheSameUntilARunComesOrLeaves) {
  ASSERT_EQ(create(4, R"({"runId":"melting"})").status, 201);
  const std::string mark = get("/v1/runs?verdict=critical").field("ETag");
  EXPECT_FALSE(mark.empty());
  const std::vector<std::string> known{"If-None-Match: " + mark};
  EXPECT_EQ(get("/v1/runs?verdict=critical", known).status, 304);
  EXPECT_EQ(get("/v1/runs?verdict=good", known).status, 200);
  ASSERT_EQ(create(20, R"({"runId":"calm"})").status, 201);
  EXPECT_EQ(get("/v1/runs?verdict=critical", known).status, 200);
}

TEST_F(JudgedRuns, FailOnHealthPublishesNothingAndTellsTheHeadline) {
  const HttpAnswer refused = create(4, R"({"runId":"melting","failOn":"health"})");
  const Json problem = problem_of(refused, 422);
  EXPECT_EQ(problem["code"], "health_overload");
  EXPECT_THAT(std::string(problem["message"]), HasSubstr("Till fell behind from 09:00"));
  EXPECT_EQ(get("/v1/runs/melting").status, 404);
  EXPECT_EQ(create(20, R"({"runId":"calm","failOn":"health"})").status, 201);
  EXPECT_EQ(problem_of(create(4, R"({"failOn":"headline"})"))["remedy"],
            "Use error, warning, health, expectation or none.");
}

TEST_F(JudgedRuns, ThresholdsOfTheRequestAreThoseOfTheRun) {
  const HttpAnswer mild =
      create(4, R"({"runId":"mild","thresholds":{"wait":{"critical":1000},"willBeLate":"off"}})");
  ASSERT_EQ(mild.status, 201) << mild.body;
  const Json run = Json::parse(mild.body);
  EXPECT_EQ(run["verdict"], "warning");
  EXPECT_EQ(run["thresholds"], (Json{{"wait", {{"critical", 1000}}}, {"willBeLate", "off"}}));
  const Json unknown = problem_of(create(4, R"({"thresholds":{"waits":"off"}})"));
  EXPECT_EQ(unknown["code"], "unknown_threshold");
  EXPECT_EQ(unknown["path"], "/options/thresholds/waits");
  EXPECT_EQ(unknown["remedy"], "Did you mean 'wait'?");
  EXPECT_EQ(problem_of(create(4, R"({"thresholds":"off"})"))["path"], "/options/thresholds");
}

TEST_F(JudgedRuns, TheSameContentIsNamedOrReused) {
  ASSERT_EQ(create(4, R"({"runId":"first"})").status, 201);
  const HttpAnswer second = create(4, R"({"runId":"second"})");
  EXPECT_EQ(Json::parse(second.body)["sameContentAs"], Json::array({"first"}));
  const HttpAnswer reused = create(4, R"({"reuse":true})");
  EXPECT_EQ(reused.status, 200);
  const Json run = Json::parse(reused.body);
  EXPECT_EQ(run["wasReused"], true);
  EXPECT_THAT((std::vector<std::string>{"first", "second"}),
              ::testing::Contains(std::string(run["runId"])));
  EXPECT_EQ(create(20, R"({"reuse":true})").status, 201);
  EXPECT_EQ(problem_of(create(4, R"({"reuse":true,"runId":"x"})"))["path"], "/options/reuse");
}

}  // namespace
}  // namespace flowtime::test
