// The artifact registry: runs and stored models, whatever made them.
#include "api/problem_response.h"
#include "api/routes.h"
#include "http/json_body.h"
#include "lifecycle/remove_runs.h"
#include "lifecycle/run_list.h"
#include "registry/artifact_files.h"
#include "registry/artifact_index.h"
#include "registry/artifact_lineage.h"
#include "registry/artifact_query.h"
#include "registry/diagnostics_log.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kArtifactSchema = R"({"type":"object",
"required":["id","type","title","created","tags","metadata","files","totalSize","lastModified"],
"properties":{"id":{"type":"string"},"type":{"enum":["run","model"]},"title":{"type":"string"},
"created":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},
"metadata":{"type":"object"},"files":{"type":"array","items":{"type":"string"}},
"totalSize":{"type":"integer"},"lastModified":{"type":"string"}}})";

constexpr std::string_view kArtifactListSchema = R"({"type":"object",
"required":["artifacts","total","count"],
"properties":{"artifacts":{"type":"array","items":{"$ref":"#/components/schemas/Artifact"}},
"total":{"type":"integer"},"count":{"type":"integer"}}})";

constexpr std::string_view kRegistrySchema = R"({"type":"object",
"required":["schemaVersion","lastUpdated","artifacts","artifactCount"],
"properties":{"schemaVersion":{"const":1},"lastUpdated":{"type":"string"},
"artifacts":{"type":"array","items":{"$ref":"#/components/schemas/Artifact"}},
"artifactCount":{"type":"integer"}}})";

constexpr std::string_view kRelationshipsSchema = R"({"type":"object",
"required":["artifactId","derivedFrom","derivatives","related"],
"properties":{"artifactId":{"type":"string"},
"derivedFrom":{"type":"array","items":{"$ref":"#/components/schemas/Relationship"}},
"derivatives":{"type":"array","items":{"$ref":"#/components/schemas/Relationship"}},
"related":{"type":"array","items":{"$ref":"#/components/schemas/Relationship"}}}})";

constexpr std::string_view kRelationshipSchema = R"({"type":"object",
"required":["id","type","title","relationshipType"],
"properties":{"id":{"type":"string"},"type":{"type":"string"},"title":{"type":"string"},
"relationshipType":{"enum":["model-source","supersedes","run-of-model","superseded-by",
"same-model","same-inputs","same-template","similar-run"]}}})";

constexpr std::string_view kIdsSchema = R"({"type":"array","items":{"type":"string"}})";

constexpr std::string_view kOutcomesSchema = R"({"type":"object",
"required":["success","processed","results"],
"properties":{"success":{"const":true},"processed":{"type":"integer"},
"deleted":{"type":"integer"},"archived":{"type":"integer"},
"results":{"type":"array","items":{"type":"object","required":["id","success"],
"properties":{"id":{"type":"string"},"success":{"type":"boolean"},"error":{"type":"string"}}}}}})";

constexpr std::string_view kHoverSchema = R"({"type":"object",
"properties":{"source":{"type":"string"},"runId":{"type":["string","null"]}},
"additionalProperties":true})";

constexpr std::string_view kHoverKeptSchema =
    R"({"type":"object","required":["path"],
"properties":{"path":{"type":"string","pattern":"^diagnostics/"}}})";

constexpr std::size_t kMaxIds = 10'000;

// Both indexes at once: the artifacts, and the catalog that lists of runs are answered from.
http::Response rebuild(const http::Request& request, Context& context) {
  const auto all = context.artifacts->rebuild();
  if (!all) return problem_response(all.problems(), request);
  RunObserver observer;
  const RunHost host = context.host(observer);
  if (host.catalog) {
    const auto reindexed = reindex_runs(host);
    if (!reindexed) return problem_response(reindexed.problems(), request);
  }
  return http::json_response(registry_json(*all, context.env.now_unix_ms()));
}

std::vector<Parameter> list_parameters() {
  return {query("type", "run or model, in any case."),
          query("search", "A part of the title or of a value of the metadata."),
          query("fullText", "A part of the title, id, tags, metadata or names of files."),
          query("tags", "Tags, separated by commas; one of them is enough."),
          query("skip", "How many to pass over."),
          query("limit", "How many at most; 50, and never more than 1000."),
          query("sortBy", "created, title, id, size, modified, harmed or verdict."),
          query("sortOrder", "asc or desc; equal ones are ordered by id."),
          query("createdAfter", "A time; inclusive."),
          query("createdBefore", "A time; inclusive."),
          query("minSize", "Bytes; inclusive."),
          query("maxSize", "Bytes; inclusive."),
          query("relatedTo", "An artifact of the same type, with a tag or made within a day of."),
          query("includeArchived", "true also shows archived ones."),
          query("templateId", "The template of the provenance, exactly."),
          query("modelId", "The model of the provenance, exactly."),
          query("verdict", "Runs that are good, warning or critical; several with commas."),
          query("kind", "Runs with a headline of this kind; several with commas."),
          query("contentHash", "Runs of this content.")};
}

Result<std::string> listed(const http::Request& request, Context& context) {
  ArtifactQuery wanted;
  for (const Parameter& parameter : list_parameters()) {
    const std::string name(parameter.name);
    FT_RETURN_IF_PROBLEM(set_parameter(wanted, name, request.query_value(name).value_or("")));
  }
  // Relations are found by looking at all artifacts; a run does not know who came from it.
  FT_TRY(const ArtifactList all, context.artifacts->all());
  return to_json(select_artifacts(all, wanted));
}

http::Response get_artifacts(const http::Request& request, Context& context) {
  const auto json = listed(request, context);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

http::Response get_artifact(const http::Request& request, Context& context) {
  const auto artifact = context.artifacts->find(request.path_value("id"));
  if (!artifact) return problem_response(artifact.problems(), request);
  return http::json_response(to_json(**artifact));
}

Result<std::string> related(const std::string& id, Context& context) {
  FT_TRY(const auto artifact, context.artifacts->find(id));
  FT_TRY(const ArtifactList all, context.artifacts->all());
  return to_json(relationships_of(*artifact, all));
}

http::Response relationships(const http::Request& request, Context& context) {
  const auto json = related(request.path_value("id"), context);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

// The bytes of a file, piece by piece; the archive goes when the last one is
// sent.
// The archive is a temporary file, so a large run needs no memory to be downloaded.
class ArchiveBody : public http::BodySource {
 public:
  ArchiveBody(ArtifactArchive archive, std::unique_ptr<File> file)
      : archive_(std::move(archive)), file_(std::move(file)) {}

  Piece next() override {
    constexpr std::size_t kPieceBytes = 256 * 1024;
    Piece piece;
    piece.bytes.resize(kPieceBytes);
    const auto count = file_->read_at(at_, piece.bytes);
    // A read that fails ends the body: the client sees that it is shorter than announced.
    piece.bytes.resize(count ? *count : 0);
    at_ += piece.bytes.size();
    piece.state = piece.bytes.empty() ? State::kEnd : State::kMore;
    return piece;
  }

 private:
  ArtifactArchive archive_;
  std::unique_ptr<File> file_;
  std::uint64_t at_ = 0;
};

// A name for any client, and the exact one for those that read RFC 6266.
std::string disposition(const std::string& name) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string plain, encoded;
  for (const char c : name) {
    const auto code = static_cast<unsigned char>(c);
    const bool is_safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                         (c >= 'a' && c <= 'z') || c == '.' || c == '_' || c == '-';
    // The quoted form must stay one token in a header field: no quote, no backslash, no control
    // character.
    plain += code < 0x20 || code > 0x7E || c == '"' || c == '\\' ? '_' : c;
    if (is_safe) {
      encoded += c;
    } else {
      ((encoded += '%') += kHex[code >> 4]) += kHex[code & 15];
    }
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

http::Response download(const http::Request& request, Context& context) {
  auto archive = archive_files(*context.artifacts, request.path_value("id"));
  if (!archive) return problem_response(archive.problems(), request);
  auto file = context.env.open_file(archive->path, OpenMode::kRead);
  if (!file) return problem_response(file.problems(), request);
  const std::string name = archive->name;
  http::Response response = http::stream_response(
      std::make_unique<ArchiveBody>(std::move(*archive), std::move(*file)), "application/zip");
  response.headers.add("Content-Disposition", disposition(name));
  return response;
}

http::Response read_file(const http::Request& request, Context& context) {
  auto file = read_artifact_file(*context.artifacts, request.path_value("id"),
                                 request.path_value("fileName"));
  if (!file) return problem_response(file.problems(), request);
  return http::text_response(std::move(file->content), file->content_type.c_str());
}

http::Response read_series_file(const http::Request& request, Context& context) {
  auto file = read_artifact_file(*context.artifacts, request.path_value("id"),
                                 "series/" + request.path_value("fileName"));
  if (!file) return problem_response(file.problems(), request);
  return http::text_response(std::move(file->content), file->content_type.c_str());
}

// The body is a list of ids.
Result<std::vector<std::string>> ids_of(const http::Request& request) {
  // The reader knows objects; a list becomes the member of one.
  const auto body = JsonObject::parse("{\"ids\":" + request.body + "}");
  const auto ids = body ? body->texts("ids") : std::nullopt;
  if (ids && ids->size() <= kMaxIds) return *ids;
  return Problem{.code = "invalid_body",
                 .message = "The body is not a list of at most 10,000 ids.",
                 .remedy = "Send [\"id\", ...]."};
}

http::Response bulk_delete(const http::Request& request, Context& context) {
  const auto ids = ids_of(request);
  if (!ids) return problem_response(ids.problems(), request);
  RunObserver observer;
  const RunHost host = context.host(observer);
  const auto outcomes =
      // Of runs the same as DELETE /v1/runs/{runId}: into the trash, from where they can be
      // restored.
      delete_artifacts(*context.artifacts, *ids, [&host](const std::string& id) -> Result<Done> {
        FT_RETURN_IF_PROBLEM(discard_run(host, id));
        return Done{};
      });
  return http::json_response(outcomes_json(outcomes, "deleted"));
}

http::Response archive(const http::Request& request, Context& context) {
  const auto ids = ids_of(request);
  if (!ids) return problem_response(ids.problems(), request);
  return http::json_response(
      outcomes_json(archive_artifacts(*context.artifacts, *ids), "archived"));
}

Result<std::string> kept_diagnostics(const http::Request& request, Context& context) {
  FT_TRY(DiagnosticsRow row, diagnostics_from_json(request.body));
  return append_diagnostics(context.env, std::move(row));
}

http::Response hover(const http::Request& request, Context& context) {
  const auto path = kept_diagnostics(request, context);
  if (!path) return problem_response(path.problems(), request);
  http::Response response = http::json_response("{\"path\":" + json_quote(*path) + "}", 202);
  response.headers.add("Location", "/" + *path);
  return response;
}

Route read_at(std::string_view path, std::string_view summary, std::string_view schema,
              http::Response (*handle)(const http::Request&, Context&)) {
  return {.method = "GET",
          .path = path,
          .summary = summary,
          .parameters = {path_text("id", "The id of an artifact: a run's or a model's.")},
          .replies = {{200, "The answer", {.schema = schema}}},
          .handle = handle};
}

Route change_at(std::string_view path, std::string_view summary,
                http::Response (*handle)(const http::Request&, Context&)) {
  return {.method = "POST",
          .path = path,
          .summary = summary,
          .body = {{.schema = "ArtifactIds", .example = R"(["RUN_ID"])"}},
          .replies = {{200, "What became of each", {.schema = "ArtifactOutcomes"}}},
          .handle = handle};
}

}  // namespace

Resource artifact_routes() {
  Route file =
      read_at("/v1/artifacts/{id}/files/{fileName}", "One file of the top level", "", read_file);
  file.parameters.push_back(path_text("fileName", "One of its files."));
  file.replies = {{200, "The file", {.type = "*/*"}}};
  Route series_file =
      read_at("/v1/artifacts/{id}/files/series/{fileName}",
              "The CSV of one series of a run, or the index of all", "", read_series_file);
  series_file.parameters.push_back(path_text(
      "fileName", "`<seriesId>.csv`, or the name that `outputs` gives it, or `index.json`."));
  series_file.replies = {{200, "The file", {.type = "*/*"}}};
  Route zip = read_at("/v1/artifacts/{id}/download", "All files as a zip archive", "", download);
  zip.replies = {{200, "The archive", {.type = "application/zip"}}};
  return {.name = "Artifacts",
          .about =
              "Runs and generated models as one kind of thing, to be searched "
              "and tidied.",
          .routes = {{.method = "GET",
                      .path = "/v1/artifacts",
                      .summary = "List artifacts",
                      .parameters = list_parameters(),
                      .replies = {{200, "A page of them", {.schema = "ArtifactList"}}},
                      .handle = get_artifacts},
                     {.method = "POST",
                      .path = "/v1/artifacts/index",
                      .summary = "Read everything again",
                      .replies = {{200, "All artifacts", {.schema = "ArtifactRegistry"}}},
                      .handle = rebuild},
                     read_at("/v1/artifacts/{id}", "One artifact", "Artifact", get_artifact),
                     read_at("/v1/artifacts/{id}/relationships",
                             "What it came from, what came from it, and what is like it",
                             "ArtifactRelationships", relationships),
                     zip,
                     file,
                     series_file,
                     change_at("/v1/artifacts/bulk-delete",
                               "Delete several; runs can be restored for 24 hours", bulk_delete),
                     change_at("/v1/artifacts/archive", "Hide several from lists", archive)},
          .schemas = {{"Artifact", kArtifactSchema},
                      {"ArtifactList", kArtifactListSchema},
                      {"ArtifactRegistry", kRegistrySchema},
                      {"ArtifactRelationships", kRelationshipsSchema},
                      {"Relationship", kRelationshipSchema},
                      {"ArtifactIds", kIdsSchema},
                      {"ArtifactOutcomes", kOutcomesSchema}}};
}

Resource diagnostics_routes() {
  return {
      .name = "Diagnostics",
      .about = "What web clients report about their own speed.",
      .routes = {{.method = "POST",
                  .path = "/v1/diagnostics/hover",
                  .summary = "Keep performance figures of a user interface, as a row of CSV",
                  .body = {{.schema = "HoverDiagnostics",
                            .example = R"({"source":"canvas","runId":"RUN_ID","avgFrameMs":3.5})"}},
                  .replies = {{202, "Kept", {.schema = "HoverDiagnosticsKept"}}},
                  .handle = hover}},
      .schemas = {{"HoverDiagnostics", kHoverSchema}, {"HoverDiagnosticsKept", kHoverKeptSchema}}};
}

}  // namespace flowtime::api
