// Telemetry: measured data that is brought in.
// Two forms of one request: the data as the body with options in the query, or JSON around both.
// The options are the rows of import_settings(), so route, command line and importer know the same
// ones.
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/upload.h"
#include "http/json_body.h"
#include "telemetry/import_settings.h"
#include "telemetry/import_store.h"

namespace flowtime::api {
namespace {

constexpr const char* kZones = "/usr/share/zoneinfo";

constexpr std::string_view kImportedSchema = R"({"type":"object","required":["id","file","format",
"reading","grid","columns","gaps","gapCount","missingBins","missingMinutes","duplicates","offGrid",
"resets","clockSteps","rows","samples","totals","remarks"],
"properties":{"id":{"type":"string"},"file":{"type":"string"},
"format":{"enum":["csv","prometheus","openmetrics","jsonl"]},
"reading":{"type":"object","additionalProperties":{"type":"string"}},
"grid":{"type":"object","required":["bins","binSize","binUnit","startUtc","endUtc"]},
"columns":{"type":"array","items":{"type":"object",
"required":["name","kind","samples","missingBins","totals","hash"]}},
"gaps":{"type":"array","items":{"type":"object",
"required":["column","fromBin","toBin","bins","fromUtc","toUtc","minutes"]}},
"gapCount":{"type":"integer","minimum":0},"missingBins":{"type":"integer","minimum":0},
"missingMinutes":{"type":"number","minimum":0},"duplicates":{"type":"integer","minimum":0},
"offGrid":{"type":"integer","minimum":0},"resets":{"type":"integer","minimum":0},
"clockSteps":{"type":"integer","minimum":0},"rows":{"type":"integer","minimum":0},
"samples":{"type":"integer","minimum":0},
"totals":{"type":"object","required":["before","after","conserved"]},
"remarks":{"type":"array","items":{"type":"object","required":["what","line","column","time"]}}}})";

constexpr std::string_view kImportContentSchema = R"({"type":"object","required":["content"],
"properties":{"content":{"type":"string"},"fileName":{"type":"string"},"id":{"type":"string"},
"overwrite":{"type":"boolean"},"options":{"type":"object",
"description":"the parameters of the query, for example timezone"}}})";

constexpr std::string_view kTableExample =
    "time,requests\n2026-01-01T00:00:00Z,5\n2026-01-01T00:01:00Z,6\n";

// What is posted: the data itself with options in the query, or a JSON object around both.
struct Posted {
  std::string content;  // unless an upload has it
  ImportRequest request;
};

Result<Posted> posted_object(const JsonObject& body) {
  Posted posted;
  posted.content = body.text("content").value_or("");
  posted.request.file = body.text("fileName").value_or("upload");
  posted.request.id = body.text("id").value_or("");
  posted.request.overwrite = body.boolean("overwrite").value_or(false);
  const auto given = body.object("options");
  FT_TRY(posted.request.options,
         import_options_of(
             [&](const ImportSetting& setting) -> std::vector<std::string> {
               if (!given || !given->has(setting.query)) return {};
               if (setting.repeats && given->json(setting.query).starts_with('[')) {
                 return given->texts(setting.query).value_or(std::vector<std::string>{});
               }
               return {given->text(setting.query).value_or("")};
             },
             [](const ImportSetting& setting) { return "options." + std::string(setting.query); }));
  if (!body.problems().empty()) return body.problems();
  return posted;
}

Result<Posted> posted_data(const http::Request& request) {
  Posted posted;
  posted.content = request.body;
  posted.request.file = request.query_value("fileName").value_or("upload");
  posted.request.id = request.query_value("id").value_or("");
  posted.request.overwrite = request.query_value("overwrite").value_or("") == "true";
  FT_TRY(posted.request.options,
         import_options_of(
             [&](const ImportSetting& setting) { return request.query_values(setting.query); },
             [](const ImportSetting& setting) { return std::string(setting.query); }));
  return posted;
}

// A JSON object is read as a whole; lines of them are not.
bool is_json(const http::Request& request) {
  const std::string_view type = request.headers.get("Content-Type");
  return type.find("json") != std::string::npos && type.find("ndjson") == std::string::npos;
}

std::shared_ptr<http::BodyStore> import_store(const http::Request& request, Context& context) {
  if (is_json(request)) return nullptr;
  return std::make_shared<Upload>(context.env, context.uploaded);
}

// The route stores bodies as uploads and nothing else.
Result<std::unique_ptr<ByteSource>> source_of(const http::Request& request, const Posted& posted) {
  if (!request.stored_body) return text_source(posted.content);
  return static_cast<const Upload&>(*request.stored_body).read();
}

Result<Posted> posted_import(const http::Request& request) {
  if (is_json(request) && !request.stored_body) {
    const auto body = JsonObject::parse(request.body);
    if (body && body->has("content")) {
      // Read again with the request's shape, which refuses members that the route does not know.
      FT_TRY(const JsonObject known, JsonObject::parse(request));
      return posted_object(known);
    }
  }
  return posted_data(request);
}

http::Response post_import(const http::Request& request, Context& context) {
  const auto posted = posted_import(request);
  if (!posted) return problem_response(posted.problems(), request);
  const auto zones = posix_env(kZones);
  const auto source = source_of(request, *posted);
  if (!source) return problem_response(source.problems(), request);
  const auto stored = store_import(context.env, **source, posted->request, zones.get());
  if (!stored) return problem_response(stored.problems(), request);
  // The same content under the same id is no second import.
  http::Response response = http::json_response(stored->json, stored->was_reused ? 200 : 201);
  response.headers.add("Location", "/v1/telemetry/imports/" + stored->id);
  return response;
}

http::Response get_import(const http::Request& request, Context& context) {
  auto json = read_import_json(context.env, request.path_value("importId"));
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(std::move(*json));
}

std::vector<Parameter> import_parameters() {
  std::vector<Parameter> parameters{
      query("fileName", "What the data is called in messages."),
      query("id", "The id of the import; else derived from its content."),
      query("overwrite", "Replace an import of this id.", Parameter::Type::kBoolean)};
  for (const ImportSetting& setting : import_settings()) {
    parameters.push_back(query(setting.query, setting.help));
  }
  return parameters;
}

}  // namespace

Resource import_routes() {
  return {.name = "Imports",
          .about = "Measured data, aligned to bins, with a report of its quality.",
          .routes = {{.method = "POST",
                      .path = "/v1/telemetry/imports",
                      .summary = "Bring in measured data",
                      .parameters = import_parameters(),
                      .body = {{.type = "text/csv", .example = kTableExample},
                               {.type = "application/openmetrics-text"},
                               {.type = "application/x-ndjson"},
                               {.schema = "ImportContent"}},
                      .replies = {{201, "Imported", {.schema = "Imported"}},
                                  {200, "The same was there already", {.schema = "Imported"}}},
                      .handle = post_import,
                      .store = import_store},
                     {.method = "GET",
                      .path = "/v1/telemetry/imports/{importId}",
                      .summary = "The report of an import",
                      .parameters = {path_id("importId", "The id of an import.")},
                      .replies = {{200, "The report", {.schema = "Imported"}}},
                      .handle = get_import}},
          .schemas = {{"Imported", kImportedSchema}, {"ImportContent", kImportContentSchema}}};
}

}  // namespace flowtime::api
