#include "text/yaml.h"

#include "base/ascii.h"
#include "base/number_text.h"
#include "text/plain_yaml.h"
#include "text/yaml_events.h"

namespace flowtime::yaml {
namespace {

Problem too_large(std::size_t bytes, std::size_t limit) {
  return {.code = "yaml_too_large",
          .message = "the document has " + std::to_string(bytes) + " bytes; at most " +
                     std::to_string(limit) + " are read",
          .remedy = "Keep long series in CSV files beside the document."};
}

Result<Value> read_tree(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return too_large(text.size(), limits.bytes);
  // Offsets count the mark, places do not.
  const std::size_t first = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  // Wrong documents are read twice: their reader is interested in words, not in speed.
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
  if (same_ignoring_case(scalar, "true")) return true;
  if (same_ignoring_case(scalar, "false")) return false;
  return std::nullopt;
}

Result<Document> parse(std::string text, std::string file, const Limits& limits) {
  FT_TRY(Value root, read_tree(text, limits));
  return Document{std::move(file), std::move(text), std::move(root)};
}

}  // namespace flowtime::yaml
