#include "text/yaml.h"

#include <algorithm>

#include "base/number_text.h"
#include "text/plain_yaml.h"
#include "text/yaml_events.h"

namespace flowtime::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool equal_ignoring_case(std::string_view text, std::string_view lower_case) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return text.size() == lower_case.size() &&
         std::equal(text.begin(), text.end(), lower_case.begin(), same);
}

Problem too_large(std::size_t bytes, std::size_t limit) {
  return {.code = "yaml_too_large",
          .message = "the document has " + std::to_string(bytes) + " bytes; at most " +
                     std::to_string(limit) + " are read",
          .remedy = "Keep long series in CSV files beside the document."};
}

Result<Value> read_tree(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return too_large(text.size(), limits.bytes);
  const std::size_t first = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (std::optional<Value> root = read_plain(text, first, limits)) return *std::move(root);
  return read_events(text, first, limits);
}

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::optional<double> Value::number() const {
  if (kind != Kind::kScalar || style != ScalarStyle::kPlain) return std::nullopt;
  return parse_number(scalar);
}

std::optional<std::int64_t> Value::integer() const {
  if (kind != Kind::kScalar || style != ScalarStyle::kPlain) return std::nullopt;
  const std::optional<long long> value = parse_integer(scalar);
  return value ? std::optional<std::int64_t>(*value) : std::nullopt;
}

std::optional<bool> Value::boolean() const {
  if (kind != Kind::kScalar || style != ScalarStyle::kPlain) return std::nullopt;
  if (equal_ignoring_case(scalar, "true")) return true;
  if (equal_ignoring_case(scalar, "false")) return false;
  return std::nullopt;
}

Result<Document> parse(std::string text, std::string file, const Limits& limits) {
  FT_TRY(Value root, read_tree(text, limits));
  return Document{std::move(file), std::move(text), std::move(root)};
}

}  // namespace flowtime::yaml
