#include "cli/series_output.h"

#include <gtest/gtest.h>

#include <chrono>

namespace flowtime::cli {
namespace {

Finding found(Severity severity, const std::string& code, const std::string& node) {
  Finding finding;
  finding.severity = severity;
  finding.code = code;
  finding.node_id = node;
  finding.message = node + " is odd";
  return finding;
}

TEST(FindingsText, NotesOfOneKindShareALine) {
  const std::vector<Finding> findings{
      found(Severity::kInfo, "odd", "A"), found(Severity::kWarning, "bad", "A"),
      found(Severity::kInfo, "odd", "B"), found(Severity::kWarning, "bad", "B"),
      found(Severity::kInfo, "even", "B")};
  EXPECT_EQ(findings_text(findings),
            "Findings: 0 errors, 2 warnings, 3 notes\n"
            "  info     A is odd; also B. [odd]\n"
            "  warning  A is odd. [bad]\n"
            "  warning  B is odd. [bad]\n"
            "  info     B is odd. [even]\n");
  EXPECT_EQ(findings_text(findings, Severity::kWarning),
            "Findings: 0 errors, 2 warnings, 3 notes\n"
            "  warning  A is odd. [bad]\n"
            "  warning  B is odd. [bad]\n");
  EXPECT_EQ(findings_text({}), "");
}

// Comparing each with all before it, 200,000 notes would take a minute.
TEST(FindingsText, TakesTimeInProportionToTheFindings) {
  std::vector<Finding> findings;
  for (int i = 0; i < 200'000; ++i) {
    findings.push_back(
        found(Severity::kInfo, i % 2 == 0 ? "odd" : "even", "N" + std::to_string(i)));
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::string text = findings_text(findings);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_NE(text.find("N0 is odd; also N2, N4, N6 and 99,996 more"), std::string::npos)
      << text.substr(0, 200);
  EXPECT_LT(took.count(), 10.0);
}

}  // namespace
}  // namespace flowtime::cli
