// Which input gives the headline's node more of what it lacked.
#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "inspect/headline.h"
#include "library/expand_again.h"

namespace flowtime {
namespace {

constexpr double kRaise = 1.2;

// The series that is the capacity of what the headline is about; "" for none.
std::string lacked_series(const StoredRun& run) {
  const Judgement* judgement = run.judgement();
  if (judgement == nullptr || judgement->summary.findings.empty()) return "";
  const RankedFinding& headline = judgement->summary.findings.front();
  for (const Constraint& constraint : run.topology().constraints) {
    if (constraint.id == headline.constraint_id) return constraint.served.id;
  }
  for (const TopologyNode& node : run.topology().nodes) {
    if (node.id != headline.node_id) continue;
    const auto& capacity = node.semantics[Role::kCapacity];
    return capacity ? capacity->id : "";
  }
  return "";
}

void add_scalars(const yaml::Value& value, std::vector<SourcePos>& places) {
  if (value.kind == yaml::Kind::kScalar) places.push_back(value.where);
  for (const yaml::Value& item : value.items) add_scalars(item, places);
  for (const yaml::Member& member : value.members) add_scalars(member.value, places);
}

// Where the scalars of the entry of nodes[] with that id stand.
std::vector<SourcePos> places_of(const yaml::Document& model, const std::string& id) {
  std::vector<SourcePos> places;
  const yaml::Value* nodes = model.root.find("nodes");
  if (nodes == nullptr) return places;
  for (const yaml::Value& node : nodes->items) {
    const yaml::Value* own = node.find("id");
    if (own != nullptr && own->scalar == id) add_scalars(node, places);
  }
  return places;
}

// The first parameter that went into the series.
const TemplateParameter* parameter_of(const ExpandedAgain& again, const std::string& series) {
  const std::vector<SourcePos> places = places_of(again.expansion.document, series);
  for (const FilledPlace& filled : again.expansion.filled) {
    const bool is_there = std::any_of(places.begin(), places.end(), [&](const SourcePos& place) {
      return place.line == filled.scalar.line && place.column == filled.scalar.column;
    });
    if (is_there) return again.from->find_parameter(filled.parameter);
  }
  return nullptr;
}

std::optional<std::string> raised_value(const TemplateParameter& parameter, const RunInfo& info) {
  const auto own = std::find_if(info.parameters.begin(), info.parameters.end(),
                                [&](const NamedJson& one) { return one.name == parameter.name; });
  const auto value = own == info.parameters.end() ? std::nullopt : parse_number(own->json);
  if (!value || !(*value > 0)) return std::nullopt;
  double more = std::round(*value * kRaise * 1000) / 1000;
  if (parameter.type == ParameterType::kInteger || *value >= 5) more = std::ceil(more);
  if (parameter.max && more > *parameter.max) return std::nullopt;
  return format_number(more);
}

// The names in the formula of a series, in the order in which they stand; none for another kind.
std::vector<std::string> names_in_formula(const Model& model, const std::string& series) {
  std::vector<std::string> names;
  const Node* node = model.find_node(series);
  const auto* formula = node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
  if (formula == nullptr) return names;
  const std::string& text = formula->text;
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_part(text[end])) ++end;
    if (end > at && model.find_node(text.substr(at, end - at)) != nullptr) {
      names.push_back(text.substr(at, end - at));
    }
    at = std::max(end, at + 1);
  }
  return names;
}

// The first parameter that went into the series, or into one that its formula names.
const TemplateParameter* parameter_behind(const ExpandedAgain& again, const Model& model,
                                          const std::string& series) {
  constexpr std::size_t kMostSeries = 16;
  std::vector<std::string> waiting{series};
  for (std::size_t i = 0; i < waiting.size() && i < kMostSeries; ++i) {
    if (const TemplateParameter* found = parameter_of(again, waiting[i])) return found;
    for (std::string& name : names_in_formula(model, waiting[i])) {
      if (std::find(waiting.begin(), waiting.end(), name) == waiting.end()) {
        waiting.push_back(std::move(name));
      }
    }
  }
  return nullptr;
}

}  // namespace

std::optional<RaisedInput> raised_input(const RunHost& host, const StoredRun& run) {
  const std::string lacked = lacked_series(run);
  if (lacked.empty()) return std::nullopt;
  if (run.info().input_hash.empty()) {
    const Node* node = run.model().find_node(lacked);
    const bool settable = node != nullptr && std::holds_alternative<ConstNode>(node->body);
    return settable ? std::optional(RaisedInput{lacked, ""}) : std::nullopt;
  }
  const auto again = expand_again(host, run.info());
  const TemplateParameter* parameter =
      again ? parameter_behind(*again, run.model(), lacked) : nullptr;
  const auto value = parameter ? raised_value(*parameter, run.info()) : std::nullopt;
  return value ? std::optional(RaisedInput{parameter->name, *value}) : std::nullopt;
}

}  // namespace flowtime
