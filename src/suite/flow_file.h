// Runs one .flow file: a model and what comes out. Language: docs/testing.md.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "library/template_library.h"

namespace flowtime::flows {

// Where `template` and `model FILE` of a flow file look.
struct FlowSources {
  const TemplateLibrary& templates;
  std::function<Result<std::string>(const std::string& path)> read_file;
};

struct FlowReport {
  std::vector<std::string> failures;  // "path:line: what was expected and what came"
  int assertions = 0;
  std::string updated_text;  // the file with its series and plans as they came out
};

FlowReport run_flow(const std::string& path, const std::string& text, const FlowSources& sources);

}  // namespace flowtime::flows
