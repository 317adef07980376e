// Every row of the contract answers, and nothing that takes an id can be led astray by one.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "api/openapi.h"
#include "http_fixture.h"

namespace flowtime::test {
namespace {

using Json = nlohmann::json;

struct ContractRow {
  std::string method, path;
  std::set<int> statuses;
};

std::vector<ContractRow> contract_rows() {
  std::ifstream file(std::string(FT_SOURCE_DIR) + "/tests/http/contract_table.txt");
  std::vector<ContractRow> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    ContractRow row;
    words >> row.method >> row.path;
    for (int status = 0; words >> status;) row.statuses.insert(status);
    rows.push_back(row);
  }
  return rows;
}

// The path with the names filled in.
std::string filled(std::string path, const std::string& id) {
  const std::pair<const char*, std::string> samples[] = {{"{seriesId}", "in"},
                                                         {"{format}", "csv"},
                                                         {"{fileName}", "run.json"},
                                                         {"{templateId}", "order-system"}};
  for (const auto& [name, value] : samples) {
    const std::size_t at = path.find(name);
    if (at != std::string::npos) path.replace(at, std::string(name).size(), value);
  }
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    path.replace(at, path.find('}', at) + 1 - at, id);
  }
  return path;
}

class Contract : public HttpTest {
 protected:
  bool answers_problem_json(const HttpAnswer& answer) {
    const Json document = Json::parse(answer.body, nullptr, false);
    return answer.field("Content-Type") == "application/problem+json; charset=utf-8" &&
           document.is_object() && document["error"].is_string() && document["code"].is_string() &&
           document["errors"].is_array() && document["status"] == answer.status &&
           document["requestId"] == answer.field("X-Request-Id");
  }
};

TEST_F(Contract, EveryRowAnswers) {
  make_run("r1");
  const std::vector<ContractRow> rows = contract_rows();
  EXPECT_GE(rows.size(), 34u + 18u);
  for (const ContractRow& row : rows) {
    const std::string target = filled(row.path, "r1");
    const HttpAnswer answer =
        http_request(server_.port(), row.method, target, row.method == "GET" ? "" : "{}");
    EXPECT_TRUE(row.statuses.contains(answer.status))
        << row.method << " " << target << " " << answer.status << " " << answer.body;
    if (answer.status >= 400 && target != "/v1/engine/session") {
      EXPECT_TRUE(answers_problem_json(answer)) << row.method << " " << target << answer.body;
    }
  }
}

TEST_F(Contract, EveryRouteIsInTheTableAndTheOtherWayRound) {
  std::set<std::string> listed;
  for (const ContractRow& row : contract_rows()) {
    listed.insert(row.method + " " + row.path.substr(0, row.path.find('?')));
  }
  const std::set<std::string> unlisted{"GET /sign-in/{key}"};
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      std::string name = std::string(route.method) + " " + std::string(route.path);
      const std::string same = route.path.starts_with("/api/v1/templates/{id}")
                                   ? std::string(route.method) + " " +
                                         std::string(route.path).replace(18, 4, "{templateId}")
                                   : name;
      EXPECT_TRUE(listed.contains(name) || listed.contains(same) || unlisted.contains(name))
          << name << ": add it to tests/http/contract_table.txt";
    }
  }
}

TEST_F(Contract, OtherMethodsAreToldWhatThereIs) {
  const std::vector<ContractRow> rows = contract_rows();
  std::set<std::string> patchable;
  for (const ContractRow& row : rows) {
    if (row.method == "PATCH") patchable.insert(row.path);
  }
  for (const ContractRow& row : rows) {
    const std::string target = filled(row.path, "r1");
    const std::string other = patchable.contains(row.path) ? "PUT" : "PATCH";
    const HttpAnswer refused = http_request(server_.port(), other, target);
    EXPECT_EQ(refused.status, 405) << other << " " << target;
    EXPECT_NE(refused.field("Allow").find(row.method), std::string::npos) << target;
    const HttpAnswer options =
        http_request(server_.port(), "OPTIONS", target, "", {"Origin: http://localhost:5173"});
    EXPECT_EQ(options.status, 204) << target;
    EXPECT_EQ(options.field("Access-Control-Allow-Origin"), "http://localhost:5173");
    EXPECT_EQ(options.field("Access-Control-Allow-Methods"), "GET, POST, PUT, PATCH, DELETE");
  }
}

// The path with the name `attacked` replaced by `attack` and the others by what exists.
std::string attacked_path(std::string path, std::string_view attacked, const std::string& attack) {
  const std::string name = "{" + std::string(attacked) + "}";
  const std::size_t at = path.find(name);
  const std::string before = filled(path.substr(0, at), "r1");
  const std::string after = filled(path.substr(at + name.size()), "r1");
  return before + attack + after;
}

// Ids that are none, in every place of every route that takes one.
TEST_F(Contract, WrongIdsAreRefusedEverywhere) {
  make_run("r1");
  const auto before = env_.files();
  const std::string attacks[] = {"..",
                                 "%2e%2e",
                                 "%2E%2E%2Fetc",
                                 "..%2f..%2fetc%2fpasswd",
                                 "%2Fetc%2Fpasswd",
                                 "a%00b",
                                 "%00",
                                 "a%",
                                 "%zz",
                                 "a%5C..%5Cb",
                                 "c:%5Cx",
                                 ".",
                                 "-x",
                                 "a..b",
                                 "%ff",
                                 "a%20b",
                                 std::string(10'000, 'a')};
  int asked = 0;
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      for (const api::Parameter& parameter : route.parameters) {
        if (parameter.in != api::Parameter::In::kPath) continue;
        for (const std::string& attack : attacks) {
          const std::string target = attacked_path(std::string(route.path), parameter.name, attack);
          const HttpAnswer answer =
              http_request(server_.port(), route.method, target, route.method == "GET" ? "" : "{}");
          EXPECT_TRUE(answer.status == 400 || answer.status == 404)
              << route.method << " " << target.substr(0, 200) << " " << answer.status;
          EXPECT_TRUE(answers_problem_json(answer)) << target.substr(0, 200);
          // The refused id may be repeated; what it points at is never told.
          EXPECT_EQ(answer.body.find("root:x:"), std::string::npos) << answer.body;
          ++asked;
        }
      }
    }
  }
  EXPECT_GT(asked, 300);
  const auto after = env_.files();
  for (const auto& [path, content] : before) {
    ASSERT_TRUE(after.contains(path)) << path;
    EXPECT_EQ(after.at(path), content) << path;
  }
}

TEST_F(Contract, ForeignHostsAndOriginsAreRefusedEverywhere) {
  for (const ContractRow& row : contract_rows()) {
    const std::string target = filled(row.path, "r1");
    const std::string body = row.method == "GET" ? "" : "{}";
    for (const char* host : {"Host: evil.example", "Host: 127.0.0.1.evil.example",
                             "Host: ", "Host: localhost@evil.example"}) {
      EXPECT_EQ(http_request(server_.port(), row.method, target, body, {host}).status, 421)
          << host << " " << target;
    }
    for (const char* origin : {"Origin: https://evil.example", "Origin: null",
                               "Origin: http://localhost.evil.example", "Origin: file://"}) {
      const HttpAnswer answer = http_request(server_.port(), row.method, target, body, {origin});
      EXPECT_EQ(answer.status, 403) << origin << " " << target;
      EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "");
    }
  }
}

// What the documents show as a body is taken.
TEST_F(Contract, ExamplesOfBodiesAreTaken) {
  make_run("RUN_ID");
  make_run("desk");
  post("/api/v1/series/ingest", R"({"seriesId":"orders","content":"0,4\n1,9\n"})");
  post("/api/v1/drafts", R"({"draftId":"desk","content":"nodes:\n- {id: a, kind: pmf, pmf: )"
                         R"({values: [1], probabilities: [1]}}\n"})");
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      if (route.body.empty()) continue;
      const std::string_view example = route.body.front().example;
      EXPECT_NE(example, "") << route.path;
      std::string target = filled(std::string(route.path), "desk");
      if (route.path.starts_with("/api/v1/templates/{id}")) {
        target = "/api/v1/templates/order-system/generate";
      }
      const HttpAnswer answer = http_request(server_.port(), route.method, target, example);
      EXPECT_LT(answer.status, 300) << target << " " << example << "\n" << answer.body;
    }
  }
}

void collect_references(const Json& value, std::vector<std::string>& references) {
  if (value.is_object() && value.contains("$ref")) references.push_back(value["$ref"]);
  for (const Json& child : value) {
    if (child.is_structured()) collect_references(child, references);
  }
}

TEST_F(Contract, OpenApiDescribesEveryRoute) {
  const HttpAnswer answer = get("/openapi.json");
  const Json document = Json::parse(answer.body);
  EXPECT_EQ(get("/openapi/v1.json").body, answer.body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> operations;
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      std::string method(route.method);
      for (char& c : method) c = static_cast<char>(std::tolower(c));
      const Json& operation = document["paths"][std::string(route.path)][method];
      EXPECT_EQ(operation["summary"], route.summary) << route.path;
      for (const api::Reply& reply : route.replies) {
        if (reply.status >= 400 || reply.status == 204) continue;
        const Json& content = operation["responses"][std::to_string(reply.status)]["content"];
        EXPECT_TRUE(content.contains(std::string(reply.content.type)))
            << route.path << " " << reply.content.type;
      }
      EXPECT_TRUE(operations.insert(operation["operationId"]).second) << route.path;
    }
  }
  std::vector<std::string> references;
  collect_references(document, references);
  EXPECT_FALSE(references.empty());
  for (const std::string& reference : references) {
    ASSERT_TRUE(reference.starts_with("#/components/schemas/")) << reference;
    EXPECT_TRUE(document["components"]["schemas"].contains(reference.substr(21))) << reference;
  }
}

// Two documents are not ours to describe: OpenAPI's own, and a file whose type follows its name.
TEST_F(Contract, EveryJsonAnswerHasASchema) {
  const std::set<std::string> others{"/openapi.json", "/openapi/v1.json",
                                     "/v1/artifacts/{id}/files/{fileName}"};
  for (const api::Resource& resource : server_.application().router().resources()) {
    for (const api::Route& route : resource.routes) {
      if (others.contains(std::string(route.path))) continue;
      for (const api::Reply& reply : route.replies) {
        const bool is_json =
            reply.status < 300 && reply.status != 204 && reply.content.type == "application/json";
        EXPECT_TRUE(!is_json || !reply.content.schema.empty())
            << route.method << " " << route.path << " " << reply.status;
      }
    }
  }
}

// The reference is made from the table of routes: FT_UPDATE=1 writes it.
TEST(HttpReference, IsUpToDate) {
  const std::string path = std::string(FT_SOURCE_DIR) + "/docs/http-api.md";
  const std::string page = api::reference_page(api::all_resources());
  if (std::getenv("FT_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << page;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), page) << "FT_UPDATE=1 writes docs/http-api.md";
}

}  // namespace
}  // namespace flowtime::test
