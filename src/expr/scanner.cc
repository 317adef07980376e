#include "expr/scanner.h"

#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/read_double.h"

namespace flowtime {

std::size_t Scanner::offset() {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return at_;
}

bool Scanner::take(std::string_view token) {
  if (text_.substr(offset(), token.size()) != token) return false;
  at_ += token.size();
  return true;
}

bool Scanner::next_is_number() {
  const std::size_t start = offset();
  return digit_at(start) || (next_is('.') && digit_at(start + 1));
}

bool Scanner::next_is_name() { return !at_end() && is_letter(text_[at_]); }

std::string_view Scanner::take_name() {
  FT_CHECK(next_is_name());
  const std::size_t start = at_;
  while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
  return text_.substr(start, at_ - start);
}

std::size_t Scanner::after_digits(std::size_t i) const {
  while (digit_at(i)) ++i;
  return i;
}

Result<double> Scanner::take_number() {
  FT_CHECK(next_is_number());
  const std::size_t start = at_;
  // What from_chars would also take ("inf", hex) never begins with a digit or point.
  at_ = after_digits(at_);
  if (at_ < text_.size() && text_[at_] == '.') at_ = after_digits(at_ + 1);
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    const std::size_t sign = at_ + 1;
    const bool signed_exponent = sign < text_.size() && (text_[sign] == '+' || text_[sign] == '-');
    const std::size_t digits = signed_exponent ? sign + 1 : sign;
    // "2e" could be the number 2 and a name e without an operator: a message says both.
    if (!digit_at(digits)) {
      return expression_problem("expression_syntax", at_, "the exponent of a number has no digits",
                                "Write 1e3, or put an operator between the number and the name.");
    }
    at_ = after_digits(digits);
  }
  double value = 0;
  const auto read = read_double(text_.data() + start, text_.data() + at_, value);
  if (read.ec != std::errc{}) {
    return expression_problem("expression_syntax", start, "the number is out of range",
                              "Use a magnitude between 5e-324 and 1.7976931348623157e308.");
  }
  return value;
}

std::string Scanner::describe_next() {
  if (at_end()) return "the end of the expression";
  std::size_t length = 1;  // the whole of a UTF-8 character, so that the message stays valid text
  while (at_ + length < text_.size() && (text_[at_ + length] & '\xC0') == '\x80') ++length;
  return "'" + std::string(text_.substr(at_, length)) + "'";
}

Problem expression_problem(const char* code, std::size_t offset, std::string message,
                           std::string remedy) {
  Problem problem{code, std::move(message), std::move(remedy)};
  problem.where = {1, static_cast<int>(offset) + 1};
  return problem;
}

}  // namespace flowtime
