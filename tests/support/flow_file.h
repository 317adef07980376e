// Runs one .flow file: a model and what comes out. Language: docs/testing.md.
#pragma once

#include <string>
#include <vector>

namespace flowtime::flows {

struct FlowReport {
  std::vector<std::string> failures;  // "path:line: what was expected and what came"
  int assertions = 0;
  std::string updated_text;  // the file with its series and plans as they came out
};

FlowReport run_flow(const std::string& path, const std::string& text);

}  // namespace flowtime::flows
