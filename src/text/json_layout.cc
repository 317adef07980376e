#include "text/json_layout.h"

#include <algorithm>

namespace flowtime {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Behind the string that begins at `at`.
// An escaped quote does not end it; what follows a backslash is passed unread.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at < json.size() ? at + 1 : json.size();
}

class Layouter {
 public:
  explicit Layouter(std::string_view json) : json_(json) {}

  std::string text() {
    for (skip_blank(); at_ < json_.size(); skip_blank()) next();
    return std::move(text_);
  }

 private:
  void skip_blank() { at_ = std::min(json_.find_first_not_of(kBlank, at_), json_.size()); }
  void new_line() { text_.append("\n").append(2 * depth_, ' '); }

  // {} and [] stay on one line, whatever blanks are between the brackets.
  void open(char bracket) {
    text_ += bracket;
    ++at_;
    skip_blank();
    if (at_ < json_.size() && (json_[at_] == '}' || json_[at_] == ']')) {
      text_ += json_[at_++];
      return;
    }
    ++depth_;
    new_line();
  }
  // A bracket too many must not make an indentation of 2^64 blanks.
  void close(char bracket) {
    if (depth_ > 0) --depth_;
    new_line();
    text_ += bracket;
    ++at_;
  }
  void token() {
    const std::size_t end = json_[at_] == '"'
                                ? end_of_string(json_, at_)
                                : std::min(json_.find_first_of(",:{}[] \t\r\n", at_), json_.size());
    text_ += json_.substr(at_, end - at_);
    at_ = end;
  }
  void next() {
    switch (const char c = json_[at_]) {
      case '{':
      case '[': return open(c);
      case '}':
      case ']': return close(c);
      case ':':
        text_ += ": ";
        ++at_;
        return;
      case ',':
        text_ += ',';
        ++at_;
        return new_line();
      default: return token();
    }
  }

  std::string_view json_;
  std::size_t at_ = 0, depth_ = 0;
  std::string text_;
};

}  // namespace

std::string indented_json(std::string_view json) { return Layouter(json).text(); }

}  // namespace flowtime
