// Changes members of one mapping in a YAML text and leaves every other byte as it is: comments,
// layout, line ends.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "text/yaml.h"

namespace flowtime {

// A member that shall have this value: replaced in its place, or added after the others.
// A key of the text is compared as it is parsed, so "key" and key are the same.
struct MemberEdit {
  std::string key;
  yaml::Value value;  // made by the functions below
};

// `path` is taken in the document before any edit. Edits of one call must not overlap: the mapping
// of one may lie inside that of another, but not inside a member that the other replaces.
struct MappingEdit {
  std::vector<std::size_t> path;  // from the root: which member or item, level by level
  std::vector<MemberEdit> set;
  std::vector<std::string> remove;  // absent ones are fine
};

// New values are written on one line, in flow style. The new text is parsed again and compared with
// what it shall mean. Problem draft_layout: the layout does not allow the change (aliases, tags,
// keys that are written with '?').
// Example: set capacity to 12 in `{id: a, capacity: 10}  # desk` gives `{id: a, capacity: 12}  #
// desk`.
Result<std::string> edit_mappings(const yaml::Document& document,
                                  const std::vector<MappingEdit>& edits);

// Values for MemberEdit; they have no place in a text.
yaml::Value edit_word(std::string word);  // plain: pmf, inline, a number
yaml::Value edit_text(std::string text);  // always quoted
yaml::Value edit_numbers(const std::vector<double>& numbers);
yaml::Value edit_mapping(std::vector<MemberEdit> members);

}  // namespace flowtime
