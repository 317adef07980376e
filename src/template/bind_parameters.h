// Given values -> typed values for every parameter of a template.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "template/template.h"

namespace flowtime {

// One parameter with the value that the template gets.
struct BoundParameter {
  std::string name;
  TemplateValue value;
  // Also where the given value equals the default.
  bool is_given = false;  // else it is the default
  // A number that is a list: it has one value per bin, and so has everything it is put into.
  bool over_time = false;
};

// A value exactly as it was given, as JSON text.
struct GivenJson {
  std::string name, json;
};

// Owns its values; does not point into the template.
struct BoundParameters {
  // Every parameter that has a value, in the order of the template: defaults filled in, in the type
  // of the parameter. What contentHash covers.
  std::vector<BoundParameter> values;
  // What was given, unknown names included, nulls left out, in the order given: what inputHash
  // covers.
  std::vector<GivenJson> given;
  std::vector<Finding> findings;  // unknown_parameter, parameter_range (warnings), when not strict

  // nullptr without one. Points into `values`.
  const BoundParameter* find(std::string_view name) const;
};

// Strict is what requests get; lenient is for values that were written for another version.
struct BindOptions {
  bool strict_names = true;   // an unknown name is a problem, not a finding
  bool strict_bounds = true;  // a number outside its bounds is a problem, not a finding
};

// A number may come as a list of several, one per bin of the grid. A value may come as text when
// nothing is lost by it: "120", "true", "[1,2]", "1,2,3"; empty text for anything but a string
// means the default, and so does null. Of values given twice the last counts. All problems in one
// pass: unknown_parameter, missing_parameter, parameter_type, parameter_range, parameter_choice;
// path /parameters/<name>, file and place those of the value.
// Pure. `from` and `given` are only read.
Result<BoundParameters> bind_parameters(const Template& from, std::span<const GivenParameter> given,
                                        const BindOptions& options = {});

// For more values than kMaxParameters.
Problem too_many_parameters(std::size_t given);

}  // namespace flowtime
