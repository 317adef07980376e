// Section: a mapping of a template read key by key. What is missing, of the wrong type or not known
// becomes a Problem with its place; reading continues.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "text/yaml.h"

namespace flowtime::template_detail {

// One per mapping, on the stack of the function that reads it. Not thread safe. The template's
// sibling of model/fields.h: here unknown keys may be harmless.
class Section {
 public:
  // `what` names the mapping in messages: "the metadata", "parameter 'bins'". A value that is not a
  // mapping is a Problem and reads as an empty one.
  Section(const yaml::Value& mapping, std::string path, std::string what, Problems& problems);

  // The value of a key; nullptr when absent or null. Every key asked for counts as known.
  const yaml::Value* find(std::string_view key);
  std::string text(std::string_view key);                                    // "" when absent
  std::string required_text(std::string_view key, std::string_view remedy);  // "" when blank
  std::optional<double> number(std::string_view key);
  bool flag(std::string_view key);  // false when absent
  // nullptr when absent or of another type, which is a problem; so is items().
  const yaml::Value* mapping(std::string_view key);
  const std::vector<yaml::Value>* items(std::string_view key);
  // Of a sequence of scalars; empty when absent.
  std::vector<std::string> texts(std::string_view key);

  // Reports keys that were not asked for: all of them, or those alone that look like a known one.
  // Call one of them last: what was not asked for before counts as unknown.
  void refuse_unknown();
  void refuse_misspelt();

  // Adds to the problems that the section was made with.
  void problem(std::string code, std::string message, std::string remedy, SourcePos where,
               std::string_view key = {});
  const std::string& what() const { return what_; }
  SourcePos where() const { return mapping_.where; }

 private:
  void wrong_type(std::string_view key, const yaml::Value& value, std::string_view wanted);
  std::string nearest_known(std::string_view key) const;

  const yaml::Value& mapping_;
  std::string path_, what_;
  Problems& problems_;
  std::vector<std::string_view> known_;
};

}  // namespace flowtime::template_detail
