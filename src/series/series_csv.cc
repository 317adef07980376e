#include "series/series_csv.h"

#include <algorithm>

#include "base/check.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "series/bin_digits.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxRowChars = kMaxBinDigits + 1 + kMaxNumberChars + 1;

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
  // Room for the longest rows, so that writing needs no check.
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
