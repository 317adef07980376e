#include "cli/expectation_text.h"

#include <algorithm>

namespace flowtime::cli {
namespace {

std::string line_of(const ExpectationOutcome& outcome) {
  return std::string(outcome.holds ? "  ok    " : "  FAIL  ") + outcome.text + ": " +
         came_out(outcome) + "\n";
}

}  // namespace

std::vector<Finding> other_findings(std::vector<Finding> findings) {
  std::erase_if(findings,
                [](const Finding& finding) { return finding.code == "expectation_failed"; });
  return findings;
}

std::string expectations_text(const std::vector<ExpectationOutcome>& outcomes) {
  if (outcomes.empty()) return "";
  const auto held = std::count_if(outcomes.begin(), outcomes.end(),
                                  [](const ExpectationOutcome& one) { return one.holds; });
  std::string text = "Expectations: " + std::to_string(held) + " of " +
                     std::to_string(outcomes.size()) + " hold\n";
  for (const bool holds : {false, true}) {
    for (const ExpectationOutcome& outcome : outcomes) {
      if (outcome.holds == holds) text += line_of(outcome);
    }
  }
  return text;
}

}  // namespace flowtime::cli
