#include "library/settle_template.h"

#include <algorithm>
#include <map>

#include "model/read_model.h"
#include "pipeline/apply_settings.h"
#include "pipeline/edit_values.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

const TemplateParameter* parameter_of(const Template& from, const Setting& setting) {
  return setting.is_node ? nullptr : from.find_parameter(setting.target);
}

Result<Model> model_of(const Expansion& expansion, const std::string& file) {
  auto model = read_model(expansion.document);
  if (model) return model;
  return in_file(name_parameters(model.problems(), expansion), file);
}

yaml::Value list_of(const std::vector<double>& values) {
  if (values.size() == 1) return plain_scalar(to_text(TemplateValue(values.front())));
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  for (const double value : values)
    list.items.push_back(plain_scalar(to_text(TemplateValue(value))));
  return list;
}

// For what needs no grid.
TimeGrid one_bin() {
  TimeGrid grid;
  grid.bins = 1;
  return grid;
}

// The settings of parameters, applied to the values that were given.
class ParameterSettings {
 public:
  ParameterSettings(const Template& from, std::span<const GivenParameter> given,
                    const BindOptions& options)
      : from_(from), given_(given.begin(), given.end()), options_(options) {}

  Result<SettledParameters> settle(std::vector<Setting> settings) {
    SettledParameters settled;
    FT_TRY(bound_, bind_parameters(from_, given_, options_));
    FT_TRY(const TimeGrid grid, grid_with(settings));
    Problems problems;
    for (Setting& setting : settings) {
      const auto done = take(setting, grid);
      if (!done) problems.insert(problems.end(), done.problems().begin(), done.problems().end());
      settled.texts.push_back(written_out(setting));
      if (parameter_of(from_, setting) == nullptr) {
        settled.node_settings.push_back(std::move(setting));
      }
    }
    if (!problems.empty()) return problems;
    FT_TRY(settled.values, bind_parameters(from_, with_values(), options_));
    return settled;
  }

 private:
  struct Changed {
    std::vector<double> values;  // one, or one per bin; of a list as many as it has
    std::string label{};         // of the last setting
  };

  // The grid depends on parameters too, so what needs no grid is applied before it is known.
  Result<TimeGrid> grid_with(std::vector<Setting>& settings) {
    const auto needs_grid = [](const Setting& setting) { return !setting.is_one_value(); };
    if (std::none_of(settings.begin(), settings.end(), needs_grid)) return one_bin();
    for (const Setting& setting : settings) {
      const TemplateParameter* parameter = parameter_of(from_, setting);
      if (parameter == nullptr || needs_grid(setting)) continue;
      // `bins` itself may be set: --set bins=96 has to count before ranges of bins are read.
      FT_RETURN_IF_PROBLEM(apply(*parameter, setting, one_bin()));
    }
    FT_TRY(const BoundParameters bound, bind_parameters(from_, with_values(), options_));
    // All settings are applied again below, in their order, now with the grid.
    changed_.clear();
    auto expansion = expand(from_, bound);
    if (!expansion) return in_file(expansion.problems(), from_.document.file);
    FT_TRY(const Model model, model_of(*expansion, from_.document.file));
    return model.grid;
  }

  Result<Done> take(Setting& setting, const TimeGrid& grid) {
    FT_RETURN_IF_PROBLEM(write_out_file(setting, grid));
    const TemplateParameter* parameter = parameter_of(from_, setting);
    return parameter == nullptr ? Result<Done>(Done{}) : apply(*parameter, setting, grid);
  }

  Result<Done> apply(const TemplateParameter& parameter, const Setting& setting,
                     const TimeGrid& grid) {
    const auto known = changed_.find(parameter.name);
    if (known == changed_.end()) {
      FT_TRY(std::vector<double> values, present_values(parameter, setting));
      changed_.emplace(parameter.name, Changed{.values = std::move(values)});
    }
    Changed& changed = changed_.at(parameter.name);
    changed.label = setting.label;
    FT_RETURN_IF_PROBLEM(check_list(parameter, setting, changed, grid));
    return edit_values(setting, grid, changed.values);
  }

  // A list of another length than the grid is no series, so no range of bins can be meant.
  static Result<Done> check_list(const TemplateParameter& parameter, const Setting& setting,
                                 const Changed& changed, const TimeGrid& grid) {
    const auto count = static_cast<std::int64_t>(changed.values.size());
    const bool is_series = count == 1 || count == grid.bins;
    const bool is_scaled =
        !setting.range && setting.values.size() == 1 && setting.op != Setting::Operator::kAssign;
    const bool is_replaced = !setting.range && setting.op == Setting::Operator::kAssign;
    if (is_series || is_scaled || is_replaced) return Done{};
    return setting_refusal(setting, "parameter_not_over_time",
                           "parameter '" + parameter.name + "' has " + std::to_string(count) +
                               " values for " + std::to_string(grid.bins) +
                               " bins, so it does not have one value per bin",
                           "Change all of it: " + parameter.name + "*=1.2.");
  }

  Result<std::vector<double>> present_values(const TemplateParameter& parameter,
                                             const Setting& setting) const {
    const BoundParameter* bound = bound_.find(parameter.name);
    if (bound != nullptr) {
      if (const auto* list = std::get_if<std::vector<double>>(&bound->value)) return *list;
      if (const auto* number = std::get_if<double>(&bound->value)) return std::vector{*number};
      if (const auto* whole = std::get_if<std::int64_t>(&bound->value)) {
        return std::vector{static_cast<double>(*whole)};
      }
    }
    return setting_refusal(setting, "parameter_not_a_number",
                           "parameter '" + parameter.name + "' is of type " +
                               name_of(parameter.type) + " and does not take a number",
                           "Give it a value with --param, or in \"parameters\".");
  }

  std::vector<GivenParameter> with_values() const {
    std::vector<GivenParameter> given = given_;
    for (const auto& [name, changed] : changed_) {
      std::erase_if(given,
                    [&name = name](const GivenParameter& other) { return other.name == name; });
      // Replaces what was given: the setting was applied to that.
      given.push_back({.name = name, .value = list_of(changed.values), .source = changed.label});
    }
    return given;
  }

  const Template& from_;
  std::vector<GivenParameter> given_;
  const BindOptions options_;
  BoundParameters bound_;
  std::map<std::string, Changed> changed_;
};

// A name that neither the template nor its model has: the nearest of both.
Problems with_parameters(Problems problems, const Template& from, const Model& model,
                         const std::vector<Setting>& settings) {
  std::vector<std::string> names = settable_names(model);
  for (const TemplateParameter& parameter : from.parameters) names.push_back(parameter.name);
  for (Problem& problem : problems) {
    if (problem.code != "unknown_parameter") continue;
    const auto setting = std::find_if(settings.begin(), settings.end(), [&](const Setting& one) {
      // Problems of settings have the setting's label as their file.
      return one.label == problem.file && !one.is_node;
    });
    if (setting != settings.end()) problem = unknown_target(*setting, names);
  }
  return problems;
}

}  // namespace

Result<SettledParameters> settle_parameters(const Template& from,
                                            std::span<const GivenParameter> given,
                                            const BindOptions& options,
                                            std::vector<Setting> settings) {
  return ParameterSettings(from, given, options).settle(std::move(settings));
}

Result<Expansion> expand_with_settings(const Template& from, const BoundParameters& values,
                                       std::vector<Setting>& settings) {
  auto expansion = expand(from, values);
  if (!expansion) return in_file(expansion.problems(), from.document.file);
  if (settings.empty()) return expansion;
  FT_TRY(const Model model, model_of(*expansion, from.document.file));
  auto root = apply_settings_to_tree(expansion->document.root, model, settings);
  if (!root) return with_parameters(root.problems(), from, model, settings);
  expansion->document.root = *std::move(root);
  expansion->model_text = yaml::emit(expansion->document.root);
  return expansion;
}

Result<std::vector<Setting>> node_settings_of(const Template& from,
                                              const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  for (const std::string& text : texts) {
    FT_TRY(Setting setting, parse_setting(text, text));
    if (parameter_of(from, setting) == nullptr) settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace flowtime
