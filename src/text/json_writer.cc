#include "text/json_writer.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/check.h"
#include "base/hex.h"
#include "base/number_text.h"

namespace flowtime {
namespace {

// An infinite or absent value less itself is absent, which equals nothing.
bool is_finite_number(double value) { return value - value == 0; }

void append_escaped(std::string& text, char c) {
  switch (c) {
    case '"': text += "\\\""; return;
    case '\\': text += "\\\\"; return;
    case '\b': text += "\\b"; return;
    case '\f': text += "\\f"; return;
    case '\n': text += "\\n"; return;
    case '\r': text += "\\r"; return;
    case '\t': text += "\\t"; return;
  }
  const auto code = static_cast<unsigned char>(c);
  // The rest of the control characters: all below U+0020.
  text += "\\u00";
  append_hex(text, code);
}

bool must_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Whether one of eight characters must be escaped: below a blank, a quote or a backslash. The high
// bit of a byte tells; those that have it set themselves are UTF-8 and plain.
bool some_must_escape(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  const auto zero_bytes = [](std::uint64_t bytes) { return (bytes - kOnes) & ~bytes; };
  const std::uint64_t control = (eight - 0x20 * kOnes) & ~eight;
  const std::uint64_t quote = zero_bytes(eight ^ (kOnes * '"'));
  const std::uint64_t backslash = zero_bytes(eight ^ (kOnes * '\\'));
  return ((control | quote | backslash) & kHigh) != 0;
}

// The first and the last half of four to eight characters: together all of them, some twice.
std::uint64_t both_halves(std::string_view text) {
  std::uint32_t first = 0, last = 0;
  std::memcpy(&first, text.data(), sizeof first);
  std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
  return first | std::uint64_t{last} << 32;
}

// Nearly every text is plain: looking is quicker than copying character by character.
bool is_plain(std::string_view text) {
  constexpr std::size_t kEight = sizeof(std::uint64_t), kHalf = kEight / 2;
  if (text.size() < kHalf) return std::none_of(text.begin(), text.end(), must_escape);
  if (text.size() <= kEight) return !some_must_escape(both_halves(text));
  std::uint64_t eight = 0;
  for (std::size_t i = 0; i + kEight <= text.size(); i += kEight) {
    std::memcpy(&eight, text.data() + i, kEight);
    if (some_must_escape(eight)) return false;
  }
  std::memcpy(&eight, text.data() + text.size() - kEight, kEight);  // some of them once more
  return !some_must_escape(eight);
}

// Texts are short and many: each goes into the answer with what stands around it, in one piece.
constexpr std::size_t kShortText = 58;
constexpr std::size_t kFewLevels = 12;
class Piece {
 public:
  void add(char c) { bytes_[size_++] = c; }
  void add(std::string_view text) {
    std::memcpy(bytes_ + size_, text.data(), text.size());
    size_ += text.size();
  }
  void add_blanks(std::size_t count) {
    std::memset(bytes_ + size_, ' ', count);
    size_ += count;
  }
  std::string_view text() const { return {bytes_, size_}; }

 private:
  char bytes_[kShortText + 2 * kFewLevels + 8];
  std::size_t size_ = 0;
};

// Plain runs between two escapes are copied in one piece.
void append_quoted(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += '"';
    out += text;
    out += '"';
    return;
  }
  out += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!must_escape(text[i])) continue;
    out.append(text, begin, i - begin);
    append_escaped(out, text[i]);
    begin = i + 1;
  }
  out.append(text, begin);
  out += '"';
}

}  // namespace

void JsonWriter::new_line() {
  if (layout_ == Layout::kCompact) return;
  text_ += '\n';
  text_.append(2 * levels_.size(), ' ');
}

// In an object the comma was written with the key.
void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  FT_CHECK(levels_.back().array);
  if (!levels_.back().empty) text_ += ',';
  levels_.back().empty = false;
  new_line();
}

JsonWriter& JsonWriter::begin(char bracket) {
  before_value();
  text_ += bracket;
  levels_.push_back({.array = bracket == '['});
  return *this;
}

JsonWriter& JsonWriter::end(char bracket) {
  FT_CHECK(!levels_.empty() && !after_key_ && levels_.back().array == (bracket == ']'));
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) new_line();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::begin_object() { return begin('{'); }
JsonWriter& JsonWriter::end_object() { return end('}'); }
JsonWriter& JsonWriter::begin_array() { return begin('['); }
JsonWriter& JsonWriter::end_array() { return end(']'); }

JsonWriter& JsonWriter::key(std::string_view name) {
  FT_CHECK(!levels_.empty() && !levels_.back().array && !after_key_);
  after_key_ = true;
  const bool empty = std::exchange(levels_.back().empty, false);
  const bool is_compact = layout_ == Layout::kCompact;
  if (name.size() <= kShortText && levels_.size() <= kFewLevels && is_plain(name)) {
    Piece piece;
    if (!empty) piece.add(',');
    if (!is_compact) piece.add('\n');
    if (!is_compact) piece.add_blanks(2 * levels_.size());
    piece.add('"');
    piece.add(name);
    piece.add(is_compact ? "\":" : "\": ");
    text_ += piece.text();
    return *this;
  }
  if (!empty) text_ += ',';
  new_line();
  append_quoted(text_, name);
  text_ += is_compact ? ":" : ": ";
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  before_value();
  if (text.size() > kShortText || !is_plain(text)) {
    append_quoted(text_, text);
    return *this;
  }
  Piece piece;
  piece.add('"');
  piece.add(text);
  piece.add('"');
  text_ += piece.text();
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  if (!is_finite_number(value)) return null();
  before_value();
  append_number(text_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) { return raw(std::to_string(value)); }
JsonWriter& JsonWriter::boolean(bool value) { return raw(value ? "true" : "false"); }
JsonWriter& JsonWriter::null() { return raw("null"); }

// Numbers and words pass here, too: only texts need care.
JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  text_ += json;
  return *this;
}

std::string json_quote(std::string_view text) {
  std::string quoted;
  append_quoted(quoted, text);
  return quoted;
}

}  // namespace flowtime
