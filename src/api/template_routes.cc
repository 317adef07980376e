// Templates and the models that are generated from them.
#include <algorithm>

#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/routes.h"
#include "authoring/draft_model.h"
#include "base/ascii.h"
#include "library/template_json.h"
#include "library/template_library.h"
#include "library/template_parameters.h"
#include "registry/model_store.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kTemplateListSchema =
    R"({"type":"array","items":{"type":"object",
"required":["id","title","description","category","tags","version"],
"properties":{"id":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},
"claim":{"type":"string"},"narrative":{"type":"string"},
"category":{"type":"string"},
"tags":{"type":"array","items":{"type":"string"}},"version":{"type":"string"},
"captureKey":{"type":"string"},"itemNoun":{"type":"string"},
"whatIf":{"type":"object","required":["parameters","says"],
"properties":{"parameters":{"type":"object"},"says":{"type":"string"}}}}}})";

constexpr std::string_view kTemplateSchema = R"({"type":"object",
"required":["id","title","description","category","tags","version","parameters"],
"properties":{"id":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},
"claim":{"type":"string"},"narrative":{"type":"string"},
"tags":{"type":"array","items":{"type":"string"}},"itemNoun":{"type":"string"},
"whatIf":{"type":"object","required":["parameters","says"],
"properties":{"parameters":{"type":"object"},"says":{"type":"string"}}},
"parameters":{"type":"array","items":{"type":"object",
"required":["name","type","title","description"],
"properties":{"name":{"type":"string"},
"type":{"enum":["integer","number","boolean","string","array"]},
"title":{"type":"string"},"description":{"type":"string"},
"defaultValue":{"type":["string","array"],"description":"a scalar as text"},
"default":{"description":"the same in its own type"},
"min":{"type":"number"},"max":{"type":"number"},
"step":{"type":"number","exclusiveMinimum":0},"unit":{"type":"string"}}}}}})";

constexpr std::string_view kSourceSchema =
    R"({"type":"object","required":["id","source"],
"properties":{"id":{"type":"string"},"source":{"type":"string"}}})";

constexpr std::string_view kCategoriesSchema =
    R"({"type":"object","required":["categories"],
"properties":{"categories":{"type":"array","items":{"type":"string"}}}})";

constexpr std::string_view kRefreshedSchema = R"({"type":"object",
"required":["status","templates"],
"properties":{"status":{"const":"refreshed"},"templates":{"type":"integer"}}})";

constexpr std::string_view kGeneratedSchema = R"({"type":"object",
"required":["model","provenance","metadata","warnings","modelRef"],
"properties":{"model":{"type":"string"},
"provenance":{"type":"object","required":["generator","generatedAt","templateId",
"templateVersion","mode","modelId","parameters"]},
"metadata":{"type":"object","required":["templateId","templateTitle","templateVersion",
"schemaVersion","generator","mode","hasWindow","hasTopology","hasTelemetrySources","modelHash"]},
"warnings":{"type":"array","items":{"type":"object","required":["nodeId","code","message","bins"]}},
"modelRef":{"type":"object","required":["kind","id","version","hash"],
"properties":{"kind":{"const":0},"id":{"type":"string","pattern":"^model_[0-9a-f]{64}$"},
"version":{"type":"null"},"hash":{"type":"string"}}}}})";

constexpr std::string_view kModelsSchema =
    R"({"type":"object","required":["models"],
"properties":{"models":{"type":"array","items":{"type":"object","required":["templateId","schema",
"mode","storageRef","size","modifiedUtc","contentType","modelHash"]}}}})";

constexpr std::string_view kModelSchema =
    R"({"type":"object","required":["templateId","schema",
"mode","storageRef","size","modifiedUtc","modelHash","model"],
"properties":{"model":{"type":"string"},"size":{"type":"integer"},
"modelHash":{"type":"string","pattern":"^[0-9a-f]{64}$"}}})";

// A server without a library has no templates.
TemplateLibrary& library_of(Context& context) {
  static TemplateLibrary none;
  return context.templates ? *context.templates : none;
}

std::string category_of(const LibraryTemplate& item) {
  return item.parsed ? item.parsed->category : Template().category;
}

http::Response get_templates(const http::Request& request, Context& context) {
  const auto all = library_of(context).list();
  if (!all) return problem_response(all.problems(), request);
  const std::string category = request.query_value("category").value_or("");
  TemplateList shown;
  for (const LibraryTemplate& item : **all) {
    if (category.empty() || same_ignoring_case(category_of(item), category)) {
      shown.push_back(item);
    }
  }
  return http::json_response(template_list_json(shown));
}

http::Response get_template(const http::Request& request, Context& context) {
  const auto item = library_of(context).find_entry(request.path_value("id"));
  if (!item) return problem_response(item.problems(), request);
  return http::json_response(template_detail_json(*item));
}

http::Response source(const http::Request& request, Context& context) {
  const auto item = library_of(context).find_entry(request.path_value("id"));
  if (!item) return problem_response(item.problems(), request);
  if (item->text.empty() && !item->problems.empty()) {
    return problem_response(item->problems, request);
  }
  JsonWriter json;
  json.begin_object().member("id", item->id).member("source", item->text).end_object();
  return http::json_response(json.take());
}

http::Response categories(const http::Request& request, Context& context) {
  const auto all = library_of(context).list();
  if (!all) return problem_response(all.problems(), request);
  std::vector<std::string> names = {Template().category};
  for (const LibraryTemplate& item : **all) {
    const std::string name = category_of(item);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  JsonWriter json;
  json.begin_object().key("categories").begin_array();
  for (const std::string& name : names) json.string(name);
  json.end_array().end_object();
  return http::json_response(json.take());
}

http::Response refresh(const http::Request& request, Context& context) {
  const auto count = library_of(context).refresh();
  if (!count) return problem_response(count.problems(), request);
  JsonWriter json;
  json.begin_object().member("status", "refreshed");
  json.member("templates", static_cast<std::int64_t>(*count)).end_object();
  return http::json_response(json.take());
}

Result<std::string> generated_from_template(const http::Request& request, Context& context) {
  GenerateRequest wanted;
  FT_TRY(wanted.source, library_of(context).find(request.path_value("id")));
  FT_TRY(wanted.mode, parse_generate_mode(request.query_value("mode").value_or("")));
  FT_TRY(wanted.parameters, parameters_from_json(request.body));
  ClientObserver observer(request);
  StageClock clock(context.env, observer);
  return generate_and_store(context.env, wanted, clock);
}

http::Response generate_from_template(const http::Request& request, Context& context) {
  const auto json = generated_from_template(request, context);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

http::Response models(const http::Request& request, Context& context) {
  const auto all = list_models(context.env);
  if (!all) return problem_response(all.problems(), request);
  return http::json_response(to_json(*all));
}

http::Response newest(const http::Request& request, Context& context) {
  const auto model = newest_model(context.env, request.path_value("templateId"));
  if (!model) return problem_response(model.problems(), request);
  return http::json_response(to_json(*model));
}

Route refresh_at(std::string_view path) {
  return {.method = "POST",
          .path = path,
          .summary = "Read the templates again",
          .replies = {{200, "How many there are", {.schema = "TemplatesRefreshed"}}},
          .handle = refresh};
}

std::vector<Route> template_table() {
  const Parameter id = path_id("id", "The id of a template, in exactly this spelling.");
  return {{.method = "GET",
           .path = "/api/v1/templates",
           .summary = "List templates, by id",
           .parameters = {query("category", "Only templates of this category.")},
           .replies = {{200, "The templates", {.schema = "TemplateList"}}},
           .handle = get_templates},
          {.method = "GET",
           .path = "/api/v1/templates/categories",
           .summary = "The categories of templates",
           .replies = {{200, "Their names", {.schema = "TemplateCategories"}}},
           .handle = categories},
          {.method = "GET",
           .path = "/api/v1/templates/{id}",
           .summary = "One template with its parameters",
           .parameters = {id},
           .replies = {{200, "The template", {.schema = "Template"}}},
           .handle = get_template},
          {.method = "GET",
           .path = "/api/v1/templates/{id}/source",
           .summary = "The text of a template",
           .parameters = {id},
           .replies = {{200, "The text", {.schema = "TemplateSource"}}},
           .handle = source},
          {.method = "POST",
           .path = "/api/v1/templates/{id}/generate",
           .summary = "Fill in a template and keep the model; unknown parameters "
                      "are warnings",
           .parameters = {id, query("mode", "What the model is for; else what the template says."),
                          query("embed_provenance", "Accepted and without effect.")},
           .body = {{.example = R"({"bins":12})"}},
           .replies = {{200, "The model", {.schema = "GeneratedModel"}}},
           .handle = generate_from_template},
          refresh_at("/api/v1/templates/refresh"),
          refresh_at("/v1/templates/refresh")};
}

}  // namespace

Resource template_routes() {
  return {.name = "Templates",
          .about =
              "Templates are models with holes; the server carries some "
              "and reads a folder.",
          .routes = template_table(),
          .schemas = {{"TemplateList", kTemplateListSchema},
                      {"Template", kTemplateSchema},
                      {"TemplateSource", kSourceSchema},
                      {"TemplateCategories", kCategoriesSchema},
                      {"TemplatesRefreshed", kRefreshedSchema},
                      {"GeneratedModel", kGeneratedSchema}}};
}

Resource stored_model_routes() {
  return {.name = "Generated models",
          .about = "What was generated from templates and drafts, kept under its hash.",
          .routes = {{.method = "GET",
                      .path = "/api/v1/models",
                      .summary = "List generated models, newest first",
                      .replies = {{200, "The models", {.schema = "StoredModels"}}},
                      .handle = models},
                     {.method = "GET",
                      .path = "/api/v1/models/{templateId}",
                      .summary = "The newest model of a template",
                      .parameters = {path_text("templateId", "The id of a template or draft.")},
                      .replies = {{200, "The model", {.schema = "StoredModel"}}},
                      .handle = newest}},
          .schemas = {{"StoredModels", kModelsSchema}, {"StoredModel", kModelSchema}}};
}

}  // namespace flowtime::api
