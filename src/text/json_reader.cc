#include "text/json_reader.h"

#include <array>
#include <charconv>

#include "base/number_text.h"

namespace flowtime {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a string takes as it stands, one byte at a time.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x80; ++c) plain[static_cast<std::size_t>(c)] = c != '"' && c != '\\';
  return plain;
}();

bool is_plain(char c) { return kPlain[static_cast<unsigned char>(c)]; }

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      byte(0xE0 | code >> 12);
    } else {
      byte(0xF0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3F));
    }
    byte(0x80 | (code >> 6 & 0x3F));
  }
  byte(0x80 | (code & 0x3F));
}

// Length of the UTF-8 character at the front, in its shortest form and no surrogate; 0 for none.
std::size_t wide_character(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const std::uint32_t first = byte(0);
  const std::size_t length = first >= 0xF0 ? 4 : (first >= 0xE0 ? 3 : 2);
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3F);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return first >= 0xC0 && code >= kLeast[length] && code <= 0x10FFFF && !surrogate ? length : 0;
}

}  // namespace

JsonReader::JsonReader(std::string_view json) : json_(json) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (json.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  skip_blank();
}

void JsonReader::skip_blank() {
  while (at_ < json_.size()) {
    const char c = json_[at_];
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
    ++at_;
  }
}

JsonReader::Kind JsonReader::kind() const {
  if (failed_ || at_ >= json_.size()) return Kind::kNone;
  switch (const char c = json_[at_]) {
    case '{': return Kind::kObject;
    case '[': return Kind::kArray;
    case '"': return Kind::kString;
    case 't':
    case 'f': return Kind::kBoolean;
    case 'n': return Kind::kNull;
    default: return c == '-' || is_digit(c) ? Kind::kNumber : Kind::kNone;
  }
}

bool JsonReader::enter(char close) {
  if (++depth_ > kMaxDepth) fail();
  ++at_;
  skip_blank();
  if (failed_ || at_ >= json_.size() || json_[at_] != close) return !failed_;
  --depth_;
  ++at_;
  skip_blank();
  return false;
}

bool JsonReader::next(char close) {
  const char c = at_ < json_.size() ? json_[at_] : '\0';
  if (c != ',' && c != close) fail();
  if (failed_) return false;
  ++at_;
  skip_blank();
  if (c == close) --depth_;
  return c == ',';
}

std::string JsonReader::member_name() {
  std::string name;
  if (kind() != Kind::kString || !take_string(&name) || at_ >= json_.size() || json_[at_] != ':') {
    fail();
    return {};
  }
  ++at_;
  skip_blank();
  return name;
}

void JsonReader::skip() {
  switch (kind()) {
    case Kind::kObject: return members([](std::string_view) {});
    case Kind::kArray: return items([] {});
    case Kind::kString: take_string(nullptr); return;
    case Kind::kNumber: take_number(); return;
    case Kind::kBoolean: return take_word(json_[at_] == 't' ? "true" : "false");
    case Kind::kNull: return take_word("null");
    case Kind::kNone: return fail();
  }
}

std::string JsonReader::text() {
  std::string text;
  if (kind() == Kind::kString)
    take_string(&text);
  else
    skip();
  return text;
}

std::optional<std::int64_t> JsonReader::integer() {
  if (kind() != Kind::kNumber) {
    skip();
    return std::nullopt;
  }
  const std::string_view digits = take_number();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<double> JsonReader::number() {
  if (kind() == Kind::kNumber) return parse_number(take_number());
  skip();
  return std::nullopt;
}

void JsonReader::take_word(std::string_view word) {
  if (json_.substr(at_, word.size()) != word) return fail();
  at_ += word.size();
  skip_blank();
}

std::string_view JsonReader::take_number() {
  const std::size_t begin = at_;
  const auto peek = [&] { return at_ < json_.size() ? json_[at_] : '\0'; };
  const auto digits = [&] {
    if (!is_digit(peek())) fail();
    while (is_digit(peek())) ++at_;
  };
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
  } else {
    digits();
  }
  if (peek() == '.') {
    ++at_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    digits();
  }
  const std::string_view number = json_.substr(begin, at_ - begin);
  skip_blank();
  return number;
}

bool JsonReader::take_string(std::string* into) {
  std::size_t plain = ++at_;
  const auto keep = [&] {
    if (into != nullptr) into->append(json_, plain, at_ - plain);
  };
  for (;;) {
    while (at_ < json_.size() && is_plain(json_[at_])) ++at_;
    if (at_ >= json_.size()) break;
    if (json_[at_] == '"') {
      keep();
      ++at_;
      skip_blank();
      return true;
    }
    if (json_[at_] == '\\') {
      keep();
      if (!take_escape(into)) break;
      plain = at_;
    } else if (!take_wide_character()) {
      break;
    }
  }
  fail();
  return false;
}

bool JsonReader::take_wide_character() {
  const std::size_t length = wide_character(json_.substr(at_, 4));
  at_ += length;
  return length > 0;
}

bool JsonReader::take_escape(std::string* into) {
  if (at_ + 1 >= json_.size()) return false;
  const char c = json_[at_ + 1];
  at_ += 2;
  if (c != 'u') {
    constexpr std::string_view kNames = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
    const std::size_t found = kNames.find(c);
    if (found == std::string_view::npos) return false;
    if (into != nullptr) *into += kMeant[found];
    return true;
  }
  std::uint32_t code = 0, second = 0;
  if (!take_code_unit(code) || (code >= 0xDC00 && code < 0xE000)) return false;
  if (code >= 0xD800 && code < 0xDC00) {
    if (json_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    if (!take_code_unit(second) || second < 0xDC00 || second >= 0xE000) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
  }
  if (into != nullptr) append_utf8(*into, code);
  return true;
}

bool JsonReader::take_code_unit(std::uint32_t& unit) {
  const std::string_view digits = json_.substr(at_, 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
  if (digits.size() != 4 || error != std::errc() || end != digits.data() + 4) return false;
  at_ += 4;
  return true;
}

}  // namespace flowtime
