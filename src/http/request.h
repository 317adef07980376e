// A request as handlers see it: plain data, read completely before a handler is called.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/body_store.h"
#include "http/headers.h"

namespace flowtime::api {
class BodyShape;
}

namespace flowtime::http {

// Of a path or a query, decoded once (http/target.h).
struct NamedText {
  std::string name, value;
};

// A copy of everything: it refers to nothing of the connection. Header names and query names are
// compared without regard to case, path values by the name in the pattern.
// Owned by the handler that gets it. `client_gone` is set for POST only.
struct Request {
  std::string method;  // "GET"
  std::string target;  // as sent: path and query, still encoded
  Headers headers;
  std::string body;
  std::shared_ptr<BodyStore> stored_body{};  // that has the body instead; null: `body` has it
  bool from_loopback = true;

  // Filled in on the way to the handler.
  std::string request_id;
  std::string base_path{};  // "/flowtime": where the client sees this server; empty: at the root
  std::vector<NamedText> path_values;                    // of the {name}s of the route, decoded
  std::vector<NamedText> query;                          // decoded, in the order they came
  std::shared_ptr<const std::atomic<bool>> client_gone;  // true once no client waits for the answer
  const api::BodyShape* body_shape = nullptr;  // that the route's schema gives a JSON body

  // The decoded value of a {name} of the route's path.
  // Precondition: the route's pattern has the name; another one is a defect (FT_CHECK).
  const std::string& path_value(std::string_view name) const;
  // The first query parameter of that name, whose name may be written in any case.
  // "" for a parameter without a value.
  // A copy, as the caller often keeps it. Linear in the parameters.
  std::optional<std::string> query_value(std::string_view name) const;
  // All of them.
  // In the order in which they came; "?a=1&A=2" gives both.
  std::vector<std::string> query_values(std::string_view name) const;
  // True when `Prefer` lists this preference.
  // RFC 7240, without values: "respond-async", in any case. Several fields and lists are searched.
  bool prefers(std::string_view preference) const;
};

}  // namespace flowtime::http
