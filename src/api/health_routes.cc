// Liveness, readiness, and what this server is.
// Health is answered on the I/O thread, so it is right even while all workers are busy. The
// document joins what two former services said of themselves; clients of both find their members.
#include <utility>

#include "api/problem_response.h"
#include "api/router.h"
#include "api/routes.h"
#include "catalog/search_limits.h"
#include "host/memory_budget.h"
#include "http/http_limits.h"
#include "plan/limits.h"
#include "series/time_grid.h"
#include "telemetry/byte_source.h"
#include "telemetry/import_options.h"
#include "template/limits.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

void text_list(JsonWriter& json, std::string_view name, std::initializer_list<const char*> texts) {
  json.key(name).begin_array();
  for (const char* text : texts) json.string(text);
  json.end_array();
}

void write_limits(JsonWriter& json, const Limits& limits) {
  json.key("limits").begin_object();
  json.member("maxBodyBytes", static_cast<std::int64_t>(http::kMaxBodyBytes));
  json.member("maxYamlSize", static_cast<std::int64_t>(http::kMaxBodyBytes));
  json.member("maxYamlDepth", kMaxYamlDepth);
  json.member("maxBins", static_cast<std::int64_t>(kMaxBins));
  json.member("maxNodes", static_cast<std::int64_t>(kMaxNodes));
  json.member("maxExpressionDepth", static_cast<std::int64_t>(kMaxExprDepth));
  json.member("maxCellsPerRun", limits.cells_per_run);
  const std::pair<const char*, std::size_t> counts[] = {
      {"maxSeries", kMaxSeries},
      {"maxTopologyNodes", kMaxTopologyNodes},
      {"maxEdges", kMaxEdges},
      {"maxConstraints", kMaxConstraints},
      {"maxClasses", kMaxClasses},
      {"maxRoutes", kMaxRoutes},
      {"maxOutputs", kMaxOutputs},
      {"maxParameters", kMaxParameters},
      {"maxPlaceholders", kMaxPlaceholders},
      {"maxSearchWords", kMaxSearchWords},
      {"maxBodiesBytes", http::kMaxBodiesBytes},
      {"maxUploadBytes", http::kMaxUploadBytes},
      {"maxUploadsBytes", http::kMaxUploadsBytes},
      {"maxImportLineBytes", LineReader::kMaxLine},
      {"maxImportBinsBytes", ImportOptions().most_bytes},
      {"maxMemoryPerRequest", static_cast<std::size_t>(kMaxMemoryPerRequest)},
      {"maxMemoryForAll", static_cast<std::size_t>(kMaxMemoryForAll)}};
  for (const auto& [name, value] : counts) json.member(name, static_cast<std::int64_t>(value));
  // The largest seed that models may have, as 32-bit clients know it.
  json.member("maxSeed", std::int64_t{2147483647});
  text_list(json, "supportedArrivalKinds", {"constant", "poisson"});
  text_list(json, "supportedRngTypes", {"pcg32"});
  json.member("maxSettings", static_cast<std::int64_t>(kMaxSettings));
  json.member("maxConnections", static_cast<std::int64_t>(http::kMaxConnections));
  json.end_object();
}

// "1.02:03:04": days, hours, minutes, seconds.
std::string duration_text(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  const auto two_digits = [](std::int64_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
  };
  const std::string days = seconds >= kDay ? std::to_string(seconds / kDay) + "." : "";
  return days + two_digits(seconds % kDay / kHour) + ":" + two_digits(seconds % kHour / kMinute) +
         ":" + two_digits(seconds % kMinute);
}

void write_endpoints(JsonWriter& json, const Context& context) {
  json.key("availableEndpoints").begin_array();
  for (const Resource& resource : context.router->resources()) {
    for (const Route& route : resource.routes) {
      json.string(std::string(route.method) + " " + std::string(route.path));
    }
  }
  json.end_array();
}

// What the two services that clients knew before told of themselves besides. Directories are named
// from the data root: where that is on the machine is not for clients.
void write_for_older_clients(JsonWriter& json, const Context& context, const std::string& uptime) {
  constexpr const char* kArchitecture = sizeof(void*) == 8 ? "64-bit" : "32-bit";
  json.member("dataDirectory", ".");
  json.key("dependencies").begin_object().member("dotNetVersion", "none");
  json.member("runtimeIdentifier", "linux").key("packages").begin_object().end_object();
  json.end_object();
  json.key("runtime").begin_object().member("startTime", format_moment(context.started_unix_ms));
  json.member("uptime", uptime).member("platform", "linux");
  json.member("architecture", kArchitecture).member("frameworkVersion", context.version.compiler);
  json.end_object();
  json.key("system").begin_object().member("platform", "linux");
  json.member("architecture", kArchitecture).end_object();
  json.key("health").begin_object().member("status", "healthy");
  json.member("lastCheckTime", format_moment(context.env.now_unix_ms()));
  json.key("details").begin_object().member("dataDirectory", ".");
  json.member("runsDirectory", "runs").member("modelsDirectory", "models").end_object();
  json.end_object();
  write_endpoints(json, context);
}

std::string health_document(Context& context) {
  const std::int64_t now_ns = context.env.monotonic_ns();
  const ProgramVersion& version = context.version;
  JsonWriter json;
  json.begin_object().member("status", "ok");
  json.member("serviceName", "FlowTime").member("service", "flowtime").member("apiVersion", "v1");
  json.member("version", version.version);
  json.key("build").begin_object().member("version", version.version);
  json.member("commitHash", version.commit).key("buildTime").null();
  json.member("environment", "production").member("compiler", version.compiler).end_object();
  json.member("startTime", format_moment(context.started_unix_ms));
  json.member("timestamp", format_moment(context.env.now_unix_ms()));
  const std::string uptime = duration_text((now_ns - context.started_ns) / 1'000'000'000);
  json.member("uptime", uptime).member("environment", "production");
  json.key("capabilities").begin_object();
  text_list(json, "supportedFormats", {"json", "yaml", "csv", "ndjson"});
  text_list(json, "features",
            {"grid-evaluation", "expression-parsing", "artifact-generation", "series-endpoints",
             "deterministic-rng", "run-orchestration"});
  write_limits(json, context.limits);
  json.end_object();
  write_for_older_clients(json, context, uptime);
  json.key("templateWarnings").begin_object().end_object();
  json.end_object();
  return json.take();
}

http::Response health(const http::Request&, Context& context) {
  http::Response response = http::json_response(health_document(context));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

// Asked when workers may all be at work, so that no worker is needed.
std::optional<http::Response> health_at_once(const http::Request& request, Context& context) {
  return health(request, context);
}

// Ready: the data root can be listed.
http::Response ready(const http::Request& request, Context& context) {
  const auto runs = context.env.list("");
  // A data root that does not exist yet is fine: the first run makes it.
  if (!runs && !failed_with(runs.problems(), io_codes::kNotFound)) {
    return problem_response(runs.problems(), 503, request);
  }
  http::Response response = http::json_response(R"({"status":"ready"})");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

std::optional<http::Response> ready_at_once(const http::Request& request, Context& context) {
  return ready(request, context);
}

Route health_at(std::string_view path) {
  return {.method = "GET",
          .path = path,
          .summary = "What this server is, and that it is alive",
          .parameters = {{.name = "detailed", .about = "Accepted and without effect."},
                         {.name = "include-details", .about = "Accepted and without effect."}},
          .replies = {{.status = 200, .about = "It is alive", .content = {.schema = "Health"}}},
          .handle = health,
          .at_once = health_at_once,
          .is_open = true};
}

}  // namespace

Resource health_routes() {
  return {
      .name = "Health",
      .about = "All health paths answer the same document; readiness is a question of its own.",
      .routes = {
          health_at("/healthz"),
          health_at("/v1/healthz"),
          health_at("/api/v1/healthz"),
          {.method = "GET",
           .path = "/readyz",
           .summary = "Whether requests can be served now",
           .replies = {{.status = 200, .about = "They can", .content = {.schema = "Readiness"}}},
           .handle = ready,
           .at_once = ready_at_once,
           .is_open = true}}};
}

}  // namespace flowtime::api
