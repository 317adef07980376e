// Drafts: templates in the making, kept by the server or sent along.
// Two kinds of routes: drafts that are kept (list, read, replace, delete), and uses of a draft that
// is kept or sent along (validate, generate, run, map a profile). resolve_draft makes one text of
// both.
#include "api/authoring_body.h"
#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/request_schemas.h"
#include "api/routes.h"
#include "api/run_request_json.h"
#include "api/run_submission.h"
#include "authoring/draft_map_profile.h"
#include "authoring/draft_model.h"
#include "authoring/draft_store.h"
#include "http/json_body.h"
#include "library/template_parameters.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kDraftSchema = R"({"type":"object",
"required":["draftId","storageRef","content","contentHash","metadata"],
"properties":{"draftId":{"type":"string"},"storageRef":{"type":"string"},
"content":{"type":"string"},"contentHash":{"type":"string","pattern":"^sha256:[0-9a-f]{64}$"},
"metadata":{"type":"object"},"createdUtc":{"type":"string"},"updatedUtc":{"type":"string"}}})";

constexpr std::string_view kDraftListSchema =
    R"({"type":"object","required":["items"],
"properties":{"items":{"type":"array","items":{"type":"object",
"required":["draftId","metadata","updatedUtc","contentHash"],
"properties":{"draftId":{"type":"string"},"metadata":{"type":"object"},
"updatedUtc":{"type":"string"},"contentHash":{"type":"string"}}}}}})";

constexpr std::string_view kDraftTextSchema =
    R"({"type":"object","required":["content"],
"properties":{"draftId":{"type":"string","pattern":"^[A-Za-z0-9_-]{1,127}$"},
"content":{"type":"string","minLength":1},"overwrite":{"type":"boolean"},
"metadata":{"type":"object"}}})";

constexpr auto kDraftUseSchema =
    joined(R"({"type":"object","required":["source"],"properties":{)", kDraftSourceMember, R"(,
"parameters":{"type":"object"},"mode":{"enum":["simulation","telemetry"]},
"actor":{"description":"accepted and without effect"}}})");

constexpr auto kDraftRunSchema = joined(R"({"type":"object","required":["source"],"properties":{)",
                                        kDraftSourceMember, ",\n", kRunSettingsMembers, R"(,
"actor":{"description":"accepted and without effect"}}})");

constexpr std::string_view kDraftValidationSchema = R"({"type":"object",
"required":["valid","metadata","warnings","errors"],
"properties":{"valid":{"type":"boolean"},"metadata":{"type":"object"},
"warnings":{"type":"array","items":{"type":"object","required":["nodeId","code","message","bins"]}},
"errors":{"type":"array","items":{"type":"object","required":["code","message"]}}}})";

constexpr auto kMapSchema = joined(
    R"({"type":"object","required":["source","nodeId"],"properties":{)", kDraftSourceMember, R"(,
"nodeId":{"type":"string"},
"profile":{"type":"object","properties":{"kind":{"type":"string"},"name":{"type":"string"},
"weights":{"type":["array","string"]}}},
"pmf":{"type":"object","properties":{"values":{"type":["array","string"]},
"probabilities":{"type":["array","string"]}}},
"provenance":{"type":"object","additionalProperties":{"type":"string"}},
"detailLevel":{"enum":["basic","expert"]}}})");

constexpr std::string_view kMappedSchema = R"({"type":"object",
"required":["draftId","nodeId","content","contentHash"],
"properties":{"draftId":{"type":"string"},"nodeId":{"type":"string"},"content":{"type":"string"},
"contentHash":{"type":"string"},"diagnostics":{"type":"object",
"required":["stored","kindBefore","changed"]}}})";

// A template that comes to a run.
#define FT_EXAMPLE_TEMPLATE                                                                       \
  "schemaVersion: 1\\ngenerator: flowtime-sim\\nmetadata: {id: desk, title: Desk, version: "      \
  "1.0.0}\\nwindow: {start: 2026-01-01T00:00:00Z, timezone: UTC}\\ngrid: {bins: 2, binSize: 5, "  \
  "binUnit: minutes}\\nnodes:\\n- {id: a, kind: const, values: [1, 2]}\\ntopology:\\n  nodes:\\n" \
  "  - {id: Desk, kind: service, semantics: {arrivals: a, served: a}}\\n  edges: "                \
  "[]\\noutputs:\\n- {series: a}\\n"

constexpr std::string_view kTextExample =
    R"({"draftId":"desk","overwrite":true,"content":")" FT_EXAMPLE_TEMPLATE R"("})";
constexpr std::string_view kUseExample =
    R"({"source":{"type":"inline","id":"desk","content":")" FT_EXAMPLE_TEMPLATE R"("}})";
constexpr std::string_view kMapExample =
    R"({"source":{"type":"draftId","id":"desk"},"nodeId":"a",)"
    R"("pmf":{"values":[0,1,2],"probabilities":[0.2,0.5,0.3]}})";

http::Response get_drafts(const http::Request& request, Context& context) {
  const auto drafts = list_drafts(context.env);
  if (!drafts) return problem_response(drafts.problems(), request);
  return http::json_response(to_json(*drafts));
}

http::Response get_draft(const http::Request& request, Context& context) {
  const auto draft = read_draft(context.env, request.path_value("draftId"));
  if (!draft) return problem_response(draft.problems(), request);
  return http::json_response(to_json(*draft));
}

DraftText text_of(const JsonObject& body) {
  return {.id = body.text("draftId").value_or(""),
          .content = body.text("content").value_or(""),
          .metadata_json = body.json("metadata")};
}

http::Response post_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const DraftText text = text_of(*body);
  const bool overwrite = body->boolean("overwrite").value_or(false);
  if (!body->problems().empty()) return problem_response(body->problems(), request);
  const auto draft = create_draft(context.env, text, overwrite);
  if (!draft) return problem_response(draft.problems(), request);
  http::Response response = http::json_response(to_json(*draft), 201);
  response.headers.add("Location", "/api/v1/drafts/" + draft->id);
  return response;
}

// `If-Match` may hold the contentHash, with or without quotes.
std::string expected_hash(const http::Request& request) {
  std::string hash(request.headers.get("If-Match"));
  std::erase(hash, '"');
  // Anything else ("*", a tag of another server) asks for no condition.
  return hash.starts_with("sha256:") ? hash : "";
}

http::Response put_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  DraftText text = text_of(*body);
  text.id = request.path_value("draftId");
  if (!body->problems().empty()) return problem_response(body->problems(), request);
  const auto draft = replace_draft(context.env, text, expected_hash(request));
  if (!draft) return problem_response(draft.problems(), request);
  return http::json_response(to_json(*draft));
}

http::Response remove_draft(const http::Request& request, Context& context) {
  const auto removed = delete_draft(context.env, request.path_value("draftId"));
  if (!removed) return problem_response(removed.problems(), request);
  return {.status = 204, .content_type = ""};
}

// A draft with values for its parameters.
struct DraftUse {
  DraftSourceText source;
  std::vector<GivenParameter> parameters;
  std::optional<RunMode> mode;
};

Result<DraftUse> use_of(const JsonObject& body, Context& context) {
  DraftUse use;
  const DraftSource source = source_of(body);
  const std::string mode = body.text("mode").value_or("");
  if (body.object("parameters")) {
    FT_TRY(use.parameters, parameters_from_json(body.json("parameters")));
  }
  // All members were read by now, so every mistake of the body is in one answer.
  if (!body.problems().empty()) return body.problems();
  FT_TRY(use.source, resolve_draft(context.env, source));
  FT_TRY(use.mode, parse_generate_mode(mode));
  return use;
}

Result<std::string> generated_from_draft(const http::Request& request, const JsonObject& body,
                                         Context& context) {
  FT_TRY(const DraftUse use, use_of(body, context));
  FT_TRY(const auto from, template_of(use.source));
  ClientObserver observer(request);
  StageClock clock(context.env, observer);
  return generate_and_store(
      context.env, {.source = from, .parameters = use.parameters, .mode = use.mode}, clock);
}

http::Response generate_from_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto json = generated_from_draft(request, *body, context);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

http::Response validate_posted_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto use = use_of(*body, context);
  if (!use) return problem_response(use.problems(), request);
  ClientObserver observer(request);
  StageClock clock(context.env, observer);
  return http::json_response(
      to_json(validate_draft(use->source, use->parameters, use->mode, clock)));
}

http::Response run_posted_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  auto wanted = run_settings_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  const DraftSource source = source_of(*body);
  if (!body->problems().empty()) return problem_response(body->problems(), request);
  auto draft = resolve_draft(context.env, source);
  if (!draft) return problem_response(draft.problems(), request);
  wanted->run_template->draft_text = std::move(draft->content);
  // The id is what problems of the text name as their file.
  wanted->run_template->draft_file = draft->id;
  return submit_run(request, context, std::move(*wanted));
}

Result<MapProfileRequest> map_request_of(const JsonObject& body) {
  MapProfileRequest wanted;
  wanted.source = source_of(body);
  wanted.node_id = body.text("nodeId").value_or("");
  wanted.profile = profile_of(body);
  wanted.pmf = pmf_of(body);
  if (const auto provenance = body.object("provenance")) {
    for (const auto& [name, json] : provenance->members()) {
      // Texts are unquoted, everything else stays JSON.
      const bool is_text = json.starts_with('"');
      wanted.provenance.emplace_back(name, is_text ? provenance->text(name).value_or("") : json);
    }
  }
  FT_TRY(wanted.detail, detail_of(body));
  if (!body.problems().empty()) return body.problems();
  return wanted;
}

http::Response map_profile_into_draft(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto wanted = map_request_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  const auto mapped = map_profile(context.env, *wanted);
  if (!mapped) return problem_response(mapped.problems(), request);
  return http::json_response(to_json(*mapped));
}

std::vector<Route> stored_routes() {
  const Parameter id = path_text("draftId", "Letters, digits, '_' and '-'.");
  const Parameter if_match{.name = "If-Match",
                           .in = Parameter::In::kHeader,
                           .about = "The contentHash that the draft must have still, else 409."};
  return {{.method = "GET",
           .path = "/api/v1/drafts",
           .summary = "List drafts, by id",
           .replies = {{200, "The drafts", {.schema = "DraftList"}}},
           .handle = get_drafts},
          {.method = "POST",
           .path = "/api/v1/drafts",
           .summary = "Keep a draft; 409 when the id is taken and overwrite is not set",
           .body = {{.schema = "DraftText", .example = kTextExample}},
           .replies = {{201, "Kept", {.schema = "Draft"}}},
           .handle = post_draft},
          {.method = "GET",
           .path = "/api/v1/drafts/{draftId}",
           .summary = "One draft with its text",
           .parameters = {id},
           .replies = {{200, "The draft", {.schema = "Draft"}}},
           .handle = get_draft},
          {.method = "PUT",
           .path = "/api/v1/drafts/{draftId}",
           .summary = "Replace the text of a draft",
           .parameters = {id, if_match},
           .body = {{.schema = "DraftText", .example = kTextExample}},
           .replies = {{200, "Replaced", {.schema = "Draft"}}},
           .handle = put_draft},
          {.method = "DELETE",
           .path = "/api/v1/drafts/{draftId}",
           .summary = "Delete a draft",
           .parameters = {id},
           .replies = {{204, "Deleted"}},
           .handle = remove_draft}};
}

}  // namespace

Resource draft_routes() {
  Resource resource{.name = "Drafts",
                    .about =
                        "A draft is the text of a template, kept under "
                        "drafts/ or sent along: "
                        "source.type is draftId or inline.",
                    .routes = stored_routes(),
                    .schemas = {{"Draft", kDraftSchema},
                                {"DraftList", kDraftListSchema},
                                {"DraftText", kDraftTextSchema},
                                {"DraftUse", view_of(kDraftUseSchema)},
                                {"DraftRun", view_of(kDraftRunSchema)},
                                {"DraftValidation", kDraftValidationSchema},
                                {"MapProfile", view_of(kMapSchema)},
                                {"MappedProfile", kMappedSchema}}};
  const std::vector<Route> uses = {
      {.method = "POST",
       .path = "/api/v1/drafts/validate",
       .summary = "What generating would say; an invalid draft is an answer too",
       .body = {{.schema = "DraftUse", .example = kUseExample}},
       .replies = {{200, "What was found", {.schema = "DraftValidation"}}},
       .handle = validate_posted_draft},
      {.method = "POST",
       .path = "/api/v1/drafts/generate",
       .summary = "Fill in a draft and keep the model",
       .body = {{.schema = "DraftUse", .example = kUseExample}},
       .replies = {{200, "The model", {.schema = "GeneratedModel"}}},
       .handle = generate_from_draft},
      {.method = "POST",
       .path = "/api/v1/drafts/run",
       .summary = "Create a run from a draft; all but the source as in POST /v1/runs",
       .body = {{.schema = "DraftRun", .example = kUseExample}},
       .replies = {{201, "Created", {.schema = "Run"}},
                   {200, "Reused or planned", {.schema = "Run"}},
                   {202, "Accepted: a job works on it", {.schema = "Job"}}},
       .handle = run_posted_draft},
      {.method = "POST",
       .path = "/api/v1/drafts/map-profile",
       .summary = "Give a node of a draft a fitted profile or pmf; a stored "
                  "draft is changed",
       .body = {{.schema = "MapProfile", .example = kMapExample}},
       .replies = {{200, "The new text", {.schema = "MappedProfile"}}},
       .handle = map_profile_into_draft}};
  resource.routes.insert(resource.routes.end(), uses.begin(), uses.end());
  return resource;
}

}  // namespace flowtime::api
