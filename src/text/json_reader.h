// JsonReader: a JSON text read once from front to back, without a tree of it. For documents of
// which little is wanted and that are long: what is not asked for is only checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

class JsonReader {
 public:
  // UTF-8; a byte order mark is passed. The text outlives the reader.
  explicit JsonReader(std::string_view json);

  // What the next value is; kNone behind the last one and once the text was no JSON.
  enum class Kind { kNone, kNull, kBoolean, kNumber, kString, kArray, kObject };
  Kind kind() const;

  // Each passes the next value. One of another kind than asked for reads as nothing.
  std::string text();
  std::optional<std::int64_t> integer();  // written without point and exponent
  std::optional<double> number();
  void skip();

  // visit(std::string_view name) before each member, in the order of the text. It may read the
  // value, once; what it leaves is skipped. No members: the value is no object.
  template <class Visit>
  void members(Visit visit) {
    if (kind() != Kind::kObject) return skip();
    for (bool more = enter('}'); more; more = next('}')) {
      const std::string name = member_name();
      visit_value([&] { visit(std::string_view(name)); });
    }
  }
  // visit() before each item of an array, likewise.
  template <class Visit>
  void items(Visit visit) {
    if (kind() != Kind::kArray) return skip();
    for (bool more = enter(']'); more; more = next(']')) visit_value(visit);
  }

  // Whether all of the text was read, and was one value by the rules of JSON.
  bool finished() const { return !failed_ && depth_ == 0 && at_ == json_.size(); }

 private:
  static constexpr int kMaxDepth = 200;

  template <class Visit>
  void visit_value(Visit visit) {
    const std::size_t before = at_;
    if (!failed_) visit();
    if (!failed_ && at_ == before) skip();
  }
  void fail() { failed_ = true; }
  void skip_blank();
  bool enter(char close);
  bool next(char close);
  std::string member_name();
  bool take_string(std::string* into);
  bool take_escape(std::string* into);
  bool take_code_unit(std::uint32_t& unit);
  bool take_wide_character();
  std::string_view take_number();
  void take_word(std::string_view word);

  std::string_view json_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace flowtime
