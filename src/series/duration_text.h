// Durations as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

// Minutes of "30 s", "15s", "2 min", "1.5 h", "250 ms", "2 days" or of a bare number, which are
// minutes; nothing for any other text and below 0.
// Units: ms, s, min, h, d, days; a blank before the unit is optional. The units' case matters.
// Examples: "15s" is 0.25, "2 days" is 2880, "1.5 h" is 90. "1h 30min" is not read.
std::optional<double> parse_minutes(std::string_view text);

// As parse_minutes reads it: "30 s", "2.5 min".
// Seconds below a minute, minutes from there on, with as many digits as the number has.
// parse_minutes of the text gives the minutes back to a billionth of a second.
std::string minutes_text(double minutes);

}  // namespace flowtime
