// Explanations, comparisons and layouts as clients get them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>

#include "http_client.h"
#include "http_server.h"
#include "inspect/compare_runs.h"
#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime::test {
namespace {

using nlohmann::json;

constexpr const char* kModel = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
nodes:
- {id: orders, kind: const, values: [10, 20, 30, 10]}
- {id: packers, kind: const, values: [15]}
- {id: packed, kind: expr, expr: 'MIN(packers, orders + SHIFT(waiting, 1))'}
topology:
  nodes:
  - {id: Shop, kind: service, semantics: {arrivals: orders, served: orders}}
  - id: Packing
    kind: serviceWithBuffer
    semantics: {arrivals: orders, served: packed, capacity: packers, queueDepth: waiting}
  edges:
  - {id: in, from: Shop, to: Packing}
)yaml";

class ExplainHttp : public ::testing::Test {
 protected:
  void SetUp() override {
    store("a", {});
    store("b", {{"packers=16", ""}});
  }
  void store(const std::string& id, std::vector<SettingText> settings) {
    CreateRunRequest request;
    request.source.text = kModel;
    request.source.settings = std::move(settings);
    request.run_id = id;
    ASSERT_TRUE(create_run(host(), request).succeeded());
  }
  RunHost host() { return {.env = env_, .log = log_, .observer = observer_}; }
  HttpAnswer get(const std::string& target) { return http_request(server_.port(), "GET", target); }
  std::string code(const std::string& target, int status) {
    const HttpAnswer answer = get(target);
    EXPECT_EQ(answer.status, status) << target << "\n" << answer.body;
    return json::parse(answer.body).value("code", "");
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver observer_;
  HttpServer server_{ServeSettings{env_, log_}};
};

TEST_F(ExplainHttp, EveryLinkOfAnExplanationAnswers) {
  const HttpAnswer answer = get("/v1/runs/a/explain?series=waiting&bin=2");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json e = json::parse(answer.body);
  EXPECT_EQ(e["value"], 20);
  EXPECT_EQ(e["residual"], 0);
  EXPECT_EQ(e["startUtc"], "2026-01-05T10:00:00Z");
  double sum = 0;
  int links = 0;
  for (const json& c : e["contributions"]) {
    sum += c["amount"].get<double>();
    for (const json& bin : c["bins"]) {
      const json there = json::parse(get(bin["href"].get<std::string>()).body);
      EXPECT_EQ(there["value"], bin["value"]);
      ++links;
    }
  }
  EXPECT_EQ(sum, 20);
  EXPECT_GE(links, 3);
  for (const json& operand : e["formula"]["operands"]) {
    if (!operand.contains("href")) continue;
    const json there = json::parse(get(operand["href"].get<std::string>()).body);
    EXPECT_EQ(there["value"], operand["value"]);
  }
}

TEST_F(ExplainHttp, TheAnswerIsTheOneOfTheCommandLine) {
  OpenRuns runs(env_);
  Explainers explainers(runs);
  const auto here = explain_run(host(), explainers, {.run_id = "a", .series = "packed", .at = "1"});
  ASSERT_TRUE(here);
  EXPECT_EQ(get("/v1/runs/a/explain?series=packed&bin=1").body, to_json(*here));
  const auto metric = get("/v1/runs/a/explain?node=Packing&metric=utilization&at=09:00");
  EXPECT_EQ(json::parse(metric.body)["seriesId"], "Packing:utilization");
  const auto compared = compare_runs(host(), explainers, {.run_ids = {"a", "b"}});
  ASSERT_TRUE(compared);
  EXPECT_EQ(get("/v1/compare?runs=a,b").body, to_json(*compared));
}

TEST_F(ExplainHttp, ComparesRuns) {
  const json c = json::parse(get("/v1/compare?runs=a&runs=b&figure=waiting:max").body);
  EXPECT_EQ(c["baseline"], "a");
  const json attribution = c["comparisons"][0]["attribution"];
  EXPECT_EQ(attribution["change"], -2);
  EXPECT_EQ(attribution["shares"][0]["name"], "packers");
  EXPECT_EQ(attribution["shares"][0]["amount"], -2);
}

TEST_F(ExplainHttp, DrawsRuns) {
  const json layout = json::parse(get("/v1/runs/a/layout").body);
  EXPECT_EQ(layout["nodes"].size(), 2u);
  EXPECT_LT(layout["nodes"][0]["x"], layout["nodes"][1]["x"]);
  EXPECT_FALSE(layout.contains("bin"));
  EXPECT_EQ(json::parse(get("/v1/runs/a/layout?bin=2").body)["nodes"][1]["colour"], "red");
  EXPECT_EQ(json::parse(get("/v1/runs/b/layout").body)["structureHash"], layout["structureHash"]);
  const HttpAnswer svg = get("/v1/runs/a/layout?format=svg");
  EXPECT_EQ(svg.field("Content-Type"), "image/svg+xml; charset=utf-8");
  EXPECT_EQ(svg.body.substr(0, 4), "<svg");
}

// Letters of the drawing's font are on average little more than half as wide as high.
TEST_F(ExplainHttp, WhatStandsInANodeFitsIntoIt) {
  const std::string svg = get("/v1/runs/a/layout?format=svg&bin=2").body;
  const std::regex part("<rect x=[^>]* width=\"([0-9.]+)\"|font-size=\"([0-9]+)\"[^>]*>([^<]*)<");
  double width = 0;
  int lines = 0;
  const std::string nodes = svg.substr(0, svg.rfind("</g>"));  // the legend comes after them
  for (std::sregex_iterator at(nodes.begin(), nodes.end(), part), end; at != end; ++at) {
    if ((*at)[1].matched) {
      width = std::stod((*at)[1]);
      continue;
    }
    const std::string text = (*at)[3];
    EXPECT_LE(0.56 * std::stod((*at)[2]) * static_cast<double>(text.size()), width) << text;
    ++lines;
  }
  EXPECT_EQ(lines, 4) << svg;
  EXPECT_NE(svg.find(" % load, "), std::string::npos) << svg;
}

TEST_F(ExplainHttp, WhatCannotBeAnsweredIsRefused) {
  EXPECT_EQ(code("/v1/runs/none/explain?series=waiting&bin=1", 404), "run_not_found");
  EXPECT_EQ(code("/v1/runs/a/explain?series=nothing&bin=1", 404), "unknown_series");
  EXPECT_EQ(code("/v1/runs/a/explain?node=Nobody&metric=served&bin=1", 404), "unknown_node");
  EXPECT_EQ(code("/v1/runs/a/explain?series=waiting", 400), "at_missing");
  EXPECT_EQ(code("/v1/runs/a/explain?series=waiting&bin=4", 400), "range_outside_grid");
  EXPECT_EQ(code("/v1/compare?runs=a", 400), "compare_what");
  EXPECT_EQ(code("/v1/compare?runs=a,none", 404), "run_not_found");
  EXPECT_EQ(code("/v1/runs/none/layout", 404), "run_not_found");
}

}  // namespace
}  // namespace flowtime::test
