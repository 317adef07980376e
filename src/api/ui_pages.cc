// The files are part of the program. Their compressed forms, types and tags are made once, on the
// first request; after that a page costs a look-up.
#include "api/ui_pages.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "api/ui_files.h"
#include "http/compression.h"
#include "http/etag.h"
#include "sys/ids.h"

namespace flowtime::api {
namespace {

// Scripts of this server alone, and WebAssembly from its own module; no other site may frame the
// page.
constexpr const char* kContentPolicy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; "
    "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'";

// The page that is one file carries its policy inside, and only what a file cannot say is added.
constexpr std::string_view kOneFile = "/what-if.html";
constexpr const char* kOneFilePolicy = "frame-ancestors 'none'";

const char* type_of(std::string_view path) {
  constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".woff2", "font/woff2"},
      {".wasm", "application/wasm"},
      {".json", "application/json"},
      {".gz", "application/gzip"},
      {".png", "image/png"},
      {".txt", "text/plain; charset=utf-8"}};
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

// One file, with what is said of it; its compressed forms are made once for all requests.
struct Page {
  std::shared_ptr<const http::KeptBody> body;
  const char* type = "";
  std::string etag;
  bool is_immutable = false;  // its name carries a hash of its content
  const char* policy = kContentPolicy;
};

const std::map<std::string, Page, std::less<>>& pages() {
  static const std::map<std::string, Page, std::less<>> all = [] {
    std::map<std::string, Page, std::less<>> made;
    for (const UiFile& file : ui_files()) {
      made.emplace(file.path,
                   Page{std::make_shared<http::KeptBody>(std::string(file.bytes)),
                        type_of(file.path), etag_of(file.bytes), file.path.starts_with("/assets/"),
                        file.path == kOneFile ? kOneFilePolicy : kContentPolicy});
    }
    return made;
  }();
  return all;
}

http::Response answer(const Page& page) {
  http::Response response{.status = 200, .content_type = page.type, .body = page.body->bytes()};
  response.kept = page.body;
  response.etag = page.etag;
  if (page.is_immutable) {
    response.headers.add("Cache-Control", "public, max-age=31536000, immutable");
  } else {
    response.headers.add("Content-Security-Policy", page.policy);
    response.headers.add("Referrer-Policy", "same-origin");
  }
  return response;
}

// An authority as clients send it: nothing in it ends an attribute.
// The Host field becomes part of the page's text below: a quote in it would end the attribute.
bool is_plain_authority(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == ':' || c == '-' || c == '[' || c == ']';
  });
}

// "/runs/{id}/..." and "/compare?runs=a,b": the picture that stands for the page elsewhere.
std::string preview_path(const http::Target& target) {
  if (target.segments.size() >= 2 && target.segments[0] == "runs" && is_id(target.segments[1])) {
    return "/v1/runs/" + target.segments[1] + "/card.png";
  }
  return "";
}

// The first page with the preview image of what it shows.
http::Response answer_with_preview(const Page& page, const http::Request& request,
                                   const std::string& path) {
  const std::string_view host = request.headers.get("Host");
  const std::string_view scheme =
      request.headers.get("X-Forwarded-Proto") == "https" ? "https://" : "http://";
  const std::string address = std::string(scheme) + std::string(host) + path;
  std::string text = page.body->bytes();
  const std::size_t head = text.find("</head>");
  // Without a safe address the page has no preview, and is the page all the same.
  if (head == std::string::npos || !is_plain_authority(host)) return answer(page);
  text.insert(head, "<meta property=\"og:image\" content=\"" + address +
                        "\">\n  <meta property=\"og:image:width\" content=\"1200\">\n"
                        "  <meta property=\"og:image:height\" content=\"630\">\n"
                        "  <meta name=\"twitter:card\" content=\"summary_large_image\">\n");
  http::Response response = answer(page);
  // This text is not the kept one, so its compressed forms must not be used.
  response.kept = nullptr;
  response.etag = etag_of(text);
  response.body = std::move(text);
  return response;
}

bool wants_html(const http::Request& request) {
  return request.headers.get("Accept").find("text/html") != std::string_view::npos;
}

bool only_reads(const http::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

bool is_of_api(std::string_view path) {
  return path.starts_with("/v1/") || path.starts_with("/api/");
}

}  // namespace

PageParts page_parts() {
  PageParts parts;
  for (const UiFile& file : ui_files()) {
    if (file.path == kOneFile) parts.page = file.bytes;
    if (file.path.ends_with(".wasm.gz")) parts.module = file.bytes;
  }
  return parts;
}

std::optional<http::Response> ui_page(const http::Request& request, const http::Target& target) {
  if (!only_reads(request)) return std::nullopt;
  const auto& all = pages();
  std::string path;
  for (const std::string& segment : target.segments) path += "/" + segment;
  if (const auto found = all.find(path); found != all.end()) return answer(found->second);
  const bool is_api =
      !target.segments.empty() && (target.segments[0] == "v1" || target.segments[0] == "api");
  // A client that asks for data at a wrong address gets a problem document, not a page.
  if (is_api || (!target.segments.empty() && !wants_html(request))) return std::nullopt;
  const auto first = all.find("/index.html");
  if (first == all.end()) return std::nullopt;
  const std::string preview = preview_path(target);
  return preview.empty() ? answer(first->second)
                         : answer_with_preview(first->second, request, preview);
}

std::optional<http::Response> ui_page_of_unreadable(const http::Request& request) {
  if (!only_reads(request) || !wants_html(request) || is_of_api(request.target)) {
    return std::nullopt;
  }
  const auto first = pages().find("/index.html");
  if (first == pages().end()) return std::nullopt;
  http::Response response = answer(first->second);
  response.status = 400;
  return response;
}

}  // namespace flowtime::api
