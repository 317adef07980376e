// Values given beside the model become part of the model.
//
// A setting changes the document, not the evaluation: the values are written in the text that is
// stored and hashed, so that a run can be repeated from its own files alone. The settings of a
// template's parameters are in library/settle_template.h; both are the one way to change a model by
// text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "pipeline/settable.h"
#include "pipeline/setting.h"
#include "text/yaml.h"

namespace flowtime {

// What settings make of the values of a model, in order of first use.
// One entry per thing that is set; several settings of one thing are edits of the same entry.
struct SettingOverlay {
  std::vector<Settable> changed{};
  bool empty() const { return changed.empty(); }
};
// `overlay` with the settings applied; their values are filled in, also of those that name a file.
// Problems as of apply_settings.
Result<SettingOverlay> overlay_of(const Model& model, std::vector<Setting>& settings,
                                  SettingOverlay overlay = {});
// Puts the values into the tree of the model.
// `root` is the tree that `model` was read from; a place that it lacks is a defect of the caller,
// not a Problem.
void write_into(yaml::Value& root, const Model& model, const SettingOverlay& overlay);

// The document with the settings applied in their order, and with the values that `model` read from
// files written out. `model` is what read_model made of `document`. A document that neither needs
// is returned as it is; any other is laid out anew, so its places differ from what the user wrote.
// The values of `settings` are filled in, also of those that name a file.
// Problems, with the setting's label as file: unknown_parameter (with the nearest name),
// setting_not_const, setting_needs_values, setting_length, setting_number, setting_limit_series
// and the codes of bin_range.h and values_file.h.
Result<yaml::Document> apply_settings(const yaml::Document& document, const Model& model,
                                      std::vector<Setting>& settings);

// The same for the tree alone, whose values keep the places that they have.
Result<yaml::Value> apply_settings_to_tree(const yaml::Value& root, const Model& model,
                                           std::vector<Setting>& settings);

// Problem unknown_parameter with the nearest of the names.
Problem unknown_target(const Setting& setting, const std::vector<std::string>& known);

// What was set, for the record of a run: one member per target with the texts after the id,
// {"capacity", "[\"[14:00..15:00]*=1.2\"]"}, in order of first use.
struct NamedJson;
std::vector<NamedJson> settings_as_parameters(std::span<const Setting> settings);

}  // namespace flowtime
