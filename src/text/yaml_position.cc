#include <algorithm>

#include "base/ascii.h"
#include "text/yaml.h"

namespace flowtime::yaml {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Walks the source of a plain or quoted scalar while counting the bytes of text that it stands for.
class Walker {
 public:
  Walker(const Document& document, const Value& scalar)
      : source_(document.text),
        resolved_(scalar.scalar),
        style_(scalar.style),
        at_(scalar.offset),
        place_(scalar.where) {}

  SourcePos to(std::size_t offset) {
    // Past the opening quote.
    if (style_ != ScalarStyle::kPlain) advance();
    while (done_ < std::min(offset, resolved_.size()) && !at_end()) step();
    // The next character lies behind the escaped line break.
    if (style_ == ScalarStyle::kDoubleQuoted && escapes_line_break()) escape();
    return place_;
  }

 private:
  bool at_end() const { return at_ >= source_.size(); }

  void advance() {
    if (source_[at_] == '\n') {
      place_ = {place_.line + 1, 1};
    } else if (at_ + 1 >= source_.size() || !is_utf8_continuation(source_[at_ + 1])) {
      ++place_.column;
    }
    ++at_;
  }

  // From a line break to the next character that says something.
  void skip_breaks() {
    while (!at_end() && is_blank(source_[at_])) advance();
  }
  // Whether only blanks stand before the end of this line.
  bool line_ends_here() const {
    const std::size_t next = source_.find_first_not_of(" \t\r", at_);
    return next == std::string::npos || source_[next] == '\n';
  }

  // One character of the text, or the line break that stands for it.
  void step() {
    if (line_ends_here()) {
      fold();
    } else if (style_ == ScalarStyle::kDoubleQuoted && source_[at_] == '\\') {
      escape();
    } else {
      if (style_ == ScalarStyle::kSingleQuoted && source_[at_] == '\'') advance();
      if (!at_end()) advance();
      ++done_;
    }
  }

  // A line break stands for one blank, or for as many line breaks as there are empty lines.
  void fold() {
    skip_breaks();
    const bool many = resolved_[done_] == '\n';
    do ++done_;
    while (many && done_ < resolved_.size() && resolved_[done_] == '\n');
  }

  char peek(std::size_t ahead) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }
  bool escapes_line_break() const {
    return peek(0) == '\\' && (peek(1) == '\n' || peek(1) == '\r');
  }

  void escape() {
    if (escapes_line_break()) {
      advance();
      return skip_breaks();
    }
    const char kind = peek(1);
    // An escape of several digits stands for one character of one to four bytes.
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    for (int i = 0; i < 2 + digits && !at_end(); ++i) advance();
    do ++done_;
    while (done_ < resolved_.size() && is_utf8_continuation(resolved_[done_]));
  }

  std::string_view source_;
  std::string_view resolved_;
  ScalarStyle style_;
  std::size_t at_;
  std::size_t done_ = 0;
  SourcePos place_;
};

// The text of a block scalar begins on the line below its '|' or '>', behind the indentation of its
// first line that is not empty.
SourcePos position_in_block(const Document& document, const Value& scalar, std::size_t offset) {
  const std::string_view source = document.text;
  const std::size_t header_end = std::min(source.find('\n', scalar.offset), source.size());
  const std::size_t first = std::min(source.find_first_not_of(" \r\n", header_end), source.size());
  const std::size_t line_start = source.rfind('\n', first) + 1;
  const std::string_view before = std::string_view(scalar.scalar).substr(0, offset);
  const std::size_t last_break = before.rfind('\n');
  const std::size_t begin = last_break == std::string_view::npos ? 0 : last_break + 1;
  const auto characters =
      std::count_if(before.begin() + static_cast<std::ptrdiff_t>(begin), before.end(),
                    [](char c) { return !is_utf8_continuation(c); });
  return {scalar.where.line + 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          static_cast<int>(first - line_start) + static_cast<int>(characters) + 1};
}

// Whether the scalar can be what stands at its offset; a value made by us stands nowhere.
bool stands_in(const Document& document, const Value& scalar) {
  if (scalar.where.line == 0 || scalar.offset >= document.text.size()) return false;
  const char first = document.text[scalar.offset];
  switch (scalar.style) {
    case ScalarStyle::kPlain: return !scalar.scalar.empty() && first == scalar.scalar.front();
    case ScalarStyle::kSingleQuoted: return first == '\'';
    case ScalarStyle::kDoubleQuoted: return first == '"';
    case ScalarStyle::kLiteral: return first == '|';
    case ScalarStyle::kFolded: return first == '>';
  }
  return false;
}

const FilledScalar* find_filled(const Document& document, const Value& scalar) {
  const auto found = std::lower_bound(
      document.filled.begin(), document.filled.end(), scalar.offset,
      [](const FilledScalar& filled, std::uint32_t offset) { return filled.offset < offset; });
  return found == document.filled.end() || found->offset != scalar.offset ? nullptr : &*found;
}

// The offset in the written text for one in the filled text.
std::size_t written_offset(const FilledScalar& filled, std::size_t offset) {
  std::size_t end = 0, written_end = 0;  // of the last part before the offset
  for (const FilledScalar::Part& part : filled.parts) {
    if (offset < part.begin) break;
    // Within what was put in: nothing finer was written.
    if (offset < part.end) return part.written_begin;
    end = part.end;
    written_end = part.written_end;
  }
  return written_end + (offset - end);
}

// Of a scalar whose text is what was read.
SourcePos position_as_read(const Document& document, const Value& scalar, std::size_t offset) {
  // Such as a value that was read from another text.
  if (!stands_in(document, scalar)) return scalar.where;
  const bool block = scalar.style == ScalarStyle::kLiteral || scalar.style == ScalarStyle::kFolded;
  return block ? position_in_block(document, scalar, offset) : Walker(document, scalar).to(offset);
}

}  // namespace

SourcePos position_in(const Document& document, const Value& scalar, std::size_t offset) {
  const FilledScalar* filled = find_filled(document, scalar);
  if (filled == nullptr) return position_as_read(document, scalar, offset);
  Value written = scalar;
  // The walk compares with what the document has, not with what was filled in.
  written.scalar = filled->written;
  written.style = filled->style;
  return position_as_read(document, written, written_offset(*filled, offset));
}

}  // namespace flowtime::yaml
