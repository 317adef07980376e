// A template with values and settings -> the model that is made of it.
//
// A setting of a parameter changes its value, for all bins or for some; where it then has one value
// per bin, that list is its value, and stored, hashed and shown like any other. A setting of a node
// or a limit changes the expanded model.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "pipeline/setting.h"
#include "run/run_record.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime {

struct SettledParameters {
  BoundParameters values;              // with the settings of parameters applied in their order
  std::vector<Setting> node_settings;  // the others, for expand_with_settings
  std::vector<std::string> texts;      // of all settings, as written_out gives them
};

// Problems: those of bind_parameters, parameter_not_a_number, parameter_not_over_time, those of
// edit_values and, where the grid has to be known, of expand and read_model.
// `settings` are applied in their order. Expands the template once more where a setting needs its
// grid.
Result<SettledParameters> settle_parameters(const Template& from,
                                            std::span<const GivenParameter> given,
                                            const BindOptions& options,
                                            std::vector<Setting> settings);

// The expansion with the settings of its nodes applied. Problems: those of expand and
// apply_settings, of which unknown_parameter knows the parameters too.
// `settings` are changed: names are resolved and files written out.
Result<Expansion> expand_with_settings(const Template& from, const BoundParameters& values,
                                       std::vector<Setting>& settings);

// The settings that a stored run names and that are of its nodes, not of its parameters.
Result<std::vector<Setting>> node_settings_of(const Template& from,
                                              const std::vector<std::string>& texts);

}  // namespace flowtime
