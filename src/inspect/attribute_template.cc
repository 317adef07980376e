// The players are the parameters that differ; a coalition says for each which run's value it has.
// Each coalition is expanded, read and compiled; coalitions whose plans differ in parameter values
// alone share one plan and are evaluated as its lanes.
#include "inspect/attribute_template.h"

#include <algorithm>

#include "library/settle_template.h"
#include "library/template_library.h"
#include "library/template_parameters.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"
#include "run/bundle_paths.h"
#include "study/plan_pair.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "text/json_writer.h"
#include "whatif/scenario_figures.h"

namespace flowtime {
namespace {

// A parameter with its value in both runs, as JSON; "" where a run has none.
struct ChangedParameter {
  std::string name, before, after;
};

class TemplateChange {
 public:
  TemplateChange(const RunHost& host, const RunExplainer& before, const RunExplainer& after,
                 std::shared_ptr<const Template> from)
      : host_(host), before_(before.run()), after_(after.run()), from_(std::move(from)) {
    const auto value = [](const Run& run, const std::string& name) {
      for (const NamedJson& parameter : run.info().parameters) {
        if (parameter.name == name) return parameter.json;
      }
      return std::string();
    };
    for (const NamedJson& parameter : before_.info().parameters) {
      const std::string after_json = value(after_, parameter.name);
      if (after_json != parameter.json) {
        changed_.push_back({parameter.name, parameter.json, after_json});
      }
    }
    for (const NamedJson& parameter : after_.info().parameters) {
      if (value(before_, parameter.name).empty()) {
        changed_.push_back({parameter.name, "", parameter.json});
      }
    }
  }

  std::size_t players() const { return changed_.size(); }
  const std::string& name(std::size_t player) const { return changed_[player].name; }

  // Whether the template still gives what the runs have stored.
  // The template may have changed since the runs were made: then its parameters explain nothing.
  bool holds() const {
    for (const std::uint8_t side : {std::uint8_t{0}, std::uint8_t{1}}) {
      const auto expansion = expanded(Coalition(changed_.size(), side));
      const auto stored = (side == 0 ? before_ : after_).read_file(bundle::kModel);
      if (!expansion || !stored || expansion->model_text != *stored) return false;
    }
    return true;
  }

  Result<std::vector<double>> figures(std::span<const Coalition> coalitions,
                                      const figures::Figure& figure) const {
    std::vector<whatif::Scenario> scenarios;
    std::vector<Known> known;
    for (const Coalition& coalition : coalitions) {
      FT_TRY(whatif::Scenario made, scenario_of(coalition));
      scenarios.push_back(shared(known, std::move(made)));
    }
    return whatif::figures_of(scenarios, figure);
  }

 private:
  // A plan and its structure, for plans that differ in the values of parameters only.
  struct Known {
    std::string structure;
    std::shared_ptr<const Plan> plan;
  };

  Result<Expansion> expanded(const Coalition& coalition) const {
    JsonWriter json;
    json.begin_object();
    const auto is_changed = [&](const NamedJson& parameter) {
      return std::any_of(changed_.begin(), changed_.end(),
                         [&](const auto& changed) { return changed.name == parameter.name; });
    };
    for (const NamedJson& parameter : before_.info().parameters) {
      if (!is_changed(parameter)) json.key(parameter.name).raw(parameter.json);
    }
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      const std::string& value = coalition[i] != 0 ? changed_[i].after : changed_[i].before;
      // A parameter that this side did not give takes the template's default.
      if (!value.empty()) json.key(changed_[i].name).raw(value);
    }
    json.end_object();
    FT_TRY(const std::vector<GivenParameter> given, parameters_from_json(json.text()));
    // Runs that older clients made may have values outside of the bounds.
    FT_TRY(const BoundParameters bound, bind_parameters(*from_, given, {.strict_bounds = false}));
    FT_TRY(std::vector<Setting> settings, node_settings_of(*from_, before_.info().settings));
    return expand_with_settings(*from_, bound, settings);
  }

  Result<whatif::Scenario> scenario_of(const Coalition& coalition) const {
    FT_TRY(const Expansion expansion, expanded(coalition));
    FT_TRY(const ModelSource source, source_of(before_));
    StageClock clock(host_.env, host_.observer);
    FT_TRY(Model model, validate_document(expansion.document, source, clock));
    FT_TRY(Compiled compiled, compile_model(model, source, host_.limits, clock));
    return whatif::Scenario{.model = std::make_shared<const Model>(std::move(model)),
                            .plan = std::make_shared<const Plan>(std::move(compiled.plan))};
  }

  // The scenario as a lane of a known plan where there is one of its structure.
  static whatif::Scenario shared(std::vector<Known>& known, whatif::Scenario scenario) {
    // Everything of a plan but the values of its parameters.
    std::string structure = structure_text(*scenario.plan);
    const auto same = std::find_if(known.begin(), known.end(), [&](const Known& other) {
      return other.structure == structure;
    });
    if (same == known.end()) {
      known.push_back({std::move(structure), scenario.plan});
      return scenario;
    }
    for (std::uint32_t i = 0; i < scenario.plan->parameters.size(); ++i) {
      const std::vector<double>& values = scenario.plan->parameters[i].values;
      if (values == same->plan->parameters[i].values) continue;
      scenario.replaced.push_back({ParameterIndex{i}, values});
    }
    scenario.plan = same->plan;
    return scenario;
  }

  const RunHost& host_;
  const Run& before_;
  const Run& after_;
  std::shared_ptr<const Template> from_;
  std::vector<ChangedParameter> changed_;
};

// Null where the runs have no template in common.
std::shared_ptr<const Template> common_template(const RunHost& host, const RunExplainer& before,
                                                const RunExplainer& after) {
  const std::string& id = before.run().info().template_id;
  if (host.templates == nullptr || id.empty() || id != after.run().info().template_id) return {};
  auto from = host.templates->find(id);
  return from ? *std::move(from) : nullptr;
}

ParameterTitles titles_of(const Template& from) {
  ParameterTitles titles;
  for (const TemplateParameter& parameter : from.parameters) {
    if (!parameter.title.empty()) titles[parameter.name] = parameter.title;
  }
  return titles;
}

}  // namespace

ParameterTitles parameter_titles(const RunHost& host, const RunExplainer& before,
                                 const RunExplainer& after) {
  const auto from = common_template(host, before, after);
  return from ? titles_of(*from) : ParameterTitles();
}

Result<std::optional<AttributedChange>> attribute_template(const RunHost& host,
                                                           const RunExplainer& before,
                                                           const RunExplainer& after,
                                                           const figures::Figure& figure) {
  using Nothing = std::optional<AttributedChange>;
  const auto from = common_template(host, before, after);
  if (!from) return Nothing();
  const TemplateChange change(host, before, after, from);
  if (change.players() == 0 || !change.holds()) return Nothing();
  const auto evaluate = [&](std::span<const Coalition> coalitions) {
    return change.figures(coalitions, figure);
  };
  FT_TRY(const Attribution attribution, attribute(change.players(), evaluate));
  AttributedChange made = attributed(figure, attribution);
  made.of = "template parameters";
  const ParameterTitles titles = titles_of(*from);
  for (std::size_t i = 0; i < change.players(); ++i) {
    AttributedShare& share = made.shares[i];
    share.name = change.name(i);
    if (const auto title = titles.find(share.name); title != titles.end()) {
      share.title = title->second;
    }
  }
  return Nothing(std::move(made));
}

}  // namespace flowtime
