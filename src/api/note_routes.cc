// Notes on moments of a run.
#include "api/problem_response.h"
#include "api/routes.h"
#include "http/json_body.h"
#include "run/open_run.h"
#include "run/run_notes.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kNewNoteSchema = R"({"type":"object","required":["bin","text"],
"properties":{"bin":{"type":"integer","minimum":0},
"text":{"type":"string","minLength":1,"maxLength":200}}})";

constexpr std::string_view kNotesSchema = R"({"type":"object","required":["runId","notes"],
"properties":{"runId":{"type":"string"},"notes":{"type":"array","items":{"type":"object",
"required":["id","bin","text"],"properties":{"id":{"type":"string"},
"bin":{"type":"integer","minimum":0},"text":{"type":"string"}}}}}})";

// All notes are answered after each change, so a client never has to ask again.
http::Response notes_of(const http::Request& request, Context& context, int status) {
  const std::string id(request.path_value("runId"));
  http::Response response =
      http::json_response(notes_json(id, read_notes(context.env, id)), status);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

http::Response get_notes(const http::Request& request, Context& context) {
  const auto exists = check_run_exists(context.env, request.path_value("runId"));
  if (!exists) return problem_response(exists.problems(), request);
  return notes_of(request, context, 200);
}

http::Response post_note(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto bin = body->integer("bin");
  const auto text = body->text("text");
  if (!body->problems().empty()) return problem_response(body->problems(), request);
  if (!bin || !text) {
    return problem_response({Problem{.code = "invalid_body",
                                     .message = "A note needs a bin and a text.",
                                     .remedy = "Give 'bin' (from 0) and 'text'."}},
                            request);
  }
  const auto note = add_note(context.env, request.path_value("runId"), *bin, *text);
  if (!note) return problem_response(note.problems(), request);
  return notes_of(request, context, 201);
}

http::Response delete_note(const http::Request& request, Context& context) {
  const auto removed =
      remove_note(context.env, request.path_value("runId"), request.path_value("noteId"));
  if (!removed) return problem_response(removed.problems(), request);
  return notes_of(request, context, 200);
}

}  // namespace

Resource note_routes() {
  const Content notes{.schema = "Notes"};
  return {
      .name = "Notes",
      .about =
          "What people note about a moment of a run: flags on its timeline, outside of every hash.",
      .routes = {{.method = "GET",
                  .path = "/v1/runs/{runId}/notes",
                  .summary = "The notes of a run, by bin",
                  .parameters = {run_id_in_path()},
                  .replies = {{200, "All of them", notes}},
                  .handle = get_notes},
                 {.method = "POST",
                  .path = "/v1/runs/{runId}/notes",
                  .summary = "Write a note on a bin of a run",
                  .parameters = {run_id_in_path()},
                  .body = {{.schema = "NewNote", .example = R"({"bin":1,"text":"sale mail"})"}},
                  .replies = {{201, "All of its notes now", notes}},
                  .handle = post_note},
                 {.method = "DELETE",
                  .path = "/v1/runs/{runId}/notes/{noteId}",
                  .summary = "Remove a note",
                  .parameters = {run_id_in_path(), path_id("noteId", "The note.")},
                  .replies = {{200, "The notes that are left", notes}},
                  .handle = delete_note}},
      .schemas = {{"NewNote", kNewNoteSchema}, {"Notes", kNotesSchema}}};
}

}  // namespace flowtime::api
