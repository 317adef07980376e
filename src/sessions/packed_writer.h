// PackedWriter: MessagePack, written front to back. Who begins a map or a list says how many
// members or elements follow.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace flowtime::sessions {

//
// The counts are not checked against what follows: a wrong one makes bytes that cannot be read.
class PackedWriter {
 public:
  // Then name and value in turn, `members` times.
  PackedWriter& map(std::size_t members);
  PackedWriter& list(std::size_t elements);
  // UTF-8 is not checked. In the shortest form that MessagePack has.
  PackedWriter& text(std::string_view text);
  PackedWriter& bytes(std::string_view bytes);
  PackedWriter& nil();
  PackedWriter& boolean(bool value);
  // In 1, 3 or 9 bytes.
  // 1 byte for 0 to 127, 3 bytes up to 65,535, else 9, as for every negative one.
  PackedWriter& integer(std::int64_t value);
  // A float of 8 bytes, big-endian, behind one byte of type.
  PackedWriter& number(double value);  // 8 bytes; an absent value as nil
  // A list of numbers.
  // One growth of the text for all of them.
  PackedWriter& numbers(std::span<const double> values);
  // What is one value of MessagePack already.
  PackedWriter& packed(std::string_view value);
  // What the JSON says.
  // Builds a tree of it: for small answers. Requires valid JSON.
  PackedWriter& json(std::string_view json);

  void reserve(std::size_t bytes) { text_.reserve(bytes); }
  std::size_t size() const { return text_.size(); }
  std::string take() { return std::move(text_); }

 private:
  void head(std::uint8_t first);
  void head(std::uint8_t first, std::uint64_t value, int width);
  std::string text_;
};

}  // namespace flowtime::sessions
