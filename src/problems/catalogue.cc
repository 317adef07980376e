#include "problems/catalogue.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace flowtime::problems {
namespace {

constexpr auto kRows = std::to_array<ProblemRow>({
#define FT_PROBLEM(code, status, family, meaning, remedy) \
  {#code, status, Family::k##family, meaning, remedy},
#include "problems/codes.def"
});

constexpr bool is_before(const ProblemRow& row, std::string_view code) { return row.code < code; }

}  // namespace

std::span<const ProblemRow> rows() { return kRows; }

const ProblemRow* find(std::string_view code) {
  const auto* row = std::lower_bound(kRows.begin(), kRows.end(), code, is_before);
  return row == kRows.end() || row->code != code ? nullptr : row;
}

int status_of(std::string_view code) {
  const ProblemRow* row = find(code);
  return row == nullptr ? 400 : row->status;
}

int status_of(const Problems& problems) {
  FT_CHECK(!problems.empty());
  return status_of(problems.front().code);
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
