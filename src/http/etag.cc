#include "http/etag.h"

#include "sys/sha256.h"

namespace flowtime::api {
namespace {

constexpr std::size_t kDigits = 32;

bool lists(std::string_view field, std::string_view etag) {
  // Finding the quoted tag is enough: quotes cannot be inside another tag.
  return field == "*" || (!field.empty() && field.find(etag) != std::string_view::npos);
}

}  // namespace

std::string etag_of(std::string_view body) {
  return "\"" + sha256_hex(body).substr(0, kDigits) + "\"";
}

bool client_has(const http::Request& request, std::string_view etag) {
  return lists(request.headers.get("If-None-Match"), etag);
}

bool names_etag(const http::Request& request, std::string_view etag) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const std::string_view field = request.headers.get("If-None-Match");
  return reads && field != "*" && lists(field, etag);
}

void add_etag(const http::Request& request, http::Response& response) {
  // A handler that says how to cache its answer has said all of it.
  if (response.status != 200 || response.headers.has("Cache-Control")) return;
  if (response.source && response.etag.empty()) return;
  if (request.method != "GET" && request.method != "HEAD") return;
  const std::string etag = response.etag.empty() ? etag_of(response.body) : response.etag;
  response.headers.add("ETag", "W/" + etag);
  // A client may keep the answer, but has to ask whether it still holds.
  response.headers.add("Cache-Control", "no-cache");
  if (!client_has(request, etag)) return;
  response.status = 304;
  response.body.clear();
  response.source.reset();
  response.content_type.clear();
}

}  // namespace flowtime::api
