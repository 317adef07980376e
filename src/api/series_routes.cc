// The series of a run as they are stored, and as clients draw them.
#include <algorithm>
#include <tuple>

#include "api/query_values.h"
#include "api/routes.h"
#include "api/with_run.h"
#include "http/etag.h"
#include "state/frames.h"
#include "state/series_query.h"
#include "state/ui_bundle.h"
#include "sys/sha256.h"

namespace flowtime::api {
namespace {

constexpr const char* kBytes = "application/octet-stream";

http::Response index(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [](const OpenedRun& run) -> Result<http::Response> {
    return http::json_response(index_json(*run.run));
  });
}

http::Response model(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [](const OpenedRun& run) -> Result<http::Response> {
    return http::text_response(run.run->model_text(), http::kYaml);
  });
}

// CSV unless JSON or bytes are asked for by name.
http::Response series(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    FT_TRY(const SeriesAnswer found, query_series(run.run, request.path_value("seriesId")));
    const std::string_view accept = request.headers.get("Accept");
    const auto accepts = [&](std::string_view type) {
      return accept.find(type) != std::string_view::npos;
    };
    http::Response response;
    // In this order, so that a browser, which accepts anything, gets CSV.
    if (accepts("text/csv")) {
      response = http::text_response(to_csv(found), http::kCsv);
    } else if (accepts("application/json")) {
      response = http::json_response(to_json(found));
    } else if (accepts(kBytes)) {
      response = http::text_response(std::string(raw_bytes(found)), kBytes);
    } else {
      response = http::text_response(to_csv(found), http::kCsv);
    }
    response.headers.add("Vary", "Accept");
    return response;
  });
}

Result<FramesRequest> frames_request(const http::Request& request) {
  FramesRequest wanted;
  const std::string metric = request.query_value("metric").value_or("utilization");
  const auto known = parse_node_metric(metric);
  if (!known)
    return invalid_query("There is no metric '" + metric + "'.",
                         "GET /v1/runs/{runId}/ui-bundle lists them.");
  wanted.metric = *known;
  wanted.class_id = request.query_value("class").value_or("");
  for (const auto& [long_name, name, target] :
       {std::tuple{"startBin", "start", &wanted.start_bin}, {"endBin", "end", &wanted.end_bin}}) {
    // Both spellings are taken; the long one wins.
    FT_TRY(*target, query_integer(request, request.query_value(long_name) ? long_name : name));
  }
  FT_TRY(const auto level, query_integer(request, "level"));
  // Clamped so that the cast is safe; the query refuses levels that do not exist.
  wanted.level = static_cast<int>(std::clamp<std::int64_t>(level.value_or(0), -1, 1000));
  const std::string encoding = request.query_value("enc").value_or("f32");
  const auto parsed = parse_frame_encoding(encoding);
  if (!parsed)
    return invalid_query("The parameter 'enc' cannot be '" + encoding + "'.", "Use f32 or f64.");
  wanted.encoding = *parsed;
  return wanted;
}

// The same run and the same question give the same bytes, so the tag follows from both and a client
// that has them is told so before anything is computed.
http::Response frames(const http::Request& request, Context& context) {
  return with_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    const std::size_t query = request.target.find('?');
    const std::string asked =
        query == std::string::npos ? std::string() : request.target.substr(query);
    const std::string tag = "\"" + sha256_hex(run.stamp + asked).substr(0, 32) + "\"";
    http::Response response{.content_type = kBytes};
    // Frames are megabytes: a client that has them costs one hash.
    const bool is_known = !run.stamp.empty() && names_etag(request, tag);
    if (!is_known) {
      FT_TRY(const FramesRequest wanted, frames_request(request));
      FT_TRY(const Frames found, query_frames(run.run, wanted));
      response.body = frame_bytes(found);
    }
    if (!run.stamp.empty() && client_has(request, tag)) {
      response.status = 304;
      response.content_type.clear();
      response.body.clear();
    }
    response.headers.add("ETag", tag);
    response.headers.add("Cache-Control", "no-cache");
    return response;
  });
}

// The same content in the same version of the run has the same answer from the same program. Empty
// where the bundle does not say which version it is.
std::string etag_of_run(const OpenedRun& run, const http::Request& request, Context& context) {
  if (run.stamp.empty()) return "";
  return etag_of(context.version.version + " " + std::to_string(kJudgementVersion) + " " +
                 run.envelope.info.content_hash + " " + run.stamp + " " + run.metadata + " " +
                 request.target);
}

http::Response ui_bundle(const http::Request& request, Context& context) {
  return with_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    const std::string tag = etag_of_run(run, request, context);
    http::Response response;
    if (tag.empty() || !client_has(request, tag)) {
      FT_TRY(const UiBundle bundle, query_ui_bundle(run.run));
      response = http::json_response(to_json(bundle, run.metadata));
    }
    response.etag = tag;
    return response;
  });
}

Route series_route() {
  return {.method = "GET",
          .path = "/v1/runs/{runId}/series/{seriesId}",
          .summary = "One series",
          .parameters = {run_id_in_path(),
                         path_text("seriesId", "Its id in the index, or the bare id."),
                         {.name = "Accept",
                          .in = Parameter::In::kHeader,
                          .about = "text/csv (the default), application/json or "
                                   "application/octet-stream (little-endian float64)."}},
          .replies = {{.status = 200, .about = "t,value", .content = {.type = "text/csv"}},
                      {.status = 200, .about = "values", .content = {.schema = "SeriesValues"}},
                      {.status = 200, .about = "bytes", .content = {.type = kBytes}}},
          .handle = series};
}

Route frames_route() {
  return {
      .method = "GET",
      .path = "/v1/runs/{runId}/frames",
      .summary = "One metric of every node, bin after bin, as bytes (docs/frames.md)",
      .parameters =
          {run_id_in_path(),
           query("metric", "A metric of nodes; utilization by default."),
           query("class", "A class; totals by default."),
           query("start", "First bin.", Parameter::Type::kInteger),
           query("end", "Last bin, inclusive.", Parameter::Type::kInteger),
           query("level", "Each frame is the largest of 2^level bins.", Parameter::Type::kInteger),
           {.name = "enc", .about = "How values are written.", .choices = {"f32", "f64"}}},
      .replies = {{.status = 200, .about = "header and values", .content = {.type = kBytes}}},
      .handle = frames};
}

}  // namespace

Resource series_routes() {
  return {.name = "Series",
          .about = "What a run consists of, as stored and as clients draw it.",
          .routes = {
              {.method = "GET",
               .path = "/v1/runs/{runId}/index",
               .summary = "The series of a run",
               .parameters = {run_id_in_path()},
               .replies = {{.status = 200,
                            .about = "grid, series, classes",
                            .content = {.schema = "SeriesIndex"}}},
               .handle = index},
              {.method = "GET",
               .path = "/v1/runs/{runId}/model",
               .summary = "The model that was evaluated",
               .parameters = {run_id_in_path()},
               .replies = {{.status = 200, .about = "YAML", .content = {.type = "text/yaml"}}},
               .handle = model},
              series_route(),
              frames_route(),
              {.method = "GET",
               .path = "/v1/runs/{runId}/ui-bundle",
               .summary = "What a client needs to draw a run for the first time",
               .parameters = {run_id_in_path()},
               .replies = {{.status = 200,
                            .about = "metadata, grid, verdict, findings, thresholds, graph, nodes",
                            .content = {.schema = "UiBundle"}}},
               .handle = ui_bundle}}};
}

}  // namespace flowtime::api
