#include "page/page_json.h"

#include <algorithm>
#include <bit>

#include "answers/answer_json.h"
#include "answers/judgement_json.h"
#include "answers/node_judgement_json.h"
#include "answers/series_units.h"
#include "base/portable_sha256.h"
#include "layout/layered.h"
#include "model/names.h"
#include "model/node_category.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime::page {
namespace {

// row_hash takes the bytes of a row as they lie in memory.
static_assert(std::endian::native == std::endian::little);

Problem bad_request(const std::string& message) {
  return {.code = "page_request", .message = message, .remedy = "See docs/engine-in-the-page.md."};
}

Result<yaml::Value> read_mapping(std::string_view request) {
  // No request: everything as it is.
  if (request.empty()) request = "{}";
  FT_TRY(yaml::Document document, yaml::parse(std::string(request), "request"));
  if (document.root.kind == yaml::Kind::kMapping) return std::move(document.root);
  return bad_request("the request is not a JSON object");
}

Result<std::vector<double>> read_values(const yaml::Member& member) {
  const auto no_number = [&] {
    return bad_request("'" + member.key + "' is neither a number nor a list of numbers");
  };
  const auto single = member.value.number();
  if (single) return std::vector<double>{*single};
  if (member.value.kind != yaml::Kind::kSequence) return no_number();
  std::vector<double> values;
  for (const yaml::Value& item : member.value.items) {
    const auto number = item.number();
    if (!number) return no_number();
    values.push_back(*number);
  }
  return values;
}

std::string text_of(const yaml::Value& root, std::string_view key, const char* otherwise) {
  const yaml::Value* value = root.find(key);
  return value == nullptr ? otherwise : value->scalar;
}

void numbers(JsonWriter& json, std::string_view name, std::span<const double> values) {
  json.key(name).begin_array();
  for (const double value : values) json.number(value);
  json.end_array();
}

// A number in every bin is one value.
std::span<const double> shortest(std::span<const double> values) {
  // Absent values do not equal themselves.
  const bool all_equal = std::all_of(values.begin(), values.end(), [&](double value) {
    return value == values.front() || (is_absent(value) && is_absent(values.front()));
  });
  return values.empty() || !all_equal ? values : values.first(1);
}

void template_parameter(JsonWriter& json, const TemplateParameter& parameter,
                        const BoundParameters& bound) {
  json.begin_object().member("name", parameter.name).member("type", name_of(parameter.type));
  json.member("title", parameter.title).member("unit", parameter.unit);
  if (const BoundParameter* value = bound.find(parameter.name)) {
    json.key("value").raw(flowtime::to_json(value->value));
  }
  if (parameter.default_value) json.key("default").raw(flowtime::to_json(*parameter.default_value));
  if (parameter.min) json.member("min", *parameter.min);
  if (parameter.max) json.member("max", *parameter.max);
  if (parameter.step) json.member("step", *parameter.step);
  json.end_object();
}

void template_member(JsonWriter& json, const PageModel& model) {
  const Template* from = model.from();
  json.key("template");
  if (from == nullptr) {
    json.null();
    return;
  }
  json.begin_object().member("id", from->id).member("title", from->title);
  json.key("parameters").begin_array();
  for (const TemplateParameter& parameter : from->parameters) {
    template_parameter(json, parameter, model.bound());
  }
  json.end_array().end_object();
}

void parameters_member(JsonWriter& json, const Plan& plan) {
  json.key("parameters").begin_array();
  for (const Parameter& parameter : plan.parameters) {
    json.begin_object().member("id", parameter.name);
    numbers(json, "values", shortest(parameter.values));
    json.member("scalarOnly", parameter.scalar_only).end_object();
  }
  json.end_array();
}

void series_member(JsonWriter& json, const PageModel& model) {
  const SeriesCatalog& series = model.plan().series;
  const std::vector<std::string> units = series_units(model.model(), series);
  json.key("series").begin_array();
  for (std::size_t i = 0; i < series.size(); ++i) {
    json.begin_object().member("id", series.all()[i].id).member("unit", units[i]).end_object();
  }
  json.end_array();
}

Layout layout_of(const Topology& topology) {
  std::vector<LayoutEdge> edges;
  for (const Edge& edge : topology.edges) edges.push_back({edge.from.value, edge.to.value});
  // Nodes without sizes: layers and places alone.
  return layered_layout(std::vector<LayoutNode>(topology.nodes.size()), edges);
}

void aliases_member(JsonWriter& json, const TopologyNode& node) {
  json.key("aliases").begin_object();
  for (const auto& [role, alias] : node.semantics.aliases) json.member(role, alias);
  json.end_object();
}

// "byClass": {"Gold": {"arrivals": "orders@Gold"}}: the series of each class, by the names of
// `state_window`; "*" is what no class accounts for.
void class_series(JsonWriter& json, const checks::RunSeries& series,
                  const std::vector<std::pair<const char*, SeriesIndex>>& totals) {
  struct Part {
    const char* name;
    std::string class_name, id;
  };
  std::vector<Part> parts;
  for (const auto& [name, total] : totals) {
    if (!checks::exists(total)) continue;
    const std::vector<SeriesIndex> of_classes = series.parts_of(series.catalog()[total].id);
    for (std::size_t i = 0; i < of_classes.size(); ++i) {
      if (!checks::exists(of_classes[i])) continue;
      parts.push_back({name, series.part_name(i), series.catalog()[of_classes[i]].id});
    }
  }
  if (parts.empty()) return;
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.class_name < b.class_name; });
  json.key("byClass").begin_object();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& name = parts[i].class_name;
    if (i == 0 || name != parts[i - 1].class_name) {
      json.key(name == kDefaultClass ? "*" : name).begin_object();
    }
    json.member(parts[i].name, parts[i].id);
    if (i + 1 == parts.size() || name != parts[i + 1].class_name) json.end_object();
  }
  json.end_object();
}

void class_series_of_node(JsonWriter& json, const PageModel& page, std::size_t index) {
  if (page.model().classes.empty()) return;
  const checks::NodeSeries& node = page.series().of(index);
  const bool has_queue = page.model().topology.nodes[index].queue_semantics;
  class_series(json, page.series(),
               {{"arrivals", node[Role::kArrivals]},
                {"served", node.served_effective},
                {"errors", node[Role::kErrors]},
                {"queue", has_queue ? node[Role::kQueueDepth] : checks::kNoSeries}});
}

void classes_member(JsonWriter& json, const Model& model) {
  json.key("classes").begin_array();
  for (const FlowClass& one : model.classes) {
    json.begin_object().member("id", one.id).member("displayName", one.display_name).end_object();
  }
  json.end_array();
}

void id_member(JsonWriter& json, const char* name, const PageModel& page, SeriesIndex series) {
  if (checks::exists(series)) json.member(name, page.plan().series[series].id);
}

// Capacities that several nodes share: their series, and who they are.
void constraints_member(JsonWriter& json, const PageModel& page) {
  const Topology& topology = page.model().topology;
  json.key("constraints").begin_array();
  for (const Constraint& constraint : topology.constraints) {
    json.begin_object().member("id", constraint.id);
    id_member(json, "arrivals", page, page.series().find(constraint.arrivals));
    id_member(json, "served", page, page.series().find(constraint.served));
    json.key("members").begin_array();
    for (const TopologyNode& node : topology.nodes) {
      const std::vector<std::string>& shared = node.constraints;
      if (std::find(shared.begin(), shared.end(), constraint.id) == shared.end()) continue;
      json.string(node.id);
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void nodes_member(JsonWriter& json, const PageModel& page) {
  const Topology& topology = page.model().topology;
  const Layout layout = layout_of(topology);
  json.key("nodes").begin_array();
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    const TopologyNode& node = topology.nodes[i];
    const PlacedNode& place = layout.nodes[i];
    json.begin_object().member("id", node.id).member("kind", node.kind);
    if (traits_of(node.category).computed) json.member("isComputed", true);
    if (!node.group.empty()) json.member("group", node.group);
    aliases_member(json, node);
    class_series_of_node(json, page, i);
    json.member("layer", static_cast<std::int64_t>(place.layer));
    json.member("x", place.x).member("y", place.y).end_object();
  }
  json.end_array();
}

void edges_member(JsonWriter& json, const PageModel& page) {
  const Topology& topology = page.model().topology;
  json.key("edges").begin_array();
  for (std::size_t i = 0; i < topology.edges.size(); ++i) {
    const Edge& edge = topology.edges[i];
    json.begin_object().member("id", edge.id);
    json.member("from", topology.nodes[edge.from.value].id);
    json.member("to", topology.nodes[edge.to.value].id);
    json.member("type", kEdgeTypeNames[static_cast<std::size_t>(edge.type)]);
    if (edge.multiplier) json.member("multiplier", *edge.multiplier);
    if (!page.model().classes.empty()) {
      class_series(json, page.series(), {{"flowVolume", page.series().flow_of(i)}});
    }
    json.end_object();
  }
  json.end_array();
}

void judged_nodes(JsonWriter& json, const Topology& topology, const Judgement& judgement) {
  json.key("nodes").begin_array();
  for (std::size_t i = 0; i < judgement.nodes.size(); ++i) {
    const NodeJudgement& node = judgement.nodes[i];
    json.begin_object().member("id", topology.nodes[i].id);
    write_verdict_and_promise(json, node);
    json.key("states").begin_object();
    write_span_lists(json, node);
    json.end_object();
    write_node_figures(json, node);
    json.end_object();
  }
  json.end_array();
}

void judged_constraints(JsonWriter& json, const Topology& topology, const Judgement& judgement) {
  json.key("constraints").begin_array();
  for (std::size_t i = 0; i < judgement.constraints.size(); ++i) {
    json.begin_object().member("id", topology.constraints[i].id);
    const Verdict verdict = judgement.constraints[i].verdict;
    json.key("verdict");
    verdict == Verdict::kNone ? json.null() : json.string(name_of(verdict));
    json.end_object();
  }
  json.end_array();
}

void findings_list(JsonWriter& json, const std::vector<Finding>& findings) {
  json.key("findings").begin_array();
  for (const Finding& finding : findings) {
    json.begin_object().member("code", finding.code).member("severity", name_of(finding.severity));
    json.member("nodeId", finding.node_id).member("message", finding.message);
    json.key("bins").begin_array();
    for (const std::int64_t bin : finding.bins) json.integer(bin);
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace

Result<PageSource> read_source(std::string text, std::string_view request) {
  FT_TRY(const yaml::Value root, read_mapping(request));
  PageSource source;
  source.text = std::move(text);
  source.file = text_of(root, "file", "model.yaml");
  source.is_template = text_of(root, "kind", "model") == "template";
  if (const yaml::Value* seed = root.find("seed")) source.seed = seed->integer();
  if (const yaml::Value* given = root.find("parameters")) {
    for (const yaml::Member& member : given->members) {
      source.parameters.push_back({.name = member.key, .value = member.value});
    }
  }
  return source;
}

Result<std::vector<PageModel::Override>> read_overrides(std::string_view request) {
  FT_TRY(const yaml::Value root, read_mapping(request));
  std::vector<PageModel::Override> overrides;
  for (const yaml::Member& member : root.members) {
    FT_TRY(std::vector<double> values, read_values(member));
    overrides.push_back({member.key, std::move(values)});
  }
  return overrides;
}

Result<ExplainQuery> read_question(std::string_view request) {
  FT_TRY(const yaml::Value root, read_mapping(request));
  ExplainQuery query{.series = text_of(root, "series", ""),
                     .node = text_of(root, "node", ""),
                     .metric = text_of(root, "metric", ""),
                     .class_id = text_of(root, "class", "")};
  const yaml::Value* bin = root.find("bin");
  const auto number = bin == nullptr ? std::nullopt : bin->integer();
  if (!number) return bad_request("'bin' is not a whole number");
  query.bin = *number;
  if (query.series.empty() != (query.node.empty() || query.metric.empty())) return query;
  return bad_request("the question names neither a series nor a metric of a node");
}

std::string problems_json(const Problems& problems) {
  JsonWriter json;
  json.begin_object();
  problem_list(json, problems);
  return json.end_object().take();
}

std::string parameters_json(const PageModel& page) {
  JsonWriter json;
  json.begin_object();
  template_member(json, page);
  parameters_member(json, page.plan());
  return json.end_object().take();
}

std::string to_json(const PageModel& page) {
  const Model& model = page.model();
  JsonWriter json;
  json.begin_object();
  grid_member(json, model.grid);
  json.member("itemNoun", model.item_noun.empty() ? "items" : model.item_noun);
  template_member(json, page);
  parameters_member(json, page.plan());
  series_member(json, page);
  nodes_member(json, page);
  edges_member(json, page);
  classes_member(json, model);
  constraints_member(json, page);
  events_member(json, model);
  return json.end_object().take();
}

std::string result_json(const PageModel& page) {
  const PageResult& result = page.result();
  JsonWriter json;
  json.begin_object();
  headline_members(json, result.judgement.summary);
  judgement_member(json, result.judgement.summary);
  judged_nodes(json, page.model().topology, result.judgement);
  judged_constraints(json, page.model().topology, result.judgement);
  findings_list(json, result.findings);
  return json.end_object().take();
}

std::string row_hash(const PageModel& page, SeriesIndex series) {
  const std::span<const double> row = page.row(series);
  return "sha256:" + portable_sha256_hex(std::span(
                         reinterpret_cast<const std::uint8_t*>(row.data()), row.size_bytes()));
}

}  // namespace flowtime::page
