// A route: everything that is said of one method and path, and the function that answers it. The
// router, /openapi.json and docs/http-api.md follow from the table of routes.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "http/request.h"
#include "http/response.h"

namespace flowtime::api {

// What a handler reads by this name with path_value, query_value or headers; documents show it.
// Only values of the path are checked before the handler is called.
// Views of literals. Types in queries are checked by the handler (api/query_values.h).
struct Parameter {
  enum class In { kPath, kQuery, kHeader };
  // kId: sys/ids.h; anything else is refused with invalid_id before the handler is called. kText in
  // a path is one segment without '/', NUL, "." and "..".
  enum class Type { kText, kId, kInteger, kNumber, kBoolean };
  std::string_view name{};
  In in = In::kQuery;
  Type type = Type::kText;
  std::string_view about{};  // one sentence
  bool required = false;     // parameters of the path always are
  std::vector<std::string_view> choices{};
};

// "path", "query", "header"
inline const char* place_of(Parameter::In in) {
  switch (in) {
    case Parameter::In::kPath: return "path";
    case Parameter::In::kQuery: return "query";
    case Parameter::In::kHeader: return "header";
  }
  return "";
}

// Valid ids are names of files: no handler has to look for slashes or dots in them.
inline Parameter path_id(std::string_view name, std::string_view about) {
  return {.name = name, .in = Parameter::In::kPath, .type = Parameter::Type::kId, .about = about};
}
inline Parameter path_text(std::string_view name, std::string_view about) {
  return {.name = name, .in = Parameter::In::kPath, .about = about};
}
inline Parameter query(std::string_view name, std::string_view about,
                       Parameter::Type type = Parameter::Type::kText) {
  return {.name = name, .type = type, .about = about};
}

inline Parameter run_id_in_path() { return path_id("runId", "The run."); }

// What a body is made of.
// Texts are literals: views stay valid for the life of the program.
struct Content {
  std::string_view type = "application/json";
  std::string_view schema{};   // a NamedSchema by name; empty: any text of that type
  std::string_view example{};  // of a body that is posted: one that is taken
};

// Problems are not listed: they follow from the form of the route (openapi.cc) and the catalogue.
struct Reply {
  int status = 200;
  std::string_view about{};
  Content content{};
};

// Handlers run on any worker and must not keep the request or the context beyond the call, unless
// the response is deferred and says how (http/response.h). What they throw is answered as a defect.
struct Route {
  std::string_view
      method;  // "GET", "POST", "PUT", "PATCH", "DELETE"; HEAD and OPTIONS follow from them
  std::string_view path;  // "/v1/runs/{runId}"
  std::string_view summary;
  std::vector<Parameter> parameters{};
  std::vector<Content> body{};   // what may be posted; empty: nothing
  std::vector<Reply> replies{};  // besides problem documents
  http::Response (*handle)(const http::Request&, Context&) = nullptr;
  // The same answer when it costs no more than a look into memory, else nothing; must not wait.
  std::optional<http::Response> (*at_once)(const http::Request&, Context&) = nullptr;
  bool is_open = false;  // answers without a token
  // Where a body goes that may be larger than others, up to kMaxUploadBytes; null: this one is kept
  // in memory. Asked on the I/O thread; must not wait.
  std::shared_ptr<http::BodyStore> (*store)(const http::Request&, Context&) = nullptr;
};

// A JSON Schema that bodies refer to as "#/components/schemas/<name>".
// Names are unique over all resources.
struct NamedSchema {
  std::string_view name;
  std::string_view json;
};

// What one file of routes brings.
// How one is added: docs/extending.md.
struct Resource {
  std::string_view name;   // heading in the reference
  std::string_view about;  // one sentence
  std::vector<Route> routes;
  std::vector<NamedSchema> schemas{};
};

}  // namespace flowtime::api
