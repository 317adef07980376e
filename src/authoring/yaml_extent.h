// Where the parts of a YAML document begin and end in its text, in bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/yaml.h"

namespace flowtime {

// Half open: the value is [after_colon, end), with the blanks before it.
struct MemberExtent {
  std::size_t key = 0;  // first byte of the key
  std::size_t after_colon = 0;
  std::size_t end = 0;  // behind the value; the same as after_colon when it is left out
};

// The parser tells where values begin, not where they end. An end is found from the text: behind
// the closing bracket or quote, else before whatever begins next, without blanks and comments.
//
// Refers to the document, which outlives it. Threads: const after construction.
class YamlExtents {
 public:
  explicit YamlExtents(const yaml::Document& document);

  // One per member of `mapping`, which belongs to the document.
  // In the order of the members.
  std::vector<MemberExtent> members(const yaml::Value& mapping) const;
  // Whether the mapping is written within braces.
  bool is_flow(const yaml::Value& mapping) const;
  // Of the line that has the byte `at`.
  std::size_t line_begin(std::size_t at) const;
  std::size_t line_end(std::size_t at) const;  // of its line break, or of the text

 private:
  void note_starts(const yaml::Value& value);
  std::size_t offset_of(SourcePos where) const;
  std::size_t next_start(std::size_t after) const;
  std::size_t last_start(const yaml::Value& value) const;
  std::size_t after_colon(std::size_t key) const;
  std::size_t value_end(const yaml::Value& value, std::size_t bound, bool in_flow) const;
  std::size_t quoted_end(std::size_t begin) const;
  std::size_t flow_end(std::size_t begin) const;
  std::size_t trimmed_end(std::size_t begin, std::size_t end) const;

  std::string_view text_;
  std::vector<std::size_t> lines_;   // first byte of every line
  std::vector<std::size_t> starts_;  // of every key, value and item, ascending
};

}  // namespace flowtime
