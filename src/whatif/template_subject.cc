// A template and values for its parameters as a Subject.
#include <algorithm>
#include <map>

#include "base/number_text.h"
#include "base/overloaded.h"
#include "pipeline/read_and_compile.h"
#include "series/absent.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "whatif/compiled_variants.h"
#include "whatif/subject.h"

namespace flowtime::whatif {
namespace {

// The numbers of a value; none of another kind.
std::vector<double> numbers_of(const TemplateValue& value) {
  return std::visit(
      Overloaded{[](std::int64_t whole) { return std::vector{static_cast<double>(whole)}; },
                 [](double number) { return std::vector{number}; },
                 [](const std::vector<double>& list) { return list; },
                 [](const auto&) { return std::vector<double>(); }},
      value);
}

// Once per parameter over the grid only.
bool mentions(const yaml::Value& value, const std::string& hole) {
  if (value.scalar.find(hole) != std::string::npos) return true;
  const auto below = [&](const yaml::Value& item) { return mentions(item, hole); };
  return std::any_of(value.items.begin(), value.items.end(), below) ||
         std::any_of(value.members.begin(), value.members.end(),
                     [&](const yaml::Member& member) { return below(member.value); });
}

yaml::Value given_value(const std::vector<double>& numbers, ParameterType type) {
  if (type != ParameterType::kArray) return plain_scalar(format_number(numbers.front()));
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  for (const double number : numbers) list.items.push_back(plain_scalar(format_number(number)));
  return list;
}

// Nodes of a model that are one number and nothing else, each by the place of that number.
std::map<SourcePos, std::string> const_places(const yaml::Document& model) {
  std::map<SourcePos, std::string> places;
  const yaml::Value* nodes = model.root.find("nodes");
  if (nodes == nullptr) return places;
  for (const yaml::Value& node : nodes->items) {
    const yaml::Value* kind = node.find("kind");
    const yaml::Value* values = node.find("values");
    const yaml::Value* id = node.find("id");
    const bool is_const = kind != nullptr && kind->scalar == "const" && id != nullptr;
    if (!is_const || values == nullptr || values->items.size() != 1) continue;
    places[values->items.front().where] = id->scalar;
  }
  return places;
}

const yaml::Value* only_value_of(const yaml::Document& model, const std::string& id) {
  for (const yaml::Value& node : model.root.find("nodes")->items) {
    const yaml::Value* own = node.find("id");
    if (own != nullptr && own->scalar == id) return &node.find("values")->items.front();
  }
  return nullptr;
}

class TemplateSubject : public Subject {
 public:
  TemplateSubject(Env& env, TemplateSource source, const SubjectOptions& options)
      : env_(env),
        source_(std::move(source)),
        limits_(options.limits),
        variants_(options.most_variants) {}

  Result<Done> prepare() {
    FT_TRY(const BoundParameters bound, bind_parameters(*source_.from, source_.given));
    FT_TRY(const Expansion expansion, expanded(bound));
    FT_TRY(base_, compiled(expansion));
    list_parameters(bound);
    find_columns(expansion);
    return Done{};
  }

  std::string template_id() const override { return source_.from->id; }
  bool takes_range(const Parameter&) const override { return false; }

  Result<Scenario> scenario(const Knobs& knobs, const Point& values) const override {
    FT_TRY(const Changed changed, changed_by(knobs, values));
    FT_TRY(const BoundParameters bound, bind_parameters(*source_.from, given_with(changed)));
    return scenario_of(bound, changed);
  }

  Result<ModelSource> model_source() const override {
    FT_TRY(const BoundParameters bound, bind_parameters(*source_.from, source_.given));
    FT_TRY(Expansion expansion, expanded(bound));
    ModelSource made{.text = std::move(expansion.model_text)};
    made.seed = base_.model->seed;
    made.sampling = source_.sampling;
    return made;
  }

  Result<RunSource> run_source(const Knobs& knobs, const Point& values) const override {
    FT_TRY(const Changed changed, changed_by(knobs, values));
    RunSource made{.template_id = source_.from->id, .given = given_with(changed)};
    made.source.seed = source_.seed;
    made.source.sampling = source_.sampling;
    return made;
  }

 private:
  static Problem not_finite(const Knob& knob) {
    return {.code = "parameter_type",
            .message = "'" + knob.text + "' becomes a number that is not finite",
            .remedy = "Values stay below 1.8e308.",
            .path = "/parameters/" + knob.target()};
  }

  using Changed = std::map<std::string, std::vector<double>>;  // by parameter
  Result<Changed> changed_by(const Knobs& knobs, const Point& values) const {
    Changed changed;
    for (std::size_t i = 0; i < knobs.size(); ++i) {
      // knob() has found it before.
      const Parameter& parameter = *find(knobs[i].target());
      // A list changes in every element.
      auto& numbers = changed.try_emplace(parameter.id, parameter.values).first->second;
      for (double& number : numbers) {
        number = combine(knobs[i].pattern.op, number, values[i]);
        if (!is_finite(number)) return not_finite(knobs[i]);
      }
    }
    return changed;
  }

  // A parameter that is changed is given once.
  std::vector<GivenParameter> given_with(const Changed& changed) const {
    std::vector<GivenParameter> given;
    for (const GivenParameter& one : source_.given) {
      if (changed.count(one.name) == 0) given.push_back(one);
    }
    for (const auto& [name, numbers] : changed) {
      const ParameterType type = source_.from->find_parameter(name)->type;
      given.push_back({.name = name, .value = given_value(numbers, type)});
    }
    return given;
  }

  Result<Scenario> scenario_of(const BoundParameters& bound, const Changed& changed) const {
    std::string key;
    for (const auto& [name, numbers] : changed) {
      // Columns do not need another plan.
      if (columns_.count(name) > 0) continue;
      key += name + "=";
      for (const double number : numbers) key += format_number(number) + ",";
    }
    Scenario scenario = base_;
    if (!key.empty()) {
      FT_TRY(scenario, variants_.get(key, [&]() -> Result<Scenario> {
        FT_TRY(const Expansion expansion, expanded(bound));
        return compiled(expansion);
      }));
    }
    for (const auto& [name, numbers] : changed) {
      const auto columns = columns_.find(name);
      if (columns != columns_.end()) replace(scenario, columns->second, numbers.front());
    }
    return scenario;
  }

  static void replace(Scenario& scenario, const std::vector<std::string>& columns, double value) {
    for (const std::string& column : columns) {
      const auto& parameters = scenario.plan->parameters;
      for (std::uint32_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].name == column) scenario.replaced.push_back({ParameterIndex{i}, {value}});
      }
    }
  }

  Result<Expansion> expanded(const BoundParameters& bound) const {
    auto expansion = expand(*source_.from, bound);
    if (!expansion) return in_file(expansion.problems(), source_.from->document.file);
    return expansion;
  }

  Result<Scenario> compiled(const Expansion& expansion) const {
    RunObserver nobody;
    StageClock clock(env_, nobody);
    ModelSource source;
    source.sampling = source_.sampling;
    auto model = validate_document(expansion.document, source, clock);
    if (!model) return told(model.problems(), expansion);
    // The seed of the model, else of the template; one that was given wins over both.
    if (!model->seed) model->seed = expansion.seed;
    if (source_.seed) model->seed = source_.seed;
    auto made = compile_model(*model, source, limits_, clock);
    if (!made) return told(made.problems(), expansion);
    return Scenario{.model = std::make_shared<const Model>(*std::move(model)),
                    .plan = std::make_shared<const Plan>(std::move(made->plan)),
                    .notes = std::make_shared<const std::vector<Finding>>(std::move(made->notes))};
  }

  Problems told(const Problems& problems, const Expansion& expansion) const {
    return in_file(name_parameters(problems, expansion), source_.from->document.file);
  }

  void list_parameters(const BoundParameters& bound) {
    const yaml::Value* grid = source_.from->document.root.find("grid");
    for (const TemplateParameter& written : source_.from->parameters) {
      const BoundParameter* value = bound.find(written.name);
      std::vector<double> numbers = value == nullptr ? Point() : numbers_of(value->value);
      // Texts and booleans cannot be varied.
      if (numbers.empty()) continue;
      Parameter parameter{.id = written.name,
                          .kind = ParameterKind::kTemplate,
                          .title = written.title,
                          .unit = written.unit,
                          .values = std::move(numbers),
                          .min = written.min,
                          .max = written.max};
      parameter.is_integer = written.type == ParameterType::kInteger || written.whole_elements;
      const double natural = natural_step(parameter.value());
      parameter.step = written.step.value_or(parameter.is_integer ? 1 : natural);
      parameter.shapes_grid = grid != nullptr && mentions(*grid, "${" + written.name + "}");
      parameters_.push_back(std::move(parameter));
    }
  }

  // Parameters that do nothing but fill columns of const nodes, with the nodes.
  void find_columns(const Expansion& expansion) {
    // A parameter is a column when each of its holes is the only value of a const node, and the
    // hole was filled with the number itself, not with something computed from it.
    const auto places = const_places(expansion.document);
    std::map<SourcePos, int> holes;
    for (const FilledPlace& filled : expansion.filled) ++holes[filled.scalar];
    for (const Parameter& parameter : parameters_) {
      if (!parameter.is_number()) continue;
      const std::string text = format_number(parameter.value());
      std::vector<std::string> columns;
      bool all = true;
      for (const FilledPlace& filled : expansion.filled) {
        if (filled.parameter != parameter.id) continue;
        const auto place = places.find(filled.scalar);
        const bool fits = place != places.end() && holes[filled.scalar] == 1 &&
                          only_value_of(expansion.document, place->second)->scalar == text &&
                          is_column(place->second);
        all = all && fits;
        if (fits) columns.push_back(place->second);
      }
      // One hole elsewhere, and the whole document has to be read again.
      if (all && !columns.empty()) columns_[parameter.id] = std::move(columns);
    }
  }

  bool is_column(const std::string& node) const {
    const auto& parameters = base_.plan->parameters;
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const flowtime::Parameter& one) { return one.name == node; });
  }

  Env& env_;
  TemplateSource source_;
  Limits limits_;
  std::map<std::string, std::vector<std::string>> columns_;
  CompiledVariants variants_;
};

}  // namespace

Result<std::shared_ptr<const Subject>> template_subject(Env& env, TemplateSource source,
                                                        const SubjectOptions& options) {
  auto subject = std::make_shared<TemplateSubject>(env, std::move(source), options);
  FT_RETURN_IF_PROBLEM(subject->prepare());
  return std::shared_ptr<const Subject>(std::move(subject));
}

}  // namespace flowtime::whatif
