#include "series/series_csv.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/check.h"
#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxBinDigits = 20;
constexpr std::size_t kMaxRowChars = kMaxBinDigits + 1 + kMaxNumberChars + 1;

// The decimal digits of a bin index that counts up, cheaper than formatting each anew.
class BinDigits {
 public:
  explicit BinDigits(std::int64_t bin) {
    char text[kMaxBinDigits];
    const char* const end = std::to_chars(text, text + sizeof text, bin).ptr;
    first_ = kMaxBinDigits - static_cast<std::size_t>(end - text);
    std::copy(static_cast<const char*>(text), end, digits_ + first_);
  }
  char* write(char* out) const {
    std::memcpy(out, digits_ + first_, kMaxBinDigits - first_);
    return out + (kMaxBinDigits - first_);
  }
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

char* write_rows(char* out, std::int64_t first_bin, std::span<const double> values) {
  BinDigits bin(first_bin);
  for (const double value : values) {
    out = bin.write(out);
    *out++ = ',';
    if (is_finite(value)) out = write_number(out, value);
    *out++ = '\n';
    bin.count_up();
  }
  return out;
}

}  // namespace

std::string_view SeriesCsvBlock::format(std::int64_t first_bin, std::span<const double> values) {
  FT_CHECK(first_bin >= 0);
  const std::size_t room = kSeriesCsvHeader.size() + values.size() * kMaxRowChars;
  if (buffer_.size() < room) buffer_.resize(room);
  char* out = buffer_.data();
  if (first_bin == 0) out = std::copy(kSeriesCsvHeader.begin(), kSeriesCsvHeader.end(), out);
  out = write_rows(out, first_bin, values);
  return {buffer_.data(), static_cast<std::size_t>(out - buffer_.data())};
}

std::string series_csv(std::span<const double> values) {
  SeriesCsvBlock block;
  return std::string(block.format(0, values));
}

}  // namespace flowtime
