// PackedValue: a look into a text of MessagePack, without a tree in memory.
//
// A frame may hold 64 MiB of anything: a list of 64 million empty values would take gigabytes as a
// tree, and a list in a list in a list … the whole stack of a recursive reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowtime::sessions {

inline constexpr int kMaxPackedDepth = 16;

// Reading checks everything once; after it, no function fails. A member or an element costs a pass
// over those before it, so that large lists are read with each_item.
//
// Example: `const auto names = PackedValue::read(bytes)->member("names");`
class PackedValue {
 public:
  enum class Kind : std::uint8_t {
    kNil,
    kBoolean,
    kNumber,
    kText,
    kBytes,
    kList,
    kMap,
    kExtension
  };

  // The one value that the bytes are; they outlive it. Nothing when they are not exactly one, or go
  // deeper than kMaxPackedDepth.
  static std::optional<PackedValue> read(std::string_view bytes);

  Kind kind() const { return kind_; }
  bool is_nil() const { return kind_ == Kind::kNil; }
  // Of another kind: nothing.
  // Integers as the nearest double: exact up to 2^53.
  // Floats of 4 and 8 bytes, signed and unsigned integers.
  std::optional<double> number() const;
  std::optional<bool> boolean() const;
  // A view into the bytes; UTF-8 is not checked.
  std::optional<std::string_view> text() const;
  // How many there are in a list or map.
  std::uint64_t count() const { return count_; }
  // The value of the first member of that name; nothing where there is none, or this is no map.
  // Linear in the bytes before it.
  std::optional<PackedValue> member(std::string_view name) const;

  // visit(PackedValue) for each element of a list.
  template <class Visit>
  void each_item(const Visit& visit) const {
    if (kind_ != Kind::kList) return;
    std::string_view rest = inside_;
    for (std::uint64_t i = 0; i < count_; ++i) visit(take(rest));
  }
  // visit(name, value) for each member of a map; names that are not texts are "".
  template <class Visit>
  void each_member(const Visit& visit) const {
    if (kind_ != Kind::kMap) return;
    std::string_view rest = inside_;
    for (std::uint64_t i = 0; i < count_; ++i) {
      const PackedValue name = take(rest);
      visit(name.text().value_or(""), take(rest));
    }
  }

 private:
  // The value at the beginning of `rest`, which has been read whole before; `rest` moves behind it.
  static PackedValue take(std::string_view& rest);
  // Its head, and where what is inside begins. False where the bytes end too early.
  bool read_head(std::string_view bytes);
  bool read_counted(std::uint8_t first, std::string_view rest);
  bool read_number(std::uint8_t first, std::string_view rest);
  void set(Kind kind, std::uint64_t count, std::string_view inside);
  // How many bytes it takes in all; nothing where they end too early.
  static std::optional<std::size_t> size_of(std::string_view bytes, int depth);

  Kind kind_ = Kind::kNil;
  double number_ = 0;          // and 1 for true
  std::uint64_t count_ = 0;    // of values inside; of bytes
  std::size_t head_ = 1;       // bytes of it
  std::string_view inside_{};  // everything behind the head
};

}  // namespace flowtime::sessions
