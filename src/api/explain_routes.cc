// Why a value is what it is, what changed between runs, where the nodes stand.
#include <algorithm>

#include "api/client_observer.h"
#include "api/problem_response.h"
#include "api/routes.h"
#include "base/number_text.h"
#include "inspect/compare_runs.h"
#include "inspect/explain_run.h"
#include "inspect/layout_run.h"
#include "run/one_run.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kExplanationSchema = R"({"type":"object",
"required":["runId","seriesId","bin","value","unit","stored","definition","formula",
"contributions","residual","words"],
"properties":{"value":{"type":["number","null"]},
"definition":{"type":"object","required":["kind","rule","withValues"]},
"formula":{"$ref":"#/components/schemas/FormulaNode"},
"absent":{"type":"object","required":["reason","path"]},
"alias":{"type":"string"},
"trend":{"type":"object","required":["direction","change","sinceBin","peak","peakBin"],
"properties":{"direction":{"enum":["grew","shrank","stayed"]}}},
"buildUp":{"type":"object","required":["firstBin","bins","before","inflow","outflow","emptyBelow",
"peak","peakBin","limits","largest"],
"properties":{"limits":{"type":"array","items":{"type":"object","required":["id","kind","bins"]}}}},
"contributions":{"type":"array","items":{"type":"object",
"required":["kind","amount","firstBin","lastBin","binCount","bins","otherBins"],
"properties":{"side":{"enum":["in","out"]},"each":{"type":"number"},"amountRest":{"type":"number",
"description":"digits of the amount below the double; sums are exact with it"},
"parameters":{"type":"array","items":{"type":"string"}},"constraintId":{"type":"string"},
"echoOf":{"type":"string"}}}},
"residual":{"type":["number","null"]},"words":{"type":"string"}}})";

constexpr std::string_view kFormulaSchema = R"({"type":"object","required":["op","value"],
"properties":{"op":{"type":"string"},"role":{"type":"string"},"value":{"type":["number","null"]},
"seriesId":{"type":"string"},"bin":{"type":"integer"},"href":{"type":"string"},
"binding":{"type":"boolean"},"amount":{"type":"number"},"weight":{"type":"number"},
"operands":{"type":"array","items":{"$ref":"#/components/schemas/FormulaNode"}}}})";

constexpr std::string_view kComparisonSchema = R"({"type":"object",
"required":["baseline","comparisons","verdict","sentence"],
"properties":{"baseline":{"type":"string"},
"verdict":{"enum":["better","worse","mixed","same","differentWork",null]},
"sentence":{"type":["string","null"]},
"comparisons":{"type":"array","items":{"type":"object",
"required":["before","after","identical","run","parameters","inputs","structure","series",
"findings","attribution","verdict","sentence","remarks","nodes","constraints","figures","avoided"],
"properties":{"verdict":{"enum":["better","worse","mixed","same","differentWork",null]},
"byShares":{"enum":["better","worse","mixed","same"]},"sentence":{"type":"string"},
"avoided":{"type":["object","null"],"required":["fromBin","backlog","waitingItemMinutes",
"brokenPromiseMinutes","nodes","sentence"]},
"remarks":{"type":"array","items":{"type":"string"}},
"nodes":{"type":"array","items":{"type":"object","required":["nodeId","before","after","delta"],
"properties":{"nodeId":{"type":"string"},
"before":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/ComparedNode"}]},
"after":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/ComparedNode"}]},
"delta":{"type":["object","null"]}}}},
"constraints":{"type":"array","items":{"type":"object",
"required":["constraintId","before","after"]}},
"figures":{"type":"array","items":{"type":"object",
"required":["figure","unit","before","after","delta","attribution"],
"properties":{"before":{"$ref":"#/components/schemas/FigureValue"},
"after":{"$ref":"#/components/schemas/FigureValue"},"delta":{"type":["number","null"]}}}}}}}}})";

constexpr std::string_view kComparedNodeSchema = R"({"type":"object",
"required":["verdict","arrivals","load","waiting","p95WaitMinutes","longestMinutes","late",
"lateShare","lost","lostShare","harmed","atLeast","promiseMinutes"],
"properties":{"verdict":{"enum":["good","warning","critical",null]},
"arrivals":{"type":"number"},"load":{"type":["number","null"]},
"waiting":{"type":["number","null"]},"p95WaitMinutes":{"type":["number","null"]},
"longestMinutes":{"type":["number","null"]},"late":{"type":"number"},
"lateShare":{"type":"number"},"lost":{"type":"number"},"lostShare":{"type":"number"},
"harmed":{"type":"number"},"atLeast":{"type":"boolean"},
"promiseMinutes":{"type":["number","null"]}}})";

constexpr std::string_view kFigureValueSchema = R"({"type":"object",
"required":["value","shown","atLeast"],
"properties":{"value":{"type":["number","null"]},"shown":{"type":"string"},
"atLeast":{"type":"boolean"},"absent":{"type":"string"}}})";

constexpr std::string_view kLayoutSchema = R"({"type":"object",
"required":["runId","structureHash","hinted","width","height","nodes","edges"],
"properties":{"nodes":{"type":"array","items":{"type":"object",
"required":["id","kind","category","x","y","width","height","layer"]}},
"edges":{"type":"array","items":{"type":"object",
"required":["id","type","from","to","points"]}}}})";

// A whole number of at least 1; nothing where it is not given.
Result<std::optional<std::int64_t>> count_of(const http::Request& request, const char* name) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<std::int64_t>();
  const auto value = parse_integer(*text);
  if (value && *value >= 1) return std::optional<std::int64_t>(*value);
  return Problem{.code = "invalid_parameter",
                 .message = "the parameter '" + std::string(name) +
                            "' must be a whole number of at least 1, not '" + *text + "'",
                 .remedy = "Leave it out for the default."};
}

Result<ExplainRequest> explain_request(const http::Request& request) {
  ExplainRequest asked{.run_id = request.path_value("runId")};
  asked.series = request.query_value("series").value_or("");
  asked.node = request.query_value("node").value_or("");
  asked.metric = request.query_value("metric").value_or("");
  asked.class_id = request.query_value("class").value_or("");
  // `bin` and `at` are the same question; the first is the documented one.
  asked.at = request.query_value("bin").value_or(request.query_value("at").value_or(""));
  FT_TRY(const auto cells, count_of(request, "depth"));
  FT_TRY(const auto causes, count_of(request, "width"));
  // A client may ask for less than the limit, not for more.
  if (cells) asked.limits.walk.cells = std::min(*cells, kMaxWalkedCells);
  if (causes) asked.limits.causes = static_cast<std::size_t>(*causes);
  return asked;
}

http::Response explain(const http::Request& request, Context& context) {
  const auto asked = explain_request(request);
  if (!asked) return problem_response(asked.problems(), request);
  ClientObserver observer(request);
  const auto explanation = explain_run(context.host(observer), *context.explainers, *asked);
  if (!explanation) return problem_response(explanation.problems(), request);
  return http::json_response(to_json(*explanation));
}

// "a,b" in one parameter, or the parameter several times.
std::vector<std::string> listed(const std::vector<std::string>& values) {
  std::vector<std::string> items;
  for (const std::string& value : values) {
    std::size_t begin = 0;
    while (begin <= value.size()) {
      const std::size_t end = std::min(value.find(',', begin), value.size());
      if (end > begin) items.push_back(value.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return items;
}

// What a comparison follows from: the runs as they are, and the figures. Empty where that cannot be
// said of a run.
// The stamp of each run stands for everything that is stored of it.
std::string key_of(const CompareRequest& asked, Env& env) {
  std::string key;
  for (const std::string& id : asked.run_ids) {
    const std::string stamp = run_exists(env, id) ? run_stamp(env, id) : "";
    if (stamp.empty()) return "";
    key += id + " " + stamp;
  }
  for (const std::string& figure : asked.figures) key += "\n" + figure;
  return key;
}

http::Response compare(const http::Request& request, Context& context) {
  CompareRequest asked{.run_ids = listed(request.query_values("runs"))};
  asked.figures = request.query_values("figure");
  const std::string key = key_of(asked, context.env);
  // Comparing evaluates scenarios of both models: seconds for large ones, so answers are kept.
  auto kept = key.empty() ? nullptr : context.comparisons->find(key);
  if (kept == nullptr) {
    ClientObserver observer(request);
    const auto comparisons = compare_runs(context.host(observer), *context.explainers, asked);
    if (!comparisons) return problem_response(comparisons.problems(), request);
    std::string body = to_json(*comparisons);
    // Kept only when no run was changed while it was read.
    if (key.empty() || key_of(asked, context.env) != key) return http::json_response(body);
    kept = context.comparisons->keep(key, std::move(body));
  }
  http::Response response = http::json_response(kept->bytes());
  response.kept = kept;
  return response;
}

http::Response layout(const http::Request& request, Context& context) {
  ClientObserver observer(request);
  const auto drawn = layout_run(
      context.host(observer), *context.layouts,
      {.run_id = request.path_value("runId"), .at = request.query_value("bin").value_or("")});
  if (!drawn) return problem_response(drawn.problems(), request);
  if (request.query_value("format").value_or("json") == "svg") {
    return http::text_response(to_svg(*drawn), "image/svg+xml; charset=utf-8");
  }
  return http::json_response(to_json(*drawn));
}

Route explain_route() {
  return {
      .method = "GET",
      .path = "/v1/runs/{runId}/explain",
      .summary = "Why a value of a run is what it is",
      .parameters = {path_id("runId", "The run."),
                     query("series", "The series; or node and metric."),
                     query("node", "A topology node."),
                     query("metric", "A role or a computed metric of the node."),
                     query("class", "Of a role: of the items of this class; * of no class."),
                     query("bin", "The bin, or a time in it (14:00)."),
                     query("at", "The same, under the name of the command line."),
                     query("depth", "Values that are traced, at most.", Parameter::Type::kInteger),
                     query("width", "Causes that are listed one by one, at most.",
                           Parameter::Type::kInteger)},
      .replies = {{.status = 200,
                   .about = "The explanation",
                   .content = {.schema = "Explanation"}}},
      .handle = explain};
}

Route compare_route() {
  return {.method = "GET",
          .path = "/v1/compare",
          .summary = "What changed between runs, and what explains it",
          .parameters = {query("runs",
                               "Two to eight ids, separated by commas; the first is what "
                               "the others are compared with."),
                         query("figure",
                               "A figure of both runs, such as p95Wait:Payment or "
                               "max:api_queue; may be repeated. The change of the first is "
                               "divided.")},
          .replies = {{.status = 200,
                       .about = "One comparison for each run after the first",
                       .content = {.schema = "Comparisons"}}},
          .handle = compare};
}

Route layout_route() {
  return {
      .method = "GET",
      .path = "/v1/runs/{runId}/layout",
      .summary = "Where the nodes of a run are drawn",
      .parameters = {path_id("runId", "The run."),
                     query("bin", "Also the load of every node in this bin."),
                     {.name = "format", .about = "JSON or a drawing.", .choices = {"json", "svg"}}},
      .replies = {{.status = 200, .about = "The layout", .content = {.schema = "Layout"}}},
      .handle = layout};
}

}  // namespace

Resource explain_routes() {
  return {.name = "Explain, compare, draw",
          .about = "Any number of any run, any two runs, and the graph as a picture.",
          .routes = {explain_route(), compare_route(), layout_route()},
          .schemas = {{"Explanation", kExplanationSchema},
                      {"FormulaNode", kFormulaSchema},
                      {"Comparisons", kComparisonSchema},
                      {"ComparedNode", kComparedNodeSchema},
                      {"FigureValue", kFigureValueSchema},
                      {"Layout", kLayoutSchema}}};
}

}  // namespace flowtime::api
