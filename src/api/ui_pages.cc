// The files are part of the program. Their compressed forms, types and tags are made once, on the
// first request; after that a page costs a look-up. Those of a folder are read for each request.
#include "api/ui_pages.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "api/base_path.h"
#include "api/query_values.h"
#include "api/ui_files.h"
#include "http/compression.h"
#include "http/etag.h"
#include "sys/env.h"
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
constexpr const char* kFirst = "/index.html";
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

Page page_of(std::string_view path, std::string_view bytes) {
  return {std::make_shared<http::KeptBody>(std::string(bytes)), type_of(path), etag_of(bytes),
          path.starts_with("/assets/"), path == kOneFile ? kOneFilePolicy : kContentPolicy};
}

const std::map<std::string, Page, std::less<>>& pages() {
  static const std::map<std::string, Page, std::less<>> all = [] {
    std::map<std::string, Page, std::less<>> made;
    for (const UiFile& file : ui_files()) {
      made.emplace(file.path, page_of(file.path, file.bytes));
    }
    return made;
  }();
  return all;
}

// A link is not a page, wherever it leads; neither is what cannot be read, nor a pipe, which would
// keep the reader waiting.
std::optional<Page> page_in(Env& folder, const std::string& path) {
  const std::string name = path.substr(std::min<std::size_t>(path.size(), 1));
  if (name.empty() || !is_relative_path(name)) return std::nullopt;
  const Result<std::string> inside = folder.confined(name);
  if (!inside || *inside != name) return std::nullopt;
  const Result<FileInfo> info = folder.info(name);
  if (!info || info->kind != FileKind::kFile) return std::nullopt;
  const Result<std::string> bytes = folder.read_file(name);
  if (!bytes) return std::nullopt;
  return page_of(path, *bytes);
}

std::optional<Page> page_at(const std::string& path, Env* folder) {
  if (folder != nullptr) return page_in(*folder, path);
  const auto found = pages().find(path);
  if (found == pages().end()) return std::nullopt;
  return found->second;
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

// "/runs/{id}/..." and "/compare?runs=a,b": the picture that stands for the page elsewhere. Ids
// have no character that would end an attribute.
std::string preview_path(const http::Request& request, const http::Target& target) {
  if (target.segments.size() >= 2 && target.segments[0] == "runs" && is_id(target.segments[1])) {
    return "/v1/runs/" + target.segments[1] + "/card.png";
  }
  if (target.segments.size() != 1 || target.segments[0] != "compare") return "";
  const std::vector<std::string> runs = query_list(request, "runs");
  if (runs.size() != 2 || !is_id(runs[0]) || !is_id(runs[1])) return "";
  return "/v1/compare/card.png?runs=" + runs[0] + "," + runs[1];
}

// Without a safe address the page has no preview, and is the page all the same.
void add_preview(std::string& text, const http::Request& request, const std::string& path) {
  const std::string_view host = request.headers.get("Host");
  const std::string_view scheme =
      request.headers.get("X-Forwarded-Proto") == "https" ? "https://" : "http://";
  const std::size_t head = text.find("</head>");
  if (path.empty() || head == std::string::npos || !is_plain_authority(host)) return;
  const std::string address = std::string(scheme) + std::string(host) + request.base_path + path;
  text.insert(head, "<meta property=\"og:image\" content=\"" + address +
                        "\">\n  <meta property=\"og:image:width\" content=\"1200\">\n"
                        "  <meta property=\"og:image:height\" content=\"630\">\n"
                        "  <meta name=\"twitter:card\" content=\"summary_large_image\">\n");
}

// What the page finds its files and the API by.
void write_base(std::string& text, const std::string& base_path) {
  constexpr std::string_view kRoot = "<base href=\"/";
  const std::size_t at = text.find(kRoot);
  if (at != std::string::npos) text.insert(at + kRoot.size() - 1, base_path);
}

// The first page as the client sees it: below its base path, with the preview image of what it
// shows.
http::Response first_page(const Page& page, const http::Request& request,
                          const std::string& preview) {
  http::Response response = answer(page);
  response.headers.add("Vary", "X-Forwarded-Prefix, X-Forwarded-Proto");
  std::string text = page.body->bytes();
  write_base(text, request.base_path);
  add_preview(text, request, preview);
  if (text == response.body) return response;
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

// "/flowtime" without the '/' behind it: the page would take it for one of its own addresses.
bool is_bare_base(const http::Request& request) {
  const std::string_view target = request.target;
  return !request.base_path.empty() && target.substr(0, target.find('?')) == request.base_path;
}

http::Response to_first_page(const http::Request& request) {
  http::Response response{.status = 303, .content_type = ""};
  response.headers.add("Location", target_below(request.base_path, request.target));
  return response;
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

Result<Done> check_ui_folder(const std::string& folder) {
  if (folder.empty() || page_in(*posix_env(folder), kFirst)) return Done{};
  return Problem{
      .code = "ui_dir_without_pages",
      .message = "the folder '" + folder + "' has no index.html to serve",
      .remedy = "Build the pages with `npm run build` in ui/, and give --ui-dir ui/dist."};
}

std::optional<http::Response> ui_page(const http::Request& request, const http::Target& target,
                                      Env* folder) {
  if (!only_reads(request)) return std::nullopt;
  std::string path;
  for (const std::string& segment : target.segments) path += "/" + segment;
  const std::optional<Page> page = page_at(path, folder);
  if (page && path != kFirst) return answer(*page);
  const bool is_api =
      !target.segments.empty() && (target.segments[0] == "v1" || target.segments[0] == "api");
  // A client that asks for data at a wrong address gets a problem document, not a page.
  if (is_api || (!target.segments.empty() && !page && !wants_html(request))) return std::nullopt;
  const std::optional<Page> first = page_at(kFirst, folder);
  if (!first) return std::nullopt;
  if (is_bare_base(request)) return to_first_page(request);
  return first_page(*first, request, preview_path(request, target));
}

std::optional<http::Response> ui_page_of_unreadable(const http::Request& request, Env* folder) {
  const std::string target = target_below(request.base_path, request.target);
  if (!only_reads(request) || !wants_html(request) || is_of_api(target)) return std::nullopt;
  const std::optional<Page> first = page_at(kFirst, folder);
  if (!first) return std::nullopt;
  http::Response response = first_page(*first, request, "");
  response.status = 400;
  return response;
}

}  // namespace flowtime::api
