// First every given value is converted to its parameter's type, then every parameter without one
// gets its default. A value that was refused counts as given: its parameter is not reported missing
// too.
#include "template/bind_parameters.h"

#include <algorithm>
#include <map>

#include "base/nearest_name.h"
#include "template/convert_value.h"
#include "template/limits.h"

namespace flowtime {
namespace {

class Binder {
 public:
  Binder(const Template& from, const BindOptions& options) : from_(from), options_(options) {}

  Result<BoundParameters> bind(std::span<const GivenParameter> given) {
    if (given.size() > kMaxParameters) return too_many_parameters(given.size());
    for (const GivenParameter& value : last_of_each(given)) take(value);
    for (const TemplateParameter& parameter : from_.parameters) fill_in(parameter);
    if (!problems_.empty()) return problems_;
    return std::move(bound_);
  }

 private:
  // The last value of every name, where the name was given first; nulls left out.
  static std::vector<GivenParameter> last_of_each(std::span<const GivenParameter> given) {
    std::vector<GivenParameter> kept;
    std::map<std::string_view, std::size_t> index;
    for (const GivenParameter& value : given) {
      const auto [found, fresh] = index.emplace(value.name, kept.size());
      if (fresh)
        kept.push_back(value);
      else
        kept[found->second] = value;
    }
    std::erase_if(
        kept, [](const GivenParameter& value) { return value.value.kind == yaml::Kind::kNull; });
    return kept;
  }

  void take(const GivenParameter& given) {
    // Also of unknown names and refused values: the inputHash is about what was asked.
    bound_.given.push_back({.name = given.name, .json = to_json(given.value)});
    const TemplateParameter* parameter = from_.find_parameter(given.name);
    if (parameter == nullptr) return unknown(given);
    auto value =
        // Bounds are asked for below, where they may be findings.
        template_detail::convert_value(*parameter, given.value, template_detail::Bounds::kLeft);
    if (!value) return refuse(given, value.problems());
    if (*value && !is_within_bounds(*parameter, given, **value)) return;
    if (*value) values_.emplace(parameter->name, **std::move(value));
  }

  bool is_within_bounds(const TemplateParameter& parameter, const GivenParameter& given,
                        const TemplateValue& value) {
    const auto within = template_detail::out_of_bounds(parameter, value);
    if (within) return true;
    if (options_.strict_bounds) {
      refuse(given, within.problems());
      return false;
    }
    const Problem& problem = within.problems().front();
    warn(problem.code, problem.message + " The template expects a value " +
                           template_detail::bounds_text(parameter) + ".");
    return true;
  }

  void warn(std::string code, std::string message) {
    Finding finding;
    finding.code = std::move(code);
    finding.message = std::move(message);
    bound_.findings.push_back(std::move(finding));
  }

  void refuse(const GivenParameter& given, Problems problems) {
    refused_.emplace(given.name, true);
    for (Problem& problem : problems) {
      problem.where = given.value.where;
      problem.file = given.source;
      problem.path = "/parameters/" + given.name;
      problems_.push_back(std::move(problem));
    }
  }

  void unknown(const GivenParameter& given) {
    std::vector<std::string_view> names;
    for (const TemplateParameter& parameter : from_.parameters) names.push_back(parameter.name);
    const std::string meant = nearest_name(given.name, names);
    std::string remedy = "Did you mean '" + meant + "'?";
    if (meant.empty()) {
      remedy = names.empty() ? "The template has no parameters." : "The template has:";
      for (const std::string_view name : names) {
        remedy += (name == names.front() ? " " : ", ") + std::string(name);
      }
      if (!names.empty()) remedy += ".";
    }
    const std::string message = "template '" + from_.id + "' has no parameter '" + given.name + "'";
    if (options_.strict_names) {
      return refuse(given, {{.code = "unknown_parameter", .message = message, .remedy = remedy}});
    }
    warn("unknown_parameter", message + ". " + remedy);
  }

  void fill_in(const TemplateParameter& parameter) {
    const auto given = values_.find(parameter.name);
    if (given != values_.end()) {
      const bool over_time = parameter.type != ParameterType::kArray &&
                             std::holds_alternative<std::vector<double>>(given->second);
      bound_.values.push_back({.name = parameter.name,
                               .value = given->second,
                               .is_given = true,
                               .over_time = over_time});
      // A required parameter's default is an example, not a value.
    } else if (parameter.default_value && !parameter.required) {
      bound_.values.push_back({.name = parameter.name, .value = *parameter.default_value});
    } else if (refused_.count(parameter.name) == 0) {
      missing(parameter);
    }
  }

  void missing(const TemplateParameter& parameter) {
    const std::string type = name_of(parameter.type);
    problems_.push_back({.code = "missing_parameter",
                         .message = "parameter '" + parameter.name + "' has no value",
                         .remedy = "Give it one (" + type + ").",
                         .where = parameter.where,
                         .path = "/parameters/" + parameter.name,
                         .file = from_.document.file});
  }

  const Template& from_;
  const BindOptions& options_;
  BoundParameters bound_;
  Problems problems_;
  std::map<std::string, TemplateValue> values_;
  std::map<std::string, bool> refused_;
};

}  // namespace

const BoundParameter* BoundParameters::find(std::string_view name) const {
  const auto same = [&](const BoundParameter& bound) { return bound.name == name; };
  const auto found = std::find_if(values.begin(), values.end(), same);
  return found == values.end() ? nullptr : &*found;
}

Problem too_many_parameters(std::size_t given) {
  return {.code = "too_many_parameters",
          .message = std::to_string(given) + " values are given for the parameters",
          .remedy = "At most " + std::to_string(kMaxParameters) + " are accepted.",
          .path = "/parameters"};
}

Result<BoundParameters> bind_parameters(const Template& from, std::span<const GivenParameter> given,
                                        const BindOptions& options) {
  return Binder(from, options).bind(given);
}

}  // namespace flowtime
