// `starts_` holds where every key, value and item begins, in ascending order: what a plain value
// ends before is the next start behind its own last part.
#include "authoring/yaml_extent.h"

#include <algorithm>

#include "base/ascii.h"

namespace flowtime {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

YamlExtents::YamlExtents(const yaml::Document& document) : text_(document.text) {
  lines_.push_back(text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') lines_.push_back(i + 1);
  }
  note_starts(document.root);
  std::sort(starts_.begin(), starts_.end());
}

void YamlExtents::note_starts(const yaml::Value& value) {
  // A value that was left out has no place of its own.
  if (value.where.line > 0 && !(value.kind == yaml::Kind::kNull && value.scalar.empty())) {
    starts_.push_back(value.offset);
  }
  for (const yaml::Value& item : value.items) note_starts(item);
  for (const yaml::Member& member : value.members) {
    starts_.push_back(offset_of(member.key_where));
    note_starts(member.value);
  }
}

std::size_t YamlExtents::offset_of(SourcePos where) const {
  const auto line = static_cast<std::size_t>(std::max(where.line, 1)) - 1;
  if (line >= lines_.size()) return text_.size();
  std::size_t at = lines_[line];
  for (int column = 1; column < where.column && at < text_.size(); ++column) {
    ++at;
    // Columns count characters, offsets bytes.
    while (at < text_.size() && is_utf8_continuation(text_[at])) ++at;
  }
  return at;
}

std::size_t YamlExtents::next_start(std::size_t after) const {
  const auto found = std::upper_bound(starts_.begin(), starts_.end(), after);
  return found == starts_.end() ? text_.size() : *found;
}

std::size_t YamlExtents::last_start(const yaml::Value& value) const {
  std::size_t last = value.offset;
  if (!value.items.empty()) last = std::max(last, last_start(value.items.back()));
  if (!value.members.empty()) {
    last = std::max(last, offset_of(value.members.back().key_where));
    last = std::max(last, last_start(value.members.back().value));
  }
  return last;
}

std::size_t YamlExtents::line_begin(std::size_t at) const {
  return *std::prev(std::upper_bound(lines_.begin(), lines_.end(), at));
}

std::size_t YamlExtents::line_end(std::size_t at) const {
  const std::size_t end = std::min(text_.find('\n', at), text_.size());
  return end > at && text_[end - 1] == '\r' ? end - 1 : end;
}

bool YamlExtents::is_flow(const yaml::Value& mapping) const {
  return mapping.offset < text_.size() && text_[mapping.offset] == '{';
}

std::size_t YamlExtents::quoted_end(std::size_t begin) const {
  const char quote = text_[begin];
  for (std::size_t i = begin + 1; i < text_.size(); ++i) {
    // A backslash escapes in double quotes only; in single ones '' is a quote.
    if (quote == '"' && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == quote) {
      if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return text_.size();
}

// Behind the bracket that closes the one at `begin`. A quote opens a scalar only where a value may
// begin, and '#' a comment only behind a blank.
std::size_t YamlExtents::flow_end(std::size_t begin) const {
  int depth = 0;
  bool value_may_begin = true;
  for (std::size_t i = begin; i < text_.size(); ++i) {
    const char c = text_[i];
    // To the last byte of the comment: the loop then looks at the line break.
    if (c == '#' && kBlanks.find(text_[i - 1]) != std::string_view::npos) {
      i = std::min(text_.find('\n', i), text_.size()) - 1;
      continue;
    }
    if ((c == '"' || c == '\'') && value_may_begin) {
      i = quoted_end(i) - 1;
      value_may_begin = false;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
    if (kBlanks.find(c) != std::string_view::npos) continue;
    value_may_begin = c == '{' || c == '[' || c == ',' || c == ':';
  }
  return text_.size();
}

// `end` without the blanks, comments, dashes and document marks that stand before it.
std::size_t YamlExtents::trimmed_end(std::size_t begin, std::size_t end) const {
  while (end > begin) {
    if (kBlanks.find(text_[end - 1]) != std::string_view::npos) {
      --end;
      continue;
    }
    const std::size_t line = std::max(line_begin(end - 1), begin);
    const std::string_view last = text_.substr(line, end - line);
    const std::size_t first = last.find_first_not_of(kBlanks);
    const std::string_view word = last.substr(first);
    // Only where no quote stands before it, which could make it part of a text.
    const std::size_t comment = last.find(" #");
    if (line > begin && (word[0] == '#' || word == "-" || word == "---" || word == "...")) {
      end = line;
    } else if (comment != std::string_view::npos && last.find_first_of("\"'") > comment) {
      end = line + comment;
    } else {
      return end;
    }
  }
  return end;
}

std::size_t YamlExtents::after_colon(std::size_t key) const {
  const bool quoted = key < text_.size() && (text_[key] == '"' || text_[key] == '\'');
  std::size_t at = quoted ? quoted_end(key) : key;
  while (at < text_.size() &&
         !(text_[at] == ':' && (quoted || at + 1 == text_.size() ||
                                kBlanks.find(text_[at + 1]) != std::string_view::npos))) {
    ++at;
  }
  return std::min(at + 1, text_.size());
}

std::size_t YamlExtents::value_end(const yaml::Value& value, std::size_t bound,
                                   bool in_flow) const {
  const std::size_t begin = value.offset;
  if (begin >= text_.size()) return text_.size();
  if (text_[begin] == '{' || text_[begin] == '[') return flow_end(begin);
  if (value.style == yaml::ScalarStyle::kDoubleQuoted ||
      value.style == yaml::ScalarStyle::kSingleQuoted) {
    return quoted_end(begin);
  }
  // A plain scalar within braces ends at the next of these, which it cannot contain.
  if (in_flow) bound = std::min(bound, text_.find_first_of(",}]", begin));
  const std::size_t end = trimmed_end(begin, bound);
  // A plain scalar of one line ends where its text does.
  const bool exact =
      value.kind == yaml::Kind::kScalar && text_.substr(begin, value.scalar.size()) == value.scalar;
  return exact ? std::min(end, begin + value.scalar.size()) : end;
}

std::vector<MemberExtent> YamlExtents::members(const yaml::Value& mapping) const {
  std::vector<MemberExtent> extents;
  for (const yaml::Member& member : mapping.members) {
    MemberExtent extent;
    extent.key = offset_of(member.key_where);
    extent.after_colon = extent.end = after_colon(extent.key);
    const bool left_out = member.value.kind == yaml::Kind::kNull && member.value.scalar.empty();
    if (!left_out) {
      const std::size_t bound = next_start(last_start(member.value));
      extent.end = value_end(member.value, bound, is_flow(mapping));
    }
    extents.push_back(extent);
  }
  return extents;
}

}  // namespace flowtime
