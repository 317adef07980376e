// Runs one .flow file: a model and what comes out. Language: docs/testing.md.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "library/template_library.h"

namespace flowtime::flows {

// Where `template` and `model FILE` of a flow file look.
// Both outlive the call of run_flow. Paths are relative to what `read_file` takes them for.
struct FlowSources {
  const TemplateLibrary& templates;
  std::function<Result<std::string>(const std::string& path)> read_file;
};

// No failures and at least one assertion: the file holds. A file without assertions fails.
struct FlowReport {
  std::vector<std::string> failures;  // "path:line: what was expected and what came"
  // Commands that compare something; `model`, `set` and the like are not among them.
  int assertions = 0;
  // Differs from the file where an expectation did not hold and can be rewritten.
  std::string updated_text;  // the file with its series and plans as they came out
};

// Pure but for `sources`. Evaluates once per `run` and `set`. Throws nothing: what is wrong with
// the file is a failure with its line.
FlowReport run_flow(const std::string& path, const std::string& text, const FlowSources& sources);

}  // namespace flowtime::flows
