#include "problems/catalogue.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace flowtime::problems {
namespace {

// Sorted by code in codes.def, which find() relies on; tools/error_codes.py checks it.
constexpr auto kRows = std::to_array<ProblemRow>({
#define FT_PROBLEM(code, status, family, meaning, remedy) \
  {#code, status, Family::k##family, meaning, remedy},
#include "problems/codes.def"
});

// What the request's own gate refuses: options.failOn expectation and health.
bool is_gate(std::string_view code) {
  return code == "expectation_failed" || code.starts_with("health_");
}

// Names of what is part of something: a model, a run.
bool is_name_inside(std::string_view code) {
  return code == "import_not_found" || code == "unknown_node" || code == "unknown_series";
}

constexpr bool is_before(const ProblemRow& row, std::string_view code) { return row.code < code; }

}  // namespace

std::span<const ProblemRow> rows() { return kRows; }

const ProblemRow* find(std::string_view code) {
  const auto* row = std::lower_bound(kRows.begin(), kRows.end(), code, is_before);
  return row == kRows.end() || row->code != code ? nullptr : row;
}

int status_of(std::string_view code) {
  const ProblemRow* row = find(code);
  // A code without a row is that of a finding.
  if (row != nullptr) return row->status;
  return is_gate(code) ? 422 : 400;
}

int status_of_body(std::string_view code) { return is_name_inside(code) ? 400 : status_of(code); }

int status_of(const Problems& problems) {
  FT_CHECK(!problems.empty());
  return status_of(problems.front().code);
}

int status_of_body(const Problems& problems) {
  FT_CHECK(!problems.empty());
  return status_of_body(problems.front().code);
}

bool is_of(const Problems& problems, Family family) {
  const ProblemRow* row = problems.empty() ? nullptr : find(problems.front().code);
  return row != nullptr && row->family == family;
}

bool is_stopped(const Problems& problems) {
  return !problems.empty() && problems.front().code == "stopped";
}

bool may_pass(const Problems& problems) {
  const int status = status_of(problems);
  // What the caller sent was right: trying again may help.
  return status >= 500 || status == 429 || is_stopped(problems) ||
         is_of(problems, Family::kStorage);
}

Problems with_remedies(Problems problems) {
  for (Problem& problem : problems) {
    const ProblemRow* row = problem.remedy.empty() ? find(problem.code) : nullptr;
    if (row != nullptr) problem.remedy = row->remedy;
  }
  return problems;
}

}  // namespace flowtime::problems
