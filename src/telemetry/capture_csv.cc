#include "telemetry/capture_csv.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "series/absent.h"
#include "series/bin_digits.h"
#include "telemetry/cell_text.h"

namespace flowtime {
namespace {

constexpr std::string_view kHeader = "bin_index,classId,value\n";

// Zeroes keep their sign, which the usual text of a number drops.
char* write_exactly(char* out, double value) {
  if (value == 0 && std::signbit(value)) *out++ = '-';
  return write_cell(out, value);
}

}  // namespace

CaptureCsv::CaptureCsv(std::string_view class_id, double gap) : gap_(gap) {
  between_ = "," + std::string(class_id.empty() ? "DEFAULT" : class_id) + ",";
}

char* CaptureCsv::row(char* out, double value) const {
  out = std::copy(between_.begin(), between_.end(), out);
  if (is_absent(value)) value = gap_;
  if (!is_absent(value)) out = write_exactly(out, value);
  *out++ = '\n';
  return out;
}

std::string_view CaptureCsv::format(std::int64_t first_bin, std::span<const double> values) {
  const std::size_t row_chars = kMaxBinDigits + between_.size() + kMaxNumberChars + 2;
  const std::size_t room = kHeader.size() + values.size() * row_chars;
  if (buffer_.size() < room) buffer_.resize(room);
  char* out = buffer_.data();
  if (first_bin == 0) out = std::copy(kHeader.begin(), kHeader.end(), out);
  BinDigits bin(first_bin);
  for (const double value : values) {
    out = row(bin.write(out), value);
    bin.count_up();
  }
  return {buffer_.data(), static_cast<std::size_t>(out - buffer_.data())};
}

}  // namespace flowtime
