// The catalogue of problems: what each code means, which HTTP status it has, what to do about it. A
// row of codes.def per code; docs/error-codes.md is the same for people. Findings of a run have
// codes of their own (checks/check_table.cc), which are not rows here.
//
// Everything here is constant data: any thread may call it.
#pragma once

#include <span>
#include <string_view>

#include "base/problem.h"

namespace flowtime::problems {

enum class Family {
#define FT_FAMILY(id, name) k##id,
#include "problems/codes.def"
};

struct ProblemRow {
  std::string_view code;
  int status = 0;  // of an HTTP answer whose first problem has this code
  Family family{};
  std::string_view meaning;  // a sentence
  std::string_view remedy;   // a sentence
};

// By code.
std::span<const ProblemRow> rows();
// nullptr for a code without a row: that of a finding.
const ProblemRow* find(std::string_view code);

// The HTTP status of an answer about the problems, by the first of them: the only place that
// decides it. 400 for a finding that refuses a run: its model or data is at fault. 422 for the
// findings that a gate of the request refuses (docs/decisions/0012): the request was right.
int status_of(std::string_view code);
int status_of(const Problems& problems);
// The same about a request with a body: a series, node or import that it names inside a model, an
// expectation or a study is part of what was sent, so that one that is not found is 400.
int status_of_body(std::string_view code);
int status_of_body(const Problems& problems);

// True when the first problem is of this family.
bool is_of(const Problems& problems, Family family);
// True when the work was cancelled, so that nothing is wrong with what was asked for.
bool is_stopped(const Problems& problems);
// True when the same request may succeed later: the machine, the server or its load was at fault.
bool may_pass(const Problems& problems);

// The problems, with the remedy of their row on those that carry none.
Problems with_remedies(Problems problems);

}  // namespace flowtime::problems
