// Answers about stored runs as clients get them: whole answers on runs of every mechanism, kept in
// tests/golden/state, and what is refused. FT_UPDATE=1 writes what came out.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "api/routes.h"
#include "http/etag.h"
#include "inspect/query_test_support.h"
#include "state/window.h"

namespace flowtime::api {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(FT_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

bool matches(std::string_view pattern, std::string_view path,
             std::vector<http::NamedText>& values) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view want = pattern.substr(0, pattern.find('/'));
    const std::string_view have = path.substr(0, path.find('/'));
    if (want.starts_with('{')) {
      values.push_back({std::string(want.substr(1, want.size() - 2)), std::string(have)});
    } else if (want != have) {
      return false;
    }
    pattern.remove_prefix(std::min(pattern.size(), want.size() + 1));
    path.remove_prefix(std::min(path.size(), have.size() + 1));
  }
  return pattern.empty() && path.empty();
}

class StateRoutes : public QueriedRuns {
 protected:
  struct Answer {
    int status = 0;
    std::string content_type, body;
    http::Headers headers;
  };

  // The answer to a target without encoded characters.
  Answer get(const std::string& target, http::Headers headers = {}) {
    http::Request request;
    request.method = "GET";
    request.target = target;
    request.headers = std::move(headers);
    const std::size_t question = target.find('?');
    std::string rest = question == std::string::npos ? "" : target.substr(question + 1);
    while (!rest.empty()) {
      const std::string pair = rest.substr(0, rest.find('&'));
      rest.erase(0, pair.size() + 1);
      request.query.push_back({pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1)});
    }
    for (const Resource& resource : {state_routes(), series_routes()}) {
      for (const Route& route : resource.routes) {
        request.path_values.clear();
        if (matches(route.path, target.substr(0, question), request.path_values)) {
          http::Response response = route.handle(request, context_);
          add_etag(request, response);  // as the service does
          return whole(std::move(response));
        }
      }
    }
    ADD_FAILURE() << "no route for " << target;
    return {};
  }

  static Answer whole(http::Response response) {
    Answer answer{response.status, response.content_type, std::move(response.body),
                  response.headers};
    while (response.source) {
      const http::BodySource::Piece piece = response.source->next();
      answer.body += piece.bytes;
      if (piece.state == http::BodySource::State::kEnd) break;
    }
    return answer;
  }

  // Everything that the routes say of a run, one answer after the other.
  std::string story(const std::string& id) {
    const std::string run = "/v1/runs/" + id;
    std::string text;
    for (const char* question :
         {"/graph", "/graph?mode=full", "/state?binIndex=2", "/state_window?startBin=0&endBin=5",
          "/state_window?mode=full&startBin=1&endBin=2&includeEdges=false",
          "/state_window?maxPoints=2", "/metrics?startBin=0&endBin=5", "/index",
          "/flow-facts?startBin=0&endBin=5"}) {
      const Answer answer = get(run + question);
      text += "GET " + run + question + "\n" + std::to_string(answer.status) + " " +
              answer.content_type + "\n" + answer.body + "\n\n";
    }
    return text;
  }

  void expect_golden(const std::string& id, const std::string& model) {
    store(model, id);
    const std::string path = "tests/golden/state/" + id + ".txt";
    const std::string actual = story(id);
    if (std::getenv("FT_UPDATE") != nullptr) {
      std::ofstream(std::string(FT_SOURCE_DIR) + "/" + path) << actual;
    }
    std::istringstream expected_lines(file_text(path)), actual_lines(actual);
    std::string expected, line;
    for (int number = 1; std::getline(actual_lines, line); ++number) {
      std::getline(expected_lines, expected);
      EXPECT_EQ(line, expected) << path << ":" << number;
      if (line != expected) return;
    }
    EXPECT_FALSE(std::getline(expected_lines, expected)) << path << " has more";
  }

  MemoryEnv& env = env_;
  NullLogSink log_;
  MetricsRegistry metrics_;
  Context context_{.env = env_, .log = log_, .metrics = metrics_};
};

TEST_F(StateRoutes, AnswersOfEveryMechanism) {
  expect_golden("everything", kEverything);
  expect_golden("routed", kRouted);
  for (const char* name : {"backpressure", "dispatch-waves", "overflow-cascade", "retry-loop",
                           "shared-database", "wip-limited-line"}) {
    expect_golden(name, file_text("examples/" + std::string(name) + ".yaml"));
  }
}

TEST_F(StateRoutes, Refusals) {
  store(kEverything, "run");
  const struct {
    const char* target;
    int status;
    const char* says;
  } rows[] = {
      {"/v1/runs/none/state?binIndex=0", 404, "run_not_found"},
      {"/v1/runs/none/model", 404, "run_not_found"},
      {"/v1/runs/run/state", 400, "The parameter 'binIndex' is required and must be an integer."},
      {"/v1/runs/run/state?binIndex=x", 400, "invalid_query"},
      {"/v1/runs/run/state?binIndex=8", 400, "'binIndex' must be between 0 and 7."},
      {"/v1/runs/run/state_window?startBin=5&endBin=2", 400, "range_backwards"},
      {"/v1/runs/run/state_window?endBin=99", 400, "'endBin' must be between 0 and 7."},
      {"/v1/runs/run/state_window?mode=tiny", 400,
       "The parameter 'mode' must be 'operational' or 'full', not 'tiny'."},
      {"/v1/runs/run/state_window?metrics=sped", 400, "There is no metric 'sped'."},
      {"/v1/runs/run/state_window?nodes=Tills", 404, "Did you mean 'Till'?"},
      {"/v1/runs/run/state_window?maxPoints=0", 400, "bad_max_points"},
      {"/v1/runs/run/graph?kinds=nothing", 400, "unknown_kind"},
      {"/v1/runs/run/graph?edgeWeight=heavy", 400, "The parameter 'edgeWeight' cannot be 'heavy'."},
      {"/v1/runs/run/metrics?startBin=1.5", 400, "The parameter 'startBin' must be an integer."},
      {"/v1/runs/run/series/nothing", 404, "The run 'run' has no series 'nothing'."},
      {"/v1/runs/run/frames?metric=x", 400, "There is no metric 'x'."},
      {"/v1/runs/run/frames?level=99", 400, "bad_level"},
      {"/v1/runs/run/frames?class=none", 400, "unknown_class"},
      {"/v1/runs/run/frames?enc=q99", 400, "Use f32 or f64."},
      {"/v1/runs/run/flow-facts?path=Till,Dok", 404, "unknown_node"},
      {"/v1/runs/run/flow-facts?t=soon", 400, "bad_wait"},
      {"/v1/runs/run/flow-facts?t=-1", 400, "bad_wait"},
      {"/v1/runs/run/flow-facts?ca=x", 400, "bad_variation"},
      {"/v1/runs/run/flow-facts?cs=-0.5", 400, "bad_variation"},
  };
  for (const auto& row : rows) {
    const Answer answer = get(row.target);
    EXPECT_EQ(answer.status, row.status) << row.target;
    EXPECT_NE(answer.body.find(row.says), std::string::npos) << row.target << "\n" << answer.body;
    EXPECT_EQ(answer.content_type, http::kProblemJson) << row.target;
  }
  store(
      "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
      "nodes: [{id: x, kind: const, values: [1]}]\n",
      "plain");
  for (const char* question : {"/graph", "/state?binIndex=0", "/state_window", "/metrics"}) {
    EXPECT_EQ(get("/v1/runs/plain" + std::string(question)).status, 412) << question;
  }
  EXPECT_EQ(get("/v1/runs/plain/series/x").body, "t,value\n0,1\n1,1\n");
}

// Every member of `part` is there in `whole`, in the same place and with the same value.
void expect_part_of(const nlohmann::json& part, const nlohmann::json& whole,
                    const std::string& where) {
  if (part.is_object()) {
    for (const auto& [name, value] : part.items()) {
      ASSERT_TRUE(whole.is_object() && whole.contains(name)) << where << "/" << name;
      expect_part_of(value, whole[name], where + "/" + name);
    }
  } else if (part.is_array()) {
    ASSERT_TRUE(whole.is_array() && whole.size() == part.size()) << where;
    for (std::size_t i = 0; i < part.size(); ++i) {
      expect_part_of(part[i], whole[i], where + "/" + std::to_string(i));
    }
  } else {
    EXPECT_EQ(part, whole) << where;
    EXPECT_FALSE(part.is_null()) << where;
  }
}

// Figures of nodes and edges that are known and may differ from bin to bin.
std::size_t known_figures(const nlohmann::json& state) {
  std::size_t count = 0;
  for (const auto& node : state["nodes"]) {
    for (const char* group : {"metrics", "derived"}) {
      for (const auto& [name, value] : node[group].items()) {
        count += name != "maxAttempts" && value.is_number();
      }
    }
  }
  for (const auto& edge : state["edges"]) {
    for (const auto& series : edge["series"]) count += series[0].is_number();
  }
  return count;
}

TEST_F(StateRoutes, TheDetailOfABinIsPartOfAllAndLeavesNoFigureOut) {
  store(kEverything, "parts");
  for (const char* bin : {"0", "2", "5"}) {
    const std::string target = std::string("/v1/runs/parts/state?binIndex=") + bin;
    const auto all = nlohmann::json::parse(get(target).body);
    const auto part = nlohmann::json::parse(get(target + "&detail=bin").body);
    EXPECT_EQ(nlohmann::json::parse(get(target + "&detail=all").body), all);
    expect_part_of(part, all, "");
    EXPECT_EQ(known_figures(part), known_figures(all)) << bin;
    EXPECT_FALSE(part.contains("warnings"));
  }
  EXPECT_EQ(get("/v1/runs/parts/state?binIndex=0&detail=some").status, 400);
}

TEST_F(StateRoutes, ASeriesComesAsItIsAskedFor) {
  store(kEverything, "run");
  const auto as = [&](const char* type) {
    http::Headers headers;
    headers.add("Accept", type);
    return get("/v1/runs/run/series/search_demand", headers);
  };
  const std::string csv = "t,value\n0,40\n1,80\n2,40\n3,40\n4,20\n5,0\n6,10\n7,10\n";
  EXPECT_EQ(as("*/*").body, csv);
  EXPECT_EQ(as("text/csv").content_type, http::kCsv);
  EXPECT_EQ(get("/v1/runs/run/series/search_demand@SEARCH_DEMAND@DEFAULT").body, csv);
  EXPECT_NE(as("application/json").body.find("\"values\":[40,80,40,40,20,0,10,10]"),
            std::string::npos);
  const Answer raw = as("application/octet-stream");
  ASSERT_EQ(raw.body.size(), 64u);
  double second = 0;
  std::memcpy(&second, raw.body.data() + 8, 8);
  EXPECT_EQ(second, 80);
}

TEST_F(StateRoutes, TheModelIsWhatWasWritten) {
  store(kEverything, "run");
  const Answer answer = get("/v1/runs/run/model");
  EXPECT_EQ(answer.body, kEverything);
  EXPECT_EQ(answer.content_type, http::kYaml);
}

struct ReadFrames {
  std::string header;
  std::vector<double> values;
};
ReadFrames read_frames(const std::string& bytes) {
  ReadFrames frames;
  EXPECT_EQ(bytes.substr(0, 8), "FTFRAME1");
  std::uint32_t size = 0;
  std::memcpy(&size, bytes.data() + 8, 4);
  EXPECT_EQ((12 + size) % 16, 0u);
  frames.header = bytes.substr(12, size);
  frames.values.resize((bytes.size() - 12 - size) / 8);
  std::memcpy(frames.values.data(), bytes.data() + 12 + size, frames.values.size() * 8);
  return frames;
}

TEST_F(StateRoutes, FramesAreThePyramidOfTheWindow) {
  store(kEverything, "run");
  const auto at = [&](int level) {
    return read_frames(
        get("/v1/runs/run/frames?metric=queue&enc=f64&start=1&level=" + std::to_string(level))
            .body);
  };
  const ReadFrames bins = at(0), pairs = at(1), fours = at(2);
  EXPECT_NE(bins.header.find(R"("order":["Till","Search","Dock","Db"])"), std::string::npos);
  ASSERT_EQ(bins.values.size(), 7u * 4);
  ASSERT_EQ(pairs.values.size(), 4u * 4);  // bins 1, 2-3, 4-5, 6-7
  ASSERT_EQ(fours.values.size(), 2u * 4);  // bins 1-3, 4-7
  EXPECT_NE(pairs.header.find(R"("firstFrame":0)"), std::string::npos);
  for (std::size_t node : {0u, 2u}) {
    const auto bin = [&](std::size_t b) { return bins.values[(b - 1) * 4 + node]; };
    EXPECT_EQ(pairs.values[0 * 4 + node], bin(1));
    EXPECT_EQ(pairs.values[1 * 4 + node], std::max(bin(2), bin(3)));
    EXPECT_EQ(fours.values[0 * 4 + node], std::max({bin(1), bin(2), bin(3)}));
    EXPECT_EQ(fours.values[1 * 4 + node], std::max({bin(4), bin(5), bin(6), bin(7)}));
  }
  EXPECT_TRUE(is_absent(bins.values[1]));  // Search has no queue
  const std::string window =
      get("/v1/runs/run/state_window?startBin=1&metrics=queue&nodes=Till").body;
  JsonWriter first;
  first.begin_array().number(bins.values[0]).number(bins.values[4]);
  EXPECT_NE(window.find("\"queue\":" + first.text()), std::string::npos) << window;
}

TEST_F(StateRoutes, FramesAreNotSentTwice) {
  store(kEverything, "run");
  const Answer first = get("/v1/runs/run/frames?metric=queue");
  EXPECT_EQ(first.status, 200);
  http::Headers headers;
  headers.add("If-None-Match", std::string(first.headers.get("ETag")));
  const Answer second = get("/v1/runs/run/frames?metric=queue", headers);
  EXPECT_EQ(second.status, 304);
  EXPECT_TRUE(second.body.empty());
  EXPECT_EQ(get("/v1/runs/run/frames?metric=served", headers).status, 200);
  http::Headers any;
  any.add("If-None-Match", "*");
  EXPECT_EQ(get("/v1/runs/run/frames?metric=queue", any).status, 304);
  EXPECT_EQ(get("/v1/runs/run/frames?metric=nonsense", any).status, 400);
  std::string changed = kEverything;
  changed.replace(changed.find("[80]"), 4, "[70]");
  store(changed, "run", true);
  EXPECT_EQ(get("/v1/runs/run/frames?metric=queue", headers).status, 200);
}

// A stored run does not change, so that an answer about it is known by the run and the question.
TEST_F(StateRoutes, WhatAClientHasIsNotMadeAgain) {
  store(kEverything, "run");
  std::string changed = kEverything;
  changed.replace(changed.find("[80]"), 4, "[70]");
  for (const char* question :
       {"state?binIndex=1", "state_window?startBin=1", "graph", "metrics", "metrics?maxPoints=2",
        "flow-facts", "index", "model", "series/till_served"}) {
    const std::string target = std::string("/v1/runs/run/") + question;
    const Answer first = get(target);
    ASSERT_EQ(first.status, 200) << question;
    http::Headers known;
    known.add("If-None-Match", std::string(first.headers.get("ETag")));
    const Answer second = get(target, known);
    EXPECT_EQ(second.status, 304) << question;
    EXPECT_TRUE(second.body.empty()) << question;
    EXPECT_EQ(second.headers.get("ETag"), first.headers.get("ETag"));
    EXPECT_EQ(get("/v1/runs/run/state?binIndex=2", known).status, 200) << question;
    http::Headers any;
    any.add("If-None-Match", "*");
    EXPECT_EQ(get("/v1/runs/run/state?binIndex=99", any).status, 400);
    store(changed, "run", true);
    EXPECT_EQ(get(target, known).status, 200) << question;
    store(kEverything, "run", true);
  }
}

// Of another form under the same address.
TEST_F(StateRoutes, EachFormOfASeriesHasATagOfItsOwn) {
  store(kEverything, "run");
  std::set<std::string> tags;
  for (const char* form : {"text/csv", "application/json", "application/octet-stream"}) {
    http::Headers wanted;
    wanted.add("Accept", form);
    tags.emplace(get("/v1/runs/run/series/till_served", wanted).headers.get("ETag"));
  }
  EXPECT_EQ(tags.size(), 3u);
}

TEST_F(StateRoutes, MetricsAndFlowFactsArePooledOnRequest) {
  store(kEverything, "run");
  for (const char* question : {"metrics", "flow-facts"}) {
    const std::string target = std::string("/v1/runs/run/") + question;
    const auto whole = nlohmann::json::parse(get(target).body);
    const auto pooled = nlohmann::json::parse(get(target + "?maxPoints=3").body);
    EXPECT_FALSE(whole.contains("pooling"));
    EXPECT_GT(pooled["pooling"]["binsPerPoint"], 1) << question;
    EXPECT_LE(pooled["pooling"]["points"], 3) << question;
    EXPECT_EQ(get(target + "?maxPoints=0").status, 400);
  }
  const auto whole = nlohmann::json::parse(get("/v1/runs/run/flow-facts?nodes=Till").body);
  const auto pooled =
      nlohmann::json::parse(get("/v1/runs/run/flow-facts?nodes=Till&maxPoints=2").body);
  const auto& bins = whole["nodes"][0]["fifo"]["cumulativeIn"];
  const auto& points = pooled["nodes"][0]["fifo"]["cumulativeIn"];
  EXPECT_EQ(points.size(), pooled["pooling"]["points"]);
  EXPECT_EQ(points.back(), bins.back());
}

TEST_F(StateRoutes, AWaitIsAskedForInMinutesOrWithAUnit) {
  store(kEverything, "run");
  const auto minutes = [&](const std::string& t) {
    const std::string body = get("/v1/runs/run/flow-facts?nodes=Till&t=" + t).body;
    const std::string member = "\"within\":{\"minutes\":";
    const std::size_t at = body.find(member);
    EXPECT_NE(at, std::string::npos) << body;
    return std::stod(body.substr(at + member.size()));
  };
  EXPECT_EQ(minutes("2.5"), 2.5);
  EXPECT_EQ(minutes("15s"), 0.25);
  EXPECT_EQ(minutes("3min"), 3);
  EXPECT_EQ(minutes("2h"), 120);
  EXPECT_EQ(get("/v1/runs/run/flow-facts?nodes=Till").body.find("\"within\""), std::string::npos);
  const std::string regular = get("/v1/runs/run/flow-facts?nodes=Till&ca=0&cs=0.5").body;
  EXPECT_NE(regular.find("\"cvArrivals\":0,\"cvService\":0.5"), std::string::npos) << regular;
}

TEST_F(StateRoutes, AWindowOfWhatWasJudged) {
  store(kEverything, "run");
  const std::string body =
      get("/v1/runs/run/state_window?metrics=State,verdict,load&nodes=Till&endBin=1").body;
  EXPECT_NE(body.find("\"series\":{\"load\":["), std::string::npos) << body;
  EXPECT_NE(body.find("\"state\":[\""), std::string::npos) << body;
  EXPECT_NE(body.find("\"verdict\":["), std::string::npos) << body;
}

TEST_F(StateRoutes, TheFirstAnswerForAClient) {
  store(kEverything, "run");
  const Answer bundle = get("/v1/runs/run/ui-bundle");
  EXPECT_EQ(bundle.status, 200);
  for (const char* part :
       {"\"metadata\":{", "\"grid\":{", "\"thresholds\":[{\"row\":\"wait\"", "\"classes\":[{",
        "\"graph\":{\"nodes\":", "\"nodes\":[{\"id\":\"Till\",\"verdict\":",
        "\"metrics\":{\"arrivals\":{\"min\":",
        "\"metrics\":[{\"name\":\"arrivals\",\"unit\":\"entities/bin\"", "\"warnings\":["}) {
    EXPECT_NE(bundle.body.find(part), std::string::npos) << part;
  }
}

// The events of a capture's folder stand beside those of the model, by bin. A file that cannot be
// read any more hides them and nothing else.
TEST_F(StateRoutes, EventsOfACaptureAreInTheFirstAnswer) {
  const auto events_with = [&](const std::string& id, const std::string& file) {
    store(kEverything, id);
    std::string json = *env_.read_file("runs/" + id + "/run.json");
    json.replace(json.find("simulation"), 10, "telemetry");
    EXPECT_TRUE(env_.write_file("runs/" + id + "/run.json", json));
    EXPECT_TRUE(env_.write_file("runs/" + id + "/model/telemetry/events.yaml", file));
    const std::string body = get("/v1/runs/" + id + "/ui-bundle").body;
    const std::size_t at = body.find("\"events\":");
    return body.substr(at, body.find(']', at) + 1 - at);
  };
  EXPECT_EQ(events_with("a", "events: [{at: 1, text: Sale}, {at: 0, until: 1, text: Mail}]\n"),
            "\"events\":[{\"fromBin\":0,\"toBin\":1,\"text\":\"Mail\"},"
            "{\"fromBin\":1,\"toBin\":1,\"text\":\"Sale\"}]");
  EXPECT_EQ(events_with("b", "events: [{at: noon}]\n"), "\"events\":[]");
}

}  // namespace
}  // namespace flowtime::api
