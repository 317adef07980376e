// The options of an import from texts, as a command line and a query of a URL give them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "telemetry/import_options.h"

namespace flowtime {

// One option: how it is called on the command line and in a query, and what it may be.
struct ImportSetting {
  std::string_view option;  // "--time-format"
  std::string_view query;   // "timeFormat"
  std::string_view value;   // "FORM"
  std::string_view help;
  bool repeats = false;
};
// In the order of a help text; valid until the program ends.
// One list for the command line, the query and their help, so that they cannot differ.
const std::vector<ImportSetting>& import_settings();

// `given` tells all values of an option; `called` names it in problems. Problem invalid_option.
using GivenSettings = std::function<std::vector<std::string>(const ImportSetting& setting)>;
using SettingName = std::function<std::string(const ImportSetting& setting)>;
// All wrong options are reported together.
Result<ImportOptions> import_options_of(const GivenSettings& given, const SettingName& called);

}  // namespace flowtime
