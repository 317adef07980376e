// One series of a capture as CSV: bin_index,classId,value; LF, no BOM; an absent value is an empty
// field. Numbers read back to the same bits.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace flowtime {

// Formats a series block by block, so that a long one needs no more memory than a block.
class CaptureCsv {
 public:
  // `class_id` empty: the total, written DEFAULT. `gap` is what a bin without a value becomes;
  // absent: it stays without one.
  CaptureCsv(std::string_view class_id, double gap);
  // The rows of the bins from `first_bin` on, behind the header where that is 0; valid until the
  // next call.
  std::string_view format(std::int64_t first_bin, std::span<const double> values);

 private:
  // -0 keeps its sign, so that values read back to the same bits.
  char* row(char* out, double value) const;

  std::string between_;  // ",DEFAULT,"
  double gap_;
  std::string buffer_;
};

}  // namespace flowtime
