#include "pipeline/apply_settings.h"

#include <algorithm>
#include <string_view>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "pipeline/bin_range.h"
#include "run/run_record.h"
#include "series/absent.h"
#include "text/json_writer.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

constexpr std::string_view kWipLimit = ".wipLimit";

using Overlay = SettingOverlay;

Problem setting_refusal(const Setting& setting, const char* code, std::string message,
                        std::string remedy) {
  return {.code = code,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .file = setting.label};
}

Problem unknown_target(const Setting& setting, const Model& model) {
  std::vector<std::string> limits;
  std::vector<std::string_view> known;
  for (const Node& node : model.nodes) {
    if (std::holds_alternative<ConstNode>(node.body)) known.push_back(node.id);
  }
  for (const TopologyNode& node : model.topology.nodes) {
    if (node.wip_limit) limits.push_back(node.id + std::string(kWipLimit));
  }
  known.insert(known.end(), limits.begin(), limits.end());
  const std::string nearest = nearest_name(setting.target, known);
  return setting_refusal(setting, "unknown_parameter",
                         "the model has no \"" + setting.target + "\" to set",
                         nearest.empty() ? "Name a const node, or <TopologyId>.wipLimit."
                                         : "Did you mean \"" + nearest + "\"?");
}

Problem not_finite(const Setting& setting) {
  return setting_refusal(setting, "setting_number", "the result is too large for a number",
                         "Values stay below 1.8e308.");
}

// As many bins as the grid has: the present values spelled out.
std::vector<double> per_bin(std::vector<double> values, std::int64_t bins) {
  if (values.size() == 1) values.assign(static_cast<std::size_t>(bins), values.front());
  return values;
}

Result<Done> check_length(const Setting& setting, std::int64_t room, const char* of_what) {
  const auto given = static_cast<std::int64_t>(setting.values.size());
  if (given == 1 || given == room) return Done{};
  return setting_refusal(
      setting, "setting_length",
      std::to_string(given) + " values for " + std::to_string(room) + " bins",
      "Give one value, or one for every bin of the " + std::string(of_what) + ".");
}

double value_at(const Setting& setting, std::size_t i) {
  return setting.values.size() == 1 ? setting.values.front() : setting.values[i];
}

Result<Done> edit_range(const Setting& setting, const TimeGrid& grid, std::vector<double>& values) {
  auto range = parse_bin_range(*setting.range, grid);
  if (!range) {
    Problems problems = range.problems();
    for (Problem& problem : problems) problem.file = setting.label;
    return problems;
  }
  FT_RETURN_IF_PROBLEM(check_length(setting, range->size(), "range"));
  values = per_bin(std::move(values), grid.bins);
  for (std::int64_t bin = range->first; bin < range->end; ++bin) {
    double& value = values[static_cast<std::size_t>(bin)];
    value =
        combine(setting.op, value, value_at(setting, static_cast<std::size_t>(bin - range->first)));
  }
  return Done{};
}

Result<Done> edit_whole(const Setting& setting, const TimeGrid& grid, std::vector<double>& values) {
  FT_RETURN_IF_PROBLEM(check_length(setting, grid.bins, "grid"));
  if (setting.op == Setting::Operator::kAssign) {
    values = setting.values;
    return Done{};
  }
  if (setting.values.size() > 1) values = per_bin(std::move(values), grid.bins);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = combine(setting.op, values[i], value_at(setting, i));
  }
  return Done{};
}

Result<Done> set_node(const Setting& setting, const Model& model, const Node& node,
                      Overlay& overlay) {
  const auto* body = std::get_if<ConstNode>(&node.body);
  if (body == nullptr) {
    return setting_refusal(setting, "setting_not_const",
                           "\"" + node.id + "\" is computed by the model",
                           "Only const nodes take values; set what it is computed from.");
  }
  const bool builds_on_values = setting.range || setting.op != Setting::Operator::kAssign;
  std::vector<double>& values =
      overlay.node_values.try_emplace(node.id, body->values).first->second;
  if (values.empty() && builds_on_values) {
    return setting_refusal(
        setting, "setting_needs_values",
        "\"" + node.id + "\" gets its values from traffic, so there is nothing to change",
        "Give it whole values first: " + node.id + "=...");
  }
  FT_RETURN_IF_PROBLEM(setting.range ? edit_range(setting, model.grid, values)
                                     : edit_whole(setting, model.grid, values));
  if (std::any_of(values.begin(), values.end(), is_absent)) return not_finite(setting);
  return Done{};
}

Result<Done> set_limit(const Setting& setting, const TopologyNode& node, Overlay& overlay) {
  if (node.wip_limit_series) {
    return setting_refusal(setting, "setting_limit_series",
                           "the limit of \"" + node.id + "\" is a series",
                           "Set the node that its wipLimitSeries names.");
  }
  if (setting.range || setting.values.size() != 1) {
    return setting_refusal(setting, "setting_length", "a wipLimit is one number for the whole grid",
                           "Give one value, or a wipLimitSeries in the model.");
  }
  const auto present = overlay.wip_limits.find(node.id);
  const std::optional<double> before =
      present == overlay.wip_limits.end() ? node.wip_limit : std::optional(present->second);
  if (!before && setting.op != Setting::Operator::kAssign) {
    return setting_refusal(setting, "setting_needs_values",
                           "\"" + node.id + "\" has no wipLimit to change",
                           "Give it one first: " + setting.target + "=...");
  }
  const double limit = combine(setting.op, before.value_or(0), setting.values.front());
  if (is_absent(limit)) return not_finite(setting);
  if (limit < 0) {
    return setting_refusal(setting, "setting_number",
                           "a wipLimit of " + format_number(limit) + " is negative",
                           "A limit is 0 or more.");
  }
  overlay.wip_limits[node.id] = limit;
  return Done{};
}

const TopologyNode* limited_node(const Model& model, const std::string& target) {
  if (!target.ends_with(kWipLimit)) return nullptr;
  const auto found = model.topology_by_id.find(target.substr(0, target.size() - kWipLimit.size()));
  return found == model.topology_by_id.end() ? nullptr : &model.topology.nodes[found->second.value];
}

Result<Done> apply(const Setting& setting, const Model& model, Overlay& overlay) {
  if (const Node* node = model.find_node(setting.target)) {
    return set_node(setting, model, *node, overlay);
  }
  if (const TopologyNode* node = limited_node(model, setting.target)) {
    return set_limit(setting, *node, overlay);
  }
  return unknown_target(setting, model);
}

yaml::Value number_value(double value) {
  yaml::Value scalar;
  scalar.kind = yaml::Kind::kScalar;
  scalar.scalar = format_number(value);
  return scalar;
}

yaml::Value list_value(const std::vector<double>& values) {
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  list.items.reserve(values.size());
  for (const double value : values) list.items.push_back(number_value(value));
  return list;
}

yaml::Value* member_of(yaml::Value& mapping, std::string_view key) {
  for (yaml::Member& member : mapping.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

void set_member(yaml::Value& mapping, const char* key, yaml::Value value) {
  if (yaml::Value* present = member_of(mapping, key)) {
    *present = std::move(value);
  } else {
    mapping.members.push_back({.key = key, .value = std::move(value)});
  }
}

std::vector<yaml::Value>* items_of(yaml::Value* sequence) {
  return sequence == nullptr ? nullptr : &sequence->items;
}

// Calls edit(item, its id) for every mapping of a list.
template <class Edit>
void for_each_with_id(std::vector<yaml::Value>* list, const Edit& edit) {
  if (list == nullptr) return;
  for (yaml::Value& item : *list) {
    if (const yaml::Value* id = item.find("id")) edit(item, id->scalar);
  }
}

// What read_model took from files becomes part of the overlay, as if it had been written out.
void inline_files(const yaml::Document& document, const Model& model, Overlay& overlay) {
  const yaml::Value* nodes = document.root.find("nodes");
  if (nodes == nullptr) return;
  for (const yaml::Value& item : nodes->items) {
    const yaml::Value* values = item.find("values");
    if (values == nullptr || values->kind != yaml::Kind::kMapping) continue;
    const yaml::Value* id = item.find("id");
    const Node* node = id == nullptr ? nullptr : model.find_node(id->scalar);
    if (node == nullptr) continue;
    if (const auto* body = std::get_if<ConstNode>(&node->body)) {
      overlay.node_values.try_emplace(node->id, body->values);
    }
  }
}

}  // namespace

void write_into(yaml::Value& root, const SettingOverlay& overlay) {
  for_each_with_id(items_of(member_of(root, "nodes")),
                   [&](yaml::Value& item, const std::string& id) {
                     const auto found = overlay.node_values.find(id);
                     if (found != overlay.node_values.end())
                       set_member(item, "values", list_value(found->second));
                   });
  yaml::Value* topology = member_of(root, "topology");
  if (topology == nullptr) return;
  for_each_with_id(items_of(member_of(*topology, "nodes")),
                   [&](yaml::Value& item, const std::string& id) {
                     const auto found = overlay.wip_limits.find(id);
                     if (found == overlay.wip_limits.end()) return;
                     set_member(item, "wipLimit", number_value(found->second));
                   });
}

Result<SettingOverlay> overlay_of(const Model& model, std::span<const Setting> settings,
                                  SettingOverlay overlay) {
  Problems problems;
  for (const Setting& setting : settings) {
    if (const auto done = apply(setting, model, overlay); !done) {
      problems.insert(problems.end(), done.problems().begin(), done.problems().end());
    }
  }
  if (!problems.empty()) return problems;
  return overlay;
}

Result<yaml::Document> apply_settings(const yaml::Document& document, const Model& model,
                                      std::span<const Setting> settings) {
  Overlay read;
  inline_files(document, model, read);
  FT_TRY(const Overlay overlay, overlay_of(model, settings, std::move(read)));
  if (overlay.empty()) return document;
  yaml::Value root = document.root;
  write_into(root, overlay);
  return yaml::parse(yaml::emit(root), document.file);
}

std::vector<NamedJson> settings_as_parameters(std::span<const Setting> settings) {
  std::vector<NamedJson> parameters;
  std::vector<JsonWriter> lists;
  for (const Setting& setting : settings) {
    const auto same = [&](const NamedJson& p) { return p.name == setting.target; };
    const auto found = std::find_if(parameters.begin(), parameters.end(), same);
    const auto at = static_cast<std::size_t>(found - parameters.begin());
    if (found == parameters.end()) {
      parameters.push_back({.name = setting.target, .json = ""});
      lists.emplace_back().begin_array();
    }
    const std::size_t id = setting.text.find(setting.target);
    lists[at].string(std::string_view(setting.text).substr(id + setting.target.size()));
  }
  for (std::size_t i = 0; i < lists.size(); ++i) parameters[i].json = lists[i].end_array().take();
  return parameters;
}

}  // namespace flowtime
