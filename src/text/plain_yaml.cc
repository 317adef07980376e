#include "text/plain_yaml.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "text/tree.h"

namespace flowtime::yaml {
namespace {

constexpr std::size_t kLongestKey = 512;  // libyaml takes 1024; longer keys are its business

constexpr std::size_t kFirstItems = 16;  // after so many items the rest is counted

enum CharClass : std::uint8_t {
  // Fewer than YAML allows: what is rare is declined.
  kStartsPlain = 1,  // can begin a plain scalar whatever follows
  kEndsFlow = 2,     // ends a plain scalar inside a flow collection
  kWatched = 4,      // may end a plain scalar: ' ', ':', '#', line break
};

constexpr std::array<std::uint8_t, 128> kClasses = [] {
  std::array<std::uint8_t, 128> classes{};
  for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] |= kStartsPlain;
  for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] |= kStartsPlain;
  for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] |= kStartsPlain;
  for (const char c : {'_', '/', '(', '+', '~', '$', '<', '='}) {
    classes[static_cast<std::size_t>(c)] |= kStartsPlain;
  }
  for (const char c : {',', '[', ']', '{', '}'}) classes[static_cast<std::size_t>(c)] |= kEndsFlow;
  for (const char c : {' ', ':', '#', '\n', '\r'}) classes[static_cast<std::size_t>(c)] |= kWatched;
  return classes;
}();

// Reads by recursive descent. Every function returns false as soon as it meets what it does not
// know; nothing is ever repaired, because a document declined here is read again by libyaml.
class PlainReader {
 public:
  PlainReader(std::string_view text, std::size_t first, const Limits& limits)
      : text_(text),
        at_(first),
        line_start_(first),
        limits_(limits),
        levels_(static_cast<std::size_t>(limits.depth) + 1) {}

  bool read(Value& root) {
    return only_known_characters() && next_content() && !at_end() && block_node(-1, root) &&
           at_end();
  }

 private:
  // Looked at once, so that the functions below need not think of tabs, UTF-8 or lone carriage
  // returns.
  bool only_known_characters() const {
    for (std::size_t i = at_; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c >= ' ' && c <= '~') continue;
      const bool line_break =
          c == '\n' || (c == '\r' && i + 1 < text_.size() && text_[i + 1] == '\n');
      if (!line_break) return false;
    }
    return true;
  }

  bool at_end() const { return at_ == text_.size(); }
  // 0 at the end; no character of a plain document is 0.
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  static bool is(char c, CharClass wanted) {
    return (kClasses[static_cast<std::size_t>(c)] & wanted) != 0;
  }
  static bool breaks(char c) { return c == '\n' || c == '\r' || c == '\0'; }
  static bool blank(char c) { return c == ' ' || breaks(c); }
  int column() const { return static_cast<int>(at_ - line_start_); }  // from 0
  SourcePos here() const { return {line_, column() + 1}; }

  void skip_spaces() {
    while (peek() == ' ') ++at_;
  }
  void skip_line() {
    while (!at_end() && text_[at_] != '\n') ++at_;
    if (at_end()) return;
    ++at_;
    ++line_;
    line_start_ = at_;
  }
  // Blanks, comments and line breaks up to the next content, which may be on this line.
  // A '#' is a comment only behind a blank; in `a#b` it is part of the text.
  bool next_content() {
    for (;;) {
      const bool after_blank = at_ == line_start_ || text_[at_ - 1] == ' ' || peek() == ' ';
      skip_spaces();
      if (peek() == '#' && !after_blank) return false;
      if (peek() != '#' && !breaks(peek())) return true;
      if (at_end()) return true;
      skip_line();
    }
  }
  // Only a comment may follow on this line; then on to the next content.
  bool end_line() {
    const int line = line_;
    return next_content() && (at_end() || line_ != line);
  }

  bool start(Value& value, Kind kind) {
    value.kind = kind;
    value.where = here();
    value.offset = static_cast<std::uint32_t>(at_);
    return ++count_ <= limits_.values;
  }
  bool start_collection(Value& value, Kind kind) {
    return start(value, kind) && ++depth_ <= limits_.depth;
  }
  // What was read of the open collection of one depth. An element stays where it is while those
  // within it are read, because they are gathered on other levels.
  struct Level {
    std::vector<Value> items;
    std::vector<Member> members;
  };
  Level& level() { return levels_[static_cast<std::size_t>(depth_)]; }
  // Equal keys are declined as well: the other reader names both places.
  bool end_collection(const Value& value) {
    --depth_;
    return !equal_keys(value.members);
  }

  // A node whose first character is here, inside a block collection in column `parent`. Leaves the
  // cursor at the next content.
  bool block_node(int parent, Value& value) {
    if (peek() == '-' && blank(peek(1))) return block_sequence(value);
    if (peek() == '[' || peek() == '{') return flow_node(value) && end_line();
    const int indent = column();
    // Scalar or mapping is known only after the scalar: its ':' decides.
    Value scalar;
    if (!scalar_token(false, scalar)) return false;
    if (peek() == ':' && blank(peek(1))) return block_mapping(indent, std::move(scalar), value);
    value = std::move(scalar);
    return scalar_ends_line(parent, value);
  }

  // A deeper next line would continue the scalar.
  bool scalar_ends_line(int parent, Value& scalar) {
    return end_line() && (at_end() || column() <= parent) && settle(scalar);
  }

  bool block_sequence(Value& value) {
    const int indent = column();
    if (!start_collection(value, Kind::kSequence)) return false;
    std::vector<Value>& items = level().items;
    while (!at_end() && column() == indent && peek() == '-' && blank(peek(1))) {
      ++at_;
      if (!block_value(indent, items.emplace_back(), false)) return false;
    }
    take(items, value.items);
    return !deeper_than(indent) && end_collection(value);
  }

  bool block_mapping(int indent, Value first_key, Value& value) {
    value.where = first_key.where;
    value.offset = first_key.offset;
    value.kind = Kind::kMapping;
    // The key was counted as a value; it is the mapping that counts instead.
    if (++depth_ > limits_.depth) return false;
    std::vector<Member>& members = level().members;
    members.push_back({std::move(first_key.scalar), first_key.where, {}});
    for (std::size_t key_begin = first_key.offset;;) {
      if (peek() != ':' || !blank(peek(1)) || at_ - key_begin > kLongestKey) return false;
      ++at_;
      if (!block_value(indent, members.back().value, true)) return false;
      // A line further left belongs to a collection around this one.
      if (at_end() || column() != indent) break;
      key_begin = at_;
      if (!key_token(false, members.emplace_back())) return false;
    }
    take(members, value.members);
    return !deeper_than(indent) && end_collection(value);
  }
  bool deeper_than(int indent) const { return !at_end() && column() > indent; }

  // What follows the '-' or ':' of a collection in column `indent`. A list may stand in the column
  // of the mapping whose value it is.
  bool block_value(int indent, Value& value, bool in_mapping) {
    // Before the cursor moves: an empty value is where it would have been written.
    const Value empty = nothing_here();
    const int line = line_;
    if (!next_content()) return false;
    const bool same_line = line_ == line && !at_end();
    // `key:` above `- item` in the same column: YAML counts the dash as indentation.
    const bool list_below = in_mapping && !same_line && !at_end() && column() == indent &&
                            peek() == '-' && blank(peek(1));
    if (same_line) return inline_value(indent, value, in_mapping);
    if (list_below) return block_sequence(value);
    if (deeper_than(indent)) return block_node(indent, value);
    value = empty;
    return ++count_ <= limits_.values;
  }

  // After ':' a block collection cannot begin on the same line; after '-' it can.
  bool inline_value(int indent, Value& value, bool in_mapping) {
    if (!in_mapping) return block_node(indent, value);
    if (peek() == '[' || peek() == '{') return flow_node(value) && end_line();
    return scalar_token(false, value) && scalar_ends_line(indent, value);
  }

  // What was gathered becomes a collection that is not larger than it has to be: a model of 30,000
  // services has 150,000 of them. A huge one takes the storage over: beside its copy a text of 50
  // MB would need twice the memory.
  template <class Element>
  static void take(std::vector<Element>& gathered, std::vector<Element>& into) {
    constexpr std::size_t kHuge = 1'000'000;
    if (gathered.size() > kHuge) {
      into = std::exchange(gathered, {});
      return;
    }
    into = std::vector<Element>(std::make_move_iterator(gathered.begin()),
                                std::make_move_iterator(gathered.end()));
    gathered.clear();
  }

  Value nothing_here() const {
    Value value;
    value.where = here();
    value.offset = static_cast<std::uint32_t>(at_);
    return value;
  }

  bool flow_node(Value& value) {
    if (peek() == '[') return flow_sequence(value);
    if (peek() == '{') return flow_mapping(value);
    return scalar_token(true, value) && settle(value);
  }

  bool flow_sequence(Value& value) {
    if (!start_collection(value, Kind::kSequence)) return false;
    ++at_;
    if (!next_content()) return false;
    // A comma before the bracket that closes is allowed.
    while (peek() != ']') {
      if (value.items.size() == kFirstItems) value.items.reserve(items_ahead() + kFirstItems);
      if (!flow_node(value.items.emplace_back()) || !next_content()) return false;
      if (!flow_separator(']')) return false;
    }
    ++at_;
    return end_collection(value);
  }

  // A guess from the commas before the next bracket that closes, so that long series are not moved
  // as they grow.
  std::size_t items_ahead() const {
    const std::size_t end = std::min(text_.find(']', at_), text_.size());
    const std::string_view ahead = text_.substr(at_, end - at_);
    return static_cast<std::size_t>(std::count(ahead.begin(), ahead.end(), ',')) + 1;
  }

  bool flow_mapping(Value& value) {
    if (!start_collection(value, Kind::kMapping)) return false;
    std::vector<Member>& members = level().members;
    ++at_;
    if (!next_content()) return false;
    while (peek() != '}') {
      if (!flow_entry(members.emplace_back()) || !next_content()) return false;
      if (!flow_separator('}')) return false;
    }
    ++at_;
    take(members, value.members);
    return end_collection(value);
  }

  bool flow_entry(Member& member) {
    const std::size_t begin = at_;
    if (!key_token(true, member) || at_ - begin > kLongestKey || peek() != ':') return false;
    ++at_;
    // `{a: }` is valid YAML but rare.
    if (!next_content() || peek() == ',' || peek() == '}') return false;
    return flow_node(member.value);
  }

  bool flow_separator(char closing) {
    if (peek() == closing) return true;
    if (peek() != ',') return false;
    ++at_;
    return next_content();
  }

  // A scalar that ends on its line, and the spaces behind it. Null is not resolved yet: a key that
  // reads "null" is a text.
  bool scalar_token(bool in_flow, Value& value) {
    return start(value, Kind::kScalar) && text_token(in_flow, value.scalar, value.style);
  }
  bool key_token(bool in_flow, Member& member) {
    member.key_where = here();
    ScalarStyle style;
    return text_token(in_flow, member.key, style);
  }
  bool text_token(bool in_flow, std::string& text, ScalarStyle& style) {
    const char c = peek();
    style = c == '"'    ? ScalarStyle::kDoubleQuoted
            : c == '\'' ? ScalarStyle::kSingleQuoted
                        : ScalarStyle::kPlain;
    const bool done = c == '"'    ? double_quoted(text)
                      : c == '\'' ? single_quoted(text)
                                  : plain(in_flow, text);
    if (!done) return false;
    // Directly behind a quoted text: wrong, and libyaml words it.
    if (peek() == '#') return false;
    skip_spaces();
    return true;
  }

  bool settle(Value& value) const {
    if (value.style == ScalarStyle::kPlain && is_null_text(value.scalar)) {
      value.kind = Kind::kNull;
      value.scalar.clear();
    }
    return true;
  }

  bool starts_plain() const {
    if (is(peek(), kStartsPlain)) return true;
    return (peek() == '-' || peek() == '.') && is(peek(1), kStartsPlain);
  }

  bool plain(bool in_flow, std::string& text) {
    if (at_end() || !starts_plain()) return false;
    const std::size_t begin = at_, stops = in_flow ? kWatched | kEndsFlow : kWatched;
    std::size_t end = begin;  // behind the last character that is not a space
    for (;; ++at_) {
      at_ = next_of(stops, at_);
      if (text_[at_ - 1] != ' ') end = at_;
      const char c = peek();
      if (breaks(c) || is(c, kEndsFlow)) break;
      if (c == '#' && text_[at_ - 1] == ' ') break;
      if (c == ':' && blank(peek(1))) break;
      // `{a:"b"}` and the like are left to libyaml.
      if (c == ':' && in_flow && !is(peek(1), kStartsPlain)) return false;
    }
    // Spaces at the end are not part of the scalar.
    at_ = end;
    text.assign(text_, begin, end - begin);
    return true;
  }
  // The first character from `at` on that is in one of the classes.
  std::size_t next_of(std::size_t classes, std::size_t at) const {
    while (at < text_.size() && (kClasses[static_cast<std::size_t>(text_[at])] & classes) == 0) {
      ++at;
    }
    return at;
  }

  bool single_quoted(std::string& text) {
    for (++at_; !breaks(peek()); ++at_) {
      // Two quotes stand for one.
      if (peek() == '\'' && peek(1) != '\'') return ++at_, true;
      if (peek() == '\'') ++at_;
      text += peek();
    }
    return false;
  }

  bool double_quoted(std::string& text) {
    for (++at_;; at_ += 2) {
      const std::size_t begin = at_;
      while (!breaks(peek()) && peek() != '"' && peek() != '\\') ++at_;
      text.append(text_, begin, at_ - begin);
      if (peek() == '"') return ++at_, true;
      const char meant = peek() == '\\' ? escaped(peek(1)) : '\0';
      if (meant == '\0') return false;
      text += meant;
    }
  }

  // What a backslash before `c` means; 0 for the rarer escapes.
  static char escaped(char c) {
    switch (c) {
      case '"':
      case '\\':
      case '/': return c;
      case 'n': return '\n';
      case 't': return '\t';
    }
    return '\0';
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t line_start_;
  int line_ = 1;
  Limits limits_;
  std::size_t count_ = 0;
  int depth_ = 0;
  std::vector<Level> levels_;  // by depth
};

}  // namespace

std::optional<Value> read_plain(std::string_view text, std::size_t first, const Limits& limits) {
  Value root;
  if (!PlainReader(text, first, limits).read(root)) return std::nullopt;
  return root;
}

}  // namespace flowtime::yaml
