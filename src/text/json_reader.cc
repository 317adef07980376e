#include "text/json_reader.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace flowtime {
namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kUsualBytesOfToken = 12;

}  // namespace

// Notes what the parser tells.
class JsonTokens : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonTokens(JsonReader& reader) : reader_(reader) {}
  // Of a text that broke off, what is open ends with it.
  ~JsonTokens() override {
    for (const std::uint32_t at : open_) reader_.tokens_[at].end = count();
  }

  bool null() override { return add({.kind = Kind::kNull}); }
  bool boolean(bool) override { return add({.kind = Kind::kBoolean}); }
  bool number_integer(std::int64_t value) override {
    return add({.kind = Kind::kNumber,
                .is_whole = true,
                .number = static_cast<double>(value),
                .integer = value});
  }
  bool number_unsigned(std::uint64_t value) override {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value > kMost) return number_float(static_cast<double>(value), {});
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string&) override {
    return add({.kind = Kind::kNumber, .number = value});
  }
  bool string(std::string& text) override {
    const auto begin = static_cast<std::uint32_t>(reader_.texts_.size());
    reader_.texts_ += text;
    return add({.kind = Kind::kString,
                .begin = begin,
                .length = static_cast<std::uint32_t>(text.size())});
  }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::kObject); }
  bool key(std::string& name) override { return string(name); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Kind::kArray); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override {
    return false;
  }

 private:
  using Kind = JsonReader::Kind;
  using Token = JsonReader::Token;

  std::uint32_t count() const { return static_cast<std::uint32_t>(reader_.tokens_.size()); }
  bool add(Token token) {
    token.end = count() + 1;
    reader_.tokens_.push_back(token);
    return true;
  }
  bool open(Kind kind) {
    open_.push_back(count());
    return add({.kind = kind}) && open_.size() <= kMaxDepth;
  }
  bool close() {
    reader_.tokens_[open_.back()].end = count();
    open_.pop_back();
    return true;
  }

  JsonReader& reader_;
  std::vector<std::uint32_t> open_;  // objects and arrays around the next value
};

// Tokens are counted in 32 bits; no document of a run comes near.
JsonReader::JsonReader(std::string_view json) {
  if (json.size() >= std::numeric_limits<std::uint32_t>::max()) return;
  tokens_.reserve(json.size() / kUsualBytesOfToken);
  texts_.reserve(json.size());
  JsonTokens tokens(*this);
  is_json_ = nlohmann::json::sax_parse(json.begin(), json.end(), &tokens);
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

std::optional<double> JsonReader::number() {
  std::optional<double> value;
  if (kind() == Kind::kNumber) value = tokens_[at_].number;
  skip();
  return value;
}

}  // namespace flowtime
