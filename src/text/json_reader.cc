#include "text/json_reader.h"

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <system_error>

#include "base/ascii.h"
#include "base/read_double.h"

namespace flowtime {
namespace {

// Far deeper than any document of a run.
constexpr std::size_t kMaxDepth = 200;
// Of the documents of a run: tokens are reserved once, not doubled many times.
constexpr std::size_t kUsualBytesOfToken = 12;

// The double nearest to a number written as JSON writes them; infinite where there is none.
double nearest_double(std::string_view digits) {
  double value = 0;
  const auto end = digits.data() + digits.size();
  if (read_double(digits.data(), end, value).ec == std::errc()) return value;
  return std::strtod(std::string(digits).c_str(), nullptr);  // tells too large from too small
}

}  // namespace

// Notes what the parser tells. A text or a number may be told in parts.
class JsonTokens {
 public:
  explicit JsonTokens(JsonReader& reader) : reader_(reader) {}
  // Of a text that broke off, what is open ends with it.
  ~JsonTokens() {
    for (const std::uint32_t at : open_) reader_.tokens_[at].end = count();
  }

  using Error = boost::json::error_code;
  using Part = boost::json::string_view;
  // The parser asks for its limits by these names. The size of the text is the only limit here.
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return open(Kind::kObject); }
  bool on_object_end(std::size_t, Error&) { return close(); }
  bool on_array_begin(Error&) { return open(Kind::kArray); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_key_part(Part part, std::size_t, Error&) { return add_text(part); }
  bool on_key(Part part, std::size_t length, Error&) { return add_text(part) && end_text(length); }
  bool on_string_part(Part part, std::size_t, Error&) { return add_text(part); }
  bool on_string(Part part, std::size_t length, Error&) {
    return add_text(part) && end_text(length);
  }
  bool on_number_part(Part part, Error&) {
    digits_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t value, Part, Error&) {
    digits_.clear();
    return add({.kind = Kind::kNumber,
                .is_whole = true,
                .number = static_cast<double>(value),
                .integer = value});
  }
  bool on_uint64(std::uint64_t value, Part, Error&) {  // above the largest signed one
    digits_.clear();
    return add({.kind = Kind::kNumber, .number = static_cast<double>(value)});
  }
  // The parser's own value may be off in the last bit.
  bool on_double(double, Part part, Error&) {
    digits_.append(part.data(), part.size());
    const double value = nearest_double(digits_);
    digits_.clear();
    return std::fabs(value) <= std::numeric_limits<double>::max() &&
           add({.kind = Kind::kNumber, .number = value});
  }
  bool on_bool(bool value, Error&) {
    return add({.kind = Kind::kBoolean, .integer = value ? 1 : 0});
  }
  bool on_null(Error&) { return add({.kind = Kind::kNull}); }
  // JSON has no comments, and the parser's rules allow none: it never calls these.
  bool on_comment_part(Part, Error&) { return false; }
  bool on_comment(Part, Error&) { return false; }

 private:
  using Kind = JsonReader::Kind;
  using Token = JsonReader::Token;

  std::uint32_t count() const { return static_cast<std::uint32_t>(reader_.tokens_.size()); }
  bool add(Token token) {
    token.end = count() + 1;
    reader_.tokens_.push_back(token);
    return true;
  }
  bool add_text(Part part) {
    reader_.texts_.append(part.data(), part.size());
    return true;
  }
  bool end_text(std::size_t length) {
    return add({.kind = Kind::kString,
                .begin = static_cast<std::uint32_t>(reader_.texts_.size() - length),
                .length = static_cast<std::uint32_t>(length)});
  }
  // The end is not known yet: close() fills it in, or the destructor.
  bool open(Kind kind) {
    open_.push_back(count());
    return add({.kind = kind});
  }
  bool close() {
    reader_.tokens_[open_.back()].end = count();
    open_.pop_back();
    return true;
  }

  JsonReader& reader_;
  std::vector<std::uint32_t> open_;  // objects and arrays around the next value
  std::string digits_;               // of a number, so far
};

// Tokens are counted in 32 bits; no document of a run comes near.
JsonReader::JsonReader(std::string_view json) {
  if (json.size() >= std::numeric_limits<std::uint32_t>::max()) return;
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  tokens_.reserve(json.size() / kUsualBytesOfToken);
  texts_.reserve(json.size());
  boost::json::parse_options rules;
  rules.max_depth = kMaxDepth;
  boost::json::basic_parser<JsonTokens> parser(rules, *this);
  boost::json::error_code error;
  const std::size_t read = parser.write_some(false, json.data(), json.size(), error);
  is_json_ = !error && read == json.size();
}

std::string JsonReader::text() {
  std::string text;
  if (kind() == Kind::kString) text = text_of(tokens_[at_]);
  skip();
  return text;
}

std::optional<std::int64_t> JsonReader::integer() {
  std::optional<std::int64_t> value;
  if (kind() == Kind::kNumber && tokens_[at_].is_whole) value = tokens_[at_].integer;
  skip();
  return value;
}

std::optional<bool> JsonReader::boolean() {
  std::optional<bool> value;
  if (kind() == Kind::kBoolean) value = tokens_[at_].integer != 0;
  skip();
  return value;
}

std::optional<double> JsonReader::number() {
  std::optional<double> value;
  if (kind() == Kind::kNumber) value = tokens_[at_].number;
  skip();
  return value;
}

}  // namespace flowtime
