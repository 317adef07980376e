// JsonReader: a JSON text read from front to back, for documents of which little is wanted: what is
// not asked for is passed in one step, and no tables of names are built.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowtime {

//
// Example: `JsonReader in(json); in.members([&](std::string_view name) { if (name == "bins") bins =
// in.integer(); });` and then in.finished().
//
// Mistakes make no problem: a value of another kind reads as nothing, and finished() is asked once
// at the end. Not thread safe. The whole text is read by the constructor: 40 bytes for each value
// and name.
class JsonReader {
 public:
  // UTF-8; a byte order mark is passed.
  // `json` may end after the call: its texts are copied. From 4 GiB on: nothing is read.
  explicit JsonReader(std::string_view json);

  // What the next value is; kNone behind the last one, and where the text stops being JSON.
  // Of duplicate names of an object, each is visited.
  enum class Kind { kNone, kNull, kBoolean, kNumber, kString, kArray, kObject };
  Kind kind() const { return at_ < tokens_.size() ? tokens_[at_].kind : Kind::kNone; }

  // Each passes the next value. One of another kind than asked for reads as nothing.
  std::string text();
  std::optional<std::int64_t> integer();  // written without point and exponent
  std::optional<double> number();
  std::optional<bool> boolean();
  void skip() { at_ = end_of(at_); }

  // visit(std::string_view name) before each member, in the order of the text. It may read the
  // value; what it leaves is skipped. No members: the value is not an object.
  template <class Visit>
  // The name is valid as long as the reader.
  void members(Visit visit) {
    if (kind() != Kind::kObject) return skip();
    for (const std::size_t end = end_of(at_++); at_ < end;) {
      const std::string_view name = text_of(tokens_[at_++]);
      visit_value([&] { visit(name); });
    }
  }
  // visit() before each item of an array, likewise.
  template <class Visit>
  void items(Visit visit) {
    if (kind() != Kind::kArray) return skip();
    for (const std::size_t end = end_of(at_++); at_ < end;) visit_value(visit);
  }

  // Whether all of the text was read, and was one value by the rules of JSON, not nested deeper
  // than 200 values.
  // False also while a value is left to be read.
  bool finished() const { return is_json_ && at_ == tokens_.size(); }

 private:
  // Fills the tokens; only the constructor uses it.
  friend class JsonTokens;
  // A value, or the name of a member before its value. Small, because documents have many.
  // `end` is what makes skip() one step, however much is inside.
  struct Token {
    Kind kind = Kind::kNone;
    bool is_whole = false;                // a number written without point and exponent
    std::uint32_t end = 0;                // the token behind the value and all that is in it
    std::uint32_t begin = 0, length = 0;  // of a text in texts_
    double number = 0;
    std::int64_t integer = 0;  // where is_whole; of a boolean 0 or 1
  };

  std::string_view text_of(const Token& token) const {
    return std::string_view(texts_).substr(token.begin, token.length);
  }
  std::size_t end_of(std::size_t at) const { return at < tokens_.size() ? tokens_[at].end : at; }
  template <class Visit>
  // Whatever the visitor read, the next value is the one behind this.
  void visit_value(Visit visit) {
    const std::size_t end = end_of(at_);
    visit();
    at_ = end;
  }

  std::vector<Token> tokens_;
  std::string texts_;  // of all tokens, one behind the other
  std::size_t at_ = 0;
  bool is_json_ = false;
};

}  // namespace flowtime
