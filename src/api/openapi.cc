// The document follows from the table of routes alone. What every route of a form may be refused
// with (400, 401, 403, 404, 413, 415) is added here and not said in each row.
#include "api/openapi.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "base/ascii.h"
#include "http/response.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

void write_type(JsonWriter& json, const Parameter& parameter) {
  json.begin_object();
  switch (parameter.type) {
    case Parameter::Type::kText: json.member("type", "string"); break;
    case Parameter::Type::kInteger: json.member("type", "integer"); break;
    case Parameter::Type::kNumber: json.member("type", "number"); break;
    case Parameter::Type::kBoolean: json.member("type", "boolean"); break;
    case Parameter::Type::kId:
      json.member("type", "string").member("pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$");
      break;
  }
  if (!parameter.choices.empty()) {
    json.key("enum").begin_array();
    for (std::string_view choice : parameter.choices) json.string(choice);
    json.end_array();
  }
  json.end_object();
}

void write_parameters(JsonWriter& json, const Route& route) {
  json.key("parameters").begin_array();
  for (const Parameter& parameter : route.parameters) {
    const bool is_path = parameter.in == Parameter::In::kPath;
    json.begin_object().member("name", parameter.name).member("in", place_of(parameter.in));
    json.member("required", is_path || parameter.required);
    json.member("description", parameter.about).key("schema");
    write_type(json, parameter);
    json.end_object();
  }
  json.end_array();
}

void write_one_content(JsonWriter& json, const Content& content) {
  json.key(content.type).begin_object().key("schema").begin_object();
  // JSON without a schema may be anything; any other type is at least text.
  if (content.schema.empty()) {
    if (!content.type.starts_with("application/json")) json.member("type", "string");
  } else {
    json.member("$ref", "#/components/schemas/" + std::string(content.schema));
  }
  json.end_object();
  if (!content.example.empty()) {
    json.key("example");
    if (content.type.starts_with("application/json")) {
      json.raw(content.example);
    } else {
      json.string(content.example);
    }
  }
  json.end_object();
}

void write_content(JsonWriter& json, const Content& content) {
  json.key("content").begin_object();
  write_one_content(json, content);
  json.end_object();
}

// All forms in which a status may come, one after the other.
// A series, for example, is 200 as CSV, JSON or bytes.
void write_contents(JsonWriter& json, const Route& route, int status) {
  json.key("content").begin_object();
  std::set<std::string_view> types;
  for (const Reply& reply : route.replies) {
    if (reply.status == status && types.insert(reply.content.type).second) {
      write_one_content(json, reply.content);
    }
  }
  json.end_object();
}

void write_problem(JsonWriter& json, std::string_view status, std::string_view about) {
  json.key(status).begin_object().member("description", about);
  write_content(json, {.type = "application/problem+json", .schema = "Problem"});
  json.end_object();
}

// What any route of this form may be refused with.
std::vector<std::pair<int, std::string_view>> refusals_of(const Route& route) {
  std::vector<std::pair<int, std::string_view>> all{{400, "What was sent is not valid"}};
  if (!route.is_open) all.emplace_back(401, "The token is missing or wrong");
  all.emplace_back(403, "Pages of that origin may not ask");
  if (route.path.find('{') != std::string_view::npos) {
    all.emplace_back(404, "There is nothing of that name");
  }
  if (!route.body.empty()) {
    all.emplace_back(413, "The body is too large, or asks for too much");
    all.emplace_back(415, "The body is encoded");
  }
  return all;
}

void write_replies(JsonWriter& json, const Route& route) {
  json.key("responses").begin_object();
  std::set<int> told;
  for (const Reply& reply : route.replies) {
    if (!told.insert(reply.status).second) continue;
    json.key(std::to_string(reply.status)).begin_object().member("description", reply.about);
    if (reply.status >= 400) {
      write_content(json, {.type = "application/problem+json", .schema = "Problem"});
    } else if (reply.status != 204) {
      write_contents(json, route, reply.status);
    }
    json.end_object();
  }
  for (const auto& [status, about] : refusals_of(route)) {
    if (told.count(status) == 0) write_problem(json, std::to_string(status), about);
  }
  write_problem(json, "default", "A problem");
  json.end_object();
}

// "GET /v1/runs/{runId}" -> "get_v1_runs_runId"
std::string operation_id(const Route& route) {
  std::string id;
  for (const char c : lower_case(route.method) + std::string(route.path)) {
    if (c == '{' || c == '}') continue;
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    id += is_plain ? c : '_';
  }
  return id;
}

void write_operation(JsonWriter& json, const Route& route, std::string_view tag) {
  json.key(lower_case(route.method)).begin_object();
  json.member("operationId", operation_id(route)).member("summary", route.summary);
  json.key("tags").begin_array().string(tag).end_array();
  write_parameters(json, route);
  if (!route.body.empty()) {
    json.key("requestBody").begin_object().member("required", true);
    // The other forms of a body are in the reference page; generators of clients take one.
    write_content(json, route.body.front());
    json.end_object();
  }
  write_replies(json, route);
  // An empty list overrides the security of the whole document.
  if (route.is_open) json.key("security").begin_array().end_array();
  json.end_object();
}

// Routes by path, in the order in which the paths first come.
struct PathEntry {
  std::string_view path;
  std::vector<std::pair<const Route*, std::string_view>> operations;
};

std::vector<PathEntry> paths_of(const std::vector<Resource>& resources) {
  std::vector<PathEntry> paths;
  std::map<std::string_view, std::size_t> index;
  for (const Resource& resource : resources) {
    for (const Route& route : resource.routes) {
      const auto [found, is_new] = index.try_emplace(route.path, paths.size());
      if (is_new) paths.push_back({route.path, {}});
      paths[found->second].operations.emplace_back(&route, resource.name);
    }
  }
  return paths;
}

void write_schemas(JsonWriter& json, const std::vector<Resource>& resources) {
  json.key("schemas").begin_object();
  for (const Resource& resource : resources) {
    for (const NamedSchema& schema : resource.schemas) json.key(schema.name).raw(schema.json);
  }
  json.end_object();
}

}  // namespace

std::string openapi_document(const std::vector<Resource>& resources, const std::string& version) {
  JsonWriter json;
  json.begin_object().member("openapi", "3.1.0");
  json.key("info").begin_object().member("title", "FlowTime").member("version", version);
  json.key("license")
      .begin_object()
      .member("name", "Apache-2.0")
      .member("identifier", "Apache-2.0");
  json.end_object().end_object();
  json.key("servers").begin_array().begin_object().member("url", "/").end_object().end_array();
  json.key("security").begin_array().begin_object().key("token").begin_array().end_array();
  // The token, or nothing: a server without a token asks for none.
  json.end_object().begin_object().end_object().end_array();
  json.key("tags").begin_array();
  for (const Resource& resource : resources) {
    json.begin_object().member("name", resource.name).member("description", resource.about);
    json.end_object();
  }
  json.end_array().key("paths").begin_object();
  for (const PathEntry& entry : paths_of(resources)) {
    json.key(entry.path).begin_object();
    for (const auto& [route, tag] : entry.operations) write_operation(json, *route, tag);
    json.end_object();
  }
  json.end_object().key("components").begin_object();
  write_schemas(json, resources);
  json.key("securitySchemes").begin_object().key("token").begin_object();
  json.member("type", "http").member("scheme", "bearer").end_object().end_object();
  json.end_object().end_object();
  return json.take();
}

}  // namespace flowtime::api
