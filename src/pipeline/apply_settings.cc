// A setting is applied in three steps: find what it names in the model (find_settable), edit the
// values of that thing (edit), write the values back into the tree (write_into). The tree is
// emitted
// and parsed again, so that what is stored is what was evaluated, places included.
#include "pipeline/apply_settings.h"

#include <algorithm>
#include <string_view>

#include "base/nearest_name.h"
#include "pipeline/edit_values.h"
#include "pipeline/settable.h"
#include "run/run_record.h"
#include "text/json_writer.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

Settable& known(SettingOverlay& overlay, Settable found) {
  auto& changed = overlay.changed;
  // A second setting builds on the first: x=5 and x*=2 give 10, whatever the model says of x.
  const auto same = std::find_if(changed.begin(), changed.end(), [&](const Settable& other) {
    return other.kind == found.kind && other.index == found.index && other.route == found.route;
  });
  return same != changed.end() ? *same : changed.emplace_back(std::move(found));
}

Result<Done> apply(const Model& model, Setting& setting, SettingOverlay& overlay) {
  FT_RETURN_IF_PROBLEM(write_out_file(setting, model.grid));
  FT_TRY(Settable found, find_settable(model, setting));
  return edit(known(overlay, std::move(found)), setting, model.grid);
}

// What read_model took from files, as if it had been written out.
SettingOverlay values_of_files(const yaml::Value& root, const Model& model) {
  SettingOverlay overlay;
  const yaml::Value* nodes = root.find("nodes");
  for (std::size_t i = 0; nodes != nullptr && i < model.nodes.size(); ++i) {
    const yaml::Value* values = nodes->items[i].find("values");
    const auto* body = std::get_if<ConstNode>(&model.nodes[i].body);
    const bool is_file = values != nullptr && values->kind == yaml::Kind::kMapping;
    // read_model refuses an import beside values, so a source without values is one.
    const bool is_import = values == nullptr && nodes->items[i].find("source") != nullptr;
    if (body == nullptr || (!is_file && !is_import)) continue;
    overlay.changed.push_back({.name = model.nodes[i].id, .index = i, .values = body->values});
  }
  return overlay;
}

// What a node names as its source has become its values.
void drop_sources(yaml::Value& root) {
  for (yaml::Member& member : root.members) {
    if (member.key != "nodes") continue;
    for (yaml::Value& node : member.value.items) {
      if (node.find("values") == nullptr) continue;
      std::erase_if(node.members, [](const yaml::Member& one) { return one.key == "source"; });
    }
  }
}

// Nothing where nothing changes.
// Most runs set nothing: their text stays byte for byte what the user wrote.
Result<std::optional<yaml::Value>> changed_tree(const yaml::Value& root, const Model& model,
                                                std::vector<Setting>& settings) {
  // Files first: a setting may change what a file gave.
  FT_TRY(const SettingOverlay overlay, overlay_of(model, settings, values_of_files(root, model)));
  if (overlay.empty()) return std::optional<yaml::Value>();
  yaml::Value changed = root;
  write_into(changed, model, overlay);
  drop_sources(changed);
  return std::optional<yaml::Value>(std::move(changed));
}

}  // namespace

Result<SettingOverlay> overlay_of(const Model& model, std::vector<Setting>& settings,
                                  SettingOverlay overlay) {
  Problems problems;
  for (Setting& setting : settings) {
    // All bad settings are reported, not only the first.
    if (const auto done = apply(model, setting, overlay); !done) {
      problems.insert(problems.end(), done.problems().begin(), done.problems().end());
    }
  }
  if (!problems.empty()) return problems;
  return overlay;
}

void write_into(yaml::Value& root, const Model& model, const SettingOverlay& overlay) {
  for (const Settable& settable : overlay.changed) write_into(root, model, settable);
}

Problem unknown_target(const Setting& setting, const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(setting.target, {known.begin(), known.end()});
  return setting_refusal(
      setting, "unknown_parameter", "the model has no '" + setting.target + "' to set",
      nearest.empty() ? "Name a parameter of the template, a const node, a node that is a number, "
                        "<TopologyId>.wipLimit, <EdgeId>.weight or <Router>-><target>.weight."
                      : "Did you mean '" + nearest + "'?");
}

Result<yaml::Document> apply_settings(const yaml::Document& document, const Model& model,
                                      std::vector<Setting>& settings) {
  FT_TRY(const auto root, changed_tree(document.root, model, settings));
  if (!root) return document;
  return yaml::parse(yaml::emit(*root), document.file);
}

Result<yaml::Value> apply_settings_to_tree(const yaml::Value& root, const Model& model,
                                           std::vector<Setting>& settings) {
  FT_TRY(auto changed, changed_tree(root, model, settings));
  return changed ? *std::move(changed) : root;
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
    // The text after the id: range, operator and values as they were written.
    const std::size_t id = setting.text.find(setting.target);
    lists[at].string(std::string_view(setting.text).substr(id + setting.target.size()));
  }
  for (std::size_t i = 0; i < lists.size(); ++i) parameters[i].json = lists[i].end_array().take();
  return parameters;
}

}  // namespace flowtime
