// A plain model as a Subject.
#include <algorithm>
#include <map>

#include "answers/series_units.h"
#include "base/number_text.h"
#include "model/replace_values.h"
#include "pipeline/apply_settings.h"
#include "pipeline/read_and_compile.h"
#include "series/absent.h"
#include "text/yaml_emitter.h"
#include "whatif/compiled_variants.h"
#include "whatif/document_places.h"
#include "whatif/subject.h"

namespace flowtime::whatif {
namespace {

std::optional<std::uint32_t> parameter_in(const Plan& plan, const std::string& name) {
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    if (plan.parameters[i].name == name) return i;
  }
  return std::nullopt;
}

// Values by the name of a parameter of a plan.
using Values = std::map<std::string, std::vector<double>>;

Values values_of(const SettingOverlay& overlay) {
  Values values;
  for (const Settable& settable : overlay.changed) values[settable.name] = settable.values;
  return values;
}

std::string text_of(const std::string& name, const std::vector<double>& values) {
  std::string text = name + "=";
  for (const double value : values) text += format_number(value) + ",";
  return text + ";";
}

class ModelSubject : public Subject {
 public:
  ModelSubject(Env& env, ModelSource source, const SubjectOptions& options, CompiledModel compiled)
      : env_(env),
        source_(std::move(source)),
        limits_(options.limits),
        document_(std::move(compiled.document)),
        variants_(options.most_variants) {
    if (!source_.settings.empty()) source_.text = yaml::emit(document_.root);
    source_.settings.clear();  // they are part of the document
    base_.model = std::make_shared<const Model>(std::move(compiled.model));
    base_.plan = std::make_shared<const Plan>(std::move(compiled.compiled.plan));
    base_.notes = std::make_shared<const std::vector<Finding>>(std::move(compiled.compiled.notes));
    places_ = places_in(document_, *base_.model);
    // Columns first: they are what most studies vary.
    list_plan_parameters();
    for (const DocumentPlace& place : places_) parameters_.push_back(place.parameter);
  }

  Result<ModelSource> model_source() const override { return source_; }
  bool takes_range(const Parameter& parameter) const override {
    return parameter.kind == ParameterKind::kConst;
  }

  Result<Scenario> scenario(const Knobs& knobs, const Point& values) const override {
    FT_TRY(const Change change, change_of(knobs, values));
    return scenario_of(change.overlay, change.edits);
  }

  Result<RunSource> run_source(const Knobs& knobs, const Point& values) const override {
    FT_TRY(const Change change, change_of(knobs, values));
    RunSource made;
    made.source.text = yaml::emit(edited(change.overlay, change.edits).root);
    made.source.seed = source_.seed;
    made.source.sampling = source_.sampling;
    return made;
  }

 private:
  static Problem not_finite(const Knob& knob) {
    return {.code = "setting_number",
            .message = "'" + knob.text + "' becomes too large for a number",
            .remedy = "Values stay below 1.8e308."};
  }

  using Edits = std::map<std::size_t, double>;  // by place
  struct Change {
    SettingOverlay overlay;
    Edits edits;
  };
  Result<Change> change_of(const Knobs& knobs, const Point& values) const {
    std::vector<Setting> settings;
    Change change;
    for (std::size_t i = 0; i < knobs.size(); ++i) {
      const auto place = place_of(knobs[i].target());
      if (!place) {
        settings.push_back(knobs[i].with(values[i]));
        continue;
      }
      // Two knobs on one place: the second works on what the first made.
      const auto known = change.edits.try_emplace(*place, places_[*place].parameter.value()).first;
      known->second = combine(knobs[i].pattern.op, known->second, values[i]);
      if (is_absent(known->second)) return not_finite(knobs[i]);
    }
    FT_TRY(change.overlay, overlay_of(*base_.model, settings));
    return change;
  }

  yaml::Document edited(const SettingOverlay& written, const Edits& edits) const {
    yaml::Document document = document_;
    write_into(document.root, *base_.model, written);
    for (const auto& [place, value] : edits) set_number(document.root, places_[place], value);
    return document;
  }

  std::optional<std::size_t> place_of(const std::string& id) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].parameter.id == id) return i;
    }
    return std::nullopt;
  }

  void list_plan_parameters() {
    const auto units = series_units(*base_.model, base_.plan->series);
    for (const flowtime::Parameter& of_plan : base_.plan->parameters) {
      const bool is_limit = of_plan.name.ends_with(kWipLimit);
      Parameter parameter{.id = of_plan.name,
                          .kind = is_limit ? ParameterKind::kWipLimit : ParameterKind::kConst,
                          .values = of_plan.values};
      if (is_limit) parameter.min = 0;
      const auto series = base_.plan->series.find(of_plan.name);
      if (series) parameter.unit = item_unit(units[series->value], base_.model->item_noun);
      parameter.step = natural_step(parameter.value());
      parameters_.push_back(std::move(parameter));
    }
  }

  Result<Scenario> scenario_of(const SettingOverlay& overlay, const Edits& edits) const {
    // Two ways to set a value: in the plan at hand, or by compiling the document with it.
    Values lanes, written;
    for (auto& [name, values] : values_of(overlay)) {
      (parameter_in(*base_.plan, name) ? lanes : written)[name] = values;
    }
    Scenario scenario = base_;
    if (!edits.empty() || !written.empty()) {
      // Numbers print so that they read back: equal keys mean equal values.
      std::string key;
      for (const auto& [place, value] : edits) key += text_of(places_[place].parameter.id, {value});
      for (const auto& [name, values] : written) key += text_of(name, values);
      FT_TRY(scenario, variants_.get(key, [&] { return compiled(only(overlay, written), edits); }));
    }
    for (auto& [name, values] : lanes) {
      const auto index = parameter_in(*scenario.plan, name);
      // The variant has the same const nodes as the base: numbers do not change the shape.
      FT_CHECK(index);
      scenario.replaced.push_back({ParameterIndex{*index}, values});
    }
    return scenario;
  }

  // What of the overlay is to be written into the document.
  static SettingOverlay only(const SettingOverlay& overlay, const Values& written) {
    SettingOverlay part;
    for (const Settable& settable : overlay.changed) {
      if (written.count(settable.name) > 0) part.changed.push_back(settable);
    }
    return part;
  }

  Result<Scenario> compiled(const SettingOverlay& written, const Edits& edits) const {
    const yaml::Document document = edited(written, edits);
    RunObserver nobody;
    StageClock clock(env_, nobody);
    // Again in full: a number may break a rule of the model.
    FT_TRY(Model model, validate_document(document, source_, clock));
    FT_TRY(Compiled made, compile_model(model, source_, limits_, clock));
    return Scenario{.model = std::make_shared<const Model>(std::move(model)),
                    .plan = std::make_shared<const Plan>(std::move(made.plan)),
                    .notes = std::make_shared<const std::vector<Finding>>(std::move(made.notes))};
  }

  Env& env_;
  ModelSource source_;
  Limits limits_;
  yaml::Document document_;
  std::vector<DocumentPlace> places_;
  CompiledVariants variants_;
};

}  // namespace

Result<std::shared_ptr<const Subject>> model_subject(Env& env, ModelSource source,
                                                     const SubjectOptions& options) {
  RunObserver nobody;
  StageClock clock(env, nobody);
  FT_TRY(CompiledModel compiled, read_and_compile(source, options.limits, clock));
  return std::shared_ptr<const Subject>(
      std::make_shared<ModelSubject>(env, std::move(source), options, std::move(compiled)));
}

}  // namespace flowtime::whatif
