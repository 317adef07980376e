// Settings of a template's parameters in a run that continues from another one: the base's model,
// made of its template again with the changed values.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "pipeline/model_source.h"
#include "run/open_run.h"
#include "run/run_record.h"

namespace flowtime {

struct ParameterChange {
  std::string model_text;             // with the values as they are now
  std::vector<NamedJson> parameters;  // of the template, all of them, as they are now
  std::vector<std::string> texts;     // of the settings, as applied
  std::vector<SettingText> rest;      // settings of nodes, which are still to be applied
  std::int64_t from_bin = 0;          // the first bin in which a value differs; bins: none does
  std::set<std::string> nodes;        // ids of nodes[] that differ
  bool elsewhere = false;             // something besides nodes[] differs
};

// Nothing where no setting names a parameter of the template that the run was made of.
// Problems: those of settle_parameters and expand_with_settings; base_template_changed (the
// template gives another model than the base's), base_grid_changed (a parameter shapes the grid).
Result<std::optional<ParameterChange>> change_parameters(const RunHost& host, const Run& base,
                                                         const ModelSource& with_settings);

}  // namespace flowtime
