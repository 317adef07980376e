// Time travel: the graph of a run, and its state at any bin.
// Each handler reads its query into a request of the room state and writes the answer as JSON. All
// follow from the stored run alone, so with_unchanging_run gives them a tag and 304.
#include "api/query_values.h"
#include "api/routes.h"
#include "api/schemas.h"
#include "api/with_run.h"
#include "base/ascii.h"
#include "state/flow_facts.h"
#include "state/graph.h"
#include "state/overlay_words.h"
#include "state/run_metrics.h"
#include "state/snapshot.h"
#include "state/window.h"

namespace flowtime::api {
namespace {

// The pieces of a window, made while they are sent. Keeps the run.
// A window of a long run is larger than what should be in memory at once.
class WindowBody : public http::BodySource {
 public:
  WindowBody(Window window, std::string metadata) : text_(std::move(window), std::move(metadata)) {}
  Piece next() override {
    std::string bytes = text_.next();
    const State state = bytes.empty() ? State::kEnd : State::kMore;
    return {.bytes = std::move(bytes), .state = state};
  }

 private:
  WindowText text_;
};

Result<StateMode> mode_of(const http::Request& request) {
  const std::string text = request.query_value("mode").value_or("operational");
  if (const auto mode = parse_state_mode(text)) return *mode;
  return invalid_query("The parameter 'mode' must be 'operational' or 'full', not '" + text + "'.",
                       "Leave it out for the operational view.");
}

http::Response graph(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    GraphRequest wanted;
    FT_TRY(wanted.mode, mode_of(request));
    wanted.kinds = query_list(request, "kinds");
    wanted.dependency_fields = query_list(request, "dependencyFields");
    const std::string weight = request.query_value("edgeWeight").value_or("uniform");
    if (weight != "uniform" && weight != "contribution") {
      return invalid_query("The parameter 'edgeWeight' cannot be '" + weight + "'.",
                           "Use 'uniform' or 'contribution'; both show the weights as written.");
    }
    FT_TRY(const Graph graph, query_graph(run.run, wanted));
    return http::json_response(to_json(graph));
  });
}

http::Response state(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    FT_TRY(const auto bin, query_integer(request, "binIndex"));
    if (!bin) {
      return invalid_query("The parameter 'binIndex' is required and must be an integer.",
                           "Bins count from 0.");
    }
    const std::string text = request.query_value("detail").value_or("all");
    const auto detail = parse_snapshot_detail(text);
    if (!detail) {
      return invalid_query("The parameter 'detail' must be 'all' or 'bin', not '" + text + "'.",
                           "Leave it out for all there is.");
    }
    FT_TRY(const Snapshot snapshot, query_snapshot(run.run, *bin));
    return http::json_response(to_json(snapshot, run.metadata, *detail));
  });
}

template <class Value, class Parse>
Result<std::vector<Value>> parsed_list(const http::Request& request, std::string_view name,
                                       const char* what, Parse parse) {
  std::vector<Value> values;
  for (const std::string& text : query_list(request, name)) {
    const auto value = parse(text);
    if (!value) {
      return invalid_query(
          "There is no " + std::string(what) + " '" + text + "'.",
          "GET /v1/runs/{runId}/ui-bundle lists the metrics of nodes, beside state and verdict; "
          "edges have flowVolume, "
          "attemptsVolume, failuresVolume, retryRate and retryVolume.");
    }
    values.push_back(*value);
  }
  return values;
}

// A metric of a node, or what the judgement says of it.
// State and verdict are columns of the answer, but no metric has them.
struct ShownSeries {
  std::optional<NodeMetric> metric{};
  bool is_state = false, is_verdict = false;
};
std::optional<ShownSeries> parse_shown(std::string_view name) {
  if (same_ignoring_case(name, "state")) return ShownSeries{.is_state = true};
  if (same_ignoring_case(name, "verdict")) return ShownSeries{.is_verdict = true};
  if (const auto metric = parse_node_metric(name)) return ShownSeries{.metric = metric};
  return std::nullopt;
}

Result<WindowRequest> window_request(const http::Request& request) {
  WindowRequest wanted;
  FT_TRY(wanted.start_bin, query_integer(request, "startBin"));
  FT_TRY(wanted.end_bin, query_integer(request, "endBin"));
  FT_TRY(wanted.max_points, query_integer(request, "maxPoints"));
  FT_TRY(wanted.mode, mode_of(request));
  FT_TRY(const auto edges, query_flag(request, "includeEdges"));
  wanted.with_edges = edges.value_or(true);
  wanted.nodes = query_list(request, "nodes");
  FT_TRY(const auto shown, parsed_list<ShownSeries>(request, "metrics", "metric", parse_shown));
  for (const ShownSeries& series : shown) {
    if (series.metric) wanted.metrics.push_back(*series.metric);
    wanted.with_state |= series.is_state;
    wanted.with_verdict |= series.is_verdict;
  }
  wanted.edge_ids = query_list(request, "edgeIds");
  FT_TRY(wanted.edge_metrics,
         parsed_list<EdgeMetric>(request, "edgeMetrics", "metric of edges", parse_edge_metric));
  wanted.class_ids = query_list(request, "classIds");
  return wanted;
}

http::Response state_window(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    FT_TRY(WindowRequest wanted, window_request(request));
    FT_TRY(Window window, query_window(run.run, std::move(wanted)));
    return http::stream_response(std::make_unique<WindowBody>(std::move(window), run.metadata),
                                 http::kJson);
  });
}

http::Response get_run_metrics(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    FT_TRY(const auto start, query_integer(request, "startBin"));
    FT_TRY(const auto end, query_integer(request, "endBin"));
    FT_TRY(const auto most, query_integer(request, "maxPoints"));
    FT_TRY(const RunMetrics found, query_metrics(run.run, start, end, most));
    return http::json_response(to_json(found));
  });
}

http::Response flow_facts(const http::Request& request, Context& context) {
  return with_unchanging_run(request, context, [&](const OpenedRun& run) -> Result<http::Response> {
    FlowFactsRequest wanted;
    FT_TRY(wanted.start_bin, query_integer(request, "startBin"));
    FT_TRY(wanted.end_bin, query_integer(request, "endBin"));
    FT_TRY(wanted.max_points, query_integer(request, "maxPoints"));
    wanted.nodes = query_list(request, "nodes");
    wanted.path = query_list(request, "path");
    const OverlayWords words{.within = request.query_value("t").value_or(""),
                             .cv_arrivals = request.query_value("ca").value_or(""),
                             .cv_service = request.query_value("cs").value_or("")};
    FT_RETURN_IF_PROBLEM(read_overlay(words, wanted));
    FT_TRY(const FlowFacts facts, query_flow_facts(run.run, wanted));
    return http::json_response(to_json(facts));
  });
}

constexpr auto kInteger = Parameter::Type::kInteger;

Parameter start_bin() {
  return query("startBin", "First bin, from 0; the first of the grid by default.", kInteger);
}
Parameter end_bin() {
  return query("endBin", "Last bin, inclusive; the last of the grid by default.", kInteger);
}
Parameter max_points() {
  return query("maxPoints",
               "Pools bins so that no series has more points; many series have fewer still, so "
               "that the answer stays below 2 MB.",
               kInteger);
}
Parameter mode() {
  return {.name = "mode",
          .about = "full adds the computed nodes of the model; compact is operational.",
          .choices = {"operational", "full", "compact"}};
}

Parameter detail() {
  return {.name = "detail",
          .about =
              "bin leaves out what is the same in every bin, which the graph and "
              "/state_window have, and what is not known in this one; by default all is given.",
          .choices = {"all", "bin"}};
}

Route graph_route() {
  return {
      .method = "GET",
      .path = "/v1/runs/{runId}/graph",
      .summary = "The nodes and edges of a run",
      .parameters = {run_id_in_path(), mode(), query("kinds", "Kinds of nodes to show, by comma."),
                     query("dependencyFields", "Fields whose dependencies full mode shows."),
                     query("edgeWeight", "uniform or contribution; without effect.")},
      .replies = {{.status = 200, .about = "nodes, edges, order", .content = {.schema = "Graph"}}},
      .handle = graph};
}

Route state_route() {
  Parameter bin = query("binIndex", "The bin, from 0.", kInteger);
  bin.required = true;
  return {.method = "GET",
          .path = "/v1/runs/{runId}/state",
          .summary = "Every node and edge in one bin",
          .parameters = {run_id_in_path(), bin, detail()},
          .replies = {{.status = 200,
                       .about = "metadata, bin, nodes, edges, warnings; with detail=bin without "
                                "warnings",
                       .content = {.schema = "StateOrBinState"}}},
          .handle = state};
}

Route window_route() {
  return {.method = "GET",
          .path = "/v1/runs/{runId}/state_window",
          .summary = "Every node and edge over a range of bins",
          .parameters = {run_id_in_path(), start_bin(), end_bin(), mode(),
                         query("nodes", "Nodes to show, by comma; all by default."),
                         query("metrics",
                               "Series to show of them, by comma, also state and verdict; all by "
                               "default."),
                         query("includeEdges", "false leaves the edges out.",
                               Parameter::Type::kBoolean),
                         query("edgeIds", "Edges to show, by comma, in any case."),
                         query("edgeMetrics", "Series to show of them, by comma."),
                         query("classIds", "Classes of edges to show, by comma."), max_points()},
          .replies = {{.status = 200,
                       .about = "metadata, window, timestampsUtc, nodes, edges, warnings",
                       .content = {.schema = "StateWindow"}}},
          .handle = state_window};
}

}  // namespace

Resource state_routes() {
  return {.name = "State",
          .about =
              "A stored run, read at any bin. Values are the same to the last bit in every "
              "answer.",
          .routes = {graph_route(),
                     state_route(),
                     window_route(),
                     {.method = "GET",
                      .path = "/v1/runs/{runId}/metrics",
                      .summary = "How often each node met its service level",
                      .parameters = {run_id_in_path(), start_bin(), end_bin(), max_points()},
                      .replies = {{.status = 200,
                                   .about = "window, grid, services",
                                   .content = {.schema = "RunMetrics"}}},
                      .handle = get_run_metrics},
                     {.method = "GET",
                      .path = "/v1/runs/{runId}/flow-facts",
                      .summary = "Delays, spans, bottlenecks and what queueing theory expects",
                      .parameters = {run_id_in_path(), start_bin(), end_bin(), max_points(),
                                     query("nodes", "Nodes to show, by comma; all by default."),
                                     query("path", "Nodes in the order in which items pass."),
                                     query("t",
                                           "Asks for the probability of waiting at most this long: "
                                           "minutes, or 15s, 2h."),
                                     query("ca",
                                           "Coefficient of variation of the time between "
                                           "arrivals; 1 by default.",
                                           Parameter::Type::kNumber),
                                     query("cs", "The same of the service time; 1 by default.",
                                           Parameter::Type::kNumber)},
                      .replies = {{.status = 200,
                                   .about = "nodes, bottlenecks, path",
                                   .content = {.schema = "FlowFacts"}}},
                      .handle = flow_facts}},
          .schemas = state_schemas()};
}

}  // namespace flowtime::api
