// ModelSource: a model as it is given, with the changes that are wanted in it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compile/compile.h"

namespace flowtime {

// The text of a file by the path that the user wrote. Empty: files are not read for this caller.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

// The values of "import:ID#column" on a grid. Empty: imports are not read for this caller.
using ImportReader =
    std::function<Result<std::vector<double>>(const std::string& source, const TimeGrid& grid)>;

struct SettingText {
  std::string text;     // "capacity[14:00..15:00]*=1.2"
  std::string label{};  // what messages call it; empty: the text
  std::string path{};   // in the request, "/settings/0"; empty: it came in no JSON
};

struct ModelSource {
  std::string text;
  std::string file = "<model>";         // what messages call it
  std::vector<SettingText> settings{};  // applied in order
  FileReader read_model_file{};         // for `values: {file: x.csv}`
  FileReader read_setting_file{};       // for `id=@x.csv`
  ImportReader read_import{};           // for `source: import:ID#column` and `id=@import:ID`
  std::optional<std::int64_t> seed{};   // wins over the model's own
  CompileOptions::Sampling sampling = CompileOptions::Sampling::kExpected;
  std::shared_ptr<const std::vector<MeasuredSeries>> measured{};  // of a telemetry run
  bool with_computed = false;                                     // CompileOptions::with_computed
};

// "expected" or "sample".
const char* name_of(CompileOptions::Sampling sampling);
std::optional<CompileOptions::Sampling> parse_sampling(std::string_view text);

}  // namespace flowtime
