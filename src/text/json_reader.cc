#include "text/json_reader.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace flowtime {
namespace {

constexpr std::size_t kMaxDepth = 200;

}  // namespace

// Notes what the parser tells.
class JsonTokens : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonTokens(std::vector<JsonReader::Token>& tokens) : tokens_(tokens) {}
  // Of a text that broke off, what is open ends with it.
  ~JsonTokens() override {
    for (const std::size_t at : open_) tokens_[at].end = tokens_.size();
  }

  bool null() override { return add({.kind = Kind::kNull}); }
  bool boolean(bool) override { return add({.kind = Kind::kBoolean}); }
  bool number_integer(std::int64_t value) override {
    return add({.kind = Kind::kNumber, .number = static_cast<double>(value), .integer = value});
  }
  bool number_unsigned(std::uint64_t value) override {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value <= kMost) return number_integer(static_cast<std::int64_t>(value));
    return add({.kind = Kind::kNumber, .number = static_cast<double>(value)});
  }
  bool number_float(double value, const std::string&) override {
    return add({.kind = Kind::kNumber, .number = value});
  }
  bool string(std::string& text) override {
    return add({.kind = Kind::kString, .text = std::move(text)});
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

  bool add(JsonReader::Token token) {
    token.end = tokens_.size() + 1;
    tokens_.push_back(std::move(token));
    return true;
  }
  bool open(Kind kind) {
    open_.push_back(tokens_.size());
    return add({.kind = kind}) && open_.size() <= kMaxDepth;
  }
  bool close() {
    tokens_[open_.back()].end = tokens_.size();
    open_.pop_back();
    return true;
  }

  std::vector<JsonReader::Token>& tokens_;
  std::vector<std::size_t> open_;  // objects and arrays around the next value
};

JsonReader::JsonReader(std::string_view json) {
  JsonTokens tokens(tokens_);
  is_json_ = nlohmann::json::sax_parse(json.begin(), json.end(), &tokens);
}

std::string JsonReader::text() {
  std::string text;
  if (kind() == Kind::kString) text = std::move(tokens_[at_].text);
  skip();
  return text;
}

std::optional<std::int64_t> JsonReader::integer() {
  std::optional<std::int64_t> value;
  if (kind() == Kind::kNumber) value = tokens_[at_].integer;
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
