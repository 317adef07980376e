// Subject: a model whose parameters can be set. "List the parameters, set values, evaluate again,
// read figures": this lists and sets; whatif/scenario_figures.h evaluates and reads.
//
// A scenario is bit for bit what a run with the same values evaluates to. Values that only fill
// columns (const nodes, limits) share the plan of the model and are evaluated as lanes; anything
// else is read and compiled anew, once per distinct mix of such values.
//
// All functions may be called from several threads at once.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "host/limits.h"
#include "model/thresholds.h"
#include "pipeline/model_source.h"
#include "sys/env.h"
#include "template/template.h"
#include "template/template_value.h"
#include "whatif/knob.h"
#include "whatif/parameter.h"
#include "whatif/scenario_figures.h"

namespace flowtime::whatif {

using Point = std::vector<double>;  // a value for each knob

// What a run is made of: a template with values, or a text.
struct RunSource {
  std::string template_id{};            // "": a plain model
  std::vector<GivenParameter> given{};  // of the template
  ModelSource source{};                 // the text of a plain model; seed and sampling of both
};

class Subject {
 public:
  virtual ~Subject() = default;

  // In the order of the template, or of the model.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  // nullptr without one; valid as long as the subject.
  const Parameter* find(std::string_view id) const;
  // Problems: those of parse_knob; unknown_parameter, with the nearest id; knob_range, where only
  // the whole parameter can be set.
  Result<Knob> knob(std::string_view text) const;
  // As the model has it now.
  const Scenario& base() const { return base_; }
  // Problems: those that a run with these values would have (parameter_range, setting_number, ...).
  // One value for each knob. Knobs apply in their order; several may change one parameter.
  //
  // Example: `subject->scenario({*subject->knob("capacity*")}, {1.2})`.
  virtual Result<Scenario> scenario(const Knobs& knobs, const Point& values) const = 0;
  // Of a run that evaluates to the scenario with these values. Problems: as scenario().
  virtual Result<RunSource> run_source(const Knobs& knobs, const Point& values) const = 0;
  // The base as a plain model: text, seed, sampling, what was measured. Problems: as scenario().
  virtual Result<ModelSource> model_source() const = 0;
  // "" for a plain model.
  virtual std::string template_id() const { return ""; }
  // Whether knobs may name some bins of this parameter.
  virtual bool takes_range(const Parameter& parameter) const = 0;

 protected:
  std::vector<Parameter> parameters_;
  Scenario base_;
};

struct SubjectOptions {
  Limits limits{};
  std::size_t most_variants = 256;  // compiled models that are kept for values met again
};

// A plain model. Problems: those of read_and_compile.
// Refers to `env`, which outlives it. Reads and compiles the model once.
Result<std::shared_ptr<const Subject>> model_subject(Env& env, ModelSource source,
                                                     const SubjectOptions& options = {});

// A template with the values it starts from; `seed` wins over the template's own.
struct TemplateSource {
  std::shared_ptr<const Template> from;
  std::vector<GivenParameter> given{};
  std::optional<std::int64_t> seed{};
  CompileOptions::Sampling sampling = CompileOptions::Sampling::kExpected;
};
// Problems: those of bind_parameters, expand, read_model and compile.
Result<std::shared_ptr<const Subject>> template_subject(Env& env, TemplateSource source,
                                                        const SubjectOptions& options = {});

}  // namespace flowtime::whatif
