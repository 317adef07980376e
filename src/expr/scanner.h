// Scanner: the characters of an expression, read from left to right, one token at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime {

// Blanks between tokens are skipped by every question. Offsets are bytes from 0. The text outlives
// the scanner, and views that it returns are views into it.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // Where the next token starts; the length of the text at its end.
  std::size_t offset();
  bool at_end() { return offset() == text_.size(); }

  // Takes `token` if it comes next.
  // Not for names: "MIN" would also be taken from "MINIMUM".
  bool take(std::string_view token);
  bool next_is(char c) { return !at_end() && text_[at_] == c; }
  bool next_is_operator() {  // what an operator or a comparison of two sides begins with
    return !at_end() && std::string_view("+-*/<>=!").find(text_[at_]) != std::string_view::npos;
  }
  bool next_is_number();  // a digit, or a point before a digit
  bool next_is_name();    // an ASCII letter or '_'

  // Requires next_is_name().
  std::string_view take_name();
  // Requires next_is_number(). Refuses an exponent without digits and what no double can hold.
  Result<double> take_number();

  // "end of the expression", or the next character in quotes.
  // For messages: "'@'".
  std::string describe_next();

 private:
  bool digit_at(std::size_t i) const { return i < text_.size() && is_digit(text_[i]); }
  std::size_t after_digits(std::size_t i) const;
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// A problem at byte `offset` of an expression.
// `where` is line 1, column offset + 1, for the caller to move to the place of the expression.
Problem expression_problem(const char* code, std::size_t offset, std::string message,
                           std::string remedy);

}  // namespace flowtime
