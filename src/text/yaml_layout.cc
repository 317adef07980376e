#include "text/yaml_layout.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace flowtime::yaml {
namespace {

constexpr std::size_t kIndent = 2;

struct Line {
  std::string text;                     // without what ends it
  std::optional<std::size_t> indent{};  // that it gets, where the tree says so
  bool is_content = false;              // of a block scalar
  std::size_t own_indent() const { return std::min(text.find_first_not_of(' '), text.size()); }
  bool is_blank() const { return trimmed(text, " \t").empty(); }
  bool is_comment() const { return trimmed(text, " \t").starts_with('#'); }
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    // CRLF becomes LF.
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back({.text = std::string(line)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

class Layout {
 public:
  explicit Layout(const Document& document) : document_(document), lines_(lines_of(document.text)) {
    // The tree says which lines begin something and how deep it is; lines it does not name follow.
    walk(document.root, 0);
  }

  std::string text() {
    trim_ends();
    std::string text;
    bool was_blank = true;  // none at the beginning
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (line.is_blank() && was_blank && !line.is_content) continue;
      was_blank = line.is_blank();
      text += moved(i) + "\n";
    }
    while (text.ends_with("\n\n") && !lines_.back().is_content) text.pop_back();
    return text;
  }

 private:
  Line* line_at(int number) {
    const bool exists = number >= 1 && static_cast<std::size_t>(number) <= lines_.size();
    return exists ? &lines_[static_cast<std::size_t>(number) - 1] : nullptr;
  }

  // The part of the line before a place.
  std::string before(SourcePos where) {
    const Line* line = line_at(where.line);
    return line == nullptr ? "" : line->text.substr(0, static_cast<std::size_t>(where.column) - 1);
  }

  void walk(const Value& value, std::size_t depth) {
    if (value.kind == Kind::kScalar) return mark_content(value);
    const std::size_t at = value.offset;
    const bool is_flow =
        at < document_.text.size() && (document_.text[at] == '{' || document_.text[at] == '[');
    // What is inside of brackets is laid out by its author.
    if (is_flow || value.kind == Kind::kNull) return;
    for (const Member& member : value.members) {
      if (trimmed(before(member.key_where)).empty()) assign(member.key_where.line, depth);
      walk(member.value, depth + 1);
    }
    for (const Value& item : value.items) {
      const std::string dashes = before(item.where);
      // Only dashes before it: the line begins with the item.
      const bool is_item =
          !trimmed(dashes).empty() && dashes.find_first_not_of(" -") == std::string::npos;
      if (is_item) assign(item.where.line, depth);
      walk(item, depth + 1);
    }
  }

  // The first to name a line decides: what an alias repeats stays where it was written.
  void assign(int number, std::size_t depth) {
    Line* line = line_at(number);
    // In `- - a` the outer list decides.
    if (line != nullptr && !line->indent) line->indent = depth * kIndent;
  }

  // The lines of a block scalar are what it says, blanks and # included.
  void mark_content(const Value& value) {
    if (value.style != ScalarStyle::kLiteral && value.style != ScalarStyle::kFolded) return;
    const auto first = static_cast<std::size_t>(value.where.line);
    if (first == 0 || first > lines_.size()) return;
    const std::size_t indent = lines_[first - 1].own_indent();
    std::size_t end = first;
    for (std::size_t i = first; i < lines_.size(); ++i) {
      if (!lines_[i].is_blank() && lines_[i].own_indent() <= indent) break;
      // Empty lines behind the last one are not the scalar's.
      if (!lines_[i].is_blank()) end = i + 1;
    }
    for (std::size_t i = first; i < end; ++i) lines_[i].is_content = true;
  }

  void trim_ends() {
    for (Line& line : lines_) {
      if (line.is_content) continue;
      line.text.resize(line.text.find_last_not_of(" \t") + 1);
    }
  }

  // "-   - key" -> "- - key"
  static std::string even_dashes(std::string_view text) {
    std::string dashes;
    while (text.starts_with("- ")) {
      dashes += "- ";
      text = trimmed(text.substr(2));
    }
    return dashes + std::string(text);
  }

  std::string moved(std::size_t index) {
    const Line& line = lines_[index];
    if (line.is_blank()) return line.is_content ? line.text : "";
    if (line.is_comment() && !line.is_content) return indented(indent_after(index), line);
    if (!line.indent) return indented(follow(line), line);
    old_ = line.own_indent();
    new_ = *line.indent;
    // old_ and new_ are kept for the lines that follow.
    return std::string(new_, ' ') + even_dashes(line.text.substr(old_));
  }

  // Lines that go on with what an earlier one began move with it.
  std::size_t follow(const Line& line) const {
    const std::size_t own = line.own_indent();
    return own + new_ >= old_ ? own + new_ - old_ : 0;
  }

  // A comment belongs to what follows it.
  std::size_t indent_after(std::size_t index) const {
    for (std::size_t i = index + 1; i < lines_.size(); ++i) {
      if (lines_[i].is_blank() || (lines_[i].is_comment() && !lines_[i].is_content)) continue;
      return lines_[i].indent ? *lines_[i].indent : follow(lines_[index]);
    }
    // At the end of the text: a comment at the margin stays there.
    return lines_[index].own_indent() == 0 ? 0 : follow(lines_[index]);
  }

  static std::string indented(std::size_t indent, const Line& line) {
    return std::string(indent, ' ') + line.text.substr(line.own_indent());
  }

  const Document& document_;
  std::vector<Line> lines_;
  std::size_t old_ = 0, new_ = 0;  // indents of the last line that the tree decided
};

}  // namespace

std::string laid_out(const Document& document) { return Layout(document).text(); }

bool same_content(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.style != b.style || a.scalar != b.scalar) return false;
  const auto same_member = [](const Member& x, const Member& y) {
    return x.key == y.key && same_content(x.value, y.value);
  };
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_content) &&
         std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    same_member);
}

}  // namespace flowtime::yaml
