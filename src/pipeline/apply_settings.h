// Values given beside the model become part of the model.
//
// A setting changes the document, not the evaluation: the values stand in the text that is stored
// and hashed, so that a run can be repeated from its own files alone.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "pipeline/setting.h"
#include "text/yaml.h"

namespace flowtime {

// What settings make of the values of a model.
struct SettingOverlay {
  std::map<std::string, std::vector<double>> node_values{};  // of a const node: 1 or one per bin
  std::map<std::string, double> wip_limits{};                // by topology id
  bool empty() const { return node_values.empty() && wip_limits.empty(); }
};
// `overlay` with the settings applied in their order. Problems: those of apply_settings but for the
// document's.
Result<SettingOverlay> overlay_of(const Model& model, std::span<const Setting> settings,
                                  SettingOverlay overlay = {});
// Puts the values into the nodes of a model document.
void write_into(yaml::Value& root, const SettingOverlay& overlay);

// The document with the settings applied in their order, and with the values that `model` read from
// files written out. `model` is what read_model made of `document`. A document that neither needs
// is returned as it is; any other is laid out anew, so its places differ from what the user wrote.
// `setting.values` are filled, also for settings that name a file.
// Problems, with the setting's label as file: unknown_parameter (with the nearest name),
// setting_not_const, setting_needs_values, setting_length, setting_number, setting_limit_series and
// the codes of bin_range.h.
Result<yaml::Document> apply_settings(const yaml::Document& document, const Model& model,
                                      std::span<const Setting> settings);

// What was set, for the record of a run: one member per target with the texts after the id,
// {"capacity", "[\"[14:00..15:00]*=1.2\"]"}, in order of first use.
struct NamedJson;
std::vector<NamedJson> settings_as_parameters(std::span<const Setting> settings);

}  // namespace flowtime
