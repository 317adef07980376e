// Problem: one thing wrong with what the user gave us, with its place, cause and remedy.
#pragma once

#include <string>
#include <vector>

#include "base/sentence.h"

namespace flowtime {

// A place in a text; line and column count from 1, 0 means "no place".
// Columns count characters, not bytes.
struct SourcePos {
  int line = 0;
  int column = 0;
  auto operator<=>(const SourcePos&) const = default;
};

// A mistake of the user's, not a defect. `code` has a row in problems/codes.def, which gives its
// status and the remedy that is used where this one is empty.
struct Problem {
  std::string code;    // stable snake_case name, e.g. unknown_name
  Sentence message;    // names the offending id in single quotes
  std::string remedy;  // what to do about it, one sentence; may be empty
  SourcePos where{};   // in `file`
  std::string path{};  // JSON pointer into the document, e.g. /nodes/3/expr; may be empty
  std::string file{};  // empty: the document that was read
};

// In the order in which they were found; the first one decides the status of an answer.
using Problems = std::vector<Problem>;

// The problems, with `file` on those that name none.
// For readers that know their file only at the end.
Problems in_file(Problems problems, const std::string& file);

// "file:line:column: message [code]", then the remedy on a line of its own, indented by two spaces.
// `default_file` names the document for problems that carry no file of their own.
// Example: "m.yaml:12:7: No node is called 'paymet'. [unknown_name]". The text of several ends each
// with a line break.
// The place is left out as far as it is not known.
std::string to_text(const Problem& problem, const std::string& default_file);
std::string to_text(const Problems& problems, const std::string& default_file);

}  // namespace flowtime
