// The numbers of bins as text, one after another.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace flowtime {

// Of any 64-bit number.
inline constexpr std::size_t kMaxBinDigits = 20;

// The decimal digits of a bin index that counts up, cheaper than formatting each anew.
// Not thread safe.
class BinDigits {
 public:
  // Precondition: bin >= 0.
  explicit BinDigits(std::int64_t bin) {
    char text[kMaxBinDigits];
    const char* const end = std::to_chars(text, text + sizeof text, bin).ptr;
    first_ = kMaxBinDigits - static_cast<std::size_t>(end - text);
    std::copy(static_cast<const char*>(text), end, digits_ + first_);
  }
  // Needs kMaxBinDigits free bytes at `out`; gives the end. Not zero-terminated.
  char* write(char* out) const {
    std::memcpy(out, digits_ + first_, kMaxBinDigits - first_);
    return out + (kMaxBinDigits - first_);
  }
  // Constant cost on average: 1.11 digits change per bin.
  void count_up() {
    std::size_t at = kMaxBinDigits - 1;
    while (at >= first_ && digits_[at] == '9') digits_[at--] = '0';
    if (at >= first_) {
      ++digits_[at];
    } else {
      digits_[--first_] = '1';
    }
  }

 private:
  char digits_[kMaxBinDigits + 1] = {};
  std::size_t first_ = 0;
};

}  // namespace flowtime
