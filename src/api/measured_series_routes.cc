// Measured series, and the profiles that are fitted to them.
// Measured series for authors of templates: ingest keeps one, summarize and fit reduce it to
// figures and to a profile or pmf, which map-profile (draft_routes.cc) writes into a draft.
#include "api/authoring_body.h"
#include "api/problem_response.h"
#include "api/routes.h"
#include "authoring/profile_fit.h"
#include "authoring/series_store.h"
#include "authoring/series_summary.h"
#include "http/json_body.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kIngestSchema =
    R"({"type":"object","required":["content"],
"properties":{"seriesId":{"type":"string","pattern":"^[A-Za-z0-9_@-]{1,127}$"},
"format":{"enum":["csv","table"]},"content":{"type":"string"},
"metadata":{"type":"object","properties":{"units":{"type":["string","null"]},
"source":{"type":["string","null"]},"binSize":{"type":["integer","string","null"]},
"binUnit":{"type":["string","null"]},"timezone":{"type":["string","null"]},
"timeRange":{"type":["object","null"],"properties":{"start":{"type":["string","null"]},
"end":{"type":["string","null"]}}}}},
"detailLevel":{"enum":["basic","expert"]}}})";

constexpr std::string_view kIngestedSchema = R"({"type":"object",
"required":["seriesId","count","metadata"],
"properties":{"seriesId":{"type":"string"},"count":{"type":"integer","minimum":1},
"metadata":{"type":"object","required":["units","source","binSize","binUnit","timezone",
"timeRange"]},
"diagnostics":{"type":"object","required":["delimiter","hasHeader","columns","rowCount",
"seriesPath"]}}})";

constexpr std::string_view kSummarizeSchema =
    R"({"type":"object","required":["seriesId"],
"properties":{"seriesId":{"type":"string"},"detailLevel":{"enum":["basic","expert"]}}})";

constexpr std::string_view kSummarySchema =
    R"({"type":"object","required":["seriesId","count",
"min","max","avg","peak","percentiles","periodicity"],
"properties":{"seriesId":{"type":"string"},"count":{"type":"integer"},"min":{"type":"number"},
"max":{"type":"number"},"avg":{"type":"number"},
"peak":{"type":"object","required":["peakBin","peakValue"]},
"percentiles":{"type":"object","required":["p50","p90","p95","p99"]},
"periodicity":{"type":"object","required":["detected"],
"properties":{"detected":{"type":"boolean"},"periodBins":{"type":"integer"},
"label":{"enum":["daily","weekly"]}}},
"diagnostics":{"type":"object","required":["sum","median","stdDev"]}}})";

constexpr std::string_view kFitSchema = R"({"type":"object",
"properties":{"mode":{"enum":["profile","pmf"]},"seriesId":{"type":"string"},
"samples":{"type":["array","string"]},
"summary":{"type":"object","properties":{"min":{"type":["number","string"]},
"max":{"type":["number","string"]},"avg":{"type":["number","string"]},
"p50":{"type":["number","string"]},"p90":{"type":["number","string"]},
"p95":{"type":["number","string"]},"p99":{"type":["number","string"]},
"count":{"type":["integer","string"]},"peakBin":{"type":["integer","string"]}}},
"bins":{"type":"integer"},"detailLevel":{"enum":["basic","expert"]}}})";

constexpr std::string_view kFittedSchema = R"({"type":"object",
"required":["kind","method","summary"],
"properties":{"kind":{"enum":["profile","pmf"]},
"method":{"enum":["series-normalized","summary-synthetic","empirical-samples","empirical-series",
"synthetic-triangular"]},
"profile":{"type":"object","required":["kind","name","weights"]},
"pmf":{"type":"object","required":["values","probabilities"]},
"summary":{"type":"object","required":["source","count","min","max","avg"]},
"diagnostics":{"type":"object","required":["entries","expected"]}}})";

constexpr std::string_view kPreviewSchema = R"({"type":"object",
"properties":{"profile":{"type":"object","properties":{"kind":{"type":"string"},
"name":{"type":"string"},"weights":{"type":["array","string"]}}},
"pmf":{"type":"object","properties":{"values":{"type":["array","string"]},
"probabilities":{"type":["array","string"]}}},
"detailLevel":{"enum":["basic","expert"]}}})";

constexpr std::string_view kPreviewedSchema =
    R"({"type":"object","required":["summary"],
"properties":{"summary":{"type":"object","required":["kind","count"]},
"diagnostics":{"type":"object","required":["sum","shown"]}}})";

SeriesMetadata metadata_of(const JsonObject& body) {
  SeriesMetadata metadata;
  const auto object = body.object("metadata");
  if (!object) return metadata;
  metadata.units = object->text("units").value_or("");
  metadata.source = object->text("source").value_or("");
  metadata.bin_size = object->integer("binSize");
  metadata.bin_unit = object->text("binUnit").value_or("");
  metadata.timezone = object->text("timezone").value_or("");
  const auto range = object->object("timeRange");
  if (!range) return metadata;
  metadata.start = range->text("start").value_or("");
  metadata.end = range->text("end").value_or("");
  return metadata;
}

Result<IngestRequest> ingest_request_of(const JsonObject& body) {
  IngestRequest wanted;
  wanted.series_id = body.text("seriesId").value_or("");
  wanted.format = body.text("format").value_or("csv");
  wanted.content = body.text("content").value_or("");
  wanted.metadata = metadata_of(body);
  FT_TRY(wanted.detail, detail_of(body));
  if (!body.problems().empty()) return body.problems();
  return wanted;
}

http::Response ingest(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto wanted = ingest_request_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  const auto answer = ingest_series(context.env, *wanted);
  if (!answer) return problem_response(answer.problems(), request);
  return http::json_response(to_json(*answer));
}

Result<std::string> summarized(const JsonObject& body, Context& context) {
  const auto id = body.text("seriesId");
  FT_TRY(const DetailLevel detail, detail_of(body));
  if (!body.problems().empty()) return body.problems();
  // Required here, since without it there is nothing to look for.
  if (!id) {
    return Problem{.code = "series_id_missing",
                   .message = "The member 'seriesId' is required.",
                   .remedy = "Give the id that the answer to the ingestion has.",
                   .path = "/seriesId"};
  }
  FT_TRY(const SeriesSummary summary, summarize_series(context.env, *id));
  return to_json(summary, detail);
}

http::Response summarize(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto json = summarized(*body, context);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

std::optional<FitSummary> summary_of(const JsonObject& body) {
  const auto object = body.object("summary");
  if (!object) return std::nullopt;
  return FitSummary{.min = object->number("min"),
                    .max = object->number("max"),
                    .avg = object->number("avg"),
                    .p50 = object->number("p50"),
                    .p90 = object->number("p90"),
                    .p95 = object->number("p95"),
                    .p99 = object->number("p99"),
                    .count = object->integer("count"),
                    .peak_bin = object->integer("peakBin")};
}

Result<FitRequest> fit_request_of(const JsonObject& body) {
  FitRequest wanted;
  wanted.mode = body.text("mode").value_or("");
  wanted.series_id = body.text("seriesId").value_or("");
  wanted.samples = numbers_of(body, "samples");
  wanted.summary = summary_of(body);
  wanted.bins = body.integer("bins");
  FT_TRY(wanted.detail, detail_of(body));
  if (!body.problems().empty()) return body.problems();
  return wanted;
}

http::Response fit(const http::Request& request, Context& context) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto wanted = fit_request_of(*body);
  if (!wanted) return problem_response(wanted.problems(), request);
  const auto fitted = fit_profile(context.env, *wanted);
  if (!fitted) return problem_response(fitted.problems(), request);
  return http::json_response(to_json(*fitted));
}

Result<std::string> previewed(const JsonObject& body) {
  const PreviewRequest wanted{.profile = profile_of(body), .pmf = pmf_of(body)};
  FT_TRY(const DetailLevel detail, detail_of(body));
  if (!body.problems().empty()) return body.problems();
  return preview_json(wanted, detail == DetailLevel::kExpert);
}

http::Response preview(const http::Request& request, Context&) {
  const auto body = JsonObject::parse(request);
  if (!body) return problem_response(body.problems(), request);
  const auto json = previewed(*body);
  if (!json) return problem_response(json.problems(), request);
  return http::json_response(*json);
}

}  // namespace

Resource measured_series_routes() {
  return {
      .name = "Measured series",
      .about = "Measured series that templates are made to fit.",
      .routes =
          {{.method = "POST",
            .path = "/api/v1/series/ingest",
            .summary = "Keep a series given as CSV or as a table",
            .body =
                {{.schema = "SeriesIngest",
                  .example =
                      R"({"seriesId":"orders","content":"bin,value\n0,4\n1,9\n","metadata":{"binSize":1,"binUnit":"hours"}})"}},
            .replies = {{200, "Kept", {.schema = "SeriesIngested"}}},
            .handle = ingest},
           {.method = "POST",
            .path = "/api/v1/series/summarize",
            .summary = "A series in a few figures",
            .body = {{.schema = "SeriesSummarize", .example = R"({"seriesId":"orders"})"}},
            .replies = {{200, "The figures", {.schema = "SeriesSummary"}}},
            .handle = summarize}},
      .schemas = {{"SeriesIngest", kIngestSchema},
                  {"SeriesIngested", kIngestedSchema},
                  {"SeriesSummarize", kSummarizeSchema},
                  {"SeriesSummary", kSummarySchema}}};
}

Resource profile_routes() {
  return {.name = "Profiles",
          .about =
              "Weights over the bins, and discrete distributions, from "
              "measured numbers.",
          .routes = {{.method = "POST",
                      .path = "/api/v1/profiles/fit",
                      .summary = "A profile or a pmf from a series, samples or a summary",
                      .body = {{.schema = "ProfileFit",
                                .example = R"({"mode":"profile","seriesId":"orders"})"}},
                      .replies = {{200, "The profile or pmf", {.schema = "FittedProfile"}}},
                      .handle = fit},
                     {.method = "POST",
                      .path = "/api/v1/profiles/preview",
                      .summary = "A profile or a pmf in a few figures, with its first entries",
                      .body = {{.schema = "ProfilePreview",
                                .example =
                                    R"({"pmf":{"values":[0,1,2],"probabilities":[0.2,0.5,0.3]}})"}},
                      .replies = {{200, "The figures", {.schema = "PreviewedProfile"}}},
                      .handle = preview}},
          .schemas = {{"ProfileFit", kFitSchema},
                      {"FittedProfile", kFittedSchema},
                      {"ProfilePreview", kPreviewSchema},
                      {"PreviewedProfile", kPreviewedSchema}}};
}

}  // namespace flowtime::api
