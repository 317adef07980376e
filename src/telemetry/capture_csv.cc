#include "telemetry/capture_csv.h"

#include <charconv>
#include <cmath>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::size_t kIndexChars = 20;

// Zeroes keep their sign, which the usual text of a number drops.
void append_exactly(std::string& text, double value) {
  if (value == 0 && std::signbit(value)) {
    text += "-0";
  } else if (!is_absent(value)) {
    append_number(text, value);
  }
}

}  // namespace

std::string capture_csv(std::span<const double> values, std::string_view class_id) {
  const std::string between =
      "," + std::string(class_id.empty() ? std::string_view("DEFAULT") : class_id) + ",";
  std::string text = "bin_index,classId,value\n";
  text.reserve(text.size() + values.size() * (between.size() + kIndexChars + 8));
  char index[kIndexChars];
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    const auto end = std::to_chars(index, index + kIndexChars, bin).ptr;
    text.append(index, end);
    text += between;
    append_exactly(text, values[bin]);
    text += '\n';
  }
  return text;
}

}  // namespace flowtime
