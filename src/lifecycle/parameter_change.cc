#include "lifecycle/parameter_change.h"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "library/expand_again.h"
#include "library/settle_template.h"
#include "library/template_parameters.h"
#include "model/read_model.h"
#include "pipeline/apply_settings.h"
#include "pipeline/read_and_compile.h"
#include "run/bundle_paths.h"
#include "text/json_writer.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

constexpr BindOptions kLoose{.strict_bounds = false};  // the base was made with these values

bool is_parameter(const Template& from, const Setting& setting) {
  return !setting.is_node && from.find_parameter(setting.target) != nullptr;
}

Problem template_changed(const RunInfo& base) {
  return {.code = "base_template_changed",
          .message = "the template '" + base.template_id +
                     "' no longer gives the model of the run '" + base.id + "'",
          .remedy = "Set nodes of the stored model (node:ID=…), or make the base again."};
}

Result<std::vector<GivenParameter>> values_of(const RunInfo& base) {
  JsonWriter json;
  json.begin_object();
  for (const NamedJson& parameter : base.parameters) json.key(parameter.name).raw(parameter.json);
  json.end_object();
  return parameters_from_json(json.text());
}

std::vector<double> numbers_of(const BoundParameters& bound, const std::string& name) {
  const BoundParameter* found = bound.find(name);
  if (found == nullptr) return {};
  if (const auto* list = std::get_if<std::vector<double>>(&found->value)) return *list;
  if (const auto* number = std::get_if<double>(&found->value)) return {*number};
  if (const auto* whole = std::get_if<std::int64_t>(&found->value)) {
    return {static_cast<double>(*whole)};
  }
  return {};
}

// The first bin in which the values differ; `bins` where they do not. Lists of other lengths than
// the grid belong to no bin.
std::int64_t first_difference(const std::vector<double>& before, const std::vector<double>& after,
                              std::int64_t bins) {
  const auto fits = [&](const std::vector<double>& values) {
    return values.size() == 1 || static_cast<std::int64_t>(values.size()) == bins;
  };
  if (!fits(before) || !fits(after)) return before == after ? bins : 0;
  const auto at = [](const std::vector<double>& values, std::int64_t bin) {
    return values.size() == 1 ? values.front() : values[static_cast<std::size_t>(bin)];
  };
  for (std::int64_t bin = 0; bin < bins; ++bin) {
    if (at(before, bin) != at(after, bin)) return bin;
  }
  return bins;
}

// nodes[] by id as text, and the text of all else.
struct Parts {
  std::map<std::string, std::string> nodes;
  std::string rest;
};
Parts parts_of(yaml::Value root) {
  Parts parts;
  if (const yaml::Value* nodes = root.find("nodes")) {
    for (const yaml::Value& node : nodes->items) {
      const yaml::Value* id = node.find("id");
      if (id != nullptr) parts.nodes[id->scalar] = yaml::emit(node);
    }
  }
  std::erase_if(root.members, [](const auto& member) { return member.key == "nodes"; });
  parts.rest = yaml::emit(root);
  return parts;
}

void note_differences(const yaml::Value& before, const yaml::Value& after, ParameterChange& made) {
  const Parts was = parts_of(before), is = parts_of(after);
  made.elsewhere = was.rest != is.rest;
  for (const auto& [id, text] : is.nodes) {
    const auto same = was.nodes.find(id);
    if (same == was.nodes.end() || same->second != text) made.nodes.insert(id);
  }
  for (const auto& [id, text] : was.nodes) {
    if (is.nodes.count(id) == 0) made.elsewhere = true;
  }
}

Result<Done> check_grid(const Model& before, const Model& after) {
  const TimeGrid &a = before.grid, &b = after.grid;
  const bool same = a.bins == b.bins && a.bin_milliseconds() == b.bin_milliseconds() &&
                    a.start_unix_ms == b.start_unix_ms;
  if (same) return Done{};
  return Problem{.code = "base_grid_changed",
                 .message = "a setting changes the number, width or start of the bins",
                 .remedy = "Leave it out: a run has the grid of its base."};
}

struct SplitSettings {
  std::vector<Setting> of_parameters;
  std::vector<SettingText> rest;
};
// `texts` are what the settings were read from, in the same order.
SplitSettings split(std::vector<Setting> settings, const std::vector<SettingText>& texts,
                    const Template& from) {
  SplitSettings parts;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    if (is_parameter(from, settings[i]))
      parts.of_parameters.push_back(std::move(settings[i]));
    else
      parts.rest.push_back(texts[i]);
  }
  return parts;
}

// The first bin in which one of the parameters that were set differs.
std::int64_t first_change(const BoundParameters& before, const BoundParameters& after,
                          const std::set<std::string>& names, std::int64_t bins) {
  std::int64_t first = bins;
  for (const std::string& name : names) {
    first =
        std::min(first, first_difference(numbers_of(before, name), numbers_of(after, name), bins));
  }
  return first;
}

// What the base had, the values that are set now, and the model of both, one after the other.
class Changing {
 public:
  Changing(const RunInfo& base, const ExpandedAgain& again) : base_(base), again_(again) {}

  Result<ParameterChange> change(std::vector<Setting> mine) {
    std::set<std::string> names;
    for (const Setting& setting : mine) names.insert(setting.target);
    FT_TRY(const auto given, values_of(base_));
    FT_TRY(const BoundParameters before, bind_parameters(*again_.from, given, kLoose));
    FT_TRY(const SettledParameters settled,
           settle_parameters(*again_.from, given, {}, std::move(mine)));
    FT_TRY(ParameterChange made, expanded(settled));
    made.from_bin = first_change(before, settled.values, names, bins_);
    return made;
  }

 private:
  Result<ParameterChange> expanded(const SettledParameters& settled) {
    FT_TRY(std::vector<Setting> nodes, node_settings_of(*again_.from, base_.settings));
    FT_TRY(const Expansion now, expand_with_settings(*again_.from, settled.values, nodes));
    FT_RETURN_IF_PROBLEM(check_grids(now));
    ParameterChange made;
    made.model_text = now.model_text;
    made.texts = settled.texts;
    for (const BoundParameter& value : settled.values.values) {
      made.parameters.push_back({value.name, to_json(value.value)});
    }
    note_differences(again_.expansion.document.root, now.document.root, made);
    return made;
  }

  Result<Done> check_grids(const Expansion& now) {
    FT_TRY(const Model was, read_model(again_.expansion.document));
    FT_TRY(const Model is, read_model(now.document));
    bins_ = is.grid.bins;
    return check_grid(was, is);
  }

  const RunInfo& base_;
  const ExpandedAgain& again_;
  std::int64_t bins_ = 0;
};

}  // namespace

Result<std::optional<ParameterChange>> change_parameters(const RunHost& host, const Run& base,
                                                         const ModelSource& with_settings) {
  const std::optional<ParameterChange> none;
  if (with_settings.settings.empty()) return none;
  const auto again = expand_again(host, base.info());
  if (!again) return none;
  FT_TRY(std::vector<Setting> settings, read_settings(with_settings));
  SplitSettings parts = split(std::move(settings), with_settings.settings, *again->from);
  if (parts.of_parameters.empty()) return none;
  FT_TRY(const std::string stored, base.read_file(bundle::kModel));
  if (again->expansion.model_text != stored) return template_changed(base.info());
  FT_TRY(ParameterChange made,
         Changing(base.info(), *again).change(std::move(parts.of_parameters)));
  made.rest = std::move(parts.rest);
  return std::optional<ParameterChange>(std::move(made));
}

}  // namespace flowtime
