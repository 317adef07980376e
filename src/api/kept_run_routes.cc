// What is kept of a run, without touching what it computed: labels, trash and restoring.
#include "api/problem_response.h"
#include "api/routes.h"
#include "http/json_body.h"
#include "lifecycle/label_run.h"
#include "lifecycle/remove_runs.h"

namespace flowtime::api {
namespace {

constexpr auto kCompact = JsonWriter::Layout::kCompact;

constexpr std::string_view kChangeSchema = R"({"type":"object","properties":{
"tags":{"type":"array","items":{"type":"string","minLength":1,"maxLength":60},"maxItems":20,
"description":"in place of the tags it has; left out: they stay"},
"note":{"type":"string","maxLength":4000,"description":"empty: none; left out: it stays"}}})";

constexpr std::string_view kLabelsSchema = R"({"type":"object","required":["runId","tags","note"],
"properties":{"runId":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},
"tags":{"type":"array","items":{"type":"string"}},"note":{"type":"string"}}})";

constexpr std::string_view kDeletedSchema =
    R"({"type":"object","required":["runId","deletedUtc","restorableUntilUtc"],"properties":{
"runId":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"},
"deletedUtc":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$"},
"restorableUntilUtc":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$"}}})";

constexpr std::string_view kTrashSchema = R"({"type":"object","required":["items"],"properties":{
"items":{"type":"array","items":{"$ref":"#/components/schemas/DeletedRun"}}}})";

Result<LabelChange> change_of(const http::Request& request) {
  FT_TRY(const JsonObject body, JsonObject::parse(request));
  LabelChange change{.tags = body.texts("tags"), .note = body.text("note")};
  if (!body.problems().empty()) return body.problems();
  // An absent member leaves what is there; an empty list or text takes it away.
  if (change.tags || change.note) return change;
  return Problem{.code = "invalid_body",
                 .message = "The body changes nothing.",
                 .remedy = "Give 'tags' (a list of texts), 'note' (a text) or both."};
}

http::Response patch_run(const http::Request& request, Context& context) {
  const auto change = change_of(request);
  if (!change) return problem_response(change.problems(), request);
  RunObserver observer;
  const std::string id = request.path_value("runId");
  const auto labels = label_run(context.host(observer), id, *change);
  if (!labels) return problem_response(labels.problems(), request);
  return http::json_response(labels_json(id, *labels, kCompact));
}

http::Response delete_to_trash(const http::Request& request, Context& context) {
  RunObserver observer;
  const auto retired = discard_run(context.host(observer), request.path_value("runId"));
  if (!retired) return problem_response(retired.problems(), request);
  return http::json_response(to_json(*retired, kCompact));
}

http::Response restore(const http::Request& request, Context& context) {
  RunObserver observer;
  const std::string id = request.path_value("runId");
  const auto restored = bring_back_run(context.host(observer), id);
  if (!restored) return problem_response(restored.problems(), request);
  // Read again: the run is in its old place, and nothing was kept of it while it was in the trash.
  const auto envelope = context.envelopes.get(context.env, id);
  if (!envelope) return problem_response(envelope.problems(), request);
  return http::json_response((*envelope)->json->bytes());
}

http::Response get_trash(const http::Request& request, Context& context) {
  const auto runs = list_trash(context.env);
  if (!runs) return problem_response(runs.problems(), request);
  return http::json_response(trash_json(*runs, kCompact));
}

}  // namespace

Resource kept_run_routes() {
  return {.name = "Keeping runs",
          .about = "Tags and a note on a run; deleting it, and bringing it back for 24 hours.",
          .routes = {{.method = "PATCH",
                      .path = "/v1/runs/{runId}",
                      .summary = "Tag a run or write a note on it",
                      .parameters = {run_id_in_path()},
                      .body = {{.schema = "LabelChange",
                                .example = R"({"tags":["baseline"],"note":"before"})"}},
                      .replies = {{200, "Its labels now", {.schema = "RunRemarks"}}},
                      .handle = patch_run},
                     {.method = "DELETE",
                      .path = "/v1/runs/{runId}",
                      .summary = "Delete a run; it lies in the trash for 24 hours",
                      .parameters = {run_id_in_path()},
                      .replies = {{200, "Until when it can come back", {.schema = "DeletedRun"}}},
                      .handle = delete_to_trash},
                     {.method = "POST",
                      .path = "/v1/runs/{runId}/restore",
                      .summary = "Bring a deleted run back",
                      .parameters = {run_id_in_path()},
                      .replies = {{200, "Its envelope", {.schema = "Run"}}},
                      .handle = restore},
                     {.method = "GET",
                      .path = "/v1/trash",
                      .summary = "Runs that can be brought back",
                      .replies = {{200, "The latest first", {.schema = "Trash"}}},
                      .handle = get_trash}},
          .schemas = {{"LabelChange", kChangeSchema},
                      {"RunRemarks", kLabelsSchema},
                      {"DeletedRun", kDeletedSchema},
                      {"Trash", kTrashSchema}}};
}

}  // namespace flowtime::api
