// One series of a capture as CSV: bin_index,classId,value; LF, no BOM; an absent value is an empty
// field. Numbers read back to the same bits.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace flowtime {

// `class_id` empty: the total, written DEFAULT.
std::string capture_csv(std::span<const double> values, std::string_view class_id);

}  // namespace flowtime
