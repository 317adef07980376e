#include "sessions/packed_value.h"

#include <bit>

#include "base/check.h"

namespace flowtime::sessions {
namespace {

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

struct Counted {
  PackedValue::Kind kind;
  std::size_t width;      // of the count
  std::uint64_t besides;  // bytes that are not counted: the type of an extension
};

using Kind = PackedValue::Kind;

// Heads with a count behind them: 0xc4 to 0xc9 and 0xd9 to 0xdf.
std::optional<Counted> counted_of(std::uint8_t first) {
  switch (first) {
    case 0xc4: return Counted{Kind::kBytes, 1, 0};
    case 0xc5: return Counted{Kind::kBytes, 2, 0};
    case 0xc6: return Counted{Kind::kBytes, 4, 0};
    case 0xc7: return Counted{Kind::kExtension, 1, 1};
    case 0xc8: return Counted{Kind::kExtension, 2, 1};
    case 0xc9: return Counted{Kind::kExtension, 4, 1};
    case 0xd9: return Counted{Kind::kText, 1, 0};
    case 0xda: return Counted{Kind::kText, 2, 0};
    case 0xdb: return Counted{Kind::kText, 4, 0};
    case 0xdc: return Counted{Kind::kList, 2, 0};
    case 0xdd: return Counted{Kind::kList, 4, 0};
    case 0xde: return Counted{Kind::kMap, 2, 0};
    case 0xdf: return Counted{Kind::kMap, 4, 0};
    default: return std::nullopt;
  }
}

bool has_values_inside(Kind kind) { return kind == Kind::kList || kind == Kind::kMap; }

}  // namespace

void PackedValue::set(Kind kind, std::uint64_t count, std::string_view inside) {
  kind_ = kind;
  count_ = count;
  inside_ = inside;
}

bool PackedValue::read_head(std::string_view bytes) {
  if (bytes.empty()) return false;
  const auto first = static_cast<std::uint8_t>(bytes.front());
  const std::string_view rest = bytes.substr(1);
  if (first <= 0x7f || first >= 0xe0) {
    set(Kind::kNumber, 0, rest);
    // 0xe0 to 0xff are -32 to -1.
    number_ = static_cast<std::int8_t>(first);
    return true;
  }
  if (first <= 0x8f) return set(Kind::kMap, first & 0x0fu, rest), true;
  if (first <= 0x9f) return set(Kind::kList, first & 0x0fu, rest), true;
  if (first <= 0xbf) return set(Kind::kText, first & 0x1fu, rest), true;
  if (first == 0xc0) return set(Kind::kNil, 0, rest), true;
  if (first == 0xc2 || first == 0xc3) {
    set(Kind::kBoolean, 0, rest);
    number_ = first == 0xc3;
    return true;
  }
  return read_counted(first, rest) || read_number(first, rest);
}

bool PackedValue::read_counted(std::uint8_t first, std::string_view rest) {
  if (first >= 0xd4 && first <= 0xd8) {  // an extension of 1, 2, 4, 8 or 16 bytes and its type
    set(Kind::kExtension, (std::uint64_t{1} << (first - 0xd4)) + 1, rest);
    return true;
  }
  const auto counted = counted_of(first);
  if (!counted || rest.size() < counted->width) return false;
  head_ = 1 + counted->width;
  set(counted->kind, big_endian(rest.substr(0, counted->width)) + counted->besides,
      rest.substr(counted->width));
  return true;
}

// 0xca float, 0xcb double, 0xcc to 0xcf unsigned and 0xd0 to 0xd3 signed of 1, 2, 4, 8 bytes.
bool PackedValue::read_number(std::uint8_t first, std::string_view rest) {
  const bool is_float = first == 0xca || first == 0xcb;
  const bool is_unsigned = first >= 0xcc && first <= 0xcf,
             is_signed = first >= 0xd0 && first <= 0xd3;
  if (!is_float && !is_unsigned && !is_signed) return false;
  const std::size_t width = is_float ? (first == 0xca ? 4u : 8u)
                                     : std::size_t{1} << (first - (is_unsigned ? 0xcc : 0xd0));
  if (rest.size() < width) return false;
  const std::uint64_t bits = big_endian(rest.substr(0, width));
  if (first == 0xca) number_ = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  if (first == 0xcb) number_ = std::bit_cast<double>(bits);
  if (is_unsigned) number_ = static_cast<double>(bits);
  // The shift to the right repeats the sign.
  const auto shift = 64 - 8 * width;
  if (is_signed) number_ = static_cast<double>(static_cast<std::int64_t>(bits << shift) >> shift);
  head_ = 1 + width;
  set(Kind::kNumber, 0, rest.substr(width));
  return true;
}

std::optional<std::size_t> PackedValue::size_of(std::string_view bytes, int depth) {
  PackedValue value;
  // The depth bounds the recursion, the bytes bound the loop: each element takes at least one.
  if (depth > kMaxPackedDepth || !value.read_head(bytes)) return std::nullopt;
  if (!has_values_inside(value.kind_)) {
    if (value.count_ > value.inside_.size()) return std::nullopt;
    return value.head_ + static_cast<std::size_t>(value.count_);
  }
  // At most 2^33: no overflow.
  std::uint64_t left = value.count_ * (value.kind_ == Kind::kMap ? 2 : 1);
  std::size_t at = value.head_;
  for (; left > 0; --left) {
    const auto size = size_of(bytes.substr(at), depth + 1);
    if (!size) return std::nullopt;
    at += *size;
  }
  return at;
}

std::optional<PackedValue> PackedValue::read(std::string_view bytes) {
  const auto size = size_of(bytes, 1);
  if (!size || *size != bytes.size()) return std::nullopt;
  return take(bytes);
}

PackedValue PackedValue::take(std::string_view& rest) {
  PackedValue value;
  const auto size = size_of(rest, 1);
  // read() has passed all of it.
  FT_CHECK(size && value.read_head(rest));
  rest.remove_prefix(*size);
  return value;
}

std::optional<double> PackedValue::number() const {
  return kind_ == Kind::kNumber ? std::optional(number_) : std::nullopt;
}

std::optional<bool> PackedValue::boolean() const {
  return kind_ == Kind::kBoolean ? std::optional(number_ != 0) : std::nullopt;
}

std::optional<std::string_view> PackedValue::text() const {
  if (kind_ != Kind::kText) return std::nullopt;
  return inside_.substr(0, static_cast<std::size_t>(count_));
}

std::optional<PackedValue> PackedValue::member(std::string_view name) const {
  std::optional<PackedValue> found;
  each_member([&](std::string_view key, const PackedValue& value) {
    if (!found && key == name) found = value;
  });
  return found;
}

}  // namespace flowtime::sessions
