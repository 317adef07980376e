// Runs: create, list, read.
// POST makes runs by way of the queue (run_submission.h); GET of one run is answered from the cache
// of envelopes, on the I/O thread where it is ready, compressed form included.
#include "api/envelope_cache.h"
#include "api/problem_response.h"
#include "api/request_schemas.h"
#include "api/routes.h"
#include "api/run_request_json.h"
#include "api/run_submission.h"
#include "api/schemas.h"
#include "base/ascii.h"
#include "base/number_text.h"
#include "http/etag.h"
#include "http/json_body.h"
#include "lifecycle/run_list.h"
#include "sys/ids.h"

namespace flowtime::api {
namespace {

constexpr auto kRequestSchema = joined(
    R"({"type":"object","properties":{"templateId":{"type":"string"},
"model":{"type":"string","description":"the text of a model, instead of a template"},
)",
    kRunSettingsMembers, R"(,
"bundleRef":{"type":"object","properties":{"kind":{"const":"run"},"id":{"type":"string"},
"version":{},"hash":{}}}}})");

http::Response response_of(const KeptEnvelope& envelope) {
  http::Response response = http::json_response(envelope.json->bytes());
  response.kept = envelope.json;
  response.etag = envelope.etag;
  return response;
}

http::Response stored_run(const std::string& run_id, const http::Request& request,
                          Context& context) {
  const auto kept = context.envelopes.get(context.env, run_id);
  if (!kept) return problem_response(kept.problems(), request);
  return response_of(**kept);
}

// Compressing is work for others; what they have done is kept.
// The I/O thread serves every connection: an answer that would have to be compressed first is left
// to a worker, and is ready here the next time.
std::optional<http::Response> kept_run(const http::Request& request, Context& context) {
  const auto kept = context.envelopes.at_once(context.env, request.path_value("runId"));
  if (!kept) return std::nullopt;
  if (!kept->json->is_ready(http::accepted_coding(request.headers.get("Accept-Encoding")))) {
    return std::nullopt;
  }
  return response_of(*kept);
}

// Older clients hand back the reference that a created run carries.
http::Response referenced_run(const JsonObject& reference, const http::Request& request,
                              Context& context) {
  const std::string id = reference.text("id").value_or("");
  if (const auto valid = check_id(id, "bundleRef.id"); !valid) {
    return problem_response(valid.problems(), request);
  }
  return stored_run(id, request, context);
}

http::Response post_run(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto reference = body->object("bundleRef");
  // Such a body makes nothing: it asks for the run it refers to.
  if (reference && !body->has("templateId")) {
    return referenced_run(*reference, request, context);
  }
  auto wanted = run_request_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  return submit_run(request, context, std::move(*wanted));
}

http::Response get_run(const http::Request& request, Context& context) {
  return stored_run(request.path_value("runId"), request, context);
}

Result<std::int64_t> positive(const http::Request& request, std::string_view name,
                              std::int64_t otherwise) {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  const auto value = parse_integer(*text);
  if (value && *value > 0) return static_cast<std::int64_t>(*value);
  return Problem{
      .code = "invalid_query",
      .message = "The parameter '" + std::string(name) + "' must be an integer greater than 0.",
      .remedy = "The first page is 1; a page holds up to 200 runs."};
}

Result<std::optional<bool>> has_warnings(const http::Request& request) {
  const auto text = request.query_value("hasWarnings");
  if (!text) return std::optional<bool>{};
  if (same_ignoring_case(*text, "true")) return std::optional<bool>{true};
  if (same_ignoring_case(*text, "false")) return std::optional<bool>{false};
  return Problem{.code = "invalid_query",
                 .message = "The parameter 'hasWarnings' must be 'true' or 'false'.",
                 .remedy = "Leave it out to list runs with and without warnings."};
}

Result<RunQuery> query_of(const http::Request& request) {
  RunQuery query;
  query.mode = request.query_value("mode").value_or("");
  query.template_id = request.query_value("templateId").value_or("");
  query.search = request.query_value("q").value_or("");
  FT_TRY(query.has_warnings, has_warnings(request));
  for (const char* filter : kRunFilters) {
    FT_RETURN_IF_PROBLEM(set_filter(query, filter, request.query_value(filter).value_or("")));
  }
  FT_TRY(query.page, positive(request, "page", query.page));
  FT_TRY(query.page_size, positive(request, "pageSize", query.page_size));
  return query;
}

// The same question to the same catalog has the same answer.
// The revision of the catalog rises with every change of what it lists.
std::string etag_of_page(const RunPage& page, const http::Request& request) {
  return etag_of(std::to_string(page.revision) + " " + request.target);
}

http::Response get_runs(const http::Request& request, Context& context) {
  auto query = query_of(request);
  if (!query) return problem_response(query.problems(), request);
  RunObserver observer;
  const auto page = find_runs(context.host(observer), std::move(*query));
  if (!page) return problem_response(page.problems(), request);
  http::Response response = http::json_response(to_json(*page, JsonWriter::Layout::kCompact));
  response.etag = etag_of_page(*page, request);
  return response;
}

Route create_at(std::string_view path) {
  using In = Parameter::In;
  return {.method = "POST",
          .path = path,
          .summary = "Create a run from a template or a model",
          .parameters = {{.name = "Prefer",
                          .in = In::kHeader,
                          .about = "respond-async: answer 202 with a job at once."},
                         {.name = "Idempotency-Key",
                          .in = In::kHeader,
                          .about = "The same key and body get the same answer."}},
          .body = {{.schema = "RunRequest",
                    .example = R"({"templateId":"order-system","parameters":{"bins":12}})"}},
          .replies = {{201, "Created", {.schema = "Run"}},
                      {200, "Reused, planned (dry run) or referred to", {.schema = "Run"}},
                      {202, "Accepted: a job works on it", {.schema = "Job"}}},
          .handle = post_run};
}

}  // namespace

Resource run_routes() {
  using Type = Parameter::Type;
  std::vector<NamedSchema> schemas = run_schemas();
  schemas.insert(schemas.begin(), {"RunRequest", view_of(kRequestSchema)});
  for (const NamedSchema& schema : judgement_schemas()) schemas.push_back(schema);
  return {.name = "Runs",
          .about = "A run is one stored evaluation; every client gets the same envelope.",
          .routes = {create_at("/v1/runs"),
                     create_at("/api/v1/orchestration/runs"),
                     {.method = "GET",
                      .path = "/v1/runs",
                      .summary = "List and search runs",
                      .parameters =
                          {query("mode", "simulation or telemetry, in any case."),
                           query("templateId", "Runs of one template, in any case."),
                           query("hasWarnings", "true or false.", Type::kBoolean),
                           query("q", "Words that id, template, parameters or findings contain."),
                           query("verdict", "good, warning or critical; several with commas."),
                           query("kind",
                                 "Of the headline: retryStorm, loss, overload, "
                                 "... (Finding); several with commas."),
                           query("contentHash", "Runs of this content."),
                           query("tag", "Runs with this tag."),
                           query("sort",
                                 "created (newest first), harmed (most first) or "
                                 "verdict (worst first, then harmed)."),
                           query("page", "From 1.", Type::kInteger),
                           query("pageSize", "50 if not given, at most 200.", Type::kInteger)},
                      .replies = {{200, "One page of them", {.schema = "RunPage"}}},
                      .handle = get_runs},
                     {.method = "GET",
                      .path = "/v1/runs/{runId}",
                      .summary = "One run",
                      .parameters = {path_id("runId", "The run.")},
                      .replies = {{200, "Its envelope", {.schema = "Run"}}},
                      .handle = get_run,
                      .at_once = kept_run}},
          .schemas = std::move(schemas)};
}

}  // namespace flowtime::api
