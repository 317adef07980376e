#include "sessions/packed_writer.h"

#include <bit>
#include <nlohmann/json.hpp>

#include "series/absent.h"

namespace flowtime::sessions {
namespace {

void put_big_endian(std::uint64_t value, int width, char* out) {
  for (int i = 0; i < width; ++i) out[i] = static_cast<char>(value >> (8 * (width - 1 - i)) & 0xFF);
}

constexpr std::uint64_t kByte = 0xFF, kTwoBytes = 0xFFFF;

}  // namespace

void PackedWriter::head(std::uint8_t first) { text_ += static_cast<char>(first); }

void PackedWriter::head(std::uint8_t first, std::uint64_t value, int width) {
  head(first);
  char out[8];
  put_big_endian(value, width, out);
  text_.append(out, static_cast<std::size_t>(width));
}

PackedWriter& PackedWriter::map(std::size_t members) {
  if (members < 16) {
    head(static_cast<std::uint8_t>(0x80 | members));
  } else {
    const bool is_short = members <= kTwoBytes;
    head(is_short ? 0xde : 0xdf, members, is_short ? 2 : 4);
  }
  return *this;
}

PackedWriter& PackedWriter::list(std::size_t elements) {
  if (elements < 16) {
    head(static_cast<std::uint8_t>(0x90 | elements));
  } else {
    const bool is_short = elements <= kTwoBytes;
    head(is_short ? 0xdc : 0xdd, elements, is_short ? 2 : 4);
  }
  return *this;
}

PackedWriter& PackedWriter::text(std::string_view text) {
  const std::size_t size = text.size();
  if (size < 32) head(static_cast<std::uint8_t>(0xa0 | size));
  if (size >= 32 && size <= kByte) head(0xd9, size, 1);
  if (size > kByte && size <= kTwoBytes) head(0xda, size, 2);
  if (size > kTwoBytes) head(0xdb, size, 4);
  text_.append(text);
  return *this;
}

PackedWriter& PackedWriter::bytes(std::string_view bytes) {
  const std::size_t size = bytes.size();
  // Bytes have no short head as texts do.
  const int width = size <= kByte ? 1 : size <= kTwoBytes ? 2 : 4;
  head(width == 1 ? 0xc4 : width == 2 ? 0xc5 : 0xc6, size, width);
  text_.append(bytes);
  return *this;
}

PackedWriter& PackedWriter::nil() {
  head(0xc0);
  return *this;
}

PackedWriter& PackedWriter::boolean(bool value) {
  head(value ? 0xc3 : 0xc2);
  return *this;
}

PackedWriter& PackedWriter::integer(std::int64_t value) {
  if (value >= 0 && value <= 0x7f) {
    head(static_cast<std::uint8_t>(value));
  } else if (value >= 0 && value <= static_cast<std::int64_t>(kTwoBytes)) {
    head(0xcd, static_cast<std::uint64_t>(value), 2);
  } else {
    head(0xd3, static_cast<std::uint64_t>(value), 8);
  }
  return *this;
}

PackedWriter& PackedWriter::number(double value) {
  if (is_absent(value)) return nil();
  head(0xcb, std::bit_cast<std::uint64_t>(value), 8);
  return *this;
}

PackedWriter& PackedWriter::numbers(std::span<const double> values) {
  list(values.size());
  const std::size_t begin = text_.size();
  // Room for the longest form; what absent values leave over is cut off below.
  text_.resize(begin + 9 * values.size());
  char* out = text_.data() + begin;
  for (const double value : values) {
    if (is_absent(value)) {
      *out++ = static_cast<char>(0xc0);
      continue;
    }
    *out++ = static_cast<char>(0xcb);
    put_big_endian(std::bit_cast<std::uint64_t>(value), 8, out);
    out += 8;
  }
  text_.resize(static_cast<std::size_t>(out - text_.data()));
  return *this;
}

PackedWriter& PackedWriter::packed(std::string_view value) {
  text_.append(value);
  return *this;
}

PackedWriter& PackedWriter::json(std::string_view json) {
  nlohmann::json::to_msgpack(nlohmann::json::parse(json), text_);
  return *this;
}

}  // namespace flowtime::sessions
