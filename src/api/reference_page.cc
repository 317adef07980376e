#include <algorithm>
#include <map>

#include "api/openapi.h"
#include "problems/catalogue.h"

namespace flowtime::api {
namespace {

constexpr const char* kIntroduction =
    R"(# HTTP reference

`flowtime serve` answers on `127.0.0.1:8081` and `[::1]:8081`; every listener answers every route.
This page is made from the table of routes (`FT_UPDATE=1` with the test `HttpReference` writes it);
the same as OpenAPI 3.1: `GET /openapi.json`.

- JSON bodies are read with names in any case; numbers may come as text. Answers carry the full
  double.
- `HEAD` and `OPTIONS` are answered wherever `GET` is; another method gives 405 with `Allow`.
- Every answer has an `X-Request-Id`: the one that was sent, or a new one.
- Answers to `GET` have an `ETag`; `If-None-Match` gives 304. Health, jobs and studies change by
  themselves: they have none and say `no-store`. Bodies of 1 KiB and more are compressed
  with `br` or `gzip` where `Accept-Encoding` allows. What is sent while it is made, such as windows
  (`state_window`), is packed as `gzip` only; archives and events are not compressed.
- `POST /v1/runs` answers 201 for a new run, 200 for a reused one or a dry run, and 202 with a job
  under `Prefer: respond-async`. A full queue gives 429 with `Retry-After`.
- A run says what it is: `verdict`, `headline` (a `Finding`: the figures and their sentence) and all
  ranked findings in `judgement`; null where there is nothing to judge. Lists have verdict, headline
  and thumbnail of each run, narrow by `verdict`, `kind` and `contentHash` and order by `sort`. What a
  `Finding` has: `schemas/http/Finding.schema.json`.
- Findings of the family `health` are among the `warnings` of a run and counted in `health`, beside
  `warningCount`. They stop nothing unless `options.failOn` is `health`: then a critical run is
  refused with its headline. `options.thresholds` judges by other limits:
  `{"wait":{"critical":2},"overlay":"off"}`.
- A new run names earlier ones of the same content in `sameContentAs`; with `options.reuse` the newest
  intact one is the answer (200, `wasReused`).
- With a token (`FLOWTIME_API_TOKEN`) every route but the health ones asks for
  `Authorization: Bearer <token>`, or the cookie that the start URL sets in a browser.
- `Host` must name a listener or loopback; pages of other origins need `--allow-origin`.
- With `--base-path` every route answers with that path before it and without it; `Location` has the
  path, or that of the field `X-Forwarded-Prefix` of a proxy.
- A body with a member that the route does not know is refused (`unknown_member`) with the nearest
  name. Bodies are not encoded (`Content-Encoding`: 415), and a head that would be refused is refused
  before its body is read. How large a body, model or template may be is in `capabilities.limits` of
  `/healthz`.

## Problems

A request that fails is answered as `application/problem+json`:

```json
{"type":"urn:flowtime:problem:run_not_found","title":"Not Found","status":404,
 "detail":"...","code":"run_not_found","error":"...",
 "errors":[{"path":"","line":0,"column":0,"code":"run_not_found","message":"...","remedy":"..."}],
 "requestId":"..."}
```

`code` is stable; `path` is a JSON pointer into the body, `line` and `column` count from 1 in a model
or template. [error-codes.md](error-codes.md) says of each code what it means and what to do.

400 is for whatever the client sent, 404 for what the address or the body names as a thing of its own
(a run, a template, a draft). A name inside a model, an expectation or a study is part of what was
sent: the codes marked \* are 400 where a body has them. 422 is for what can be read but gives
nothing that may be stored: captures that are missing or damaged, and runs that the request's own
`failOn: expectation` or `failOn: health` refuses (`expectation_failed`, `health_*`). Codes have the
status 400, the client's mistake, except these:

| status | codes |
|---|---|
)";

std::string anchor_free(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string status_table() {
  std::map<int, std::string> codes;
  for (const problems::ProblemRow& row : problems::rows()) {
    // The usual status needs no row.
    if (row.status == 400) continue;
    std::string& of_status = codes[row.status];
    of_status += (of_status.empty() ? "" : ", ") + anchor_free(row.code) +
                 (problems::status_of_body(row.code) == row.status ? "" : "\\*");
  }
  std::string text;
  for (const auto& [status, list] : codes) {
    text += "| " + std::to_string(status) + " | " + list + " |\n";
  }
  return text;
}

std::string content_text(const Content& content) {
  std::string text = anchor_free(content.type);
  if (!content.schema.empty()) text += " " + std::string(content.schema);
  return text;
}

// "runId" -> "RUN_ID"
std::string shouted(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper) text += '_';
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

// "/v1/runs/{runId}/state" -> "/v1/runs/RUN_ID/state?binIndex=0"
std::string sample_target(const Route& route) {
  std::string target;
  std::string_view rest = route.path;
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    const std::size_t close = rest.find('}', open);
    target += rest.substr(0, open);
    if (open == rest.size()) break;
    // The examples of docs/http-api.md are run by a test, which fills these names in.
    target += shouted(rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
  char mark = '?';
  for (const Parameter& parameter : route.parameters) {
    if (parameter.in != Parameter::In::kQuery || !parameter.required) continue;
    target += mark + std::string(parameter.name) + "=0";
    mark = '&';
  }
  return target;
}

// 'text' for a shell.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string curl_line(const Route& route) {
  std::string line = "curl ";
  if (route.method != "GET" && (route.method != "POST" || route.body.empty())) {
    line += "-X " + std::string(route.method) + " ";
  }
  line += quoted("http://127.0.0.1:8081" + sample_target(route));
  if (route.body.empty()) return line;
  const Content& body = route.body.front();
  return line + " -H " + quoted("Content-Type: " + std::string(body.type)) + " --data-binary " +
         quoted(body.example);
}

std::string route_text(const Route& route) {
  std::string text = "### `" + std::string(route.method) + " " + std::string(route.path) + "`\n\n" +
                     std::string(route.summary) + ".\n\n```\n" + curl_line(route) + "\n```\n\n";
  for (const Parameter& parameter : route.parameters) {
    text += "- " + std::string(place_of(parameter.in)) + " `" + std::string(parameter.name) + "`";
    if (!parameter.about.empty()) text += ": " + std::string(parameter.about);
    text += "\n";
  }
  for (const Content& content : route.body) text += "- body: " + content_text(content) + "\n";
  for (const Reply& reply : route.replies) {
    text += "- " + std::to_string(reply.status) + ": " + std::string(reply.about);
    if (reply.status < 400 && reply.status != 204) text += " (" + content_text(reply.content) + ")";
    text += "\n";
  }
  return text + "\n";
}

}  // namespace

std::string reference_page(const std::vector<Resource>& resources) {
  std::string text = kIntroduction + status_table();
  for (const Resource& resource : resources) {
    text += "\n## " + std::string(resource.name) + "\n\n" + std::string(resource.about) + "\n\n";
    for (const Route& route : resource.routes) text += route_text(route);
    text.pop_back();
  }
  return text;
}

}  // namespace flowtime::api
